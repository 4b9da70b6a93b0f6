"""A difference that matters: for coordinators as it goes, for its readers when it is their turn to weigh it,
for family and doctors with the released opinion.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from secunda.engines.pathways import Phase, panel_form
from secunda.engines.pathways.languages import OWN
from secunda.foundation.content import catalogue
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Hidden, Refusal, refuse_unless
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import standing
from secunda.journey.cases.states import FAMILY, Role
from secunda.journey.opinions.models import Ballot, Opinion, TieBreak
from secunda.journey.opinions.rules import asking, differing
from secunda.journey.opinions.rules.differing import TwoViews
from secunda.journey.opinions.states import Ending, PathState, Side
from secunda.journey.records.queries import content_of

READERS = FAMILY | {Role.TREATING_DOCTOR}


@dataclass(frozen=True)
class CallTold:
    """A call between the doctors, in the reader's words."""

    on: date
    who: str
    came_of_it: str
    for_patient: str
    note: str


@dataclass(frozen=True)
class Vote:
    """One reader's view of the two, with their own words; `dissents`: the panel came to another."""

    who: str
    role: str
    side: str
    words: str
    knew_which: bool
    cast_at: datetime
    dissents: bool = False


@dataclass(frozen=True)
class Difference:
    """The path of a case in words: why, who was asked, what they said, and how it ended."""

    path: TieBreak
    why: tuple[str, ...]
    calls: tuple[CallTold, ...]
    readers: tuple[Vote, ...]
    panel: tuple[Vote, ...]
    advice: str
    patient_voice: str
    ending: str

    @property
    def open(self) -> bool:
        """Whether it still holds the opinion back."""
        return self.path.state != PathState.ENDED


@dataclass(frozen=True)
class PanelSoFar:
    """What a panel's votes come to so far, and the form its chair signs; `given` is counted, never typed."""

    form: asking.Asked
    given: Mapping[str, object]
    voters: frozenset[str]
    members: int
    ending: Ending
    votes: tuple[Vote, ...]


def path_of(case: Case, *, released: bool = False) -> TieBreak | None:
    """The path of the case's opinion, open or ended; None where the opinions do not differ so much.

    `released`: of opinions that family and doctors have.
    """
    paths = TieBreak.objects.filter(opinion__case=case).select_related(
        "opinion__case__service", "chair", "ended_by__person"
    )
    if released:
        paths = paths.filter(opinion__released_at__isnull=False)
    return paths.order_by("-opened_at").first()


def path_behind(opinion: Opinion) -> TieBreak | None:
    """The path that settled an opinion: its own, or that of the partial one that it takes the place of."""
    paths = TieBreak.objects.filter(opinion__in=[each for each in (opinion.id, opinion.replaces_id) if each])
    return paths.select_related("chair", "ended_by__person").order_by("-opened_at").first()


def difference(case: Case, *, by: Account, at: datetime) -> Difference | None:
    """The path in words: for coordinators from the start, for others with the released opinion."""
    held = standing(case, by=by, at=at)
    desk = Role.COORDINATOR in held.roles
    path = path_of(case, released=not desk)
    if path is None or held.blind or not (desk or held.roles & READERS):
        return None
    return described_path(path, for_staff=not held.roles & FAMILY)


def waits_for_another(case: Case) -> bool:
    """Whether the opinion is written but waits until somebody else has looked, for the family to be told."""
    path = path_of(case)
    return path is not None and path.state != PathState.ENDED


def described_path(path: TieBreak, *, for_staff: bool = False) -> Difference:
    """A path in the reader's language, in the patient's words or in those of doctors and coordinators."""
    rules = catalogue().files.rollup.tie_break
    words = (rules.for_staff if for_staff else None) or rules
    outcomes = {each.id: each for each in rules.calls}
    ballots = _votes(path, Role.PANELLIST, words.sides)
    answers = path.panel.get("answers", {})
    return Difference(
        path=path,
        why=tuple(words.why.get(each, each) for each in path.because),
        calls=tuple(
            CallTold(
                each.on, each.who, outcomes[each.outcome].label, outcomes[each.outcome].patient, each.note
            )
            for each in path.calls.order_by("recorded_at")
        ),
        readers=_votes(path, Role.SECOND_READER, words.sides),
        panel=ballots,
        advice=str(answers.get("pa_outcome") or ""),
        patient_voice=str(answers.get("pa_patient_voice") or ""),
        ending=words.endings[path.ending] if path.ending else "",
    )


def panel_as_it_stands(path: TieBreak) -> PanelSoFar:
    """What the panel's votes come to, counted from the ballots."""
    rules = catalogue(OWN).files.rollup.tie_break
    ballots = list(path.ballots.filter(role=Role.PANELLIST).select_related("author").order_by("cast_at"))
    shown = catalogue().files.rollup.tie_break
    votes = _votes(path, Role.PANELLIST, (shown.for_staff or shown).sides)
    ending, _ = differing.consensus([Side(each.side) for each in ballots])
    other = [f"{each.who}: {each.words}" for each in votes if each.dissents]
    return PanelSoFar(
        form=asking.asked(panel_form(content_of(path.opinion.case, OWN)), Phase.COMPARE, {}, {}),
        given={
            "pa_members": [each.who for each in votes],
            "pa_question": path.question,
            # A vote is cast before any other is shown to its author.
            "pa_independent_first": True,
            "pa_consensus": differing.CONSENSUS[ending],
            "pa_minority": "\n".join(other),
        },
        voters=frozenset(str(each.author_id) for each in ballots),
        members=rules.panel_members,
        ending=ending,
        votes=votes,
    )


def own_step(case: Case, *, by: Account) -> str:
    """What the path asks of this reviewer now: `weigh`, `conclude`, or nothing."""
    path = path_of(case)
    opinion = Opinion.objects.own(case, by.person_id)
    if path is None or opinion is None or by.person_id is None:
        return ""
    cast = path.ballots.filter(author=by.person_id).exists()
    if opinion.role == Role.PANELLIST and cast and path.state == PathState.PANEL:
        return "conclude"
    return "" if _may_weigh(path, opinion, cast=cast) else "weigh"


def views_to_weigh(case: Case, *, by: Account) -> tuple[TieBreak, list[TwoViews]]:
    """The two views as A and B, for a reader whose own is locked; refused while it is not their turn."""
    path = path_of(case)
    opinion = Opinion.objects.own(case, by.person_id)
    if opinion is None or by.person_id is None:
        raise Hidden
    cast = path is not None and path.ballots.filter(author=by.person_id).exists()
    refuse_unless(_may_weigh(path, opinion, cast=cast))
    if path is None:
        raise Hidden
    first_a = differing.first_is_a(path.id, by.person_id)
    return path, differing.two_views(path.opinion.headline, first_a=first_a)


def panel_for_member(case: Case, *, by: Account) -> tuple[TieBreak, PanelSoFar]:
    """The votes of the panel, for a member who has cast their own; refused before that."""
    path = path_of(case)
    opinion = Opinion.objects.own(case, by.person_id)
    if opinion is None:
        raise Hidden
    stands = panel_as_it_stands(path) if path else None
    refuse_unless(
        differing.may_conclude(
            path.state if path else PathState.ENDED,
            opinion.role,
            voted=stands is not None and str(by.person_id) in stands.voters,
            votes=len(stands.voters) if stands else 0,
            members=stands.members if stands else 0,
        )
    )
    if path is None or stands is None:
        raise Hidden
    return path, stands


def _may_weigh(path: TieBreak | None, opinion: Opinion, *, cast: bool) -> Refusal | None:
    state = path.state if path else PathState.ENDED
    locked = opinion.parts.filter(phase=Phase.BLIND, locked_at__isnull=False).exists()
    return differing.may_weigh(opinion.role, state, locked=locked, already=cast)


def _votes(path: TieBreak, role: Role, sides: Mapping[str, str]) -> tuple[Vote, ...]:
    ballots = list(path.ballots.filter(role=role).select_related("author").order_by("cast_at"))
    most = differing.consensus([Side(each.side) for each in ballots])[1] if ballots else None
    return tuple(_vote(each, sides, dissents=len(ballots) > 1 and each.side != most) for each in ballots)


def _vote(ballot: Ballot, sides: Mapping[str, str], *, dissents: bool) -> Vote:
    return Vote(
        who=ballot.author.name,
        role=ballot.role,
        side=sides[ballot.side],
        words=ballot.words,
        knew_which=ballot.knew_which,
        cast_at=ballot.cast_at,
        dissents=dissents,
    )

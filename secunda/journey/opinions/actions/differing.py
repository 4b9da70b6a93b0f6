"""When two opinions differ and it matters: a call, one more blind reader, a panel, or a reason to go on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from secunda.engines.pathways import Phase
from secunda.engines.pathways.languages import OWN
from secunda.engines.words import say
from secunda.foundation.audit import log
from secunda.foundation.content import catalogue, kept
from secunda.foundation.outbox.post import coordinators, notify
from secunda.foundation.people.models import Account, Person
from secunda.foundation.refusal import Hidden, Refusal, Refused, refuse_unless
from secunda.journey.cases.queries import standing
from secunda.journey.cases.states import Role
from secunda.journey.opinions.models import Ballot, Call, Opinion, TieBreak
from secunda.journey.opinions.queries.differing import panel_as_it_stands
from secunda.journey.opinions.rules import asking, differing
from secunda.journey.opinions.states import Ending, PathState, Side
from secunda.journey.opinions.work.revealing import reveal, reveal_to_the_rest

MEANWHILE = Refusal(
    "too_slow", say("Somebody else has just taken this further. Look at it again before you go on.")
)


@dataclass(frozen=True)
class CallMade:
    """A call between the doctors: the day, who spoke, what came of it (an id of the content), and a note."""

    on: date
    who: str
    outcome: str
    note: str = ""


@transaction.atomic(durable=True)
def record_call(path: TieBreak, call: CallMade, *, by: Account, at: datetime) -> Call:
    """Keep that the doctors spoke; where the content says so, their agreement ends the path."""
    case = path.opinion.case
    refuse_unless(differing.may_go(path.state, PathState.ENDED, standing(case, by=by, at=at).roles))
    outcomes = {each.id: each for each in catalogue(OWN).files.rollup.tie_break.calls}
    if call.outcome not in outcomes:
        raise Hidden
    made = Call.objects.create(tie_break=path, recorded_by=by, recorded_at=at, **vars(call))
    if outcomes[call.outcome].ends:
        _end(path, Ending.CALL_AGREED, by=by, at=at)
    log.record("difference.called", by=by, at=at, case=case, subject=made.id, outcome=call.outcome)
    return made


@transaction.atomic(durable=True)
def weigh(path: TieBreak, choice: str, words: str, *, by: Account, at: datetime) -> Ballot:
    """Say which of the two views one comes closer to, as they were shown (`a`, `b`, or neither letter).

    A second reader who comes closer to the expert ends the path; any other view makes a panel due. After it
    the first opinion opens to the reader as what it is.
    """
    author, opinion = _author(path, by)
    case = opinion.case
    given = Ballot.objects.filter(tie_break=path, author=author).exists()
    blind = opinion.parts.get(phase=Phase.BLIND)
    refuse_unless(
        differing.may_weigh(opinion.role, path.state, locked=blind.locked_at is not None, already=given)
    )
    side = differing.side_of(choice, first_a=differing.first_is_a(path.id, author.id))
    if side is None or not words.strip():
        raise Refused(Refusal("no_reason", say("Choose one, and say why in your own words.")))
    said = {"role": opinion.role, "side": side, "words": words, "cast_at": at}
    said["knew_which"] = opinion.parts.filter(phase=Phase.COMPARE).exists()
    ballot, cast = Ballot.objects.get_or_create(tie_break=path, author=author, defaults=said)
    if not cast:
        raise Refused(differing.ALREADY)
    if opinion.role == Role.SECOND_READER:
        _after_reader(path, side, at=at)
    if opinion.parts.count() == 1:
        reveal(opinion)
    log.record("difference.weighed", by=by, at=at, case=case, subject=ballot.id, role=opinion.role)
    _tell(path, at=at)
    return ballot


@transaction.atomic(durable=True)
def call_panel_together(path: TieBreak, question: str, *, by: Account, at: datetime) -> TieBreak:
    """Put one question to a panel; its members are offered their places one by one."""
    case, rules = path.opinion.case, catalogue(OWN).files.rollup.tie_break
    roles = standing(case, by=by, at=at).roles
    refuse_unless(differing.may_convene(path.state, path.because, rules.panel_when, roles))
    if not question.strip():
        raise Refused(Refusal("no_question", say("Write the one question that the panel answers.")))
    _go(path, PathState.PANEL, question=question)
    reveal_to_the_rest(path)
    log.record("difference.panel_called", by=by, at=at, case=case, subject=path.id)
    return path


@transaction.atomic(durable=True)
def conclude_panel(path: TieBreak, answers: Mapping[str, object], *, by: Account, at: datetime) -> TieBreak:
    """Sign for the panel: what the votes come to is counted, and the words of every member are kept.

    Of two members who sign at once one does, and the other is told.
    """
    author, opinion = _author(path, by)
    stands = panel_as_it_stands(path)
    complete = {**answers, **stands.given}
    refuse_unless(
        differing.may_conclude(
            path.state,
            opinion.role,
            voted=str(author.id) in stands.voters,
            votes=len(stands.voters),
            members=stands.members,
            missing=asking.missing(stands.form, complete, kept),
        )
    )
    _end(path, stands.ending, by=by, at=at, panel={"form": stands.form, "answers": complete}, chair=author)
    log.record("difference.panel_signed", by=by, at=at, case=opinion.case, subject=path.id)
    _tell(path, at=at)
    return path


@transaction.atomic(durable=True)
def waive_path(path: TieBreak, because: str, *, by: Account, at: datetime) -> TieBreak:
    """Let the opinion go out with its difference: a named person says why nobody else is asked."""
    case = path.opinion.case
    refuse_unless(differing.may_waive(path.state, because, standing(case, by=by, at=at).roles))
    _end(path, Ending.WAIVED, by=by, at=at, waived_because=because)
    log.record("difference.waived", by=by, at=at, case=case, subject=path.id)
    return path


def _after_reader(path: TieBreak, side: Side, *, at: datetime) -> None:
    if side is Side.SECOND:
        _end(path, Ending.READER_AGREED, by=None, at=at)
    else:
        _go(path, PathState.PANEL_DUE, because=[*path.because, differing.READER_DIFFERS])


def _end(path: TieBreak, ending: Ending, *, by: Account | None, at: datetime, **kept: object) -> None:
    _go(path, PathState.ENDED, ending=ending, ended_at=at, ended_by=by, **kept)
    Opinion.objects.filter(pk=path.opinion_id).update(awaiting="rendering")
    reveal_to_the_rest(path)


def _go(path: TieBreak, to: PathState, **kept: object) -> None:
    """Take the path on by compare-and-set: of two people who act at once, exactly one does."""
    if not TieBreak.objects.filter(pk=path.pk, state=path.state).update(state=to, **kept):
        raise Refused(MEANWHILE)
    path.state = to
    for name, value in kept.items():
        setattr(path, name, value)


def _author(path: TieBreak, by: Account) -> tuple[Person, Opinion]:
    """The reviewer with their own opinion on the case; for anybody else the path does not exist."""
    opinion = Opinion.objects.own(path.opinion.case_id, by.person_id)
    if opinion is None or by.person is None:
        raise Hidden
    return by.person, opinion


def _tell(path: TieBreak, *, at: datetime) -> None:
    case = path.opinion.case
    link = f"/queue/{case.id}/differ"
    notify(coordinators(case.service, at), "difference_moved", at=at, service=case.service, link=link)

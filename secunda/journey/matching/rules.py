"""Who may be offered a case, who may take it, and who suits it best. Pure.

The gates protect people: they stand in the offer and again in the acceptance, because a licence can lapse and
an employer can change between the two. Sources: clinical/matching/gates.yaml G1, G9, G10, G11.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from secunda.engines.words import Words, say, say_many
from secunda.foundation.refusal import Refusal
from secunda.journey.cases.rules import CaseFacts
from secunda.journey.cases.states import Role, State

# What an expert must declare before accepting: id → the words they agree to.
DECLARATIONS = {
    "independent": say("I do not work with the first doctor or their team, and I have no tie to them."),
    "scope": say("This case is within my expertise and my licence."),
    "not_treating": say(
        "I would not carry out the treatment myself, and I gain nothing from what is chosen."
    ),
}


@dataclass(frozen=True)
class LicenceFacts:
    """One licence: where it counts, and from when until when (None: no end known)."""

    jurisdiction: str
    valid_from: date
    valid_until: date | None

    def in_force(self, jurisdiction: str, today: date) -> bool:
        """Whether it counts there on that day. A licence for a country covers its parts (GB covers GB-ENG),
        not the other way round.
        """
        covers = self.jurisdiction in {jurisdiction, jurisdiction.split("-", maxsplit=1)[0]}
        return covers and self.valid_from <= today and (self.valid_until is None or today <= self.valid_until)


@dataclass(frozen=True)
class ExpertFacts:
    """What the gates and the ranking need to know of an expert. None is not known, never nought."""

    id: UUID
    name: str
    focus: str
    pathways: frozenset[str]
    licences: tuple[LicenceFacts, ...]
    employers: frozenset[str]
    would_treat: bool
    available: bool
    days_to_report: int
    years: int | None = None
    yearly_cases: int | None = None
    languages: frozenset[str] = frozenset()
    open_cases: int = 0


@dataclass(frozen=True)
class Need:
    """What the case asks of an expert."""

    pathway: str
    jurisdiction: str
    first_doctor: str
    first_organisation: str
    working_days: int
    wanted_focus: tuple[str, ...] = ()
    language: str = "en"
    parties: frozenset[str] = frozenset()
    consented: bool = True


@dataclass(frozen=True)
class Candidate:
    """An expert as a coordinator sees them: a score with its reasons, or the gate that closes."""

    expert: ExpertFacts
    score: float = 0
    reasons: tuple[Words, ...] = ()
    not_known: tuple[Words, ...] = ()
    refusal: Refusal | None = field(default=None)


def gate(expert: ExpertFacts, need: Need, today: date) -> Refusal | None:
    """The first gate that is closed to this expert for this case, or None when all are open."""
    if not need.consented:
        return Refusal(
            "consent", say("The patient's agreement to share records with an expert is not in force.")
        )
    if not any(licence.in_force(need.jurisdiction, today) for licence in expert.licences):
        return Refusal(
            "licence",
            say(
                "%(name)s holds no licence in force for %(jurisdiction)s.",
                name=expert.name,
                jurisdiction=need.jurisdiction,
            ),
        )
    if _same_person(expert.name, need.first_doctor):
        return Refusal("first_doctor", say("%(name)s gave the first opinion.", name=expert.name))
    if need.first_organisation and need.first_organisation.casefold() in {
        e.casefold() for e in expert.employers
    }:
        return Refusal(
            "same_employer", say("%(name)s works where the first opinion was given.", name=expert.name)
        )
    if expert.would_treat:
        return Refusal("would_treat", say("%(name)s would carry out the treatment.", name=expert.name))
    if str(expert.id) in need.parties:
        return Refusal("already_party", say("%(name)s already has a part in this case.", name=expert.name))
    return None


def may_be_offered(expert: ExpertFacts, need: Need, today: date) -> Refusal | None:
    """The gates, and what only matters while somebody else can still be asked."""
    closed = gate(expert, need, today)
    if closed is not None:
        return closed
    if need.pathway not in expert.pathways:
        return _out_of_scope(expert)
    if not expert.available:
        return Refusal("away", say("%(name)s is not free at the moment.", name=expert.name))
    if expert.days_to_report > need.working_days:
        return Refusal(
            "too_slow",
            say(
                "%(name)s needs %(days_to_report)s working days; there are %(working_days)s.",
                name=expert.name,
                days_to_report=expert.days_to_report,
                working_days=need.working_days,
            ),
        )
    return None


@dataclass(frozen=True)
class Places:
    """How many further readers in one role a case has or has asked, and how many it may have."""

    taken: int = 0
    most: int = 1

    @property
    def left(self) -> int:
        """How many may still be asked."""
        return max(self.most - self.taken, 0)


def may_invite_reader(state: str, role: str, roles: Collection[Role]) -> Refusal | None:
    """Whether somebody with these roles may ask a further reviewer to read: once an expert reads."""
    if Role.COORDINATOR not in roles:
        return Refusal("not_you", say("A coordinator invites further readers."))
    if role not in (Role.SECOND_READER, Role.PANELLIST):
        return Refusal("no_such_part", say("A further reader is a second reader or a member of a panel."))
    return may_still_read(state)


def may_still_read(state: str) -> Refusal | None:
    """Whether the case is where further readers may come in."""
    if State(state) not in (State.IN_REVIEW, State.SIGNED, State.RELEASED):
        return Refusal("not_now", say("Further readers are invited once an expert has taken the case."))
    return None


def may_offer_reading(state: str, role: str, roles: Collection[Role], places: Places) -> Refusal | None:
    """The same, while there is a place left: one more reader and one panel at most (clinical design 6.6)."""
    refusal = may_invite_reader(state, role, roles)
    if refusal is None and not places.left:
        return Refusal(
            "no_place",
            say("All %(most)s places are taken or offered. Wait for the answers.", most=places.most),
        )
    return refusal


def may_read_too(expert: ExpertFacts, need: Need, today: date) -> Refusal | None:
    """The gates of the expert in charge and their scope; the promised day binds that expert only."""
    closed = gate(expert, need, today)
    if closed is not None:
        return closed
    return None if need.pathway in expert.pathways else _out_of_scope(expert)


def may_answer(answer: str, *, expired: bool) -> Refusal | None:
    """Whether an offer can still be answered."""
    if answer:
        return Refusal("answered", say("This offer has been answered or taken back."))
    if expired:
        return Refusal("lapsed", say("This offer has lapsed. The coordinators can offer the case again."))
    return None


def may_take_back_case(state: str, because: str) -> Refusal | None:
    """Whether a case can be taken from the expert who reads it: while it is read, and with a reason."""
    if state != "in_review":
        return Refusal("not_now", say("No expert is reading this case now."))
    return None if because.strip() else Refusal("no_reason", say("Say why the case is taken back."))


def may_take(case: CaseFacts) -> Refusal | None:
    """Whether the case still waits for the expert to whom it was offered."""
    if State(case.state) is State.OFFERED:
        return None
    return Refusal("not_now", say("This case has moved on, so that step is not open now."))


def may_give_back(
    case: CaseFacts, roles: Collection[Role], reader: ExpertFacts | None, need: Need, today: date
) -> Refusal | None:
    """Whether an accepted case may go back to the expert who read it; their gates are tried again."""
    if Role.COORDINATOR not in roles:
        return Refusal("not_you", say("A coordinator gives a case back to its expert."))
    if State(case.state) is not State.ACCEPTED:
        return Refusal("not_now", say("This case has moved on, so that step is not open now."))
    if reader is None:
        return Refusal("no_reader", say("No expert has read this case. Offer it to one."))
    return gate(reader, replace(need, parties=frozenset()), today)


def may_accept(declared: Mapping[str, bool]) -> Refusal | None:
    """Whether every declaration was made; one that was not made is not a yes."""
    if all(declared.get(name) is True for name in DECLARATIONS):
        return None
    return Refusal(
        "declare", say("You can accept only when every declaration is true. If one is not, please decline.")
    )


def rank(experts: Sequence[ExpertFacts], need: Need, today: date) -> list[Candidate]:
    """Everybody, the fitting ones first and best first; those behind a closed gate last, with the reason.

    Scoring follows clinical/matching/rubric.yaml as far as the facts are held; what is not known is named and
    counts nothing. Fees and ratings are no part of it.
    """
    candidates = [_candidate(expert, need, today) for expert in experts]
    return sorted(
        candidates,
        key=lambda c: (
            c.refusal is not None,
            -c.score,
            c.expert.days_to_report,
            c.expert.open_cases,
            c.expert.name,
        ),
    )


def _candidate(expert: ExpertFacts, need: Need, today: date) -> Candidate:
    refusal = may_be_offered(expert, need, today)
    if refusal is not None:
        return Candidate(expert, refusal=refusal)
    score: float = 0
    reasons: list[Words] = []
    unknown: list[Words] = []
    if expert.focus in need.wanted_focus:
        exact = need.wanted_focus[0] == expert.focus
        score += 20 if exact else 10
        reasons.append(say("exactly this field") if exact else say("a neighbouring field"))
    if expert.years is None:
        unknown.append(say("years as a specialist"))
    else:
        score += min(5, expert.years // 4)
        reasons.append(
            say_many("%(count)s year as a specialist", "%(count)s years as a specialist", expert.years)
        )
    if expert.yearly_cases is None:
        unknown.append(say("cases a year"))
    else:
        score += 10 if expert.yearly_cases >= 100 else 5 if expert.yearly_cases >= 50 else 2
        reasons.append(say("about %(count)s such cases a year", count=expert.yearly_cases))
    score += 8 if expert.days_to_report * 2 <= need.working_days else 4
    reasons.append(
        say_many(
            "can report in %(count)s working day",
            "can report in %(count)s working days",
            expert.days_to_report,
        )
    )
    if need.language in expert.languages:
        score += 4
        reasons.append(say("speaks the patient's language"))
    return Candidate(expert, score, tuple(reasons), tuple(unknown))


def _out_of_scope(expert: ExpertFacts) -> Refusal:
    return Refusal("scope", say("%(name)s does not take cases of this kind.", name=expert.name))


TITLES = frozenset({"dr", "mr", "mrs", "ms", "miss", "prof", "professor", "sir"})


def _same_person(name: str, other: str) -> bool:
    """Whether two spellings can be one doctor: the same family name, first names that do not contradict."""
    one, two = _words(name), _words(other)
    if not one or not two or one[-1] != two[-1]:
        return False
    first, second = one[:-1], two[:-1]
    return not first or not second or first[0][0] == second[0][0]


def _words(name: str) -> list[str]:
    words = [word.strip(".,").casefold() for word in name.split()]
    return [word for word in words if word and word not in TITLES]

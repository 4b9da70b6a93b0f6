"""When a doctor may reply, a patient decide, and a case close. Pure."""

from collections.abc import Collection
from enum import StrEnum
from typing import Protocol

from secunda.engines.words import say
from secunda.foundation.refusal import Refusal
from secunda.journey.cases.states import FAMILY, Role, State

LONGEST = 3000
ANSWERABLE = frozenset({State.RELEASED, State.DECIDED, State.CLOSED})


class Stance(StrEnum):
    """What the treating doctor says to the second opinion."""

    AGREE = "agree"
    IN_PART = "in_part"
    NO = "no"


class Choice(StrEnum):
    """What the patient decided."""

    KEEP = "keep"
    CHANGE = "change"
    NEED_MORE = "need_more"
    NOT_YET = "not_yet"


class CaseFacts(Protocol):
    """What the rules need to know of a case."""

    @property
    def state(self) -> str: ...


def may_reply(
    case: CaseFacts, stance: str, roles: Collection[Role], *, has_report: bool = False
) -> Refusal | None:
    """Whether the treating doctor may answer the opinion now, with this stance.

    `has_report`: a partial one was given, and the final one is being made.
    """
    if Role.TREATING_DOCTOR not in roles:
        return Refusal("not_you", say("Only the doctor who treats the patient replies here."))
    if State(case.state) not in ANSWERABLE and not has_report:
        return Refusal("no_opinion", say("There is no released opinion to reply to yet."))
    if stance not in set(Stance):
        return Refusal("no_stance", say("Say whether you agree, agree in part, or do not agree."))
    return None


def may_decide(case: CaseFacts, roles: Collection[Role]) -> Refusal | None:
    """Whether the family may say what was decided: from release until the case closes."""
    if not FAMILY & set(roles):
        return Refusal("not_you", say("Only the patient or their carer can decide."))
    if State(case.state) not in {State.RELEASED, State.DECIDED}:
        return Refusal("not_now", say("You can tell us what you decided once your opinion is here."))
    return None


def may_weigh(case: CaseFacts, roles: Collection[Role], *, has_report: bool = False) -> Refusal | None:
    """Whether the family may say what matters most to them: whenever they can read the opinion."""
    if not FAMILY & set(roles):
        return Refusal("not_you", say("Only the patient or their carer can say what matters to them."))
    if State(case.state) not in ANSWERABLE and not has_report:
        return Refusal("not_now", say("You can put your choices in order once your opinion is here."))
    return None


def is_choice(choice: str) -> Refusal | None:
    """Whether this is one of the four answers."""
    return None if choice in set(Choice) else Refusal("no_choice", say("Choose what you have decided."))


def decides(choice: str) -> bool:
    """Whether the choice hands the case on: "not yet" leaves it with the patient."""
    return choice != Choice.NOT_YET


def may_tell_outcome(case: CaseFacts, roles: Collection[Role], *, agreed: bool) -> Refusal | None:
    """Whether the family may say how it turned out: after the opinion, and if they agreed to be asked."""
    if not FAMILY & set(roles):
        return Refusal("not_you", say("Only the patient or their carer can answer this."))
    if State(case.state) not in ANSWERABLE:
        return Refusal("not_now", say("We ask how you are after you have your opinion."))
    if not agreed:
        return Refusal(
            "no_consent",
            say("You have not agreed that we may ask how you are. You can change that under Consent."),
        )
    return None


def may_close(case: CaseFacts, roles: Collection[Role]) -> Refusal | None:
    """Whether a coordinator may close the case: after the patient has decided."""
    if Role.COORDINATOR not in roles:
        return Refusal("not_you", say("A coordinator closes cases."))
    if State(case.state) is not State.DECIDED:
        return Refusal("not_now", say("A case can be closed once the patient has decided."))
    return None

"""Day 0: is it unsafe to wait, and until when. Who may be asked, who may answer, and what counts. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from secunda.engines.words import say
from secunda.foundation.refusal import Refusal
from secunda.journey.cases.states import OPEN, Role, State

LONGEST = 1000
# Id in clinical/consent.yaml: without it nobody at the hospital is told or asked anything.
CONSENT_TO_ASK = "share_with_hospital"


class Reply(StrEnum):
    """What a treating team can answer."""

    SAFE = "safe"
    NOT_AFTER = "not_after"
    NOT_SAFE = "not_safe"
    CANNOT_SAY = "cannot_say"


class Way(StrEnum):
    """How an answer reached us."""

    LINK = "link"
    LETTER = "letter"
    PHONE = "phone"


class CaseFacts(Protocol):
    """What the rules need to know of a case."""

    @property
    def state(self) -> str: ...


class EnquiryFacts(Protocol):
    """What the rules need to know of a question that was asked."""

    @property
    def address(self) -> str: ...
    @property
    def made_at(self) -> datetime: ...
    @property
    def expires_at(self) -> datetime: ...
    @property
    def answered_at(self) -> datetime | None: ...
    @property
    def answer(self) -> str: ...
    @property
    def until(self) -> date | None: ...


@dataclass(frozen=True)
class TeamAnswer:
    """One answer: what, until when, and anything else in own words."""

    reply: Reply
    until: date | None = None
    says: str = ""


@dataclass(frozen=True)
class TeamSays:
    """What the treating team says today. `until`: the last safe day, where they named one."""

    reply: Reply
    until: date | None = None


# The most careful answer of several teams counts.
_CARE = (Reply.NOT_SAFE, Reply.NOT_AFTER, Reply.SAFE, Reply.CANNOT_SAY)


def may_ask(case: CaseFacts, consented: Collection[str]) -> Refusal | None:
    """Whether the treating team may be asked: while the opinion is being made, and with consent."""
    if State(case.state) not in OPEN:
        return Refusal("not_now", say("This case has moved on, so nobody needs to be asked now."))
    if CONSENT_TO_ASK not in consented:
        return Refusal("consent", say("The patient has not agreed that we contact their hospital team."))
    return None


def may_ask_by_hand(roles: Collection[Role]) -> Refusal | None:
    """Whether somebody may have the team asked, or asked once more: coordinators."""
    if Role.COORDINATOR in roles:
        return None
    return Refusal("not_you", say("Only a coordinator can ask the team."))


def may_answer(enquiry: EnquiryFacts, told: TeamAnswer, *, today: date, at: datetime) -> Refusal | None:
    """Whether a question can still be answered, and so."""
    if enquiry.answered_at is not None:
        return Refusal("answered", say("This question has been answered. Call us if something has changed."))
    if at >= enquiry.expires_at:
        return Refusal("expired", say("This link has run out. Please call us."))
    return may_say(told, today=today)


def may_say(told: TeamAnswer, *, today: date) -> Refusal | None:
    """Whether an answer is whole: a last safe day needs its date, and that day must lie ahead."""
    if told.reply is Reply.NOT_AFTER and told.until is None:
        return Refusal("no_day", say("Give the last day on which it is safe to wait."))
    if told.reply is Reply.NOT_AFTER and told.until is not None and told.until < today:
        return Refusal("past", say("That day has passed. If it is not safe to wait now, say so."))
    if len(told.says) > LONGEST:
        return Refusal("too_long", say("Your note is too long. Keep what matters most."))
    return None


def may_enter(roles: Collection[Role], way: str) -> Refusal | None:
    """Whether somebody may write down what the team said on paper or by phone: coordinators."""
    if Role.COORDINATOR not in roles:
        return Refusal("not_you", say("Only a coordinator can write down what the team said."))
    if way not in {Way.LETTER, Way.PHONE}:
        return Refusal("no_way", say("Say whether it came by letter or by phone."))
    return None


def team_says(enquiries: Iterable[EnquiryFacts], today: date) -> TeamSays | None:
    """What counts of all answers: the last of each address, and of these the most careful.

    A last safe day that has passed means: not safe any more. None while nobody has answered.
    """
    last: dict[str, EnquiryFacts] = {}
    for each in enquiries:
        earlier = last.get(each.address)
        if each.answered_at and (
            earlier is None or earlier.answered_at is None or each.answered_at > earlier.answered_at
        ):
            last[each.address] = each
    found = [_today(each, today) for each in last.values()]
    return min(found, key=lambda each: (_CARE.index(each.reply), each.until or date.max), default=None)


def _today(enquiry: EnquiryFacts, today: date) -> TeamSays:
    reply = Reply(enquiry.answer)
    over = reply is Reply.NOT_AFTER and enquiry.until is not None and enquiry.until < today
    return TeamSays(Reply.NOT_SAFE if over else reply, enquiry.until)

"""Taking a case onward, step by step, by those whose turn it is: the same actions as behind the pages."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from secunda.engines.pathways import Catalogue, DemoCase
from secunda.foundation.people.models import Account
from secunda.foundation.vault import vault
from secunda.interfaces.operations.demo.answers import FAMILIES, SHARE, Family
from secunda.interfaces.operations.demo.boxes import BOXES
from secunda.interfaces.operations.demo.cast import Cast
from secunda.interfaces.operations.demo.contents import Letter
from secunda.interfaces.operations.demo.courses import Course, When
from secunda.interfaces.operations.demo.days import Days
from secunda.interfaces.operations.demo.desk import look_through
from secunda.interfaces.operations.demo.opening import answer_health, asker
from secunda.journey.cases.actions import Agreed, accept_invitation, give_consent, invite_doctor
from secunda.journey.cases.models import Case
from secunda.journey.cases.states import Role
from secunda.journey.matching.actions import accept_offer, offer_case, offer_reading
from secunda.journey.matching.models import Offer
from secunda.journey.matching.rules import DECLARATIONS
from secunda.journey.records.actions import (
    accept_case_file,
    answer_doubt,
    answer_gap,
    submit_case_file,
    waive_gap,
    write_record,
)
from secunda.journey.records.models import Item
from secunda.journey.records.queries import doubtful, gaps_of
from secunda.journey.safety.actions import Screen, check_red_flags

MINUTE = timedelta(minutes=1)
NO_INTERESTS = "None. I have no link with the first team, their hospital, or any maker of what is advised."
_OFFER_HOLDS = timedelta(hours=40)
_IN_THEIR_WORDS = {
    "patient_story": "My story",
    "allergies": "My allergies",
    "wishes": "What matters to me",
}


@dataclass(frozen=True)
class Telling:
    """One case on its course: who is in it, what its own file says, and how to have its papers read."""

    case: Case
    story: DemoCase
    course: Course
    days: Days
    cast: Cast
    content: Catalogue
    read: Callable[[Case], None]

    @property
    def family(self) -> Account:
        """The patient, or who asks for them."""
        return asker(self.cast, self.story)

    @property
    def says(self) -> Family:
        """What the family answers."""
        return FAMILIES[self.story.pathway.value]

    @property
    def coordinator(self) -> Account:
        """The coordinator who has the case."""
        return self.cast.coordinators[self.course.coordinator]

    @property
    def expert(self) -> Account:
        """The expert in charge."""
        return self.cast.accounts[self.course.expert]

    @property
    def sent_on(self) -> date:
        """The day from which the days of the case's papers count."""
        return self.days.back(self.course.sent[0]) if self.course.sent else self.days.today

    def at(self, when: When, minutes: int = 0) -> datetime:
        """A moment of the course, some minutes later or earlier."""
        return self.days.at(*when) + minutes * MINUTE

    def now(self) -> Case:
        """The case as it stands."""
        self.case.refresh_from_db()
        return self.case


def send_in(one: Telling, sent: When) -> None:
    """The family answers what is asked, says what is theirs, agrees, and sends the case."""
    case, by = one.now(), one.family
    answer_health(case, one.content, one.story, sent_on=one.days.back(sent[0]), by=by, at=one.at(sent, -38))
    for doubt in doubtful(case):
        item = Item.objects.get(pk=doubt.item)
        answer_doubt(item, whose(one.story, item), by=by, at=one.at(sent, -30))
    for name, title in _IN_THEIR_WORDS.items():
        if name in {line.item for line in gaps_of(case, one.at(sent, -25))}:
            _write_down(one, name, title, at=one.at(sent, -25))
    one.read(case)
    has = {record.doc for record in one.story.records if record.status == "received"}
    for line in gaps_of(case, one.at(sent, -15)):
        answer = one.says.gaps.get(line.item) or ("have_it" if line.item in has else "not_sure")
        answer_gap(case, line.item, answer, by=by, at=one.at(sent, -15))
    for statement in one.content.files.consent.statements:
        if statement.id in one.says.consents:
            give_consent(case, Agreed.to(statement), by=by, at=one.at(sent, -10))
    screen = Screen((), case.patient.country, one.content.version, "send")
    check_red_flags(case, screen, by=by, at=one.at(sent, -3))
    submit_case_file(one.now(), by=by, at=one.at(sent))


def accept(one: Telling, accepted: When) -> None:
    """A coordinator looks the case file through, and calls it complete."""
    case = one.now()
    look_through(case, one.sent_on, by=one.coordinator, at=one.at(accepted, -20))
    one.read(case)
    for item, because in one.says.waived.items():
        waive_gap(case, item, because, by=one.coordinator, at=one.at(accepted, -10))
    accept_case_file(one.now(), by=one.coordinator, at=one.at(accepted))


def offer(one: Telling, offered: When) -> Offer:
    """A coordinator offers the case."""
    expert = one.cast.experts[one.course.expert]
    return offer_case(one.now(), expert, by=one.coordinator, at=one.at(offered))


def take(one: Telling, made: Offer, taken: When) -> None:
    """The expert takes the case; further readers are let in, blind like the expert."""
    declared = dict.fromkeys(DECLARATIONS, True)
    accept_offer(made, interests=NO_INTERESTS, declared=declared, by=one.expert, at=one.at(taken))
    for role, name in one.course.readers:
        asked, says_yes = one.at(taken, 35), one.cast.accounts[name]
        place = offer_reading(one.now(), one.cast.experts[name], Role(role), by=one.coordinator, at=asked)
        accept_offer(place, interests=NO_INTERESTS, declared=declared, by=says_yes, at=one.at(taken, 50))


def ask(one: Telling) -> None:
    """A coordinator asks further readers who have not answered yet, so lately that the offers hold."""
    at = one.days.just_now(within=_OFFER_HOLDS)
    for role, name in one.course.asked:
        offer_reading(one.now(), one.cast.experts[name], Role(role), by=one.coordinator, at=at)


def bring_in_the_doctor(one: Telling, joined: When) -> None:
    """The family invites the doctor who treats them, and the doctor comes."""
    doctor = one.cast.doctors[one.story.id]
    name = doctor.person.name if doctor.person else ""
    invited = one.at(one.course.released or joined, 25)
    token = invite_doctor(one.now(), name=name, address=doctor.email, by=one.family, at=invited)
    accept_invitation(token, by=doctor, at=one.at(joined))


def shares(one: Telling) -> bool:
    """Whether the family lets the treating team read."""
    return SHARE in one.says.consents


def whose(story: DemoCase, item: Item) -> str:
    """What the patient says of a doubtful paper: they know which one is not theirs."""
    others = {box.name for box in BOXES[story.id] if isinstance(box, Letter) and box.of is not None}
    return "other" if item.name in others else "same"


def _write_down(one: Telling, document: str, title: str, *, at: datetime) -> None:
    words = {"patient_story": one.story.story, "allergies": one.says.allergies, "wishes": one.story.goals}
    with tempfile.TemporaryDirectory(prefix="secunda-demo-") as folder:
        file = Path(folder) / "words.txt"
        file.write_text(words[document] + "\n", encoding="utf-8")
        placed = vault.place_many(one.case.id, [file])[0]
    write_record(one.case, document, title, placed, by=one.family, at=at)

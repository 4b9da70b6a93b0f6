"""Three cases of one patient, at three moments of the journey, with something of everything in them."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from secunda.foundation.people.models import (
    Account,
    Membership,
    Organisation,
    Person,
    Post,
    Service,
    Team,
)
from secunda.journey.cases.actions import invite_doctor
from secunda.journey.cases.models import Case, Enquiry, Party
from secunda.journey.cases.states import Role, State
from secunda.journey.imaging.models import Study
from secunda.journey.matching.actions import accept_offer, offer_case
from secunda.journey.matching.rules import DECLARATIONS
from secunda.journey.opinions.actions import begin_opinion, release_opinion, sign_opinion
from secunda.journey.opinions.work import render_opinions
from secunda.journey.records.actions import answer_doubt, begin_upload, split_record
from secunda.journey.records.models import Item, Record, Ruling
from secunda.journey.records.queries import gaps_of
from secunda.journey.records.rules import NewFile
from secunda.journey.safety.actions import Danger, raise_alert
from secunda.journey.waiting.queries import token_of
from secunda.journey.waiting.work import ask_due
from tests.integration.cast import NOW, Cast, agree, make_case
from tests.integration.opinions.filling import compared, locked
from tests.integration.records.files import LAB, LETTER, NOBODY, ct, locked_pdf, pdf, study_uid
from tests.integration.records.papers import LONG, bound
from tests.integration.records.steps import make_sendable, send, work

SOON = NOW + timedelta(hours=1)


@dataclass
class Stage:
    """One case at one moment, and a value for every argument that an address may have."""

    name: str
    case: Case
    arguments: dict[str, object]
    hidden_record: UUID
    parties: dict[str, frozenset[Role]]


@dataclass
class Scenario:
    """Everybody by what they are, and the cases."""

    people: dict[str, Account]
    posts: dict[str, frozenset[Post]]
    stages: list[Stage]


def make_scenario(cast: Cast) -> Scenario:
    """A case that is being gathered, one with a blind expert, and one whose opinion the patient has."""
    people = {
        "patient": cast.amina,
        "carer": cast.ben,
        "coordinator": cast.carlos,
        "expert": cast.rao,
        "treating doctor": cast.weber,
        "director": cast.dana,
        "stranger": cast.eve,
        "coordinator of another service": _coordinator_elsewhere(),
        "patient of another case": _patient_of_another_case(cast),
    }
    posts = {
        "coordinator": frozenset({Post.COORDINATOR}),
        "director": frozenset({Post.DIRECTOR}),
        "expert": frozenset({Post.EXPERT}),
        "coordinator of another service": frozenset({Post.COORDINATOR}),
    }
    stages = [
        _stage("gathering", cast),
        _stage("in review", cast, expert=True),
        _stage("released", cast, expert=True, released=True),
    ]
    return Scenario(people, posts, stages)


def _stage(name: str, cast: Cast, *, expert: bool = False, released: bool = False) -> Stage:
    case = make_case(cast)
    Party.objects.create(case=case, person=cast.ben.person, role=Role.CARER, basis="husband", since=NOW)
    send(
        case,
        {
            "labs.pdf": pdf(LAB),
            "letter.pdf": pdf(LETTER),
            "whose.pdf": pdf(NOBODY),
            "old.pdf": pdf(LAB.replace("Amina Rahman", "Amina Siddiqui").replace("132", "118")),
            "two.pdf": bound(*LONG),
            "locked.pdf": locked_pdf(),
            "ct.dcm": ct(1, series=study_uid(f"r {name}"), study=study_uid(f"s {name}")),
        },
        by=cast.amina,
    )
    work()
    answer_doubt(Item.objects.get(case=case, name="old.pdf"), "also_my_name", by=cast.amina, at=NOW)
    act = split_record(Record.objects.get(case=case, item__name="two.pdf"), {2}, by=cast.carlos, at=NOW)
    work()
    ruling = Ruling.objects.get(item__case=case)
    make_sendable(case, cast)
    upload = begin_upload(case, NewFile("scan.zip", 10), by=cast.amina, at=NOW)
    alert = raise_alert(cast.service, Danger("red_flag"), case=case, by=None, at=NOW)
    agree(case, cast.amina, "share_with_hospital")
    token = invite_doctor(case, name="Dr Weber", address=cast.weber.email, by=cast.amina, at=NOW)
    parties = {
        "patient": frozenset({Role.PATIENT}),
        "carer": frozenset({Role.CARER}),
        "coordinator": frozenset({Role.COORDINATOR}),
    }
    arguments: dict[str, object] = {
        "case_id": case.id,
        "record_id": Record.objects.get(case=case, item__name="labs.pdf").id,
        "item_id": Item.objects.get(case=case, name="whose.pdf").id,
        "locked_id": Item.objects.get(case=case, name="locked.pdf").id,
        "ruling_id": ruling.id,
        "act": ruling.act,
        "act_id": act.id,
        "study_id": Study.objects.get(case=case).id,
        "upload_id": upload.id,
        "alert_id": alert.id,
        "name": "referral",
        "token": token,
        "asking": _asking(case),
        "question_id": _asked(case),
        "item": gaps_of(case, NOW)[0].item,
        "to": "withdrawn",
        "offer_id": _offer(case, cast, accept=expert),
        "expert_id": cast.expert.id,
    }
    if expert:
        parties["expert"] = frozenset({Role.EXPERT})
        begin_opinion(case, by=cast.rao, at=NOW)
    if released:
        Party.objects.create(
            case=case, person=cast.weber.person, role=Role.TREATING_DOCTOR, basis="invited", since=NOW
        )
        parties["treating doctor"] = frozenset({Role.TREATING_DOCTOR})
        opinion = sign_opinion(compared(locked(case, cast), cast), by=cast.rao, at=NOW)
        opinion.refresh_from_db()
        release_opinion(opinion, by=cast.carlos, at=SOON)
        render_opinions("w")
    case.refresh_from_db()
    hidden = Record.objects.get(case=case, item__name="letter.pdf").id
    return Stage(name, case, arguments, hidden, parties)


def _offer(case: Case, cast: Cast, *, accept: bool) -> UUID:
    """An offer to Dr Rao; a case that is still gathered goes back to that once it was offered."""
    Case.objects.filter(pk=case.pk).update(state=State.ACCEPTED)
    case.refresh_from_db()
    offer = offer_case(case, cast.expert, by=cast.carlos, at=NOW)
    offer.refresh_from_db()
    if accept:
        declared = dict.fromkeys(DECLARATIONS, True)
        accept_offer(offer, interests="None", declared=declared, by=cast.rao, at=NOW)
    else:
        Case.objects.filter(pk=case.pk).update(state=State.GATHERING)
    case.refresh_from_db()
    return offer.id


def _asking(case: Case) -> str:
    """The link of the question of day 0 that was put to Dr Weber."""
    ask_due(NOW)
    return token_of(Enquiry.objects.get(case=case))


def _asked(case: Case) -> str:
    """A question about the patient's health that is asked of everybody on this pathway and is answered."""
    answered = set(case.answers.values_list("question", flat=True))
    return next(name for name in ("feels_pushed", "needs_support", *sorted(answered)) if name in answered)


def _coordinator_elsewhere() -> Account:
    operator = Organisation.objects.create(name="Elsewhere Opinions", jurisdiction="GB-ENG")
    service = Service.objects.create(
        operator=operator, name="Elsewhere", slug="elsewhere", phone="020 7946 0001", email="e@example.org"
    )
    person = Person.objects.create(name="Ola Nowak", sex="unknown")
    team = Team.objects.create(service=service, name="Coordinators")
    Membership.objects.create(team=team, person=person, post=Post.COORDINATOR, since=NOW - timedelta(days=9))
    return Account.objects.create_user("ola@example.org", person)


def _patient_of_another_case(cast: Cast) -> Account:
    person = Person.objects.create(name="Gordon Whitfield", birth_date=date(1941, 11, 2), sex="male")
    account = Account.objects.create_user("gordon@example.org", person)
    case = Case.objects.create(
        service=cast.service, patient=person, pathway="general", condition="Knee", opened_at=NOW
    )
    Party.objects.create(case=case, person=person, role=Role.PATIENT, basis="own case", since=NOW)
    return account

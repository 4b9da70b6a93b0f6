"""The people of the demonstration: everybody who has a part in the seven cases, and how they sign in."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from secunda.engines.pathways import DemoCase
from secunda.foundation.people.models import (
    Account,
    Duty,
    Employment,
    Licence,
    Membership,
    Organisation,
    Person,
    Post,
    Service,
    Team,
)
from secunda.interfaces.operations.demo.patients import PATIENTS
from secunda.journey.matching.models import Expert

DOMAIN = "demo.secunda.example"


@dataclass(frozen=True)
class Reviewer:
    """An invented expert; `reads` are the cases that they are right for."""

    name: str
    title: str
    focus: str
    pathways: tuple[str, ...]
    employer: str
    years: int
    yearly_cases: int | None
    days: int


# The experts of the cases' own files, with those they work with: the second reader who must stay blind
# (Dr Lowe), and the panel of three (Vance, Iwu, Renn). Two stand behind closed gates, so that a
# coordinator sees what a gate says.
REVIEWERS = (
    Reviewer(
        "Dr R. Sandhu",
        "Consultant gynaecologist",
        "gynae",
        ("general", "surgery"),
        "Marylebone Women's Hospital (fictional)",
        14,
        180,
        3,
    ),
    Reviewer(
        "Dr M. Okafor",
        "Consultant radiologist, HPB",
        "rad_body",
        ("radiology",),
        "Northgate University Hospital (fictional)",
        17,
        1400,
        3,
    ),
    Reviewer(
        "Prof. E. Lindon",
        "Consultant interventional cardiologist",
        "cardiology_intervention",
        ("cardiac",),
        "Northgate University Hospital (fictional)",
        21,
        260,
        3,
    ),
    Reviewer(
        "Miss H. Vance",
        "Consultant urologist",
        "uro_oncology",
        ("oncology", "surgery"),
        "Northgate University Hospital (fictional)",
        16,
        140,
        2,
    ),
    Reviewer(
        "Dr T. Iwu",
        "Consultant uropathologist",
        "histopathology",
        ("oncology",),
        "Northgate University Hospital (fictional)",
        12,
        600,
        3,
    ),
    Reviewer(
        "Dr P. Renn",
        "Consultant clinical oncologist",
        "clinical_oncology",
        ("oncology",),
        "Eastmoor Cancer Centre (fictional)",
        11,
        210,
        3,
    ),
    Reviewer(
        "Miss O. Bright",
        "Consultant spinal surgeon",
        "spine_surgery",
        ("surgery",),
        "Eastmoor General Hospital (fictional)",
        15,
        160,
        3,
    ),
    Reviewer(
        "Dr N. Kaye",
        "Consultant in rehabilitation medicine",
        "rehabilitation",
        ("surgery", "chronic"),
        "Eastmoor General Hospital (fictional)",
        13,
        220,
        4,
    ),
    Reviewer(
        "Prof. G. Alder",
        "Consultant neurologist",
        "neurology_ms",
        ("rare", "chronic"),
        "Northgate University Hospital (fictional)",
        19,
        300,
        2,
    ),
    Reviewer(
        "Dr Y. Tan",
        "Consultant physician, hypertension clinic",
        "hypertension",
        ("chronic", "general"),
        "Eastmoor General Hospital (fictional)",
        13,
        400,
        4,
    ),
    Reviewer(
        "Dr F. Lowe",
        "Consultant spinal surgeon",
        "spine_surgery",
        ("surgery",),
        "Northgate University Hospital (fictional)",
        9,
        None,
        5,
    ),
    Reviewer(
        "Mr K. Abbot",
        "Consultant urologist",
        "uro_oncology",
        ("oncology",),
        "South Bank University Hospital (fictional)",
        18,
        220,
        2,
    ),
)
COORDINATORS = ("Joan Mwangi", "Piotr Nowak")
DIRECTOR = "Dr Helen Ashby"
CARER = "Nusrat Rahman"


@dataclass(frozen=True)
class Cast:
    """Everybody, by the name or case they go by."""

    service: Service
    patients: dict[str, Account]
    carer: Account
    coordinators: tuple[Account, ...]
    director: Account
    experts: dict[str, Expert]
    accounts: dict[str, Account]
    doctors: dict[str, Account]


def make_cast(cases: dict[str, DemoCase], *, at: datetime) -> Cast:
    """Create the service and its people; `secunda demo --codes` prints the staff's codes."""
    operator = Organisation.objects.create(name="Thames Second Opinions (fictional)", jurisdiction="GB-ENG")
    service = Service.objects.create(
        operator=operator,
        name="Thames Second Opinions",
        slug="thames",
        phone="020 7946 0123",
        email=f"help@{DOMAIN}",
    )
    staff = Team.objects.create(service=service, name="Coordinators")
    reviewers = Team.objects.create(service=service, name="Experts")
    since = at - timedelta(days=700)
    coordinators = tuple(_member(name, staff, Post.COORDINATOR, since) for name in COORDINATORS)
    for account in coordinators[:1]:
        until = at + timedelta(days=365)
        Duty.objects.create(service=service, person=person_of(account), since=at, until=until)
    director = _member(DIRECTOR, staff, Post.DIRECTOR, since)
    experts, accounts = {}, {}
    for number, reviewer in enumerate(REVIEWERS, start=1):
        account = _member(reviewer.name, reviewers, Post.EXPERT, since)
        accounts[reviewer.name] = account
        experts[reviewer.name] = _expert(service, account, reviewer, number, at)
    return Cast(
        service=service,
        patients={case.id: _patient(case, at.date()) for case in cases.values()},
        carer=_account(CARER, language="bn"),
        coordinators=coordinators,
        director=director,
        experts=experts,
        accounts=accounts,
        doctors={case.id: _first_doctor(case) for case in cases.values()},
    )


def totp_secret(email: str) -> str:
    """The demonstration's TOTP secret of an account: anybody may know it, it guards invented people."""
    return base64.b32encode(hashlib.sha256(f"demonstration {email}".encode()).digest()[:20]).decode()


def person_of(account: Account) -> Person:
    """The person of an account of the cast, who always has one."""
    if account.person is None:
        raise AssertionError(account.pk)
    return account.person


def _account(
    name: str, *, born: date | None = None, sex: str = "unknown", nhs: str = "", language: str = "en"
) -> Account:
    person = Person.objects.create(
        name=name, birth_date=born, sex=sex, nhs_number=nhs.replace(" ", ""), language=language
    )
    words = [
        word.strip(".").lower()
        for word in name.split()
        if word.strip(".").lower() not in {"dr", "mr", "miss", "prof"}
    ]
    account = Account.objects.create_user(f"{'.'.join(words)}@{DOMAIN}", person)
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return account


def _member(name: str, team: Team, post: Post, since: datetime) -> Account:
    account = _account(name)
    Membership.objects.create(team=team, person=person_of(account), post=post, since=since)
    Authenticator.objects.create(
        user=account, type=Authenticator.Type.TOTP, data={"secret": totp_secret(account.email)}
    )
    return account


def _patient(case: DemoCase, today: date) -> Account:
    patient = PATIENTS[case.id]
    return _account(
        case.patient.name,
        born=patient.born_on(today),
        sex=case.patient.sex,
        nhs=case.patient.nhs_number,
        language=case.patient.language,
    )


def _first_doctor(case: DemoCase) -> Account:
    team = case.first_opinion["team"]
    return _account(str(team["doctor"]))  # type: ignore[index]


def _expert(service: Service, account: Account, reviewer: Reviewer, number: int, at: datetime) -> Expert:
    employer, _ = Organisation.objects.get_or_create(name=reviewer.employer, jurisdiction="GB-ENG")
    today = at.date()
    Employment.objects.create(
        person=person_of(account), organisation=employer, since=today - timedelta(days=2000)
    )
    Licence.objects.create(
        person=person_of(account),
        register="GMC",
        number=f"DEMO-{number:04}",
        jurisdiction="GB",
        specialty=reviewer.title,
        valid_from=today - timedelta(days=365 * reviewer.years),
        valid_until=today + timedelta(days=300),
        checked_at=at,
    )
    return Expert.objects.create(
        service=service,
        person=person_of(account),
        title=reviewer.title,
        focus=reviewer.focus,
        pathways=list(reviewer.pathways),
        years=reviewer.years,
        yearly_cases=reviewer.yearly_cases,
        languages=["en"],
        days_to_report=reviewer.days,
    )

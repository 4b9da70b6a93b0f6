"""The people of the tests, and how they sign in."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from secunda.foundation.content import catalogue
from secunda.foundation.people.models import (
    Account,
    Employment,
    Licence,
    Membership,
    Organisation,
    Person,
    Post,
    Service,
    Team,
)
from secunda.journey.cases.actions import Agreed, FirstView, Opening, Told, give_consent, open_case
from secunda.journey.cases.models import Case
from secunda.journey.matching.models import Expert

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # a Monday


@dataclass
class Cast:
    """A service and everybody around it. Eve has an account and no business here."""

    service: Service
    amina: Account
    ben: Account
    carlos: Account
    rao: Account
    weber: Account
    dana: Account
    eve: Account
    expert: Expert


def make_cast() -> Cast:
    """Amina the patient, Ben the carer, Carlos the coordinator, Dr Rao the expert, Dr Weber the treating
    doctor, Dana the director, Eve the stranger.
    """
    operator = Organisation.objects.create(name="Harbour Opinions", jurisdiction="GB-ENG")
    elsewhere = Organisation.objects.create(name="Northfield University Hospital", jurisdiction="GB-ENG")
    service = Service.objects.create(
        operator=operator,
        name="Harbour second opinions",
        slug="harbour",
        phone="020 7946 0000",
        email="help@example.org",
    )
    team = Team.objects.create(service=service, name="Coordinators")
    experts = Team.objects.create(service=service, name="Experts")
    amina, ben, carlos, rao, weber, dana, eve = (
        _account(name, born)
        for name, born in [
            ("Amina Rahman", date(1979, 4, 17)),
            ("Ben Rahman", date(1976, 1, 5)),
            ("Carlos Vega", None),
            ("Dr Priya Rao", None),
            ("Dr Jonas Weber", None),
            ("Dana Okafor", None),
            ("Eve Stranger", date(1990, 9, 9)),
        ]
    )
    for account, group, post in [
        (carlos, team, Post.COORDINATOR),
        (dana, team, Post.DIRECTOR),
        (rao, experts, Post.EXPERT),
    ]:
        Membership.objects.create(
            team=group, person=account.person, post=post, since=NOW - timedelta(days=400)
        )
    Licence.objects.create(
        person=rao.person,
        register="GMC",
        number="DEMO-7001",
        jurisdiction="GB-ENG",
        specialty="Urology",
        valid_from=date(2010, 8, 1),
        valid_until=date(2030, 1, 1),
        checked_at=NOW,
    )
    Employment.objects.create(person=rao.person, organisation=elsewhere, since=date(2012, 1, 1))
    expert = Expert.objects.create(
        service=service,
        person=rao.person,
        title="Consultant urologist",
        focus="uro_oncology",
        pathways=["oncology", "general"],
        years=14,
        yearly_cases=120,
        languages=["en"],
        days_to_report=3,
    )
    return Cast(service, amina, ben, carlos, rao, weber, dana, eve, expert)


def make_case(cast: Cast, *, pathway: str = "oncology") -> Case:
    """Amina's case, freshly opened, with a first opinion by Mr Carrow of South Bank Hospital."""
    assert cast.amina.person
    return open_case(
        cast.service,
        Opening(
            pathway=pathway,
            condition="Prostate cancer",
            content_version=catalogue().version,
            patient=cast.amina.person,
            questions=("Is it safe to watch it?", "How long can I take to decide?"),
            first=FirstView(
                doctor="Mr J. Carrow",
                doctor_role="Consultant urologist",
                organisation="South Bank Hospital",
                given_on=date(2026, 2, 20),
                planned_for=date(2026, 4, 2),
                items=(
                    Told("diagnosis", "Prostate cancer, Grade Group 2", code="C61", certainty="established"),
                    Told("plan", "Robotic radical prostatectomy", kind="operation"),
                ),
            ),
        ),
        by=cast.amina,
        at=NOW,
    )


def agree(case: Case, by: Account, what: str, *, at: datetime = NOW) -> None:
    """Give one consent of the content, by its id."""
    give_consent(case, Agreed(what, "", "test", "1", "I agree."), by=by, at=at)


def sign_in(account: Account, *, second_factor: bool = True) -> Client:
    """A browser in which the account is signed in, proved by a second factor unless said otherwise."""
    client = Client()
    session = client.session
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    records: list[dict[str, object]] = [{"method": "code", "at": time.time()}]
    if second_factor:
        records.append({"method": "mfa", "type": "totp", "at": time.time()})
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()
    client.cookies["secunda_session"] = session.session_key or ""
    return client


def _account(name: str, born: date | None) -> Account:
    person = Person.objects.create(name=name, birth_date=born, sex="unknown")
    first = name.split()[-2 if name.startswith("Dr") else 0].lower()
    return Account.objects.create_user(f"{first}@example.org", person)

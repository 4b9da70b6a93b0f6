"""Seeding takes the way that every case takes, and leaves each case where the demonstration wants it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from secunda.engines.pathways import load_demo_cases
from secunda.foundation.audit.queries import chain_faults
from secunda.foundation.content import catalogue
from secunda.foundation.people.models import Account
from secunda.interfaces.operations.demo import place
from secunda.interfaces.operations.demo.cast import DIRECTOR, make_cast
from secunda.interfaces.operations.demo.codes import staff_codes
from secunda.interfaces.operations.demo.opening import open_for
from secunda.interfaces.operations.demo.people import Entrance, entrances
from secunda.interfaces.operations.demo.seed import seed
from secunda.interfaces.operations.demo.telling import Progress
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import standing
from secunda.journey.cases.states import Role, State
from secunda.journey.opinions.models import Opinion
from secunda.journey.opinions.queries import released_opinion
from secunda.journey.records.models import Item, Record
from secunda.journey.records.queries import case_file
from tests.integration.cast import NOW

CLINICAL = Path(__file__).resolve().parents[3] / "clinical"
pytestmark = pytest.mark.django_db
AFTERWARDS = NOW + timedelta(hours=1)


def seeded(*pathways: str, days_later: int = 0) -> Case:
    at = NOW + timedelta(days=days_later)
    seed(at=at, progress=Progress(), only=frozenset(pathways))
    return Case.objects.select_related("service__operator", "patient").get(pathway=pathways[0])


def test_a_whole_case_from_the_shoebox_to_the_released_opinion(demo_folder: object) -> None:
    case = seeded("surgery")
    assert (case.state, case.is_demo) == (State.RELEASED, True)
    assert not Item.objects.exclude(awaiting="").exists()
    assert Record.objects.filter(case=case, belongs="same").count() >= 9

    opinion = Opinion.objects.get(case=case)
    expected = load_demo_cases(CLINICAL)["surgery"].comparison
    assert opinion.headline["text"] == expected.headline
    assert opinion.document is not None

    asks = person("Sarah Whitfield")
    assert released_opinion(case, by=asks, at=AFTERWARDS) is not None
    assert standing(case, by=person("Mr V. Strand"), at=AFTERWARDS).roles == {Role.TREATING_DOCTOR}

    blind = standing(case, by=person("Dr F. Lowe"), at=AFTERWARDS)
    assert (blind.roles, blind.blind) == ({Role.SECOND_READER}, True)
    shown = {record.id for record in case_file(case, blind, AFTERWARDS).records}
    whole = {
        record.id for record in case_file(case, standing(case, by=asks, at=AFTERWARDS), AFTERWARDS).records
    }
    letter = Record.objects.get(case=case, item__name="Parkgate consultation.pdf")
    bloods = Record.objects.get(case=case, item__name="blood results Parkgate.pdf")
    assert shown < whole
    assert letter.id in whole - shown
    assert bloods.id in shown

    moments = list(case.moves.order_by("at").values_list("after", flat=True))
    assert moments == ["gathering", "submitted", "accepted", "offered", "in_review", "signed", "released"]
    assert case.moves.latest("at").at < NOW
    assert chain_faults(place.folder() / "none") == []
    line = next(each for each in entrances() if each.name == "Sarah Whitfield")
    assert "the opinion is here to read" in line.says


def test_the_newcomers_case_is_open_and_their_shoebox_lies_on_disk() -> None:
    case = seeded("general")
    assert case.state == State.GATHERING
    assert not Item.objects.exists()
    assert len([file for file in place.shoebox().rglob("*") if file.is_file()]) > 10
    assert case.questions.count() == 4
    first: Entrance = next(iter(entrances()))
    assert first.name == "Grace Adeyemi"
    assert first.link.startswith("/account/demo/")


@pytest.mark.parametrize("days_later", [0, 200])
def test_dates_move_with_the_day_of_seeding(days_later: int) -> None:
    case = seeded("general", days_later=days_later)
    today = NOW.date() + timedelta(days=days_later)
    assert case.first_opinion.given_on == today - timedelta(days=32)
    assert case.first_opinion.planned_for == today + timedelta(days=62)
    assert case.answers.get(question="treatment_date").value == (today + timedelta(days=62)).isoformat()
    assert case.patient.birth_date is not None
    assert age_on(today, case.patient.birth_date) == 44


def test_the_carer_asks_for_her_father_until_a_day() -> None:
    every = load_demo_cases(CLINICAL)
    cast = make_cast({story.id: story for story in every.values()}, at=NOW)
    case = open_for(cast, catalogue(), every["cardiac"], sent_on=date(2026, 3, 2), at=NOW)
    party = case.parties.get(role=Role.CARER)
    assert (party.person, case.patient.name) == (cast.carer.person, "Mohammed Rahman")
    assert party.basis
    assert party.until is not None
    assert party.until > NOW
    assert case.answers.get(question="who_for").value == "other_adult"


def test_the_codes_are_those_that_signing_asks_for() -> None:
    every = load_demo_cases(CLINICAL)
    cast = make_cast({story.id: story for story in every.values()}, at=NOW)
    codes = {code.name: code for code in staff_codes()}
    assert DIRECTOR in codes
    assert not {"Grace Adeyemi", "Mr V. Strand"} & set(codes)
    account = cast.accounts["Miss H. Vance"]
    app = TOTP(Authenticator.objects.get(user=account, type=Authenticator.Type.TOTP))
    assert app.validate_code(codes["Miss H. Vance"].code)
    assert not app.validate_code("000000" if codes["Miss H. Vance"].code != "000000" else "111111")


def person(name: str) -> Account:
    return Account.objects.select_related("person").get(person__name=name)


def age_on(day: date, born: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

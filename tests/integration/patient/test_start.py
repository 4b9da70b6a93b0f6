"""The first pages: danger first, nothing lost, and one case at the end."""

import re
from datetime import date

import pytest
from django.test import Client

from secunda.foundation.outbox.models import Notice
from secunda.foundation.people.models import Account, Person
from secunda.journey.cases.models import Case, Party
from secunda.journey.safety.models import Alert, RedFlagCheck
from tests.integration.cast import Cast, sign_in

pytestmark = pytest.mark.django_db

WHAT = {
    "diagnoses-rows": "0",
    "diagnoses-0-text": "Prostate cancer, Grade Group 2",
    "diagnoses-0-certainty": "established",
    "plans-rows": "0,1",
    "plans-0-text": "Robotic operation",
    "plans-0-kind": "operation",
    "plans-0-planned_for-day": "2",
    "plans-0-planned_for-month": "4",
    "plans-0-planned_for-year": "2027",
    "plans-1-text": "",
    "plans-1-planned_for-day": "",
    "plans-1-planned_for-month": "",
    "plans-1-planned_for-year": "",
}
WHO = {"doctor": "Mr J. Carrow", "doctor_role": "", "organisation": "South Bank Hospital"}
QUESTIONS = {"questions-rows": "0,1", "questions-0-text": "Is it safe to watch it?", "questions-1-text": " "}
ABOUT = {
    "name": "Nora Field",
    "birth_date-day": "17",
    "birth_date-month": "4",
    "birth_date-year": "1979",
    "nhs_number": "943 476 5919",
    "phone": "",
}


def walk(browser: Client, *, for_whom: dict[str, str] | None = None) -> None:
    """Answer every page up to the account."""
    for address, answers, after in [
        ("/start/urgent", {"signs": "none", "country": "GB"}, "/start/for-whom"),
        ("/start/for-whom", for_whom or {"who_for": "self"}, "/start/condition"),
        ("/start/condition", {"condition": "prostate_cancer", "q": ""}, "/start/first-opinion"),
        ("/start/first-opinion", {"told": "yes"}, "/start/first-opinion/what"),
        ("/start/first-opinion/what", WHAT, "/start/first-opinion/who"),
        ("/start/first-opinion/who", WHO, "/start/questions"),
        ("/start/questions", QUESTIONS, "/start/account"),
    ]:
        response = browser.post(address, answers)
        assert response.status_code == 302, response.content.decode()
        assert response["Location"] == after


def test_danger_signs_come_before_everything(cast: Cast, browser: Client) -> None:
    for address in ["/start/for-whom", "/start/condition", "/start/questions", "/start/account"]:
        assert browser.get(address)["Location"] == "/start/urgent"


def test_a_ticked_sign_stops_with_the_number_to_call(cast: Cast, browser: Client) -> None:
    response = browser.post("/start/urgent", {"signs": "RF-05", "country": "GB"}, follow=True)
    assert b"This could be a stroke" in response.content
    assert b'href="tel:999"' in response.content
    assert RedFlagCheck.objects.get().ticked == ["RF-05"]
    assert Alert.objects.get().service == cast.service
    assert Notice.objects.filter(template="alert", person=cast.carlos.person).exists()
    assert browser.get("/start/for-whom")["Location"] == "/start/urgent"


def test_the_numbers_are_those_of_the_country(cast: Cast, browser: Client) -> None:
    response = browser.post("/start/urgent", {"signs": "RF-22", "country": "US"}, follow=True)
    assert b'href="tel:911"' in response.content
    assert b'href="tel:988"' in response.content
    assert b"999" not in response.content.split(b"</main>")[0]


def test_none_of_these_cannot_stand_beside_a_sign(cast: Cast, browser: Client) -> None:
    response = browser.post("/start/urgent", {"signs": ["none", "RF-01"], "country": "GB"})
    assert response.status_code == 200
    assert b"not both" in response.content
    assert not RedFlagCheck.objects.exists()


def test_a_child_is_told_honestly(cast: Cast, browser: Client) -> None:
    browser.post("/start/urgent", {"signs": "none", "country": "GB"})
    response = browser.post("/start/for-whom", {"who_for": "child"}, follow=True)
    assert b"We do not see children yet" in response.content
    assert browser.get("/start/condition")["Location"] == "/start/for-whom"


def test_search_finds_by_other_words_and_always_offers_something_else(cast: Cast, browser: Client) -> None:
    browser.post("/start/urgent", {"signs": "none", "country": "GB"})
    browser.post("/start/for-whom", {"who_for": "self"})
    body = browser.get("/start/condition?q=gleason").content
    assert b"Prostate cancer" in body
    assert b"Breast cancer" not in body
    assert b"Something else" in body
    missing = browser.post("/start/condition", {"condition": "something_else", "in_own_words": "", "q": ""})
    assert b"Write a few words" in missing.content


def test_what_was_told_is_still_there_on_the_way_back(cast: Cast, browser: Client) -> None:
    walk(browser)
    body = browser.get("/start/first-opinion/what").content.decode()
    assert 'value="Prostate cancer, Grade Group 2"' in body
    assert 'value="2027"' in body
    assert "South Bank Hospital" in browser.get("/start/first-opinion/who").content.decode()
    assert "Is it safe to watch it?" in browser.get("/start/questions").content.decode()


def test_the_draft_becomes_one_case(cast: Cast) -> None:
    nora = Account.objects.create_user("nora@example.org")
    browser = sign_in(nora)
    walk(browser)
    response = browser.post("/start/open", ABOUT)
    case = Case.objects.get()
    assert response["Location"] == f"/case/{case.id}/"
    assert (case.pathway, case.condition, case.patient.name) == ("oncology", "Prostate cancer", "Nora Field")
    assert case.patient.nhs_number == "9434765919"
    assert [question.text for question in case.questions.all()] == ["Is it safe to watch it?"]
    items = [(item.axis, item.text, item.planned_for) for item in case.first_opinion.items.all()]
    assert items == [
        ("diagnosis", "Prostate cancer, Grade Group 2", None),
        ("plan", "Robotic operation", date(2027, 4, 2)),
    ]
    answers = dict(case.answers.values_list("question", "value"))
    assert answers["treatment_date"] == "2027-04-02"
    assert answers["who_for"] == "self"
    assert "start" not in browser.session
    nora.refresh_from_db()
    assert nora.person == case.patient


def test_a_newcomer_signs_up_by_code_and_loses_nothing(cast: Cast, browser: Client) -> None:
    walk(browser)
    page = browser.get("/start/account").content.decode()
    action = page.split('<form method="post" action="')[1].split('"')[0]
    asked = browser.post(action, {"email": "new@example.org", "next": "/start/open"})
    code = re.search(r"\d{4}-\d{4}", Notice.objects.get(address="new@example.org").body)
    assert code
    entered = browser.post(asked["Location"], {"code": code.group()})
    assert entered["Location"] == "/start/open"
    browser.post("/start/open", ABOUT)
    case = Case.objects.get()
    assert [question.text for question in case.questions.all()] == ["Is it safe to watch it?"]
    assert browser.get(f"/case/{case.id}/").status_code == 200


def test_the_draft_survives_signing_in(cast: Cast, browser: Client) -> None:
    walk(browser)
    browser.force_login(cast.amina, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.get("/start/account")["Location"] == "/start/open"
    assert browser.get("/start/open").status_code == 200


def test_a_proxy_has_a_basis_and_an_end(cast: Cast) -> None:
    browser = sign_in(cast.ben)
    proxy = {
        "who_for": "other_adult",
        "basis": "attorney",
        "until-day": "1",
        "until-month": "6",
        "until-year": "2030",
    }
    walk(browser, for_whom=proxy)
    browser.post("/start/open", {**ABOUT, "own_name": "Ben Rahman"})
    party = Party.objects.get(role="carer")
    assert party.person == cast.ben.person
    assert "power of attorney" in str(party.basis)
    assert party.until is not None
    assert party.until.date() == date(2030, 6, 1)
    assert party.case.patient.name == "Nora Field"
    assert Person.objects.filter(name="Ben Rahman").count() == 1


def test_a_proxy_without_a_basis_goes_no_further(cast: Cast, browser: Client) -> None:
    browser.post("/start/urgent", {"signs": "none", "country": "GB"})
    response = browser.post("/start/for-whom", {"who_for": "other_adult"})
    assert response.status_code == 200
    assert browser.get("/start/condition")["Location"] == "/start/for-whom"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [("nhs_number", "943 476 5918", b"NHS number"), ("birth_date-year", "2015", b"under 18")],
)
def test_the_last_page_says_what_to_put_right(cast: Cast, field: str, value: str, says: bytes) -> None:
    browser = sign_in(cast.eve)
    walk(browser)
    response = browser.post("/start/open", {**ABOUT, field: value})
    assert response.status_code == 200
    assert says in response.content
    assert not Case.objects.exists()


@pytest.mark.parametrize("address", ["/", "/rights", "/privacy", "/accessibility", "/contact"])
def test_everybody_may_read(cast: Cast, browser: Client, address: str) -> None:
    assert browser.get(address).status_code == 200


def test_the_watchers_are_answered(cast: Cast, browser: Client) -> None:
    assert browser.get("/health").json() == {"status": "ok"}
    assert browser.get("/ready").json()["status"] == "ok"


def test_what_is_not_there_says_so(cast: Cast, browser: Client) -> None:
    response = browser.get("/nothing/here")
    assert response.status_code == 404
    assert b"cannot find this page" in response.content

"""The pages of one case: from the task list to sent, and what only its own people may see."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from secunda.foundation.audit import log
from secunda.foundation.people.models import Account
from secunda.journey.cases.actions import accept_invitation, invite_doctor
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.states import Role, State
from secunda.journey.safety.models import Alert
from tests.integration.cast import NOW, Cast, sign_in

pytestmark = pytest.mark.django_db

PAGES = [
    "",
    "about",
    "first-opinion",
    "questions",
    "health",
    "doctor",
    "consent",
    "check",
    "signs",
    "progress",
    "looks",
    "messages",
    "withdraw",
]


@pytest.fixture
def amina(cast: Cast) -> Client:
    """Amina's browser."""
    return sign_in(cast.amina)


def answer_everything(browser: Client, case: Case) -> int:
    """Answer every health question as a person with no hurry would; returns how many pages it took."""
    safe = {
        "who_for": "self",
        "country": "GB",
        "language": "en",
        "age_years": "46",
        "how_soon_said": "no_rush",
        "symptom_change": "same",
        "team_said_wait_ok": "yes",
        "dx_is_cancer": "yes",
        "treatment_started": "no",
    }
    for page in range(1, 40):
        response = browser.get(f"/case/{case.id}/health")
        if response.status_code == 302:
            return page - 1
        form = response.context["form"] if response.context else None
        names = _names(response.content.decode())
        answers = {name: safe.get(name, _anything(response.content.decode(), name)) for name in names}
        extra = {f"{name}-unsure": "unsure" for name in names if name not in safe}
        sent = browser.post(f"/case/{case.id}/health", {**extra, **answers, "questions": ",".join(names)})
        assert sent.status_code == 302, (form, sent.content.decode())
    pytest.fail("The questions never end.")


def _names(body: str) -> list[str]:
    return body.split('name="questions" value="')[1].split('"', maxsplit=1)[0].split(",")


def _anything(body: str, name: str) -> str:
    """An answer that means no: `no`, or `unsure` where that is not offered."""
    has_no = f'name="{name}" value="no"' in body
    return "no" if has_no else "unsure" if f'name="{name}" value="unsure"' in body else ""


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_the_patient(amina: Client, case: Case, page: str) -> None:
    response = amina.get(f"/case/{case.id}/{page}", follow=True)
    assert response.status_code == 200


@pytest.mark.parametrize(
    "page", [*PAGES, "send", "sent", "opinion", "opinion/document", "decide", "get-help"]
)
def test_for_others_no_page_exists(cast: Cast, case: Case, page: str) -> None:
    for account in [cast.eve, cast.carlos, cast.rao, cast.ben]:
        assert sign_in(account).get(f"/case/{case.id}/{page}").status_code == 404


def test_the_way_to_sent(cast: Cast, case: Case, amina: Client) -> None:
    assert b"Cannot start yet" in amina.get(f"/case/{case.id}/").content
    pages = answer_everything(amina, case)
    assert pages > 1
    amina.post(f"/case/{case.id}/consent", {"what": "doing_the_opinion", "switch": "on"})
    assert b"Cannot start yet" not in amina.get(f"/case/{case.id}/").content
    assert amina.get(f"/case/{case.id}/send")["Location"] == f"/case/{case.id}/signs?then=send"
    sent = amina.post(f"/case/{case.id}/signs?then=send", {"signs": "none"})
    assert sent["Location"] == f"/case/{case.id}/send"
    response = amina.post(f"/case/{case.id}/send", {"true": "yes"})
    assert response["Location"] == f"/case/{case.id}/sent"
    case.refresh_from_db()
    assert case.state == State.SUBMITTED
    shown = amina.get(f"/case/{case.id}/sent").content.decode()
    assert f"{case.reference[:4]}-{case.reference[4:]}" in shown
    assert amina.get(f"/case/{case.id}/")["Location"] == f"/case/{case.id}/progress"
    assert amina.post(f"/case/{case.id}/about", {"name": "X"}).status_code in {200, 409}


def test_nobody_becomes_a_child_within_a_case(case: Case, amina: Client) -> None:
    told = {"name": "Amina Bello", "birth_date-day": "1", "birth_date-month": "2", "birth_date-year": "2020"}
    page = amina.post(f"/case/{case.id}/about", told)
    assert b"under 18" in page.content
    case.patient.refresh_from_db()
    assert case.patient.birth_date.year < 2000


def test_sending_too_early_names_what_is_missing(case: Case, amina: Client) -> None:
    amina.post(f"/case/{case.id}/signs?then=send", {"signs": "none"})
    response = amina.post(f"/case/{case.id}/send", {"true": "yes"})
    assert response.status_code == 409
    assert b"We need your agreement" in response.content
    case.refresh_from_db()
    assert case.state == State.GATHERING


def test_a_sign_before_sending_stops_and_one_can_come_back(cast: Cast, case: Case, amina: Client) -> None:
    amina.post(f"/case/{case.id}/signs?then=send", {"signs": "RF-01"})
    case.refresh_from_db()
    assert case.state == State.EMERGENCY
    alert = Alert.objects.get(case=case)
    assert alert.detail == {"flags": ["RF-01"], "moment": "send"}
    page = amina.get(f"/case/{case.id}/", follow=True).content
    assert b"This could be a heart attack" in page
    assert b'href="tel:999"' in page
    amina.post(f"/case/{case.id}/signs", {"signs": "RF-01"})
    case.refresh_from_db()
    assert case.state == State.EMERGENCY
    amina.post(f"/case/{case.id}/signs", {"signs": "none"})
    case.refresh_from_db()
    assert case.state == State.GATHERING


def test_an_answer_that_means_now_stops_the_case(case: Case, amina: Client) -> None:
    response = amina.post(f"/case/{case.id}/health/how_soon_said", {"how_soon_said": "now"})
    assert response["Location"] == f"/case/{case.id}/get-help"
    case.refresh_from_db()
    assert case.state == State.EMERGENCY
    assert case.answers.get(question="how_soon_said").value == "now"
    assert Alert.objects.get(case=case).kind == "guard_stop"
    assert b"Please do not wait for us" in amina.get(f"/case/{case.id}/get-help").content


def test_unsure_is_kept_and_blank_is_not_no(case: Case, amina: Client) -> None:
    amina.post(f"/case/{case.id}/health/pregnant", {"pregnant": "unsure"})
    assert case.answers.get(question="pregnant").value == "unsure"
    response = amina.post(f"/case/{case.id}/health/feels_pushed", {})
    assert response.status_code == 200
    assert not case.answers.filter(question="feels_pushed").exists()


def test_changing_an_answer_leads_back_to_the_check_page(case: Case, amina: Client) -> None:
    response = amina.post(f"/case/{case.id}/health/pregnant?then=check", {"pregnant": "no"})
    assert response["Location"] == f"/case/{case.id}/check"
    assert (
        f"/case/{case.id}/health/pregnant?then=check" in amina.get(f"/case/{case.id}/check").content.decode()
    )


def test_consent_is_kept_with_its_words_and_taken_back_at_once(cast: Cast, case: Case, amina: Client) -> None:
    amina.post(f"/case/{case.id}/consent", {"what": "share_with_hospital", "switch": "on"})
    given = case.consents.get()
    assert "I agree that Secunda may contact my hospital team" in given.text
    assert given.text_version == "1"
    token = invite_doctor(case, name="Dr Weber", address=cast.weber.email, by=cast.amina, at=timezone.now())
    accept_invitation(token, by=cast.weber, at=timezone.now())
    assert Party.objects.get(role=Role.TREATING_DOCTOR).until is None
    amina.post(f"/case/{case.id}/consent", {"what": "share_with_hospital", "switch": "off"})
    assert Party.objects.get(role=Role.TREATING_DOCTOR).until is not None


def test_the_doctor_is_invited_only_after_consent(case: Case, amina: Client) -> None:
    address = f"/case/{case.id}/doctor"
    amina.post(address, {"name": "Dr Weber", "address": "weber@example.org"})
    assert not case.invitations.exists()
    amina.post(f"/case/{case.id}/consent", {"what": "share_with_hospital", "switch": "on"})
    amina.post(address, {"name": "Dr Weber", "address": "weber@example.org"})
    assert case.invitations.get().name == "Dr Weber"


def test_a_carer_sees_the_case_until_the_basis_ends(cast: Cast, case: Case) -> None:
    assert cast.ben.person
    party = Party.objects.create(case=case, person=cast.ben.person, role=Role.CARER, basis="asked", since=NOW)
    assert sign_in(cast.ben).get(f"/case/{case.id}/").status_code == 200
    party.until = NOW + timedelta(seconds=1)
    party.save()
    assert sign_in(cast.ben).get(f"/case/{case.id}/").status_code == 404


def test_questions_and_first_opinion_can_be_changed(case: Case, amina: Client) -> None:
    amina.post(f"/case/{case.id}/questions", {"questions-rows": "0", "questions-0-text": "Only this"})
    assert [each.text for each in case.questions.all()] == ["Only this"]
    amina.post(
        f"/case/{case.id}/first-opinion",
        {"doctor": "Dr New", "diagnoses-rows": "0", "diagnoses-0-text": "Something else", "plans-rows": ""},
    )
    first = Case.objects.get(pk=case.pk).first_opinion
    assert first.doctor == "Dr New"
    assert [item.text for item in first.items.all()] == ["Something else"]


def test_a_message_reaches_the_coordinators_and_watch_words_ask(case: Case, amina: Client) -> None:
    plain = amina.post(f"/case/{case.id}/messages", {"text": "When do I hear from you?"})
    assert plain["Location"] == f"/case/{case.id}/messages"
    watched = amina.post(f"/case/{case.id}/messages", {"text": "I have chest pain since noon"})
    assert watched["Location"] == f"/case/{case.id}/signs"
    assert case.messages.count() == 2
    assert set(case.messages.values_list("reveals", flat=True)) == {"unknown"}
    assert b"When do I hear from you?" in amina.get(f"/case/{case.id}/messages").content


def test_looks_name_who_and_why(cast: Cast, case: Case, amina: Client) -> None:
    log.look(case, by=cast.rao, at=NOW, subject=case.id, why="reviewing the case")
    body = amina.get(f"/case/{case.id}/looks").content
    assert b"Dr Priya Rao" in body
    assert b"to write the opinion" in body


def test_withdrawing_ends_the_case(case: Case, amina: Client) -> None:
    response = amina.post(f"/case/{case.id}/withdraw", {"because": "I feel better"}, follow=True)
    case.refresh_from_db()
    assert case.state == State.WITHDRAWN
    assert b"You stopped this case" in response.content


def test_no_expert_is_named_before_one_has_said_yes(cast: Cast, case: Case, amina: Client) -> None:
    Party.objects.create(
        case=case, person=cast.rao.person, role=Role.EXPERT, basis="offer", since=NOW, blind=True
    )
    Case.objects.filter(pk=case.pk).update(state=State.OFFERED, asked_at=NOW)
    assert b"Rao" not in amina.get(f"/case/{case.id}/progress").content
    Case.objects.filter(pk=case.pk).update(state=State.IN_REVIEW)
    assert b"With Dr Priya Rao" in amina.get(f"/case/{case.id}/progress").content


def test_ones_own_cases_are_listed_and_nobody_elses(cast: Cast, case: Case, amina: Client) -> None:
    assert b"Prostate cancer" in amina.get("/case/").content
    assert b"Prostate cancer" not in sign_in(cast.eve).get("/case/").content


def test_nothing_of_an_opinion_shows_before_release(case: Case, amina: Client) -> None:
    for page in ["opinion", "opinion/document", "decide", "follow-up"]:
        assert amina.get(f"/case/{case.id}/{page}").status_code == 404


def test_signing_in_is_asked_of_strangers(
    case: Case, client: Client, django_user_model: type[Account]
) -> None:
    assert client.get(f"/case/{case.id}/").status_code == 302

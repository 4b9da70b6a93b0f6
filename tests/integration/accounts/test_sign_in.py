"""Signing in and up by code: no password, nothing left behind, and everything audited."""

import email
import re
from email import policy
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from secunda.foundation.audit.models import Entry
from secunda.foundation.outbox.models import Notice
from secunda.foundation.outbox.work import send_notices
from secunda.foundation.people.models import Account
from tests.integration.cast import Cast, sign_in

pytestmark = pytest.mark.django_db


def letters(folder: Path) -> list[tuple[str, str, str]]:
    """Send what waits; (to, subject, body) of every letter so far, oldest first."""
    send_notices("test")
    files = sorted((folder / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    read = [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    return [(str(each["To"]), str(each["Subject"]), each.get_body().get_content()) for each in read]  # type: ignore[union-attr]


def code_in(folder: Path) -> str:
    """The code in the last letter."""
    found = re.search(r"\d{4}-\d{4}", letters(folder)[-1][2])
    assert found, "the letter holds a code"
    return found.group()


def events() -> list[str]:
    """What the audit log says of accounts."""
    return list(
        Entry.objects.filter(event__startswith="account.").order_by("pk").values_list("event", flat=True)
    )


def test_a_code_by_e_mail_signs_in_and_leads_back(cast: Cast, data_folder: Path) -> None:
    browser = Client()
    asked = browser.post("/account/sign-in/?next=/account/settings/", {"login": cast.amina.email})
    assert asked["Location"].startswith("/account/sign-in/code/")
    code = code_in(data_folder)
    entered = browser.post("/account/sign-in/code/", {"code": code, "next": "/account/settings/"})
    assert entered["Location"] == "/account/settings/"
    page = browser.get("/account/settings/")
    assert cast.amina.email in page.content.decode()
    assert events() == ["account.signed_in"]
    assert Entry.objects.get(event="account.signed_in").detail == {"how": "code"}


def test_the_code_is_not_kept_after_it_is_sent(
    cast: Cast, data_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Client()
    browser.post("/account/sign-in/", {"login": cast.amina.email})
    waiting = Notice.objects.get()
    code = re.search(r"\d{4}-\d{4}", waiting.body)
    assert code
    assert code_in(data_folder) == code.group()
    assert Notice.objects.get().body == ""
    assert code.group() not in caplog.text


def test_a_letter_that_is_too_late_is_forgotten(cast: Cast, data_folder: Path) -> None:
    with time_machine.travel("2026-03-02 10:00:00Z"):
        Client().post("/account/sign-in/", {"login": cast.amina.email})
    with time_machine.travel("2026-03-02 10:16:00Z"):
        assert letters(data_folder) == []
    late = Notice.objects.get()
    assert (late.body, late.awaiting, late.last_error) == ("", "", "too late")


def test_a_new_address_makes_an_account_without_a_person_or_a_password(db: None, data_folder: Path) -> None:
    browser = Client()
    asked = browser.post("/account/sign-up/", {"email": "New.Person@Example.org", "next": "/start/open"})
    assert asked["Location"].startswith("/account/sign-up/code/")
    assert browser.get("/account/settings/").status_code == 302
    entered = browser.post("/account/sign-up/code/", {"code": code_in(data_folder)})
    assert entered["Location"] == "/start/open"
    account = Account.objects.get(email="new.person@example.org")
    assert account.person is None
    assert not account.has_usable_password()


def test_a_wrong_code_is_said_audited_and_ends_after_three(cast: Cast, data_folder: Path) -> None:
    browser = Client()
    browser.post("/account/sign-in/", {"login": cast.amina.email})
    code = code_in(data_folder)
    wrong = "0000-0000" if code != "0000-0000" else "1111-1111"
    first = browser.post("/account/sign-in/code/", {"code": wrong})
    assert "There is a problem" in first.content.decode()
    browser.post("/account/sign-in/code/", {"code": wrong})
    third = browser.post("/account/sign-in/code/", {"code": wrong})
    assert third["Location"] == "/account/sign-in/"
    assert "tried too often" in browser.get("/account/sign-in/").content.decode()
    browser.post("/account/sign-in/code/", {"code": code})
    assert browser.get("/account/settings/").status_code == 302, "the right code no longer helps"
    assert events() == ["account.sign_in_failed"] * 3
    assert {entry.subject for entry in Entry.objects.all()} == {cast.amina.id}


def test_a_code_runs_out(cast: Cast, data_folder: Path) -> None:
    browser = Client()
    with time_machine.travel("2026-03-02 10:00:00Z"):
        browser.post("/account/sign-in/", {"login": cast.amina.email})
        code = code_in(data_folder)
    with time_machine.travel("2026-03-02 10:10:05Z"):
        answer = browser.post("/account/sign-in/code/", {"code": code})
        assert answer["Location"] == "/account/sign-in/"
        assert browser.get("/account/settings/").status_code == 302


def test_codes_are_not_sent_without_end(cast: Cast) -> None:
    for _ in range(3):
        assert Client().post("/account/sign-in/", {"login": cast.amina.email}).status_code == 302
    fourth = Client().post("/account/sign-in/", {"login": cast.amina.email})
    assert fourth.status_code == 200
    assert "tried too often" in fourth.content.decode()
    assert Notice.objects.count() == 3


def test_nobody_learns_who_has_an_account(cast: Cast, data_folder: Path) -> None:
    stranger, known = Client(), Client()
    unknown = stranger.post("/account/sign-in/", {"login": "nobody@example.org"})
    asked = known.post("/account/sign-in/", {"login": cast.amina.email})
    assert unknown["Location"] == asked["Location"]
    again = Client().post("/account/sign-up/", {"email": cast.amina.email})
    new = Client().post("/account/sign-up/", {"email": "fresh@example.org"})
    assert again["Location"] == new["Location"]
    subjects = {to: subject for to, subject, _ in letters(data_folder)[:1] + letters(data_folder)[2:3]}
    assert "nobody@example.org" in subjects
    assert Account.objects.filter(email="nobody@example.org").count() == 0


def test_there_is_no_page_for_passwords(db: None) -> None:
    for address in ("password/reset/", "password/change/", "reauthenticate/", "email/"):
        assert Client().get(f"/account/{address}").status_code == 404
    assert 'type="password"' not in Client().get("/account/sign-in/").content.decode()


def test_home_leads_everybody_to_their_work(cast: Cast) -> None:
    for account, place in [
        (cast.carlos, "/queue/"),
        (cast.dana, "/board/"),
        (cast.rao, "/reviews/"),
        (cast.amina, "/case/"),
    ]:
        assert sign_in(account).get("/account/")["Location"] == place


def test_an_account_with_a_running_case_cannot_be_closed(cast: Cast, case: object) -> None:
    browser = sign_in(cast.amina)
    assert "still have a case" in browser.get("/account/close/").content.decode()
    assert browser.post("/account/close/").status_code == 409
    stranger = sign_in(cast.eve)
    assert stranger.post("/account/close/")["Location"] == "/account/closed/"
    cast.eve.refresh_from_db()
    assert not cast.eve.is_active
    assert stranger.get("/account/settings/").status_code == 302
    assert Client().post("/account/sign-in/", {"login": cast.eve.email}).status_code == 302
    assert not Notice.objects.exclude(body="").exists(), "a closed account gets no code"

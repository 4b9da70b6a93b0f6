"""The second factor: who must have one, how it is set up, proved again and audited."""

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from secunda.foundation.audit.models import Entry
from secunda.foundation.outbox.models import Notice
from secunda.foundation.people.models import Account
from tests.integration.cast import Cast, sign_in

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str) -> str:
    """What an authenticator app with this key shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def give_app(account: Account) -> None:
    """An authenticator app that is already set up."""
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": SECRET})


def test_staff_without_a_second_factor_are_sent_to_set_one_up(cast: Cast) -> None:
    for account, page in [(cast.carlos, "/queue/"), (cast.dana, "/board/")]:
        browser = sign_in(account, second_factor=False)
        assert browser.get(page)["Location"] == "/account/security/"
        assert browser.get("/account/security/").status_code == 200


def test_staff_with_one_are_asked_for_it_and_come_back(cast: Cast) -> None:
    give_app(cast.carlos)
    browser = sign_in(cast.carlos, second_factor=False)
    asked = browser.get("/queue/")["Location"]
    assert asked == "/account/security/proof/?next=%2Fqueue%2F"
    assert "Prove again that it is you" in browser.get(asked).content.decode()
    answer = browser.post("/account/security/proof/", {"code": code_of(SECRET), "next": "/queue/"})
    assert answer["Location"] == "/queue/"
    assert browser.get("/queue/").status_code == 200


def test_patients_need_none(cast: Cast, case: object) -> None:
    assert sign_in(cast.amina, second_factor=False).get("/case/").status_code == 200


def test_setting_up_an_app_gives_recovery_codes_and_tells_the_owner(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    browser = sign_in(cast.carlos, second_factor=False)
    page = browser.get("/account/security/app/").content.decode()
    secret = re.search(r"Key: ([A-Z2-7]+)", page)
    assert secret
    assert "data:image/svg+xml;base64," in page
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post("/account/security/app/", {"code": code_of(secret.group(1))})
    assert answer["Location"] == "/account/security/recovery-codes/"
    # Codes show only to somebody who has just proved themselves with the new app.
    assert browser.get(answer["Location"])["Location"].startswith("/account/security/proof/")
    browser.post("/account/security/proof/", {"code": code_of(secret.group(1)), "next": answer["Location"]})
    assert len(re.findall(r"<li>\d{8}</li>", browser.get(answer["Location"]).content.decode())) == 10
    assert Entry.objects.get(event="account.changed").detail == {"what": "totp_activated"}
    assert Notice.objects.get(template="account_changed").address == cast.carlos.email


def test_a_wrong_second_factor_is_audited_and_limited(cast: Cast) -> None:
    give_app(cast.rao)
    browser = sign_in(cast.rao, second_factor=False)
    wrong = "000000" if code_of(SECRET) != "000000" else "111111"
    bodies = [browser.post("/account/security/proof/", {"code": wrong}).content.decode() for _ in range(6)]
    assert "This is not right" in bodies[0]
    assert "tried too often" in bodies[-1]
    failed = Entry.objects.filter(event="account.sign_in_failed")
    assert {(entry.subject, entry.detail["how"]) for entry in failed} == {(cast.rao.id, "mfa")}


def test_a_code_is_taken_once_however_long_it_is_valid(cast: Cast) -> None:
    give_app(cast.rao)
    browser = sign_in(cast.rao, second_factor=False)
    with time_machine.travel("2026-03-02 10:00:01Z", tick=False) as clock:
        used = code_of(SECRET)
        answer = browser.post("/account/security/proof/", {"code": used, "next": "/reviews/"})
        assert answer["Location"] == "/reviews/"
        clock.shift(45)
        again = browser.post("/account/security/proof/", {"code": used, "next": "/reviews/"})
        assert "This is not right" in again.content.decode(), "a moment late it would still be the right code"
        later = browser.post("/account/security/proof/", {"code": code_of(SECRET), "next": "/reviews/"})
        assert later["Location"] == "/reviews/"


def test_after_the_first_code_the_second_factor_is_asked_for(cast: Cast) -> None:
    give_app(cast.rao)
    browser = Client()
    browser.post("/account/sign-in/", {"login": cast.rao.email})
    code = re.search(r"\d{4}-\d{4}", Notice.objects.get().body)
    assert code
    answer = browser.post("/account/sign-in/code/", {"code": code.group(), "next": "/account/settings/"})
    assert answer["Location"] == "/account/sign-in/proof/"
    assert browser.get("/account/settings/").status_code == 302, "one proof is not enough"
    assert "authenticator app" in browser.get("/account/sign-in/proof/").content.decode()
    answer = browser.post("/account/sign-in/proof/", {"code": code_of(SECRET)})
    assert answer["Location"] == "/account/settings/"
    assert Entry.objects.get(event="account.signed_in").detail == {"how": "code+mfa"}


@pytest.mark.parametrize(
    "page",
    [
        "/account/sign-in/",
        "/account/sign-up/",
        "/account/closed/",
    ],
)
def test_pages_for_everybody_look_like_ours(db: None, page: str) -> None:
    body = Client().get(page).content.decode()
    assert "Secunda is not for emergencies" in body
    assert "<script>" not in body
    assert "style=" not in body


@pytest.mark.parametrize(
    "page",
    [
        "/account/settings/",
        "/account/close/",
        "/account/sign-out/",
        "/account/security/",
        "/account/security/app/",
        "/account/security/passkeys/",
        "/account/security/passkeys/add/",
    ],
)
def test_pages_of_an_account_look_like_ours(cast: Cast, page: str) -> None:
    body = sign_in(cast.eve, second_factor=False).get(page).content.decode()
    assert "Secunda is not for emergencies" in body
    assert "<script>" not in body
    assert "style=" not in body

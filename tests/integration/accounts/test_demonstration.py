"""Links that sign in: in a demonstration, and nowhere else."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import signing
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django.fixtures import Settings

from secunda.foundation.people import demo
from secunda.foundation.people.models import Account
from secunda.interfaces.web.reviewer.proving import proved_lately
from secunda.journey.cases.models import Case
from tests.integration.accounts.test_second_factor import SECRET, give_app
from tests.integration.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(settings: Settings) -> None:
    """A demonstration."""
    settings.SECUNDA_DEMO = True


def test_the_link_says_as_whom_and_the_button_signs_in(cast: Cast, shown: None) -> None:
    browser = Client()
    link = demo.demo_link(cast.carlos)
    page = browser.get(link).content.decode()
    assert "Continue as Carlos Vega" in page
    assert "coordinator" in page
    assert "Demonstration: invented people" in page
    assert browser.get("/account/settings/").status_code == 302, "looking at the link does not sign in"
    assert browser.post(link)["Location"] == "/account/"
    assert browser.get("/queue/").status_code == 200, "both proofs are there, so pages of staff open"


def test_outside_a_demonstration_there_is_no_such_page(cast: Cast) -> None:
    link = demo.demo_link(cast.carlos)
    assert Client().get(link).status_code == 404
    assert Client().post(link).status_code == 404
    assert "Demonstration" not in Client().get("/account/sign-in/").content.decode()


def test_a_single_real_case_ends_it(cast: Cast, case: Case, shown: None) -> None:
    link = demo.demo_link(cast.carlos)
    assert not case.is_demo
    assert Client().post(link).status_code == 404
    Case.objects.update(is_demo=True)
    assert Client().post(link).status_code == 302


def test_a_link_that_was_not_made_here_is_nothing(cast: Cast, shown: None) -> None:
    forged = signing.dumps(cast.carlos.pk.hex, salt="something else")
    assert Client().get(f"/account/demo/{forged}/").status_code == 404
    assert Client().get("/account/demo/nonsense/").status_code == 404
    Account.objects.filter(pk=cast.carlos.pk).update(is_active=False)
    assert Client().get(demo.demo_link(cast.carlos)).status_code == 404


def test_signing_still_asks_and_takes_the_code_that_the_command_prints(cast: Cast, shown: None) -> None:
    give_app(cast.rao)
    browser = Client()
    browser.post(demo.demo_link(cast.rao))

    def lately() -> bool:
        request = RequestFactory().get("/")
        request.session, request.user = browser.session, cast.rao
        return proved_lately(request)

    assert not lately(), "the link's own proof is not one that signs an opinion"
    answer = browser.post("/account/security/proof/", {"code": demo.totp_now(cast.rao), "next": "/reviews/"})
    assert answer["Location"] == "/reviews/"
    assert lately()


def test_who_has_no_app_has_no_code(cast: Cast) -> None:
    assert demo.totp_now(cast.amina) == ""
    Authenticator.objects.create(user=cast.amina, type=Authenticator.Type.TOTP, data={"secret": SECRET})
    assert len(demo.totp_now(cast.amina)) == 6


def test_the_link_lasts(cast: Cast, shown: None) -> None:
    import time_machine

    link = demo.demo_link(cast.amina)
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        assert Client().get(link).status_code == 200

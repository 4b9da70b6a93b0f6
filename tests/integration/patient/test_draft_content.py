"""Real people are refused while the content is a draft, unless the operator accepts that; pages say so."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from secunda.foundation.refusal import Refused
from secunda.interfaces.operations.serving import refusing
from secunda.journey.cases.models import Case
from tests.integration.cast import Cast, make_case, sign_in

pytestmark = pytest.mark.django_db
BANNER = "Not clinically approved"


def test_a_real_case_is_refused_on_draft_content_with_a_clear_word(
    cast: Cast, browser: Client, settings: Settings
) -> None:
    settings.SECUNDA_ACCEPT_DRAFT_CONTENT = False
    with pytest.raises(Refused) as refused:
        make_case(cast)
    assert refused.value.refusal.code == "draft_content"
    assert not Case.objects.exists()
    browser.post("/start/urgent", {"signs": "none", "country": "GB"})
    answer = browser.get("/start/for-whom", follow=True)
    assert b"We cannot take your case yet" in answer.content
    danger = browser.post("/start/urgent", {"signs": "RF-05", "country": "GB"}, follow=True)
    assert b"This could be a stroke" in danger.content, "help is never refused"
    assert "SECUNDA_ACCEPT_DRAFT_CONTENT" in " ".join(refusing())
    assert b"SECUNDA_ACCEPT_DRAFT_CONTENT" in sign_in(cast.dana).get("/board/").content


def test_the_operator_can_accept_drafts_and_every_page_says_so(
    cast: Cast, case: Case, browser: Client
) -> None:
    assert not refusing()
    assert browser.get("/start/not-yet")["Location"] == "/start/"
    for who, address in [
        (browser, "/"),
        (sign_in(cast.amina), f"/case/{case.id}/"),
        (sign_in(cast.carlos), "/queue/"),
    ]:
        assert BANNER in who.get(address).content.decode()


def test_a_demonstration_needs_no_leave_and_says_that_it_is_one(browser: Client, settings: Settings) -> None:
    settings.SECUNDA_DEMO, settings.SECUNDA_ACCEPT_DRAFT_CONTENT = True, False
    assert not refusing()
    page = browser.get("/").content.decode()
    assert BANNER not in page
    assert "Demonstration: invented people" in page

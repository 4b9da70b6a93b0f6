"""Reading in one's own language: the choice on every page, and the report that comes in it."""

from datetime import timedelta

import pypdfium2
import pytest
from django.test import Client

from secunda.foundation.accounts.actions import choose_language
from secunda.foundation.vault import vault
from secunda.journey.cases.models import Case
from secunda.journey.opinions.actions import sign_opinion
from secunda.journey.opinions.models import Opinion
from secunda.journey.opinions.work import render_opinions
from tests.integration.cast import NOW, Cast
from tests.integration.opinions.filling import compared, in_review, locked

pytestmark = pytest.mark.django_db


def spoken(client: Client, address: str = "/") -> str:
    return client.get(address).headers["Content-Language"]


def test_a_chosen_language_stays_in_the_browser_and_goes_back_to_the_page(client: Client) -> None:
    assert spoken(client) == "en-gb"
    answer = client.post("/language", {"language": "de", "next": "/rights"})
    assert (answer.status_code, answer["Location"]) == (302, "/rights")
    page = client.get("/rights")
    assert page.headers["Content-Language"] == "de"
    assert '<html lang="de" dir="ltr">' in page.content.decode()


def test_the_choice_of_somebody_signed_in_is_there_in_the_next_browser(cast: Cast, client: Client) -> None:
    client.force_login(cast.amina)
    client.post("/language", {"language": "de", "next": "/"})
    elsewhere = Client()
    elsewhere.force_login(cast.amina)
    assert spoken(elsewhere) == "de"


@pytest.mark.parametrize("code", ["", "xx", "../de", "de\r\nSet-Cookie: a=b"])
def test_a_language_that_is_not_offered_changes_nothing(client: Client, code: str) -> None:
    assert client.post("/language", {"language": code, "next": "/"}).status_code == 400
    assert spoken(client) == "en-gb"


@pytest.mark.parametrize(
    "away", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_choosing_never_leads_away_from_the_service(client: Client, away: str) -> None:
    assert client.post("/language", {"language": "de", "next": away})["Location"] == "/"


def test_the_report_comes_in_the_language_of_the_patient(cast: Cast, case: Case) -> None:
    choose_language("de", by=cast.amina, at=NOW)
    in_review(case, cast.rao)
    sign_opinion(compared(locked(case, cast), cast), by=cast.rao, at=NOW + timedelta(hours=1))
    assert render_opinions("test") == 1
    opinion = Opinion.objects.get(case=case)
    assert opinion.document
    document = vault.read(opinion.document)
    assert b"/Lang (de" in document or b"/Lang(de" in document
    text = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(document))
    assert "Zweitmeinung" in text
    assert "Second opinion" not in text

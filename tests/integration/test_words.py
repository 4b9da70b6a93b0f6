"""Every page in a language that nobody speaks: what is still English was never given to a translator."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import Settings

from secunda.interfaces.web.design.places import countries, languages
from tests.integration import pseudo
from tests.integration.cast import Cast
from tests.integration.scenario import SOON, Scenario, Stage, make_scenario
from tests.integration.test_access import (
    ANONYMOUS,
    ARGUMENT,
    addresses,
    browser,
    filled,
    may_open,
    stages_for,
)
from tests.integration.visible import english_in
from tests.integration.written import by_people

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]
# Names of things, which every language leaves as they are.
NAMES = [
    "Secunda",
    "English",
    "Deutsch",
    "NHS",
    "GMC",
    "PDF",
    "SHA-256",
    "DICOM",
    "en-xa",
    "ar-xb",
    "Cookie",
    "SMS",
]


@pytest.fixture
def scenario(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Scenario]:
    """Everybody and the three cases, whose readers may read the languages that nobody speaks."""
    with pseudo.offered(settings, monkeypatch, tmp_path / "locale"), time_machine.travel(SOON, tick=False):
        made = make_scenario(cast)
        logging.disable(logging.INFO)
        yield made
        logging.disable(logging.NOTSET)


def pages(scenario: Scenario, who: str, client: Client) -> Iterator[tuple[str, Stage, str]]:
    """Every page that somebody may open, by route and stage."""
    for route, access in addresses():
        for stage in stages_for(scenario, who):
            known = set(ARGUMENT.findall(route)) <= stage.arguments.keys()
            if known and may_open(route, access, scenario, stage, who):
                answer = client.get(filled(route, stage))
                if answer.headers.get("Content-Type", "").startswith("text/html") and answer.content:
                    yield route, stage, answer.content.decode()


def test_no_page_says_anything_that_was_not_translated(scenario: Scenario) -> None:
    faults: dict[str, str] = {}
    with translation.override(pseudo.ACCENTED):
        known = [*NAMES, *by_people(), *countries().values(), *languages().values()]
    seen = 0
    for who in (*scenario.people, ANONYMOUS):
        client = browser(scenario, who)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = pseudo.ACCENTED
        for route, stage, page in pages(scenario, who, client):
            seen += 1
            assert "<html" not in page or '<html lang="en-xa" dir="ltr">' in page, route
            for said in english_in(page, known):
                faults.setdefault(said, f"{who}: {route} ({stage.name})")
    assert seen > 200
    assert not faults, "\n" + "\n".join(f"{where}: {said}" for said, where in faults.items())

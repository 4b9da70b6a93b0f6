"""Every page against every kind of person: for whom it is meant, it is there; for all others it is not."""

import logging
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
import time_machine
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from secunda.foundation.people.models import Post
from secunda.interfaces.operations.documenting import access_page
from secunda.interfaces.web.design.access import SECOND_FACTOR_ROLES, Access
from secunda.journey.cases.states import REVIEWERS, Role
from tests.architecture.addresses import of_ours
from tests.conftest import ROOT
from tests.integration.cast import Cast, sign_in
from tests.integration.scenario import SOON, Scenario, Stage, make_scenario

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
# Pages for any account that show something of one person only: by their argument, whose it is.
OWNERS = {"offer_id": "expert", "token": "treating doctor"}
# Pages of staff that show something of one service: staff of another service find nothing there.
OF_ONE_SERVICE = {"alert_id"}
ELSEWHERE = "coordinator of another service"
ANONYMOUS = "anonymous"


@pytest.fixture
def scenario(cast: Cast) -> Iterator[Scenario]:
    """Everybody and the three cases, on the day on which they are looked at."""
    with time_machine.travel(SOON, tick=False):
        made = make_scenario(cast)
        logging.disable(logging.INFO)
        yield made
        logging.disable(logging.NOTSET)


def addresses() -> list[tuple[str, Access]]:
    """Every address of ours, with who may open it."""
    return [(route, view.access) for route, view in of_ours()]  # type: ignore[attr-defined]


def filled(route: str, stage: Stage, **other: object) -> str:
    """The address with its arguments; an argument that the scenario does not know fails here."""
    values = stage.arguments | other
    return "/" + ARGUMENT.sub(lambda found: str(values[found[1]]), route)


def browser(scenario: Scenario, who: str, *, second_factor: bool = True) -> Client:
    """A browser in which somebody is signed in, that answers 500 instead of raising."""
    client = Client() if who == ANONYMOUS else sign_in(scenario.people[who], second_factor=second_factor)
    client.raise_request_exception = False
    client.defaults["HTTP_TUS_RESUMABLE"] = "1.0.0"  # without it, uploads say 412 to everybody
    return client


def may_open(route: str, access: Access, scenario: Scenario, stage: Stage, who: str) -> bool:
    """Whether the page is meant for this person, by what its view wears."""
    if access.anybody:
        return True
    if who == ANONYMOUS:
        return False
    if access.roles:
        return bool(access.roles & stage.parties.get(who, frozenset()))
    if access.posts:
        if who == ELSEWHERE and OF_ONE_SERVICE & set(ARGUMENT.findall(route)):
            return False
        return bool(access.posts & scenario.posts.get(who, frozenset()))
    owned = [OWNERS[name] for name in ARGUMENT.findall(route) if name in OWNERS]
    return all(owner == who for owner in owned)


def stages_for(scenario: Scenario, who: str) -> list[Stage]:
    """All stages for a party of one of them; the last, with the most in it, for those who are none of any."""
    involved = any(who in stage.parties for stage in scenario.stages)
    return scenario.stages if involved else scenario.stages[-1:]


def shut(answer: HttpResponseBase, who: str) -> bool:
    """Whether somebody was kept out: not found, or sent to sign in when nobody is signed in.

    A page that answers to one method alone says so (405) before it looks who asks: that is told to all alike.
    """
    if answer.status_code == 405:
        return True
    if who == ANONYMOUS:
        return answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
    return answer.status_code == 404


def test_every_page_is_there_for_those_it_is_meant_for_and_for_nobody_else(scenario: Scenario) -> None:
    faults: list[str] = []
    for who in (*scenario.people, ANONYMOUS):
        client = browser(scenario, who)
        for route, access in addresses():
            statuses = []
            for stage in stages_for(scenario, who):
                address = filled(route, stage)
                answer = client.get(address)
                said = f"{who}: GET {route} ({stage.name}): {answer.status_code}"
                if answer.status_code >= 500:
                    faults.append(said)
                elif may_open(route, access, scenario, stage, who):
                    statuses.append(answer.status_code)
                elif not shut(answer, who) or not shut(client.post(address), who):
                    faults.append(f"{said}, must be shut")
            if statuses and set(statuses) == {404} and not access.anybody:
                faults.append(f"{who}: GET {route}: never there, in no stage")
    assert not faults, "\n" + "\n".join(faults)


def test_staff_and_reviewers_are_asked_for_their_second_factor_everywhere(scenario: Scenario) -> None:
    faults: list[str] = []
    for who in ("coordinator", "expert", "director"):
        client = browser(scenario, who, second_factor=False)
        for route, access in addresses():
            for stage in stages_for(scenario, who):
                seeing = stage.parties.get(who, frozenset()) & access.roles & SECOND_FACTOR_ROLES
                if not seeing and not (access.posts & scenario.posts[who]):
                    continue
                answer = client.get(filled(route, stage))
                if answer.status_code == 405:
                    continue
                if answer.status_code != 302 or not answer["Location"].startswith(reverse("mfa_index")):
                    faults.append(f"{who}: GET {route} ({stage.name}): {answer.status_code}")
    assert not faults, "\n" + "\n".join(faults)


def test_what_reveals_the_first_opinion_is_on_no_page_for_a_blind_reader(scenario: Scenario) -> None:
    blind = next(stage for stage in scenario.stages if stage.name == "in review")
    unblind = next(stage for stage in scenario.stages if stage.name == "released")
    client = browser(scenario, "expert")
    routes = [route for route, access in addresses() if "record_id" in route and access.roles & REVIEWERS]
    assert routes, "there is a way for reviewers to open a record"
    for route in routes:
        assert client.get(filled(route, blind)).status_code not in (404, 500), route
        assert client.get(filled(route, blind, record_id=blind.hidden_record)).status_code == 404, route
        assert client.get(filled(route, unblind, record_id=unblind.hidden_record)).status_code not in (
            404,
            500,
        )
    for route, access in addresses():
        if access.roles & REVIEWERS:
            page = client.get(filled(route, blind))
            words = b"".join(page) if page.streaming else page.content
            assert b"Carrow" not in words, route
            assert b"prostatectomy" not in words, route


def test_nobody_reaches_into_one_case_by_the_address_of_another(scenario: Scenario) -> None:
    """What belongs to one case is not found under the address of another, though both are one's own."""
    one, other = scenario.stages[0], scenario.stages[2]
    faults: list[str] = []
    for who in ("patient", "coordinator", "expert"):
        client = browser(scenario, who)
        for route, access in addresses():
            names = set(ARGUMENT.findall(route)) & {
                "record_id",
                "item_id",
                "study_id",
                "upload_id",
                "alert_id",
                "ruling_id",
                "act_id",
                "act",
                "locked_id",
            }
            for stage, foreign in ((one, other), (other, one)):
                if "case_id" not in route or not access.roles & stage.parties.get(who, frozenset()):
                    continue
                for name in names:
                    answer = client.get(filled(route, stage, **{name: foreign.arguments[name]}))
                    unknown = client.get(filled(route, stage, **{name: uuid4()}))
                    if answer.status_code not in (404, 405) or answer.status_code != unknown.status_code:
                        faults.append(f"{who}: GET {route} with {name} of another case: {answer.status_code}")
    assert not faults, "\n" + "\n".join(faults)


def test_the_page_that_documents_access_is_the_real_one() -> None:
    kept = (ROOT / "docs" / "reference" / "access.md").read_text(encoding="utf-8")
    assert access_page() == kept, "run `make docs`"


def test_every_role_and_post_has_a_page() -> None:
    opened = [access for _, access in addresses()]
    assert {post for access in opened for post in access.posts} >= {Post.COORDINATOR, Post.DIRECTOR}
    assert {role for access in opened for role in access.roles} >= {
        Role.PATIENT,
        Role.CARER,
        Role.COORDINATOR,
        Role.EXPERT,
    }

"""Two server processes of one installation: what one counts, the other knows."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.integration.accounts.browsing import Browser
from tests.integration.operations.installation import Installation, installation
from tests.integration.operations.serving import free_port, serving

pytestmark = pytest.mark.timeout(600)


@dataclass
class Servers:
    """Two of them, in front of one installation."""

    place: Installation
    first: str
    second: str


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Not ready before the database is made, then ready; with the cast in it."""
    with (
        installation(tmp_path_factory.mktemp("servers") / "data") as place,
        serving(place, free_port()) as first,
        serving(place, free_port()) as second,
    ):
        early = Browser(first).gets("/ready")
        assert (early.status_code, early.json()["status"]) == (503, "not ready")
        assert "secunda migrate" in early.json()["database"]
        assert place.run("migrate").returncode == 0
        assert Browser(first).gets("/ready").status_code == 200
        place.do("staff")
        yield Servers(place, first, second)


def test_tries_to_sign_in_are_counted_together(servers: Servers) -> None:
    refused = []
    for origin in (servers.first, servers.first, servers.second, servers.second, servers.first):
        browser = Browser(origin)
        page = browser.gets("/account/sign-in/")
        answer = browser.sends(page, "/account/sign-in/", login="amina@example.org")
        refused.append("That was tried too often" in answer.text)
    assert refused == [False, False, False, True, True], "three codes a minute are sent to one address"


def test_a_code_that_was_used_here_is_not_taken_there(servers: Servers) -> None:
    signed_in = str(servers.place.ask("session_of_carlos")["session"])
    code = str(servers.place.ask("code_of_carlos")["code"])
    came_to = []
    for origin in (servers.first, servers.second):
        browser = Browser(origin)
        browser.session.cookies.set("secunda_session", signed_in)
        page = browser.gets("/account/security/proof/?next=/account/settings/")
        proved = browser.sends(page, "/account/security/proof/", code=code)
        came_to.append(proved.url.removeprefix(origin))
    assert came_to == ["/account/settings/", "/account/security/proof/"]

"""Staff sign in by their organisation's own provider: a real one, over TLS, asked as a browser would."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import requests

from tests.integration.accounts.browsing import Browser
from tests.integration.accounts.provider.running import Provider, provider
from tests.integration.operations.installation import Installation, installation
from tests.integration.operations.serving import free_port, serving

pytestmark = pytest.mark.timeout(600)
PEOPLE = {
    "carlos": {"email": "carlos@example.org", "email_verified": True, "name": "Carlos Vega"},
    "rao": {"email": "priya@example.org", "email_verified": True, "name": "Priya Rao"},
    "dana": {"email": "dana@example.org", "email_verified": False, "name": "Dana Okafor"},
    "newcomer": {"email": "nina@example.org", "email_verified": True, "name": "Nina New"},
}


@dataclass
class House:
    """An installation that is served, and its organisation's provider."""

    origin: str
    place: Installation
    provider: Provider

    def browser(self) -> Browser:
        """Somebody's browser."""
        return Browser(self.origin, self.provider.certificate)

    def signs_in(self, browser: Browser, login: str, *, back_to: str = "/account/") -> requests.Response:
        """Go from our page to the provider, give a name and a password there, agree, and come back."""
        ours = browser.gets(f"/account/sign-in/?next={back_to}")
        theirs = browser.sends(ours, "/account/with/organisation/")
        assert theirs.url.startswith(self.provider.issuer), theirs.url
        agreeing = browser.sends(theirs, "/interaction/", login=login, password="any")
        return browser.sends(agreeing, "/interaction/")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Everything together; people of the cast, of whom nobody has signed in yet."""
    folder = tmp_path_factory.mktemp("organisation")
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    back = f"{origin}/account/with/organisation/back/"
    with (
        provider(folder / "provider", back=back, people=PEOPLE) as theirs,
        installation(folder / "data", SECUNDA_ORIGIN=origin, **theirs.settings) as place,
    ):
        assert place.run("migrate").returncode == 0
        place.do("staff")
        with serving(place, port):
            yield House(origin, place, theirs)


def test_a_coordinator_signs_in_and_still_gives_the_second_factor(house: House) -> None:
    browser = house.browser()
    asked = house.signs_in(browser, "carlos", back_to="/queue/")
    assert asked.url == f"{house.origin}/account/sign-in/proof/"
    assert browser.gets("/queue/").url.startswith(f"{house.origin}/account/sign-in/"), (
        "one proof is not enough"
    )
    assert "carlos@example.org" not in house.place.ask("sign_ins")["by"]

    code = str(house.place.ask("code_of_carlos")["code"])
    opened = browser.sends(asked, "/account/sign-in/proof/", code=code)
    assert (opened.url, opened.status_code) == (f"{house.origin}/queue/", 200)
    assert "carlos@example.org" in house.place.ask("sign_ins")["by"]


def test_an_expert_without_a_second_factor_is_sent_to_set_one_up(house: House) -> None:
    browser = house.browser()
    came = house.signs_in(browser, "rao", back_to="/account/settings/")
    assert came.url == f"{house.origin}/account/settings/"
    assert "priya@example.org" in came.text
    assert browser.gets("/reviews/").url == f"{house.origin}/account/security/"

    again = house.signs_in(house.browser(), "rao", back_to="/account/settings/")
    assert again.url == f"{house.origin}/account/settings/", "the second time as the first"


def test_an_address_that_the_provider_does_not_vouch_for_opens_no_account(house: House) -> None:
    browser = house.browser()
    came = house.signs_in(browser, "dana")
    assert "dana@example.org" not in came.text
    assert browser.gets("/account/settings/").url.startswith(f"{house.origin}/account/sign-in/")
    assert "dana@example.org" not in house.place.ask("sign_ins")["by"]


def test_somebody_whom_nobody_invited_gets_no_account(house: House) -> None:
    browser = house.browser()
    came = house.signs_in(browser, "newcomer")
    assert came.url.startswith(house.origin)
    assert browser.gets("/account/settings/").url.startswith(f"{house.origin}/account/sign-in/")
    assert "nina@example.org" not in house.place.ask("sign_ins")["known"]


def test_an_answer_that_was_not_asked_for_signs_nobody_in(house: House) -> None:
    browser = house.browser()
    forged = browser.gets("/account/with/organisation/back/?code=abc&state=made-up")
    assert "carlos@example.org" not in forged.text
    assert browser.gets("/account/settings/").url.startswith(f"{house.origin}/account/sign-in/")

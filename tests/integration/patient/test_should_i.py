""" "Should I ask for one?": from "my operation is on Thursday" to what to do, without an account."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from secunda.journey.safety.models import Alert
from tests.integration.cast import Cast

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
THURSDAY = {"treatment_date-day": "5", "treatment_date-month": "3", "treatment_date-year": "2026"}
# What fits well into two minutes for somebody who reads the headings and looks through the list of signs.
PAGES, TAPS = 5, 10


class Visitor:
    """Somebody with a browser and no account, who counts pages and taps (typing a number is one)."""

    def __init__(self, browser: Client) -> None:
        self.browser, self.pages, self.taps = browser, 0, 0
        self.here = ""

    def go(self, address: str, answers: dict[str, str] | None = None) -> str:
        """Open a page, or send one with these answers, and follow where it leads."""
        self.taps += 1 + len(answers or {})
        if answers is None:
            response = self.browser.get(address, follow=True)
        else:
            response = self.browser.post(address, answers, follow=True)
        assert response.status_code == 200
        self.pages += 1
        chain = response.redirect_chain
        self.here = chain[-1][0] if chain else address
        return response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def test_from_an_operation_on_thursday_to_advice_in_two_minutes(cast: Cast, browser: Client) -> None:
    with time_machine.travel(MONDAY, tick=False):
        visitor = Visitor(browser)
        home = visitor.go("/")
        assert 'href="/should-i/"' in home
        visitor.go("/should-i/")
        assert "/should-i/questions" in visitor.browser.get("/should-i/").content.decode()
        visitor.go("/should-i/questions")
        assert visitor.here == "/start/urgent?then=should-i", "the danger signs come first"
        visitor.go(visitor.here, {"signs": "none", "country": "GB"})
        assert visitor.here == "/should-i/questions"
        answer = visitor.go(visitor.here, THURSDAY)
    assert visitor.here == "/should-i/answer"
    assert "That is in 3 days." in answer
    assert "Keep your date" in answer or "Keep your treatment date" in answer
    assert "A full report cannot be ready in time" in answer
    assert "Is it safe for me to wait? For how long?" in answer
    assert "It is not a legal right, but a doctor will rarely say no" in answer
    assert "On the NHS" in answer
    assert "Paying for it" in answer
    assert visitor.pages <= PAGES
    assert visitor.taps <= TAPS
    early = answer.index("Is there time?"), answer.index("Ask your own doctor now")
    assert max(early) < answer.index("Your right to ask"), "what to do now stands first"
    assert not browser.session.get("_auth_user_id")


def test_an_answer_that_means_do_not_wait_stops_and_alerts(cast: Cast, browser: Client) -> None:
    browser.post("/start/urgent?then=should-i", {"signs": "none", "country": "GB"})
    page = browser.post(
        "/should-i/questions", {"symptom_change": "fast_worse", "inpatient_now": "no"}, follow=True
    ).content.decode()
    assert "You are getting worse. Tell your team today." in page
    assert not Alert.objects.exists(), "this one says hurry, not stop"
    stop = browser.post("/start/urgent?then=should-i", {"signs": "RF-05", "country": "IE"}, follow=True)
    assert b"This could be a stroke" in stop.content
    assert b"tel:112" in stop.content
    assert Alert.objects.get().kind == "red_flag"
    assert browser.get("/should-i/questions")["Location"] == "/start/urgent?then=should-i"


@pytest.mark.parametrize(
    ("country", "there", "not_there"),
    [
        ("DE", "You have a legal right for listed operations", "On the NHS"),
        ("GB", "Doctors must respect your right to ask", "In your country"),
        ("BR", "We do not know the rules where you are", "On the NHS"),
    ],
)
def test_rights_are_those_of_the_country(
    cast: Cast, browser: Client, country: str, there: str, not_there: str
) -> None:
    browser.post("/start/urgent?then=should-i", {"signs": "none", "country": country})
    page = browser.post("/should-i/questions", {}, follow=True).content.decode()
    assert there in page
    assert not_there not in page


def test_a_letter_can_be_printed_with_blanks_or_kept_filled_in(cast: Cast, browser: Client) -> None:
    page = browser.get("/should-i/letter/referral").content.decode()
    assert "Please could you refer me to another specialist" in page
    assert "…………" in page
    typed = {"doctor_name": "Dr Lowe", "problem": "my knee", "patient_name": "Nora Field", "as": "file"}
    kept = browser.post("/should-i/letter/referral", typed)
    assert kept["Content-Disposition"].startswith("attachment")
    text = kept.content.decode()
    assert "Dear Dr Lowe," in text
    assert "about my knee" in text
    assert "Not clinically approved" in text
    assert "{" not in text
    assert "Nora Field" not in str(dict(browser.session))
    assert browser.get("/should-i/letter/nonsense")["Location"] == "/should-i/"

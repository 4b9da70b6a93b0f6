"""Day 0: the treating team is asked once, answers without an account, and its answer moves the clock."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from secunda.foundation.audit.queries import entries_for
from secunda.foundation.outbox.models import Notice
from secunda.foundation.refusal import Hidden, Refused
from secunda.journey.cases.actions import invite_doctor, withdraw_consent
from secunda.journey.cases.models import Case, Enquiry
from secunda.journey.cases.queries import measures_of, team_says_of
from secunda.journey.cases.rules.asking import Reply, TeamAnswer
from secunda.journey.cases.rules.pacing import Way
from secunda.journey.cases.states import State
from secunda.journey.records.actions import accept_case_file, submit_case_file
from secunda.journey.records.queries import evaluation_of
from secunda.journey.safety.models import Alert
from secunda.journey.waiting import actions
from secunda.journey.waiting.queries import asked_by, plan_of, token_of
from secunda.journey.waiting.rules.plan import Verdict
from secunda.journey.waiting.work import ask_due
from tests.integration.cast import NOW, Cast, agree, sign_in
from tests.integration.waiting.steps import make_calm

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(hours=2)


@pytest.fixture
def asked(cast: Cast, case: Case) -> Enquiry:
    """The question as it went out to Dr Weber, whom the patient named."""
    agree(case, cast.amina, "share_with_hospital")
    invite_doctor(case, name="Dr Weber", address="Weber@example.org", by=cast.amina, at=NOW)
    assert ask_due(NOW) == 1
    return Enquiry.objects.get()


def happened(case: Case) -> list[str]:
    return [entry.event for entry in entries_for(case.id)]


def test_the_team_is_asked_as_soon_as_its_address_is_known_and_only_once(
    cast: Cast, case: Case, asked: Enquiry
) -> None:
    assert ask_due(SOON) == 0
    [letter] = Notice.objects.filter(template="day_0")
    assert (letter.address, letter.person) == ("weber@example.org", None)
    assert letter.link == f"/wait/{token_of(asked)}/"
    assert happened(case).count("day_0.asked") == 1


def test_without_consent_nobody_is_asked_and_an_open_link_ends_with_it(
    cast: Cast, case: Case, asked: Enquiry
) -> None:
    token = token_of(asked)
    assert asked_by(token, at=SOON).patient == "Amina Rahman"
    withdraw_consent(case, "share_with_hospital", by=cast.amina, at=SOON)
    with pytest.raises(Hidden):
        asked_by(token, at=SOON)
    Enquiry.objects.all().delete()
    assert ask_due(SOON) == 0


def test_the_link_is_signed_runs_out_and_is_answered_once(cast: Cast, case: Case, asked: Enquiry) -> None:
    token, safe = token_of(asked), TeamAnswer(Reply.SAFE)
    with pytest.raises(Hidden):
        actions.answer_by_link(token[:-1] + ("A" if token[-1] != "A" else "B"), safe, at=SOON)
    with pytest.raises(Refused, match="expired"):
        actions.answer_by_link(token, safe, at=NOW + timedelta(days=15))
    with pytest.raises(Refused, match="past"):
        actions.answer_by_link(token, TeamAnswer(Reply.NOT_AFTER, date(2026, 3, 1)), at=SOON)
    actions.answer_by_link(token, safe, at=SOON)
    with pytest.raises(Refused, match="answered"):
        actions.answer_by_link(token, TeamAnswer(Reply.NOT_SAFE), at=SOON)
    said = team_says_of(case, SOON)
    assert said is not None
    assert said.reply is Reply.SAFE


def test_not_safe_moves_the_clock_alerts_those_on_duty_and_says_do_not_wait(
    cast: Cast, case: Case, asked: Enquiry
) -> None:
    make_calm(case, cast)
    submit_case_file(case, by=cast.amina, at=NOW)
    before = case.urgency
    actions.answer_by_link(token_of(asked), TeamAnswer(Reply.NOT_SAFE, says="Please come in."), at=SOON)
    case.refresh_from_db()
    assert (before, case.urgency, case.due_on) == ("priority", "parallel_24h", date(2026, 3, 4))
    assert measures_of(case) == {"do_not_wait"}
    [alert] = Alert.objects.filter(case=case)
    assert alert.kind == "not_safe_to_wait"
    assert Notice.objects.filter(template="team_answered", person=cast.amina.person).count() == 1
    assert happened(case).count("day_0.answered") == 1
    page = sign_in(cast.amina).get(f"/case/{case.id}/time").content.decode()
    assert "Do not wait for us" in page


def test_a_last_safe_day_bounds_the_promise_and_when_it_passes_waiting_is_not_safe(
    cast: Cast, case: Case, asked: Enquiry
) -> None:
    make_calm(case, cast)
    actions.answer_by_link(token_of(asked), TeamAnswer(Reply.NOT_AFTER, date(2026, 3, 10)), at=SOON)
    submit_case_file(case, by=cast.amina, at=SOON)
    assert case.due_on == date(2026, 3, 6)  # Tuesday the 10th, and two working days to talk: the 9th and 10th
    assert plan_of(case, SOON).of_team
    later = NOW + timedelta(days=9)
    assert evaluation_of(case, later).level == "parallel_24h"
    assert plan_of(case, later).verdict is Verdict.CANNOT


def test_a_coordinator_writes_down_what_came_on_paper_and_of_two_answers_the_more_careful_counts(
    cast: Cast, case: Case, asked: Enquiry
) -> None:
    client = sign_in(cast.carlos)
    given = {"name": "Sister Mills", "way": "letter", "reply": "not_after", "says": "Call us."}
    day = {"until-day": "20", "until-month": "3", "until-year": "2026"}
    with time_machine.travel(SOON, tick=False):
        answer = client.post(f"/queue/{case.id}/time/answer", {**given, **day})
    assert answer.status_code == 302
    written = Enquiry.objects.get(way="letter")
    assert (written.until, written.entered_by) == (date(2026, 3, 20), cast.carlos)
    actions.answer_by_link(token_of(asked), TeamAnswer(Reply.SAFE), at=SOON)
    said = team_says_of(case, SOON)
    assert said is not None
    assert (said.reply, said.until) == (Reply.NOT_AFTER, date(2026, 3, 20))


def test_the_page_of_the_link_needs_no_account_and_tells_nothing_about_health(
    case: Case, asked: Enquiry
) -> None:
    client, address = Client(), f"/wait/{token_of(asked)}/"
    with time_machine.travel(SOON, tick=False):
        page = client.get(address).content.decode()
        assert "Amina Rahman" in page
        assert "Prostate" not in page
        assert client.post(address, {"reply": "not_after"}).status_code == 200
        assert not Enquiry.objects.exclude(answer="").exists()
        assert client.post(address, {"reply": "cannot_say"}).status_code == 302
        assert "Thank you" in client.get(address).content.decode()
        assert client.get(f"/wait/{token_of(asked)}x/").status_code == 404
    assert Enquiry.objects.get().answer == "cannot_say"


def test_what_the_team_said_is_seen_when_the_case_file_is_accepted(
    cast: Cast, case: Case, asked: Enquiry
) -> None:
    make_calm(case, cast)
    submit_case_file(case, by=cast.amina, at=NOW)
    actions.take_measure(case, Way.PARTIAL, by=cast.carlos, at=SOON)
    case.refresh_from_db()
    accept_case_file(case, by=cast.carlos, at=SOON)
    assert case.state == State.ACCEPTED

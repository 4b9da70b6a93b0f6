"""After release: the report in a patient's order, the decision, the doctor's reply and how it turned out."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from secunda.foundation.outbox.models import Notice
from secunda.foundation.refusal import Refused
from secunda.journey.cases.actions import Agreed, give_consent
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.states import Role, State
from secunda.journey.decisions.actions import (
    Chosen,
    close_case,
    record_decision,
    record_outcome,
    reply_as_doctor,
)
from secunda.journey.decisions.queries import decision_for_doctor, outcomes, replies
from secunda.journey.opinions.actions import release_opinion, sign_opinion
from secunda.journey.opinions.models import Opinion
from secunda.journey.safety.models import Alert
from tests.integration.cast import NOW, Cast, sign_in
from tests.integration.opinions.filling import compared, in_review, locked

pytestmark = pytest.mark.django_db


@pytest.fixture
def released(cast: Cast, case: Case) -> Case:
    """Amina's case with a signed and released opinion, and Dr Weber as a party."""
    opinion = compared(locked(in_review(case, cast.rao), cast), cast)
    sign_opinion(opinion, by=cast.rao, at=NOW)
    release_opinion(Opinion.objects.get(pk=opinion.pk), by=cast.carlos, at=NOW)
    Party.objects.create(
        case=case, person=cast.weber.person, role=Role.TREATING_DOCTOR, basis="invited", since=NOW
    )
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def amina(cast: Cast) -> Client:
    """Amina's browser."""
    return sign_in(cast.amina)


def open_report(browser: Client, case: Case) -> bytes:
    """Answer the danger signs and read."""
    address = f"/case/{case.id}/opinion"
    assert browser.get(address)["Location"] == f"/case/{case.id}/signs?then=opinion"
    assert browser.post(f"/case/{case.id}/signs?then=opinion", {"signs": "none"})["Location"] == address
    return bytes(browser.get(address).content)


def test_the_answer_comes_first_then_what_differs_then_questions(amina: Client, released: Case) -> None:
    body = open_report(amina, released).decode()
    headline = released.opinions.get().headline["text"]
    order = [headline, "What the first team said", "Is it safe to watch it?", "What to ask your own doctor"]
    places = [body.index(words) for words in order]
    assert places == sorted(places)
    assert "Robotic radical prostatectomy" in body
    assert "[S" not in body


def test_a_sign_when_the_report_opens_alerts_and_keeps_the_case(amina: Client, released: Case) -> None:
    response = amina.post(f"/case/{released.id}/signs?then=opinion", {"signs": "RF-01"}, follow=True)
    assert b"This could be a heart attack" in response.content
    assert Alert.objects.get(case=released, kind="red_flag").detail["moment"] == "opinion"
    released.refresh_from_db()
    assert released.state == State.RELEASED
    assert amina.get(f"/case/{released.id}/opinion").status_code == 200


def test_a_decision_is_kept_and_the_doctor_sees_it_only_if_allowed(
    cast: Cast, amina: Client, released: Case
) -> None:
    address = f"/case/{released.id}/decide"
    amina.post(address, {"choice": "keep", "because": "I trust them", "share": "no"})
    released.refresh_from_db()
    assert released.state == State.DECIDED
    assert decision_for_doctor(released) is None
    assert not Notice.objects.filter(template="decision_made", person=cast.weber.person).exists()
    amina.post(address, {"choice": "change", "because": "", "share": "yes"})
    shown = decision_for_doctor(released)
    assert shown is not None
    assert shown.choice == "change"
    assert b"I want to change the plan" in amina.get(f"/case/{released.id}/decided").content


def test_not_yet_leaves_it_with_the_patient(amina: Client, released: Case) -> None:
    amina.post(f"/case/{released.id}/decide", {"choice": "not_yet", "share": "no"})
    released.refresh_from_db()
    assert released.state == State.RELEASED


def test_sharing_is_never_assumed(amina: Client, released: Case) -> None:
    response = amina.post(f"/case/{released.id}/decide", {"choice": "keep"})
    assert response.status_code == 200
    assert not released.decisions.exists()


def test_the_reply_of_the_doctor_reaches_the_patient(cast: Cast, amina: Client, released: Case) -> None:
    reply_as_doctor(released, "in_part", "We will scan again first.", by=cast.weber, at=NOW)
    assert [reply.stance for reply in replies(released)] == ["in_part"]
    assert b"We will scan again first." in open_report(amina, released)
    assert Notice.objects.filter(template="doctor_replied", person=cast.amina.person).exists()


def test_nobody_else_replies_decides_or_closes(cast: Cast, released: Case) -> None:
    for attempt in [
        lambda: reply_as_doctor(released, "agree", "", by=cast.amina, at=NOW),
        lambda: record_decision(released, Chosen("keep", "", share_with_doctor=True), by=cast.carlos, at=NOW),
        lambda: close_case(released, by=cast.carlos, at=NOW),
    ]:
        with pytest.raises(Refused):
            attempt()
    assert not released.replies.exists()
    assert not released.decisions.exists()


def test_a_decided_case_is_closed_by_a_coordinator(cast: Cast, released: Case) -> None:
    record_decision(released, Chosen("need_more", "", share_with_doctor=False), by=cast.amina, at=NOW)
    close_case(released, by=cast.carlos, at=NOW)
    released.refresh_from_db()
    assert released.state == State.CLOSED


def test_how_it_turned_out_is_told_only_with_consent(cast: Cast, released: Case) -> None:
    later = NOW + timedelta(days=31)
    with pytest.raises(Refused):
        record_outcome(released, "30_days", {"fu_delay": "no"}, by=cast.amina, at=later)
    agreed = Agreed("follow_up", Role.COORDINATOR, "to learn", "1", "I agree")
    give_consent(released, agreed, by=cast.amina, at=later)
    record_outcome(released, "30_days", {"fu_delay": "no"}, by=cast.amina, at=later)
    assert outcomes(released)["30_days"].answers == {"fu_delay": "no"}


def test_the_follow_up_asks_what_is_due_and_only_with_consent(cast: Cast, released: Case) -> None:
    address = f"/case/{released.id}/follow-up"
    with time_machine.travel(NOW + timedelta(days=4)):
        amina = sign_in(cast.amina)
        assert b"You have not agreed" in amina.get(address).content
        agreed = Agreed("follow_up", Role.COORDINATOR, "to learn", "1", "I agree")
        give_consent(released, agreed, by=cast.amina, at=NOW)
        signs = amina.get(address)["Location"]
        assert signs == f"/case/{released.id}/signs?then=follow-up", "the danger signs come first, each time"
        assert amina.post(signs, {"signs": "none"})["Location"] == address
        assert b"In your own words, what did the expert say?" in amina.get(address).content
        amina.post(address, {"fu_teachback": "The plan is fine", "fu_understood": "yes"})
        assert b"Nothing to answer now" in amina.get(address).content
    given = outcomes(released)["report_plus_3_days"].answers
    assert given == {"fu_teachback": "The plan is fine", "fu_understood": "yes"}


@pytest.mark.parametrize("page", ["opinion", "decide", "decided", "follow-up", "opinion/document"])
def test_the_report_exists_for_nobody_else(cast: Cast, released: Case, page: str) -> None:
    for account in [cast.eve, cast.rao, cast.carlos, cast.weber]:
        assert sign_in(account).get(f"/case/{released.id}/{page}").status_code == 404

"""Short time: what is offered, what a choice does, and who sees it in the steps that follow."""

from datetime import date, timedelta

import pytest
import time_machine

from secunda.foundation.outbox.models import Notice
from secunda.foundation.refusal import Refused
from secunda.journey.cases.models import Case, FirstOpinion
from secunda.journey.cases.queries import measures_of
from secunda.journey.cases.rules.pacing import Way
from secunda.journey.records.actions import accept_case_file, submit_case_file
from secunda.journey.records.queries import readiness
from secunda.journey.waiting.actions import end_measure, take_measure
from secunda.journey.waiting.queries import plan_of
from secunda.journey.waiting.rules.plan import Verdict
from tests.integration.cast import NOW, Cast, sign_in
from tests.integration.waiting.steps import make_calm

pytestmark = pytest.mark.django_db


def planned_for(case: Case, day: date) -> None:
    FirstOpinion.objects.filter(case=case).update(planned_for=day)
    case.refresh_from_db()


def test_going_faster_brings_the_promise_forward_and_survives_acceptance(cast: Cast, case: Case) -> None:
    make_calm(case, cast)
    submit_case_file(case, by=cast.amina, at=NOW)
    assert (case.urgency, case.due_on) == ("priority", date(2026, 3, 9))
    take_measure(case, Way.EXPEDITE, by=cast.carlos, at=NOW)
    case.refresh_from_db()
    assert (case.urgency, case.due_on) == ("express", date(2026, 3, 5))
    with pytest.raises(Refused, match="taken"):
        take_measure(case, Way.EXPEDITE, by=cast.carlos, at=NOW)
    end_measure(case, Way.EXPEDITE, by=cast.carlos, at=NOW)
    case.refresh_from_db()
    assert (case.urgency, case.due_on) == ("priority", date(2026, 3, 9))
    assert Notice.objects.filter(template="time_changed", person=cast.amina.person).count() == 2


def test_a_partial_opinion_goes_on_with_what_is_there(cast: Cast, case: Case) -> None:
    make_calm(case, cast)
    submit_case_file(case, by=cast.amina, at=NOW)
    assert readiness(case, NOW).missing
    with pytest.raises(Refused, match="missing"):
        accept_case_file(case, by=cast.carlos, at=NOW)
    take_measure(case, Way.PARTIAL, by=cast.amina, at=NOW)
    case.refresh_from_db()
    accept_case_file(case, by=cast.carlos, at=NOW)
    assert case.complete_at is not None


def test_the_family_is_offered_the_ways_when_time_is_short_and_chooses_one(cast: Cast, case: Case) -> None:
    planned_for(case, date(2026, 3, 6))
    client = sign_in(cast.amina)
    with time_machine.travel(NOW, tick=False):
        assert plan_of(case, NOW).verdict is Verdict.CANNOT
        page = client.get(f"/case/{case.id}/time").content.decode()
        assert "cannot" in page.casefold() or "do not think" in page
        assert "Is it safe for me to wait" in page
        answer = client.post(f"/case/{case.id}/time", {"way": "do_not_wait"})
        assert answer.status_code == 302
        assert measures_of(Case.objects.get(pk=case.pk)) == {"do_not_wait"}
        assert "Do not wait for us" in client.get(f"/case/{case.id}/").content.decode()
        desk = sign_in(cast.carlos).get(f"/queue/{case.id}/time").content.decode()
        assert "Told not to wait" in desk


def test_in_time_the_family_is_not_hurried(cast: Cast, case: Case) -> None:
    planned_for(case, date(2026, 9, 1))
    with time_machine.travel(NOW, tick=False):
        page = sign_in(cast.amina).get(f"/case/{case.id}/time").content.decode()
    assert "in time" in page
    assert 'name="way"' not in page


def test_the_queue_is_in_the_order_in_which_cases_must_move(cast: Cast, case: Case) -> None:
    from tests.integration.cast import make_case

    other = make_case(cast, pathway="general")
    Case.objects.filter(pk=case.pk).update(step_by=date(2026, 4, 1), due_on=date(2026, 3, 20))
    Case.objects.filter(pk=other.pk).update(step_by=date(2026, 3, 5), arrives="cannot")
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        page = sign_in(cast.carlos).get("/queue/?state=waiting").content.decode()
    first, second = (page.index(f"/queue/{each.id}/") for each in (other, case))
    assert first < second
    assert "Too late" in page

"""Something dangerous, raised outside the report: it climbs rung by rung until somebody takes it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from secunda.foundation.audit.models import Entry
from secunda.foundation.content import catalogue
from secunda.foundation.outbox.letters import letter
from secunda.foundation.outbox.models import Notice
from secunda.foundation.people.models import Duty
from secunda.foundation.refusal import Refused
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.states import Role
from secunda.journey.safety.actions import (
    Call,
    Found,
    acknowledge_alert,
    note_call,
    raise_finding,
    settle_alert,
)
from secunda.journey.safety.models import Alert
from secunda.journey.safety.queries import asked_to_call, open_alerts
from secunda.journey.safety.work import climb_due
from tests.integration.cast import NOW, Cast, sign_in
from tests.integration.records.files import LAB, pdf
from tests.integration.records.steps import send, work

pytestmark = pytest.mark.django_db

SEEN = "Free gas under the diaphragm on the CT of 1 March"
RED = Found("CF-RED", SEEN)


def after(minutes: int) -> datetime:
    """A moment after the finding was raised."""
    return NOW + timedelta(minutes=minutes)


def told() -> list[tuple[str, str]]:
    """Who was sent which notice, in the order of the names."""
    notices = Notice.objects.filter(template__in=["alert", "please_call", "doctor_please_call"])
    return sorted((each.template, each.person.name if each.person else each.address) for each in notices)


def test_each_rung_is_climbed_once_and_nobody_is_told_of_health(cast: Cast, case: Case) -> None:
    Duty.objects.create(service=cast.service, person=cast.rao.person, since=NOW, until=after(600))
    Party.objects.create(
        case=case, person=cast.weber.person, role=Role.TREATING_DOCTOR, basis="invited", since=NOW
    )
    alert = raise_finding(case, RED, by=cast.carlos, at=NOW)
    ladder = next(each for each in catalogue().files.critical_findings.ladders if each.id == "red")
    assert [rung.after_minutes for rung in ladder.rungs] == [0, 15, 30, 60]
    expected = [("alert", "Dr Priya Rao")]
    assert told() == expected
    for minute, more in [
        (15, [("alert", "Carlos Vega"), ("please_call", "Amina Rahman")]),
        (30, [("doctor_please_call", "Dr Jonas Weber")]),
        (60, [("alert", "Dana Okafor")]),
    ]:
        assert climb_due(after(minute) - timedelta(seconds=1)) == 0
        assert told() == sorted(expected)
        assert climb_due(after(minute)) == 1
        assert climb_due(after(minute)) == 0, "a second worker, or one that starts again, finds it climbed"
        expected += more
        assert told() == sorted(expected)
    assert climb_due(after(60 * 24 * 30)) == 0
    steps = list(alert.steps.values_list("what", "at"))
    assert steps == [("raised", NOW), *(("climbed", after(each)) for each in (0, 15, 30, 60))]
    assert Entry.objects.filter(chain=f"case:{case.id}", event="alert.climbed").count() == 4
    for template in {name for name, _ in told()}:
        words = f"{letter(template).subject} {letter(template).body}"
        assert "gas" not in words
        assert case.condition not in words
    assert not Entry.objects.filter(detail__icontains="diaphragm").exists(), "the log outlives an erasure"


def test_rungs_that_fell_due_while_nothing_ran_are_climbed_at_the_next_start(cast: Cast, case: Case) -> None:
    alert = raise_finding(case, RED, by=cast.carlos, at=NOW)
    assert climb_due(after(200)) == 1
    assert alert.steps.filter(what="climbed").count() == 4
    assert climb_due(after(400)) == 0


def test_taking_it_stops_the_ladder_and_of_two_at_once_one_has_it(cast: Cast, case: Case) -> None:
    alert = raise_finding(case, RED, by=cast.carlos, at=NOW)
    stale = Alert.objects.get(pk=alert.pk)
    acknowledge_alert(alert, by=cast.carlos, at=after(14))
    with pytest.raises(Refused):
        acknowledge_alert(stale, by=cast.dana, at=after(14))
    alert.refresh_from_db()
    assert alert.acknowledged_by == cast.carlos
    assert climb_due(after(6000)) == 0
    assert not asked_to_call(case)
    assert [name for _, name in told()] == ["Carlos Vega"], "nobody is on the rota, so the coordinators were"


def test_calls_are_kept_with_their_times_and_then_it_is_settled(cast: Cast, case: Case) -> None:
    alert = raise_finding(case, RED, by=cast.carlos, at=NOW)
    call = Call("patient", reached=False)
    with pytest.raises(Refused):
        note_call(alert, call, by=cast.carlos, at=after(1))
    climb_due(after(15))
    alert.refresh_from_db()
    alert = acknowledge_alert(alert, by=cast.carlos, at=after(16))
    assert asked_to_call(case), "until it is settled the patient still reads that we want to speak to them"
    note_call(alert, call, by=cast.carlos, at=after(17))
    note_call(alert, Call("treating_team", True, "They admit her now"), by=cast.carlos, at=after(20))
    with pytest.raises(Refused):
        settle_alert(alert, "  ", by=cast.carlos, at=after(21))
    settle_alert(alert, "Admitted", by=cast.carlos, at=after(21))
    kept = alert.steps.filter(what="called").values_list("whom", "reached", "at")
    assert list(kept) == [(["patient"], False, after(17)), (["treating_team"], True, after(20))]
    assert not asked_to_call(case)
    with pytest.raises(Refused):
        settle_alert(alert, "Again", by=cast.dana, at=after(22))


def test_a_blind_expert_raises_it_from_the_reading_room_and_only_staff_read_it(
    cast: Cast, case: Case
) -> None:
    Party.objects.create(
        case=case, person=cast.rao.person, role=Role.EXPERT, basis="offer", since=NOW, blind=True
    )
    with time_machine.travel(NOW, tick=False):
        expert, staff, patient = sign_in(cast.rao), sign_in(cast.carlos), sign_in(cast.amina)
        page = f"/case/{case.id}/danger"
        assert expert.post(page, {"level": "CF-RED", "seen": " "}).status_code == 200
        assert not Alert.objects.exists()
        answer = expert.post(page, {"level": "CF-RED", "seen": SEEN}, follow=True)
        alert = Alert.objects.get()
        assert (alert.raised_as, alert.raised_by) == ("expert", cast.rao)
        assert "Nobody has taken it yet" in answer.content.decode()
        assert SEEN in staff.get("/queue/alerts/").content.decode()
        assert patient.get(page).status_code == 404
        assert SEEN not in staff.get(page).content.decode(), "here one sees what one raised oneself"
        staff.post(f"/queue/alerts/{alert.id}/", {"do": "take"})
        assert "Somebody acts on it" in expert.get(page).content.decode()
        assert "Call the medical director" not in expert.get(page).content.decode()
        do = staff.get(f"/queue/alerts/{alert.id}/").content.decode()
        assert "Phone the patient." in do
        staff.post(f"/queue/alerts/{alert.id}/", {"do": "call", "whom": "patient", "reached": "yes"})
        staff.post(f"/queue/alerts/{alert.id}/", {"do": "settle", "came_of_it": "She is in A&E"})
    alert.refresh_from_db()
    assert alert.settled_at == NOW


def test_the_patient_reads_that_we_want_to_speak_and_not_why(cast: Cast, case: Case) -> None:
    raise_finding(case, RED, by=cast.carlos, at=NOW)
    with time_machine.travel(after(1), tick=False):
        assert "Please call us today" not in sign_in(cast.amina).get(f"/case/{case.id}/").content.decode()
    climb_due(after(15))
    with time_machine.travel(after(16), tick=False):
        page = sign_in(cast.amina).get(f"/case/{case.id}/").content.decode()
    assert "Please call us today" in page
    assert cast.service.phone in page
    assert SEEN not in page


def test_a_fact_in_a_record_is_raised_once_for_people_to_look_at(cast: Cast, case: Case) -> None:
    today = datetime.now(UTC).date()
    fresh, old = (today - timedelta(days=1), today - timedelta(days=400))
    send(
        case,
        {
            "high.pdf": pdf(_lab(fresh, "Potassium 6.9 mmol/L")),
            "fine.pdf": pdf(_lab(fresh, "Potassium 4.4 mmol/L")),
            "old.pdf": pdf(_lab(old, "Potassium 7.1 mmol/L")),
            "scan.pdf": pdf(_report(fresh, "There is a pulmonary embolism in the right lower lobe artery.")),
            "clear.pdf": pdf(_report(fresh, "No evidence of pulmonary embolism. Lungs clear.")),
            "asked.pdf": pdf(_report(fresh, "The scan was asked for to exclude pulmonary embolism.")),
        },
        by=cast.amina,
    )
    work()
    raised = Alert.objects.filter(case=case, kind="record_watch")
    assert sorted(alert.detail["rule"] for alert in raised) == ["CW-01", "CW-11"]
    assert "6.9" in raised.get(detail__rule="CW-01").seen
    send(case, {"more.pdf": pdf(LAB)}, by=cast.amina)
    work()
    assert raised.count() == 2, "reading again raises nothing again"
    climb_due(max(alert.raised_at for alert in raised) + timedelta(days=2))
    assert not asked_to_call(case), "a person looks before the patient is called"
    assert set(open_alerts(cast.service)) == set(raised)


def _lab(on: date, line: str) -> str:
    return LAB.replace("3 February 2026", f"{on.day} {on:%B %Y}").replace("Sodium 140 mmol/L", line)


def _report(on: date, says: str) -> str:
    return f"""Harbour Hospital
CT of the chest: imaging report
Patient: Amina Rahman
Date of birth: 17/04/1979
Date of report: {on.day} {on:%B %Y}
Findings
{says}
"""

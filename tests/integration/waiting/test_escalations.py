"""Time passes on a case, and every escalation happens, each exactly once."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from secunda.foundation.audit.queries import entries_for
from secunda.foundation.content import catalogue
from secunda.foundation.outbox.models import Notice
from secunda.journey.cases.actions import invite_doctor
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.states import Role, State
from secunda.journey.cases.transitions import move
from secunda.journey.matching.models import Offer
from secunda.journey.matching.work import remind_due
from secunda.journey.records.actions import submit_case_file
from secunda.journey.safety.models import Alert
from secunda.journey.waiting.actions import put_on_hold, take_off_hold
from secunda.journey.waiting.models import Escalation
from secunda.journey.waiting.work import ask_due, watch_due
from tests.integration.cast import NOW, Cast, agree
from tests.integration.waiting.steps import make_calm

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def pass_time(start: datetime, end: datetime) -> None:
    """Let the workers look again and again, two of them at each moment."""
    at = start
    while at <= end:
        for _worker in range(2):
            ask_due(at)
            watch_due(at)
            remind_due(at)
        at += 12 * HOUR


def climbed(case: Case) -> dict[str, int]:
    """How many rungs each clock has climbed."""
    return dict(Counter(each.clock for each in Escalation.objects.filter(case=case)))


def noticed(template: str) -> int:
    return Notice.objects.filter(template=template).count()


def go(case: Case, state: State, at: datetime) -> None:
    """Bring the case into a state, as its people would."""
    move(case, state, by=None, at=at)


def test_every_ladder_is_climbed_to_its_end_and_each_rung_once(cast: Cast, case: Case) -> None:
    ladders = {each.clock.value: len(each.rungs) for each in catalogue("en").files.clocks.ladders}
    agree(case, cast.amina, "share_with_hospital")
    invite_doctor(case, name="Dr Weber", address="weber@example.org", by=cast.amina, at=NOW)
    seen: Counter[str] = Counter()

    # Gathering: the team does not answer, and the records do not come. Surgery is on 2 April.
    pass_time(NOW, NOW + timedelta(days=30))
    assert climbed(case) == {name: ladders[name] for name in ("day_0", "collect", "cannot")}
    assert (noticed("day_0"), noticed("day_0_again")) == (1, 1)
    assert Notice.objects.filter(template="look_at_dates", person=cast.amina.person).count() == 2
    # The day itself passes: it is asked again.
    pass_time(datetime(2026, 4, 3, tzinfo=UTC), datetime(2026, 4, 4, tzinfo=UTC))
    assert climbed(case)["passed"] == ladders["passed"]
    seen.update(climbed(case))

    # A new date far away; sent, and not looked at.
    sent_at = datetime(2026, 4, 13, 9, 0, tzinfo=UTC)
    make_calm(case, cast, at=sent_at, treatment_date="2026-07-30")
    submit_case_file(case, by=cast.amina, at=sent_at)
    case.refresh_from_db()
    assert case.due_on == date(2026, 4, 27)
    pass_time(sent_at, sent_at + timedelta(days=5))
    assert climbed(case)["check"] == ladders["check"]

    # Accepted, with no expert; then offered, with no answer; then late with the expert; then not released.
    go(case, State.ACCEPTED, sent_at + timedelta(days=6))
    pass_time(sent_at + timedelta(days=6), sent_at + timedelta(days=12))
    assert climbed(case)["match"] == ladders["match"]
    offered_at = sent_at + timedelta(days=12)
    go(case, State.OFFERED, offered_at)
    Offer.objects.create(
        case=case,
        expert=cast.expert,
        made_by=cast.carlos,
        made_at=offered_at,
        expires_at=offered_at + 60 * HOUR,
    )
    pass_time(offered_at, offered_at + 48 * HOUR)
    assert climbed(case)["offer"] == ladders["offer"]
    assert Notice.objects.filter(template="expert_reminded", person=cast.rao.person).count() == 1
    go(case, State.IN_REVIEW, offered_at + 49 * HOUR)
    Party.objects.create(
        case=case, person=cast.rao.person, role=Role.EXPERT, basis="x", since=offered_at, blind=True
    )
    pass_time(offered_at + 49 * HOUR, offered_at + timedelta(days=7))
    assert climbed(case)["review"] == ladders["review"]
    assert climbed(case)["promise"] == ladders["promise"]
    go(case, State.SIGNED, offered_at + timedelta(days=8))
    pass_time(offered_at + timedelta(days=8), offered_at + timedelta(days=24))
    assert climbed(case)["release"] == ladders["release"]
    assert climbed(case)["hard_stop"] == ladders["hard_stop"]

    # A danger sign stops it, and nobody calls.
    stopped_at = offered_at + timedelta(days=25)
    go(case, State.EMERGENCY, stopped_at)
    pass_time(stopped_at, stopped_at + timedelta(days=4))
    assert climbed(case) == ladders

    rungs = Escalation.objects.filter(case=case).values_list("clock", "occasion", "rung")
    assert len(rungs) == len(set(rungs)) == sum(ladders.values())
    written = [entry for entry in entries_for(case.id) if entry.event == "step.escalated"]
    assert len(written) == sum(ladders.values())
    to_duty = sum("duty" in each.told for each in Escalation.objects.filter(case=case))
    assert Alert.objects.filter(case=case, kind="late").count() == to_duty


def test_a_hold_stops_only_the_clocks_it_names(cast: Cast, case: Case) -> None:
    make_calm(case, cast)
    submit_case_file(case, by=cast.amina, at=NOW)
    go(case, State.ACCEPTED, NOW + HOUR)
    Case.objects.filter(pk=case.pk).update(complete_at=NOW + HOUR)
    case.refresh_from_db()
    promised = case.due_on
    put_on_hold(case, "Slides are on their way", kind="record", by=cast.carlos, at=NOW + HOUR)
    pass_time(NOW + HOUR, NOW + timedelta(days=33))
    # Priority: the hard stop is ten working days after sending. It, the hospital's date and day 0 go on.
    assert set(climbed(case)) == {"hard_stop", "cannot", "passed"}
    assert promised == date(2026, 3, 9)


def test_a_promise_moves_by_the_working_days_it_stood_and_never_past_its_use(cast: Cast, case: Case) -> None:
    make_calm(case, cast)
    submit_case_file(case, by=cast.amina, at=NOW)
    put_on_hold(case, "Slides", by=cast.carlos, at=NOW + HOUR)
    take_off_hold(case, by=cast.carlos, at=NOW + timedelta(days=4))
    case.refresh_from_db()
    assert case.due_on == date(2026, 3, 13)  # five working days from Monday, and the four for which it stood
    put_on_hold(case, "More slides", by=cast.carlos, at=NOW + timedelta(days=4))
    take_off_hold(case, by=cast.carlos, at=NOW + timedelta(days=11))
    case.refresh_from_db()
    assert case.due_on == date(2026, 3, 16)  # the hard stop: ten working days from sending

"""The board: right numbers, for directors only, and nobody's name."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from secunda.foundation.audit import anchors
from secunda.journey.cases.models import Case, Move
from secunda.journey.cases.queries import backlog, turnaround
from secunda.journey.cases.states import State
from secunda.journey.safety.actions import Danger, raise_alert
from secunda.journey.waiting.actions import put_on_hold
from tests.integration.cast import NOW, Cast, make_case, sign_in

pytestmark = pytest.mark.django_db


def released(cast: Cast, *, complete: int, signed: int, given: int) -> Case:
    """A case that was asked for NOW and came to its moments that many days later."""
    case = make_case(cast)
    Case.objects.filter(pk=case.pk).update(
        state=State.RELEASED, asked_at=NOW, complete_at=NOW + timedelta(days=complete)
    )
    for state, days in ((State.SIGNED, signed), (State.RELEASED, given)):
        Move.objects.create(case=case, after=state, at=NOW + timedelta(days=days))
    return case


def test_the_backlog_counts_by_state_and_by_days_in_it(cast: Cast) -> None:
    fresh, old, late, held = (make_case(cast) for _ in range(4))
    for case in (fresh, old, late, held):
        Case.objects.filter(pk=case.pk).update(state=State.SUBMITTED)
    Move.objects.create(case=fresh, after=State.SUBMITTED, at=NOW + timedelta(days=19))
    Case.objects.filter(pk=late.pk).update(due_on=date(2026, 3, 10))
    put_on_hold(Case.objects.get(pk=held.pk), "Slides", by=cast.carlos, at=NOW)
    seen = backlog(cast.service, NOW + timedelta(days=20))
    assert seen.by_state[State.SUBMITTED] == (1, 0, 0, 3)
    assert (seen.overdue, seen.on_hold) == (1, 1)
    assert State.CLOSED not in seen.by_state


def test_times_are_medians_of_working_days_of_what_was_released_lately(cast: Cast) -> None:
    released(cast, complete=1, signed=4, given=7)
    released(cast, complete=3, signed=8, given=8)
    released(cast, complete=2, signed=7, given=9)
    legs = turnaround(cast.service, NOW + timedelta(days=10), within=timedelta(days=90))
    assert (legs["complete"].median_days, legs["complete"].cases) == (2, 3)
    assert (legs["signed"].median_days, legs["whole"].median_days) == (3, 6)
    later = turnaround(cast.service, NOW + timedelta(days=200), within=timedelta(days=90))
    assert (later["whole"].median_days, later["whole"].cases) == (None, 0)


def test_a_part_whose_beginning_is_not_known_is_not_counted(cast: Cast) -> None:
    case = released(cast, complete=1, signed=4, given=7)
    Case.objects.filter(pk=case.pk).update(complete_at=None)
    legs = turnaround(cast.service, NOW + timedelta(days=10), within=timedelta(days=90))
    assert (legs["complete"].cases, legs["signed"].cases, legs["released"].cases) == (0, 0, 1)


def test_the_board_is_for_directors_and_names_no_patient(cast: Cast) -> None:
    case = make_case(cast)
    Case.objects.filter(pk=case.pk).update(state=State.SUBMITTED)
    raise_alert(cast.service, Danger("red_flag"), case=case, by=None, at=NOW)
    answer = sign_in(cast.dana).get("/board/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Amina" not in page
    assert case.reference[:4] not in page
    assert case.condition not in page
    assert "1 alert waits" in page
    for other in (cast.carlos, cast.amina, cast.rao, cast.eve):
        assert sign_in(other).get("/board/").status_code == 404
    assert sign_in(cast.dana, second_factor=False).get("/board/").status_code == 302


def test_another_service_is_not_counted(cast: Cast) -> None:
    from secunda.foundation.people.models import Service

    make_case(cast)
    other = Service.objects.create(
        operator=cast.service.operator, name="Other", slug="other", phone="1", email="o@example.org"
    )
    assert sum(map(sum, backlog(other, NOW).by_state.values())) == 0
    assert sum(map(sum, backlog(cast.service, NOW).by_state.values())) == 1


def test_the_board_says_when_the_log_was_anchored_last(
    cast: Cast, settings: Settings, data_folder: Path
) -> None:
    client = sign_in(cast.dana)
    assert "Never anchored" in client.get("/board/").content.decode()
    make_case(cast)
    anchors.write(settings.SECUNDA_ANCHORS, on=date(2020, 1, 1))
    page = client.get("/board/").content.decode()
    assert "1 January 2020" in page
    assert ">Late<" in page
    anchors.write(settings.SECUNDA_ANCHORS, on=date.today())  # noqa: DTZ011 - pages read the real clock
    assert ">In time<" in client.get("/board/").content.decode()

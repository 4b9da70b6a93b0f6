"""The queue: the right cases in the right order, for coordinators of the case only, and fast."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from secunda.engines.pathways import Calendar
from secunda.foundation.people.models import Membership, Organisation, Person, Post, Service, Team
from secunda.interfaces.web.coordinator.clocks import clock
from secunda.interfaces.web.coordinator.queue import ON_HOLD, TABS
from secunda.journey.cases.actions import Opening, open_case
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import counts_by_state, in_states, on_hold, queue_of
from secunda.journey.cases.states import State
from secunda.journey.waiting.actions import put_on_hold
from secunda.journey.waiting.rules.lateness import Place
from tests.integration.cast import NOW, Cast, make_case, sign_in
from tests.integration.coordinator.seeds import many, put

pytestmark = pytest.mark.django_db
ENGLAND = Place(Calendar("GB-ENG"), ZoneInfo("Europe/London"))


def references(page: str, cases: list[Case]) -> list[str]:
    """The references of these cases in the order in which a page shows them."""
    shown = {case.reference: page.find(f"{case.reference[:4]}-{case.reference[4:]}") for case in cases}
    return sorted((name for name, at in shown.items() if at >= 0), key=lambda name: shown[name])


def test_every_state_has_exactly_one_tab() -> None:
    held = [state for tab in TABS for state in tab.states]
    assert sorted(held) == sorted(State)


def test_cases_stand_by_the_day_that_was_promised_and_emergencies_first(cast: Cast) -> None:
    late, soon, none = many(cast, 3)
    put(late, State.SUBMITTED, due_on=date(2026, 3, 20))
    put(soon, State.SUBMITTED, due_on=date(2026, 3, 5))
    put(none, State.SUBMITTED, due_on=None)
    danger = put(make_case(cast), State.EMERGENCY)
    page = sign_in(cast.carlos).get("/queue/").content.decode()
    expected = [case.reference for case in (danger, soon, late, none)]
    assert references(page, [late, soon, none, danger]) == expected


def test_a_case_on_hold_stands_in_its_own_tab_only(cast: Cast) -> None:
    free, held = many(cast, 2)
    put_on_hold(held, "Waiting for slides", by=cast.carlos, at=NOW)
    client = sign_in(cast.carlos)
    assert references(client.get("/queue/?state=check").content.decode(), [free, held]) == [free.reference]
    stopped = client.get("/queue/?state=on_hold").content.decode()
    assert references(stopped, [free, held]) == [held.reference]
    assert "Waiting for slides" in stopped
    every = queue_of(cast.carlos, at=NOW)
    counts, count = counts_by_state(every)
    assert (counts[State.SUBMITTED], count) == (1, 1)
    assert [case.pk for case in on_hold(every)] == [held.pk]
    assert [case.pk for case in in_states(every, [State.SUBMITTED])] == [free.pk]


def test_a_hold_that_a_case_took_out_of_the_house_hides_it_nowhere(cast: Cast) -> None:
    case = put(make_case(cast), State.SUBMITTED)
    put_on_hold(case, "Waiting", by=cast.carlos, at=NOW)
    put(case, State.DECLINED)
    page = sign_in(cast.carlos).get("/queue/?state=ended").content.decode()
    assert references(page, [case]) == [case.reference]


@pytest.mark.parametrize("tab", [tab.id for tab in TABS])
def test_every_tab_opens_and_says_how_many_it_holds(cast: Cast, tab: str) -> None:
    for state in State:
        put(make_case(cast), state)
    expected = next(len(each.states) for each in TABS if each.id == tab)
    response = sign_in(cast.carlos).get(f"/queue/?state={tab}")
    assert response.status_code == 200
    assert response.content.decode().count("data-href=") == (0 if tab == ON_HOLD else expected)


def test_fifty_cases_cost_no_more_queries_than_five(
    cast: Cast, django_assert_max_num_queries: Callable[..., object]
) -> None:
    many(cast, 50)
    client = sign_in(cast.carlos)
    with django_assert_max_num_queries(24):  # type: ignore[attr-defined]
        page = client.get("/queue/?state=check").content.decode()
    assert page.count("data-href=") == 50


def test_more_than_a_page_is_turned(cast: Cast) -> None:
    many(cast, 51)
    client = sign_in(cast.carlos)
    assert client.get("/queue/?state=check").content.decode().count("data-href=") == 50
    assert client.get("/queue/?state=check&page=2").content.decode().count("data-href=") == 1
    assert client.get("/queue/?state=check&page=99").content.decode().count("data-href=") == 1
    assert client.get("/queue/?state=nonsense&page=x").status_code == 200


def test_a_reference_is_found_however_it_is_typed_and_stands_in_no_address(cast: Cast) -> None:
    one, two = many(cast, 2)
    client = sign_in(cast.carlos)
    typed = f" {one.reference[:4].lower()}-{one.reference[4:].lower()} "
    answer = client.post("/queue/find", {"reference": typed})
    assert (answer.status_code, answer["Location"]) == (302, f"/queue/{one.id}/")
    assert one.reference not in answer["Location"]
    nothing = client.post("/queue/find", {"reference": "ZZZZ"})
    assert "No case found" in nothing.content.decode()
    shared = next((c for c in one.reference if c in two.reference), None)
    if shared:
        both = client.post("/queue/find", {"reference": shared}).content.decode()
        assert set(references(both, [one, two])) == {one.reference, two.reference}
    assert client.get("/queue/find").status_code == 405


def test_only_coordinators_of_the_case_see_it(cast: Cast) -> None:
    case = put(make_case(cast), State.SUBMITTED)
    for stranger in (cast.amina, cast.dana, cast.rao, cast.eve):
        client = sign_in(stranger)
        assert client.get("/queue/").status_code == 404
        assert client.get(f"/queue/{case.id}/").status_code == 404
        # Directors are on the ladder of an alert, and may take it.
        assert client.get("/queue/alerts/").status_code == (200 if stranger is cast.dana else 404)
    assert Client().get("/queue/").status_code == 302
    assert sign_in(cast.carlos).get(f"/queue/{uuid4()}/").status_code == 404


def test_a_coordinator_of_another_service_sees_nothing_of_this_one(cast: Cast) -> None:
    from secunda.foundation.people.models import Account

    case = put(make_case(cast), State.SUBMITTED)
    elsewhere = Service.objects.create(
        operator=Organisation.objects.create(name="Elsewhere", jurisdiction="GB-SCT"),
        name="Elsewhere",
        slug="elsewhere",
        phone="1",
        email="e@example.org",
    )
    team = Team.objects.create(service=elsewhere, name="Coordinators")
    other = Account.objects.create_user("o@example.org", Person.objects.create(name="Other Coordinator"))
    Membership.objects.create(team=team, person=other.person, post=Post.COORDINATOR, since=NOW)
    own = open_case(
        elsewhere,
        Opening(
            "general", "Back pain", "1", Person.objects.create(name="Own Patient", birth_date=NOW.date())
        ),
        by=cast.eve,
        at=NOW,
    )
    put(own, State.SUBMITTED)
    client = sign_in(other)
    page = client.get("/queue/").content.decode()
    assert references(page, [case, own]) == [own.reference]
    assert client.get(f"/queue/{case.id}/").status_code == 404
    assert "No case found" in client.post("/queue/find", {"reference": case.reference}).content.decode()


def test_without_a_second_factor_the_queue_stays_shut(cast: Cast) -> None:
    answer = sign_in(cast.carlos, second_factor=False).get("/queue/")
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("days", "tone"), [(0, "neutral"), (6, "neutral"), (7, "warn"), (11, "bad"), (14, "bad"), (20, "bad")]
)
def test_the_clock_turns_amber_at_half_and_red_at_four_fifths(days: int, tone: str) -> None:
    due = date(2026, 3, 16)  # ten working days after the 2nd
    at = NOW + timedelta(days=days)
    shown = clock(State.ACCEPTED, started=NOW, due_on=due, held_since=None, place=ENGLAND, at=at)
    assert shown.tone == tone


def test_a_stopped_clock_stands_where_it_was_stopped() -> None:
    due, much_later = date(2026, 3, 16), NOW + timedelta(days=40)
    shown = [
        clock(state, started=NOW, due_on=due, held_since=held, place=ENGLAND, at=much_later).tone
        for state, held in [(State.ACCEPTED, NOW), (State.ACCEPTED, None), (State.RELEASED, None)]
    ]
    assert shown == ["neutral", "bad", "quiet"]


def test_gaps_are_counted_as_on_the_workbench(cast: Cast) -> None:
    from secunda.journey.records.actions import waive_gap
    from secunda.journey.records.queries import gaps_of
    from secunda.journey.records.queries.backlog import gap_counts

    one, two = many(cast, 2)
    needed = [line for line in gaps_of(one, timezone.now()) if line.must]
    assert needed
    waive_gap(one, needed[0].item, "Not needed", by=cast.carlos, at=NOW)
    counts = gap_counts([one, two], timezone.now())
    for case in (one, two):
        fresh = Case.objects.get(pk=case.pk)
        assert counts[case.pk] == sum(line.must for line in gaps_of(fresh, timezone.now()))
    assert counts[one.pk] == counts[two.pk] - 1

"""The path of two opinions that differ: what votes come to, and what readers are not told."""

from collections import Counter
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secunda.journey.cases.states import Role
from secunda.journey.opinions.rules import differing
from secunda.journey.opinions.states import FOLLOWING, Ending, PathState, Side

COORDINATOR = {Role.COORDINATOR}


@given(st.lists(st.sampled_from(list(Side)), min_size=1, max_size=7), st.randoms())
def test_a_side_wins_only_with_more_than_half_whatever_the_order(sides: list[Side], random: object) -> None:
    ending, side = differing.consensus(sides)
    most, votes = Counter(sides).most_common(1)[0]
    assert (side == most) == (votes * 2 > len(sides))
    assert (ending is Ending.PANEL_UNANIMOUS) == (len(set(sides)) == 1)
    random.shuffle(sides)  # type: ignore[attr-defined]
    assert differing.consensus(sides) == (ending, side)


def test_a_panel_without_votes_is_no_majority() -> None:
    assert differing.consensus([]) == (Ending.PANEL_SPLIT, None)


@given(st.uuids(), st.uuids())
def test_a_letter_stands_for_the_side_that_was_shown_under_it(path: UUID, person: UUID) -> None:
    first_a = differing.first_is_a(path, person)
    sides = {choice: differing.side_of(choice, first_a=first_a) for choice in ("a", "b")}
    assert set(sides.values()) == {Side.FIRST, Side.SECOND}
    [view] = differing.two_views(
        {"relations": [{"section": "plan_items", "relation": "changed", "first": "1st", "second": "2nd"}]},
        first_a=first_a,
    )
    assert getattr(view, "a" if sides["a"] is Side.FIRST else "b") == "1st"


def test_neither_way_round_is_the_usual_one() -> None:
    first = sum(differing.first_is_a(uuid4(), uuid4()) for _ in range(400))
    assert 120 < first < 280


@pytest.mark.parametrize("choice", ["first", "second", "", "c"])
def test_nobody_votes_for_a_side_that_was_not_shown(choice: str) -> None:
    assert differing.side_of(choice, first_a=True) is None


def test_only_what_differs_is_weighed_unless_nothing_does() -> None:
    same = {"section": "diagnoses", "axis": "diagnosis", "relation": "confirmed", "first": "A", "second": "A"}
    gone = {"section": "plan_items", "axis": "treatment", "relation": "withdrawn", "first": "B", "second": ""}
    [view] = differing.two_views({"relations": [same, gone]}, first_a=True)
    assert (view.axis, view.a, view.b) == ("treatment", "B", "Would leave it out")
    assert len(differing.two_views({"relations": [same]}, first_a=True)) == 1


@pytest.mark.parametrize("state", list(PathState))
def test_who_is_asked_to_weigh_is_asked_while_it_can_still_count(state: PathState) -> None:
    assert differing.weighs(Role.SECOND_READER, state) == (state is PathState.NEEDED)
    assert differing.weighs(Role.PANELLIST, state) == bool(FOLLOWING[state])
    assert not differing.weighs(Role.EXPERT, state)


def code(refusal: object) -> str:
    return getattr(refusal, "code", "")


def test_a_panel_comes_after_a_reader_who_differed_or_where_several_specialties_are_needed() -> None:
    when = ["reader_differs", "more_specialties"]
    ask = differing.may_convene
    assert code(ask("needed", ["impact_major"], when, COORDINATOR)) == "reader_first"
    assert ask("needed", ["more_specialties"], when, COORDINATOR) is None
    assert ask("panel_due", ["impact_major", "reader_differs"], when, COORDINATOR) is None
    assert code(ask("panel", ["reader_differs"], when, COORDINATOR)) == "not_now", "one panel, and no more"
    assert code(ask("panel_due", ["reader_differs"], when, {Role.EXPERT})) == "not_you"


@pytest.mark.parametrize("state", list(PathState))
def test_an_open_path_holds_the_release_and_an_ended_one_does_not(state: PathState) -> None:
    assert (differing.may_release_after(state) is None) == (state is PathState.ENDED)
    assert differing.may_release_after(None) is None

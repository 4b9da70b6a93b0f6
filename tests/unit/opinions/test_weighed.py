"""Waiting and no treatment have a row each, or the expert says that they were not considered."""

import pytest

from secunda.journey.opinions.rules.weighed import unweighed

FORM = {"sections": [{"fields": [{"id": "alt_not_weighed"}]}]}
SURGERY = {"alt_is_none": False, "alt_way": "treatment"}
WAIT = {"alt_is_none": True, "alt_way": "wait"}
NONE = {"alt_is_none": True, "alt_way": "no_treatment"}
EITHER = {"alt_is_none": True}


@pytest.mark.parametrize(
    ("rows", "left_out", "lacking"),
    [
        ([SURGERY, WAIT, NONE], [], 0),
        ([SURGERY, EITHER], [], 2),
        ([SURGERY, WAIT], [], 1),
        ([SURGERY, WAIT], ["no_treatment"], 0),
        ([SURGERY, WAIT], ["wait"], 1),
        ([SURGERY], [], 2),
        ([SURGERY], ["wait", "no_treatment"], 0),
        ([], [], 0),
    ],
)
def test_what_is_neither_weighed_nor_left_out_is_asked_for(
    rows: list[dict[str, object]], left_out: list[str], lacking: int
) -> None:
    assert len(unweighed(FORM, {"alternatives": rows, "alt_not_weighed": left_out})) == lacking


def test_a_form_that_could_not_be_told_is_held_to_what_it_asked() -> None:
    assert unweighed({"sections": [{"fields": []}]}, {"alternatives": [SURGERY]}) == []

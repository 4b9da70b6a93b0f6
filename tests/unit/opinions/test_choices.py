"""The choices side by side: waiting and no treatment always, and what matters first."""

from dataclasses import replace

from secunda.journey.opinions.rules.choices import NOT_STATED, Matter, grid
from secunda.journey.opinions.rules.telling import ReasonableOption

STENTS = ReasonableOption(
    name="Stents now",
    is_none=False,
    what="",
    benefit="About 16 out of 100 over 5 years.",
    helped_of_100=16.0,
    helped_means="Had a heart problem over 5 years",
    harm="",
    daily_life="Day case",
    burden="",
    cost="Free",
    availability="",
    reversible="No",
    evidence="high",
    suits="",
)


def test_waiting_and_no_treatment_are_always_there() -> None:
    made = grid([STENTS])
    assert [(each.way, each.stated) for each in made.choices] == [
        ("treatment", True),
        ("wait", False),
        ("no_treatment", False),
    ]
    assert all(len(row.cells) == 3 for row in made.rows)
    assert made.rows[0].cells[1].text == str(NOT_STATED)


def test_a_choice_stands_for_what_it_names_and_for_nothing_else() -> None:
    unnamed = replace(STENTS, name="No change", is_none=True)
    assert [each.way for each in grid([unnamed]).choices] == ["either", "wait", "no_treatment"]
    waiting = replace(unnamed, way="wait")
    assert [each.way for each in grid([STENTS, waiting]).choices] == ["treatment", "wait", "no_treatment"]


def test_what_matters_comes_first_and_nothing_is_lost() -> None:
    made = grid([STENTS], ["undo", "cost", "undo", "nonsense"])
    assert [row.matter for row in made.rows][:3] == [Matter.UNDO, Matter.COST, Matter.WORKS]
    assert {row.matter for row in made.rows} == set(Matter)
    assert [row.matter for row in made.rows if row.chosen] == [Matter.UNDO, Matter.COST]


def test_numbers_stand_only_where_they_were_given() -> None:
    rows = {row.matter: row.cells[0] for row in grid([STENTS]).rows}
    assert (rows[Matter.WORKS].of_100, rows[Matter.WORKS].means) == (16, "Had a heart problem over 5 years")
    assert rows[Matter.HARM].of_100 is None

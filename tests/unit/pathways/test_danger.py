"""What in a record makes people look at once, and what the content must say about ladders."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from secunda.engines.intake.reading import Page
from secunda.engines.intake.stated import lines_of, stated
from secunda.engines.pathways import Catalogue, check
from secunda.engines.pathways.danger import Result, seen_in
from secunda.engines.pathways.self_check import ways_in

TODAY = date(2026, 3, 2)
EMBOLISM = ("pulmonary embolism",)
UNLESS = ("risk of", "exclude", "previous")


@pytest.mark.parametrize(
    ("number", "unit", "days", "rules"),
    [
        ("6.9", "mmol/L", 1, ["CW-01"]),
        ("6,9", "mmol/l", 1, ["CW-01"]),
        ("2.1", "mmol/L", 1, ["CW-01"]),
        ("4.4", "mmol/L", 1, []),
        ("6.9", "mg/L", 1, []),
        ("<6.9", "mmol/L", 1, []),
        ("6.9", "mmol/L", 8, []),
        ("6.9", "mmol/L", None, ["CW-01"]),
    ],
)
def test_a_result_counts_beyond_its_limits_in_its_unit_and_while_it_is_new(
    catalogue: Catalogue, number: str, unit: str, days: int | None, rules: list[str]
) -> None:
    on = None if days is None else TODAY - timedelta(days=days)
    results = [Result("Serum potassium", number, unit)]
    found = seen_in(catalogue.files.critical_findings, results, lambda *_: None, on, TODAY)
    assert [seen.rule.id for seen in found] == rules


@pytest.mark.parametrize(
    ("says", "there"),
    [
        ("There is a pulmonary embolism on the right.", True),
        ("Possible pulmonary embolism.", True),
        ("No pulmonary embolism.", False),
        ("The scan was asked for to exclude pulmonary embolism.", False),
        ("There is a small risk of pulmonary embolism after this operation.", False),
        ("Family history: mother had a pulmonary embolism.", False),
        ("Previous pulmonary embolism. Now a new pulmonary embolism on the left.", True),
    ],
)
def test_words_count_where_the_record_states_them_of_its_person(says: str, *, there: bool) -> None:
    lines = lines_of([Page(number=1, text=says)])
    assert (stated(lines, EMBOLISM, UNLESS) is not None) is there


def test_a_ladder_begins_at_once_and_only_goes_up(catalogue: Catalogue) -> None:
    findings = catalogue.files.critical_findings
    first = findings.ladders[0]
    late = replace(first, rungs=first.rungs[1:])
    turned = replace(first, rungs=(first.rungs[0], *reversed(first.rungs[1:])))
    mute = replace(first, rungs=(replace(first.rungs[0], tell=()), *first.rungs[1:]))
    for broken in (late, turned, mute):
        files = replace(
            catalogue.files, critical_findings=replace(findings, ladders=(broken, *findings.ladders[1:]))
        )
        said = [str(each) for each in check(replace(catalogue, files=files)) if "red:" in each.problem]
        assert len(said) == 1
        assert said[0].startswith(first.where) or said[0].startswith(first.rungs[0].where)


def test_a_country_gets_what_holds_there_and_in_its_union(catalogue: Catalogue) -> None:
    german = ways_in(catalogue, "DE")
    assert [right.id for right in german.rights] == ["germany", "eu_records"]
    assert [route.id for route in german.routes] == ["secunda", "elsewhere"]
    assert [route.id for route in ways_in(catalogue, "GB").routes] == ["nhs", "private", "secunda"]
    assert ways_in(catalogue, "BR").rights == ()

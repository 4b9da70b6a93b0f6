"""Writing an expert's opinion into its form, field by field, as the expert would."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from secunda.engines.pathways import load_demo_cases
from secunda.interfaces.operations.demo.opining import Written, written

CLINICAL = Path(__file__).resolve().parents[2] / "clinical"


def opinion_on(pathway: str) -> Written:
    """What the expert of a demonstration case thinks."""
    return written(load_demo_cases(CLINICAL)[pathway])


def write_opinion(page: Page, answers: Mapping[str, Any]) -> None:
    """Add the rows that are needed, then write every answer for which the form has a place."""
    for name, value in answers.items():
        if _are_rows(value):
            _add_rows(page, name, value)
    for name, value in answers.items():
        if not _are_rows(value):
            _write(page, name, value)
            continue
        given = page.locator(f"[name^='{name}-given-']").count() > 0
        for number, row in enumerate(value):
            _write_row(page, f"{name}-given-{number}" if given else f"{name}-{number}", row)


def _add_rows(page: Page, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    given = page.locator(f"[name^='{name}-given-']").count() > 0
    if not given:
        _press_until(page, name, len(rows))
    for number, row in enumerate(rows):
        prefix = f"{name}-given-{number}" if given else f"{name}-{number}"
        for field, value in row.items():
            if _are_rows(value):
                _press_until(page, f"{prefix}-{field}", len(value))


def _press_until(page: Page, name: str, wanted: int) -> None:
    """Press the button that adds a row; each press shows the form anew with what was typed."""
    while page.locator(f"input[name='{name}-rows']").count():
        there = page.locator(f"input[name='{name}-rows']").input_value()
        if len([each for each in there.split(",") if each]) >= wanted:
            return
        page.locator(f"button[name=reshape][value='add:{name}']").click()
        page.wait_for_load_state("load")


def _write_row(page: Page, prefix: str, row: Mapping[str, Any]) -> None:
    for field, value in row.items():
        if _are_rows(value):
            for number, source in enumerate(value):
                _write_row(page, f"{prefix}-{field}-{number}", source)
        else:
            _write(page, f"{prefix}-{field}", value)


def _write(page: Page, name: str, value: Any) -> None:
    controls = page.locator(f"[name='{name}']:visible")
    if not controls.count():
        return
    kind = controls.first.get_attribute("type") or controls.first.evaluate(
        "each => each.tagName.toLowerCase()"
    )
    match kind:
        case "radio" | "checkbox":
            _choose(controls, value)
        case "select":
            controls.first.select_option(str(value))
        case _:
            controls.first.fill("\n".join(map(str, value)) if isinstance(value, list) else str(value))


def _choose(controls: Locator, value: Any) -> None:
    wanted = {"yes" if value is True else "no" if value is False else str(each) for each in _listed(value)}
    for control in controls.all():
        stands_alone = control.get_attribute("type") == "checkbox" and controls.count() == 1
        if control.get_attribute("value") in wanted or (stands_alone and value is True):
            control.check()


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _are_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)

"""An expert without a mouse: Miss Vance finishes a prepared view of David's case, compares, and signs.

Every key that is no part of her text is counted: arrows, letters that command, digits that choose, Enter.
"""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.opining import opinion_on
from tests.browser.stage import Someone, Stage
from tests.browser.test_two_opinions_differ import behind

pytestmark = pytest.mark.timeout(1500)
MOST_KEYS = 150
# What has the focus: which field it is, of what kind, and what could be chosen in it.
FOCUSED = """() => {
  const each = document.activeElement;
  if (!each || !each.closest("[data-opinion]")) return null;
  const same = each.name ? [...document.querySelectorAll(`[name="${CSS.escape(each.name)}"]`)] : [];
  return {name: each.name ?? "", kind: each.type ?? "", foot: each.closest(".form-foot") !== null,
          values: same.map((one) => one.value)};
}"""


@dataclass
class Hands:
    """Two hands on a keyboard; `keys` counts what is not text."""

    page: Page
    keys: int = 0

    def press(self, *keys: str) -> None:
        """Press command keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def goes_on_by(self, key: str, to: str) -> None:
        """Press a key that leads to another page, and wait for it."""
        self.press(key)
        self.page.wait_for_url(re.compile(to))
        self.page.wait_for_load_state("load")

    def types(self, text: str) -> None:
        """Write the text itself."""
        self.page.keyboard.insert_text(text)

    @property
    def focused(self) -> dict[str, Any] | None:
        """The field in which the cursor is."""
        return self.page.evaluate(FOCUSED)


def test_a_prepared_case_is_signed_without_a_mouse(stage: Stage) -> None:
    prepared = behind(stage, "prepares")
    with stage.person(str(prepared["expert"])) as expert:
        expert.goes_to("/reviews/")
        hands = Hands(expert.page)
        when_she_opens_the_case_and_reads(expert, hands, str(prepared["case"]))
        when_she_finishes_her_view_and_locks_it(expert, hands)
        when_she_compares(expert, hands)
        when_she_proves_who_she_is_and_signs(stage, expert, hands)


def when_she_opens_the_case_and_reads(expert: Someone, hands: Hands, case: str) -> None:
    opens = f"a[href*='{case}']"
    for _ in range(10):
        hands.press("j")
        if expert.page.evaluate("sought => document.activeElement.matches(sought)", opens):
            break
    hands.goes_on_by("Enter", "/read$")
    expert.reads("First opinion hidden")
    for _ in range(3):
        with expert.page.expect_response(re.compile(r"/(records|studies)/")):
            hands.press("j", "Enter")


def when_she_finishes_her_view_and_locks_it(expert: Someone, hands: Hands) -> None:
    hands.press("n")
    assert hands.focused
    assert hands.focused["name"] == "change_my_mind"
    hands.press("Escape", "b")
    expert.reads("Part of its name or text")
    expert.looks("keyboard-text-block")
    hands.types("mind")
    hands.press("Enter")
    box = expert.page.locator("textarea[name=change_my_mind]")
    assert box.input_value() == "A biopsy that shows grade group 3 or more."
    hands.press("Escape", "n")
    fill_in(hands, opinion_on("oncology").blind)
    expert.looks("keyboard-reading-room")
    hands.press("Escape")
    hands.goes_on_by("l", "/lock$")
    hands.goes_on_by("l", "/first$")


def when_she_compares(expert: Someone, hands: Hands) -> None:
    expert.reads("prostatectomy")
    hands.goes_on_by("c", "/compare$")
    hands.press("n")
    fill_in(hands, opinion_on("oncology").compare)
    hands.press("Escape")
    hands.goes_on_by("g", "/check$")


def fill_in(hands: Hands, said: dict[str, Any]) -> None:
    """Answer question after question, until the key for the next one comes to the end or round again."""
    seen: set[str] = set()
    while (at := hands.focused) and not at["foot"] and at["name"] not in seen:
        seen.add(at["name"])
        value = wanted(at["name"], said)
        if value is None:
            hands.press("n") if at["kind"] in ("radio", "checkbox") else hands.press("Escape", "n")
        elif at["kind"] in ("radio", "checkbox", "select-one"):
            for each in value if isinstance(value, list) else [value]:
                hands.press(digit(at["values"], each))
            hands.press("n")
        else:
            hands.types("\n".join(value) if isinstance(value, list) else str(value))
            hands.press("Escape", "n")


def digit(values: list[str], value: str) -> str:
    """The digit that picks a value: its number, or 0 for the last."""
    return "0" if value == values[-1] else str(values.index(value) + 1)


def wanted(name: str, said: dict[str, Any]) -> Any:
    """What the expert answers to a field, as its control names it; None for one that does not apply."""
    if name.endswith("judgement_only"):
        return "yes"
    if found := re.fullmatch(r"(\w+?)-(?:given-)?(\d+)-(\w+)", name):
        rows = said.get(found[1]) or []
        value = rows[int(found[2])].get(found[3]) if int(found[2]) < len(rows) else None
    else:
        value = said.get(name)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def when_she_proves_who_she_is_and_signs(stage: Stage, expert: Someone, hands: Hands) -> None:
    expert.reads("Every question of the patient is answered, and every item has a verdict.")
    expert.looks("keyboard-check")
    hands.goes_on_by("g", "/security/proof/")
    expect(expert.page.locator("input[name=code]")).to_be_focused()
    expert.looks("keyboard-proof")
    hands.types(stage.code_of("Miss H. Vance"))
    hands.goes_on_by("Enter", "/sign$")
    expert.looks("keyboard-sign")
    hands.goes_on_by("g", "/signed$")
    expert.reads("The opinion is signed")
    assert hands.keys <= MOST_KEYS, f"{hands.keys} keys"

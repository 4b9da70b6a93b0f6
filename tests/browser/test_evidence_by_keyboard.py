"""What is on screen is put into the form without a mouse: a part of an ECG, and terms for signs."""

import re

import pytest
from playwright.sync_api import FrameLocator, expect

from tests.browser.stage import Someone, Stage
from tests.browser.test_two_opinions_differ import behind

pytestmark = pytest.mark.timeout(1500)
# Written for this test, in the form in which the owners of HPO publish theirs.
TERMS = """format-version: 1.2
data-version: hp/releases/example

[Term]
id: HP:9900001
name: Example weakness

[Term]
id: HP:9900002
name: Example weakness of one arm

[Term]
id: HP:9900003
name: Example tremor
"""


def beside(who: Someone) -> FrameLocator:
    """The pane in which records and searches open."""
    return who.page.frame_locator("iframe[name=viewer]")


def test_a_part_of_an_ecg_is_cited_by_key(stage: Stage) -> None:
    with stage.person("Dr Y. Tan") as expert:
        keys = expert.page.keyboard
        expert.goes_to("/reviews/")
        expert.page.locator("a[href$='/compare'], a[href$='/read'], a[href$='/first']").first.click()
        case = expert.page.url.split("/reviews/")[1].split("/")[0]
        expert.goes_to(f"/reviews/{case}/compare")
        study = expert.page.locator("a[href*='/studies/']", has_text="ECG").first.get_attribute("href")
        expert.goes_to(f"{study}?leads=V5&span=1200,1640")
        expert.page.locator(".paper__mark").wait_for(state="visible", timeout=30_000)
        expert.looks("cite-ecg")
        expert.pictures("cite-ecg-desktop")
        expert.goes_to(f"/reviews/{case}/compare")
        form = expert.page.locator("[data-opinion]")
        words = form.locator("textarea:visible").first
        words.focus()
        keys.press("Escape")
        expert.page.locator("a[href*='/studies/']", has_text="ECG").first.focus()
        keys.press("Enter")
        ecg = beside(expert)
        ecg.locator(".paper__page canvas").first.wait_for(state="visible", timeout=30_000)
        ecg.locator("main").evaluate("each => { each.tabIndex = -1; each.focus(); }")
        keys.press("m")
        leads, start, end = (ecg.locator(f"#{name}") for name in ("leads", "from", "to"))
        before = start.input_value()
        keys.press("ArrowRight")
        assert float(start.input_value()) > float(before)
        keys.press("i")
        for text in ("V5", "1.2", "1.64"):
            keys.press("Control+a")
            keys.insert_text(text)
            keys.press("Tab")
        assert ecg.locator("[data-lasts]").inner_text() == "440 ms"
        leads.focus()
        with expert.page.expect_response(lambda answer: answer.request.method == "POST"):
            keys.press("Enter")
        form.locator("[data-cites] a", has_text="lead V5, 1.20–1.64 s (440 ms)").first.wait_for(
            state="visible"
        )
        expert.goes_to(f"/reviews/{case}/compare")
        again = expert.page.locator("[data-cites] a", has_text="lead V5").first
        again.scroll_into_view_if_needed()
        again.click()
        ecg.locator(".paper__mark").wait_for(state="visible", timeout=30_000)
        assert (leads.input_value(), end.input_value()) == ("V5", "1.64")
        words.focus()
        keys.press("Escape")
        keys.press("x")
        keys.insert_text("QTc 480 ms")
        keys.press("Enter")
        form.locator("[data-cites] a", has_text="(440 ms), QTc 480 ms").first.wait_for(state="visible")


def test_terms_for_signs_are_put_into_the_form_by_key(stage: Stage) -> None:
    story = behind(stage, "joins")
    stage.links.update(story["links"])  # type: ignore[arg-type]
    (stage.data / "hp.obo").write_text(TERMS, encoding="utf-8")
    with stage.person("Dr Nora Field") as expert:
        keys = expert.page.keyboard
        expert.goes_to(f"/reviews/{story['case']}/read")
        signs = expert.page.locator("textarea[name=r_hpo_present]")
        signs.focus()
        for words, steps in (("tremor", 0), ("weakness", 1)):
            keys.press("Escape")
            keys.press("h")
            found = beside(expert)
            box = found.locator("input[name=words]")
            box.wait_for(state="visible")
            expect(box).to_be_focused()
            expect(expert.page.locator("iframe[name=viewer]")).to_be_focused()
            keys.insert_text(words)
            keys.press("Enter")
            found.locator("[data-term]").first.wait_for(state="visible")
            expect(found.locator("[data-term]").first).to_be_focused()
            for _ in range(steps):
                keys.press("j")
            keys.press("Enter")
            expect(signs).to_be_focused()
        assert signs.input_value() == "HP:9900003 Example tremor\nHP:9900002 Example weakness of one arm"
        expert.looks("keyboard-terms")
        # What was put in before may still be on its way: wait for the draft that holds these words.
        with expert.page.expect_response(lambda answer: "2024" in (answer.request.post_data or "")):
            keys.insert_text(", since 2024")
        expert.goes_to(f"/reviews/{story['case']}/read")
        assert re.search(r"HP:9900002 .*, since 2024$", signs.input_value())
        expert.goes_to(f"/reviews/{story['case']}/terms?words=example")
        expert.looks("terms")
        expert.goes_to("/reviews/blocks")
        expert.looks("text-blocks")

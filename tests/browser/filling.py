"""Filling forms as a patient typist would: every empty box, the first choice, a day that makes sense."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page

from tests.browser.stage import Someone

WORDS = "Written for the story in the browser."
# Where several lines are asked for, one would not do.
LINES = f"{WORDS}\n{WORDS}"


def fill_form(page: Page) -> None:
    """Fill what is visible and empty in the page's main form, again while that opens further questions."""
    _name_a_source_everywhere(page)
    for _ in range(4):
        if not _fill_once(page):
            return


def _name_a_source_everywhere(page: Page) -> None:
    """Add one row wherever a list of sources is empty; each press shows the form anew."""
    empty = page.locator(".repeat[id*='evidence'] > input[type=hidden][value=''] ~ button[name=reshape]")
    for _ in range(20):
        if not empty.count():
            return
        empty.first.click()
        page.wait_for_load_state("load")


def _fill_once(page: Page) -> int:
    opinion = page.locator("main form[data-opinion]")
    form = opinion if opinion.count() else page.locator("main form").last
    filled = 0
    for box in form.locator("textarea:visible").all():
        filled += _fill_box(box, LINES)
    for box in form.locator("input[type=text]:visible, input:not([type]):visible").all():
        filled += _fill_box(box)
    for box in form.locator("input[type=number]:visible").all():
        filled += _fill_box(box, "1")
    filled += _choose_radios(form)
    return filled + _pick_all(form) + _tick_groups(form)


def _pick_all(form: Locator) -> int:
    picks = form.locator("select:visible").all()
    empty = [
        pick
        for pick in picks
        if not pick.input_value() and not _is_override(pick.get_attribute("name") or "")
    ]
    for pick in empty:
        pick.select_option(index=1)
    return len(empty)


def _fill_box(box: Locator, words: str = WORDS) -> int:
    if box.input_value():
        return 0
    name = box.get_attribute("name") or ""
    if _is_override(name):
        return 0
    ahead = any(word in name for word in ("treatment", "planned", "pi_"))
    day = datetime.now(UTC) + timedelta(days=60 if ahead else -30)
    parts = {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
    numeric = box.get_attribute("inputmode") in {"numeric", "decimal"}
    box.fill(parts.get(name.rpartition("-")[2], words if not numeric or words.isdigit() else "1"))
    return 1


def _choose_radios(form: Locator) -> int:
    names = {radio.get_attribute("name") for radio in form.locator("input[type=radio]:visible").all()}
    chosen = 0
    for name in sorted(name for name in names if name and not _is_override(name)):
        group = form.locator(f"input[type=radio][name='{name}']:visible")
        if not form.locator(f"input[type=radio][name='{name}']:checked").count():
            group.first.check()
            chosen += 1
    return chosen


def _is_override(name: str) -> bool:
    """Whether a field is there only for an expert who sees it otherwise than the rule."""
    return "_relation" in name


def _tick_groups(form: Locator) -> int:
    """Tick the first of each group of boxes, and each box that stands alone."""
    names = {box.get_attribute("name") for box in form.locator("input[type=checkbox]:visible").all()}
    ticked = 0
    for name in sorted(name for name in names if name):
        if not form.locator(f"input[type=checkbox][name='{name}']:checked").count():
            form.locator(f"input[type=checkbox][name='{name}']:visible").first.check()
            ticked += 1
    return ticked


# Answers that raise no alarm; every other question gets "No", or else the last thing offered.
SAFE = {"age_years": "44", "treatment_started": "no", "team_said_wait_ok": "yes", "country": "GB"}


def answer_health_questions(who: Someone, case: str) -> None:
    """Answer page after page until no question is left."""
    for _ in range(60):
        who.goes_to(f"/case/{case}/health")
        form = who.page.locator("main form").last
        if not form.count() or not form.locator("input:visible, textarea:visible, select:visible").count():
            return
        _answer_page(form)
        form.locator("button[type=submit]").last.click()
        who.page.wait_for_load_state()
        assert "/get-help" not in who.page.url, "an answer of the story raised an alarm"
        assert not who.page.title().startswith("Error"), who.page.locator("main").inner_text()[:300]


def _answer_page(form: Locator) -> None:
    names = {radio.get_attribute("name") or "" for radio in form.locator("input[type=radio]:visible").all()}
    for name in sorted(names - {""}):
        values = [r.get_attribute("value") for r in form.locator(f"input[type=radio][name='{name}']").all()]
        wanted = SAFE.get(name) or ("no" if "no" in values else "months" if "months" in values else values[0])
        form.locator(f"input[type=radio][name='{name}'][value='{wanted}']").check()
    _tick_first_of_groups(form)
    _pick_all(form)
    for box in form.locator("input[type=text]:visible, textarea:visible, input[type=number]:visible").all():
        numeric = box.get_attribute("inputmode") in {"numeric", "decimal"}
        _fill_box(box, SAFE.get(box.get_attribute("name") or "", "1" if numeric else WORDS))


def _tick_first_of_groups(form: Locator) -> None:
    names = {box.get_attribute("name") for box in form.locator("input[type=checkbox]:visible").all()}
    for name in sorted(name for name in names if name):
        boxes = form.locator(f"input[type=checkbox][name='{name}']:visible")
        if boxes.count() > 1 and not form.locator(f"input[type=checkbox][name='{name}']:checked").count():
            boxes.first.check()

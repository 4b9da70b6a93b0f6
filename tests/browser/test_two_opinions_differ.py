"""Two opinions differ, and it matters: David hears how that was settled, and what the one who disagrees says.

Miss Vance has signed that David needs no operation. The release waits. A call does not settle it. One more
reader, who knows neither opinion, locks a view and comes closer to the first team; a panel of three is
called, two agree, one does not; and David reads all of it.
"""

import json
import re
import subprocess
import sys

import pytest

from tests.browser.stage import ROOT, Someone, Stage, environment

pytestmark = pytest.mark.timeout(1500)
PLANNED = "prostatectomy"
DISSENT = "I would operate: his father died of it, and he is fit."


def behind(stage: Stage, *words: str) -> dict[str, object]:
    """Let something happen away from the pages."""
    settings = {"DJANGO_SETTINGS_MODULE": "secunda.config.settings", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.backstage", *words],
        env=environment(stage.data, stage.origin) | settings,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1]) or {}


def test_two_opinions_differ_and_it_matters(stage: Stage) -> None:
    story = behind(stage, "differ")
    case = str(story["case"])
    stage.links.update(story["links"])  # type: ignore[arg-type]
    then_the_opinion_waits_and_a_call_does_not_settle_it(stage, case)
    when_one_more_reader_is_asked(stage, case)
    then_she_knows_neither_opinion_before_her_lock_nor_which_is_whose(stage, case)
    when_a_panel_is_called_together(stage, case)
    then_one_of_three_sees_it_in_another_way_and_signs_for_all(stage, case)
    when_the_opinion_is_released(stage, case)
    then_david_reads_why_and_what_the_one_who_disagrees_says(stage, case)
    then_the_director_sees_how_far_readers_agree(stage)


def then_the_opinion_waits_and_a_call_does_not_settle_it(stage: Stage, case: str) -> None:
    with stage.person("David Osei") as david:
        david.goes_to(f"/case/{case}/progress")
        david.reads("one more doctor to look")
        david.finds_nothing_at(f"/case/{case}/opinion")
    with stage.person("Joan Mwangi") as joan:
        joan.goes_to(f"/queue/{case}/")
        joan.clicks("Settle the difference")
        joan.reads("The expert would change a big step")
        joan.clicks("Record a call")
        for part, value in (("day", "1"), ("month", "6"), ("year", "2026")):
            joan.page.locator(f"input[name$='{part}']").fill(value)
        joan.page.fill("input[name=who]", "Mr Carrow and Miss Vance, David listening")
        joan.page.get_by_label("They still differ").check()
        joan.looks("differ-call")
        joan.clicks("Keep this call")
        joan.reads("They still differ")


def when_one_more_reader_is_asked(stage: Stage, case: str) -> None:
    with stage.person("Joan Mwangi") as joan:
        joan.goes_to(f"/queue/{case}/differ")
        joan.looks("differ")
        joan.clicks("Ask one more reader")
        joan.reads("Add a reader")
        offers(joan, "Second reader", "Dr Maud Quist")
        joan.goes_to(f"/queue/{case}/differ")
        joan.reads("Dr Maud Quist has been asked")
    with stage.person("Dr Maud Quist") as reader:
        reader.goes_to("/reviews/")
        reader.reads("Second reader")
        reader.page.locator("main a[href*='/offers/']").first.click()
        reader.page.fill("textarea[name=interests]", "None")
        for tick in reader.page.locator("main input[type=checkbox]").all():
            tick.check()
        reader.clicks("Accept")
        reader.reads("First opinion hidden")
        reader.does_not_read(PLANNED, "Carrow", "Vance")


def offers(joan: Someone, role: str, name: str) -> None:
    """Press the button of this role beside this name."""
    joan.page.locator("article", has_text=name).get_by_role("button", name=role).click()
    joan.page.wait_for_load_state("load")


def then_she_knows_neither_opinion_before_her_lock_nor_which_is_whose(stage: Stage, case: str) -> None:
    behind(stage, "reads", "Dr Maud Quist")
    with stage.person("Dr Maud Quist") as reader:
        reader.goes_to(f"/reviews/{case}/lock")
        reader.does_not_read(PLANNED, "Carrow", "Vance")
        reader.page.locator("main form button[type=submit]").last.click()
        reader.reads("Two views")
        reader.does_not_read("Carrow", "Vance")
        reader.looks("weigh")
        reader.finds_nothing_at(f"/reviews/{case}/first")
        reader.goes_to(f"/reviews/{case}/weigh")
        choose(reader, closer_to=PLANNED, words="The grade is real.")
        reader.reads("Your view is kept")
        reader.goes_to(f"/reviews/{case}/first")
        reader.reads(PLANNED)


def choose(reader: Someone, *, closer_to: str, words: str) -> None:
    """Pick the view that says this, and give the reason."""
    row = reader.page.locator("table tbody tr", has_text=re.compile(closer_to, re.IGNORECASE)).first
    cells = row.locator("td").all_inner_texts()
    letter = "A" if re.search(closer_to, cells[0], re.IGNORECASE) else "B"
    reader.page.get_by_label(f"View {letter}", exact=True).check()
    reader.page.fill("textarea[name=words]", words)
    reader.clicks("Keep my view")


def when_a_panel_is_called_together(stage: Stage, case: str) -> None:
    with stage.person("Joan Mwangi") as joan:
        joan.goes_to(f"/queue/{case}/differ")
        joan.reads("The second reader did not come closer to the expert")
        joan.clicks("Call a panel together")
        joan.page.fill("textarea[name=question]", "Should he be operated on this year, or watched?")
        joan.clicks("Call the panel together")
        for name in ("Dr Ada Penn", "Dr Otto Quay", "Dr Ines Roth"):
            joan.goes_to(f"/queue/{case}/readers")
            offers(joan, "Panel member", name)
    for name in ("Dr Ada Penn", "Dr Otto Quay"):
        behind(stage, "reads", name)
        behind(stage, "votes", name, "second")
    behind(stage, "reads", "Dr Ines Roth")


def then_one_of_three_sees_it_in_another_way_and_signs_for_all(stage: Stage, case: str) -> None:
    with stage.person("Dr Ines Roth") as member:
        member.goes_to(f"/reviews/{case}/lock")
        member.page.locator("main form button[type=submit]").last.click()
        member.reads("Should he be operated on this year")
        member.does_not_read("it can wait")
        choose(member, closer_to=PLANNED, words=DISSENT)
        member.reads("Your view is kept")
        member.clicks("The panel")
        member.reads("Most agree", DISSENT, "it can wait")
        member.looks("panel")
        member.page.locator("[name=pa_quorum][value=yes]").check()
        member.page.fill("textarea[name=pa_outcome]", "Watch it, with an MRI in a year.")
        member.page.fill("textarea[name=pa_patient_voice]", "He wants to keep his work.")
        member.page.locator("[name=pa_chair_signs]").first.check()
        member.clicks("Sign for the panel")
        member.reads("Your view is kept")


def when_the_opinion_is_released(stage: Stage, case: str) -> None:
    with stage.person("Joan Mwangi") as joan:
        joan.goes_to(f"/queue/{case}/release")
        joan.reads("Dr Ines Roth", DISSENT)
        joan.clicks("Release the opinion")
        joan.reads("With the patient")


def then_david_reads_why_and_what_the_one_who_disagrees_says(stage: Stage, case: str) -> None:
    with stage.person("David Osei") as david:
        david.goes_to(f"/case/{case}/opinion")
        if "/signs" in david.page.url:
            david.page.get_by_label("None of these", exact=True).check()
            david.clicks("Continue")
        david.reads("Why more doctors were asked", "Two agree, and one sees it in a different way", DISSENT)
        david.looks("opinion-settled")


def then_the_director_sees_how_far_readers_agree(stage: Stage) -> None:
    with stage.person("Dr Helen Ashby") as director:
        director.goes_to("/board/")
        director.reads("How far readers agree")
        director.looks("board")

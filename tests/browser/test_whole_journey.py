"""One whole case, from the shoebox to the decision, walked as the people in it walk it.

Grace was told that she needs her womb out. She sends what she has; a coordinator calls it complete and
offers it to an expert; the expert reads it without seeing what Grace was told, locks her view, sees the
first opinion, compares, and signs; Grace reads the answer, and she decides.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.filling import answer_health_questions, fill_form
from tests.browser.opining import opinion_on, write_opinion
from tests.browser.stage import Someone, Stage

# The first story to run waits until the demonstration is seeded, which takes minutes on a busy machine.
pytestmark = pytest.mark.timeout(1500)

FIRST_DOCTOR, PLANNED = "Fenwick", "hysterectomy"
DOCTOR = "a.fenwick@demo.secunda.example"


def case_of(who: Someone) -> str:
    """The id of the case whose page is open."""
    found = re.search(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", who.page.url)
    assert found, who.page.url
    return found[0]


def test_one_whole_case(stage: Stage) -> None:
    case = given_grace_sends_her_shoebox(stage)
    when_she_answers_agrees_and_sends(stage, case)
    when_a_coordinator_accepts_and_offers(stage, case)
    when_the_expert_takes_the_case(stage, case)
    then_the_first_opinion_is_nowhere_until_the_lock(stage, case)
    when_the_expert_locks_compares_and_signs(stage, case)
    when_the_coordinator_releases(stage, case)
    then_grace_reads_it_and_another_doctor_cannot(stage, case)
    then_grace_decides_and_sees_who_looked(stage, case)


def given_grace_sends_her_shoebox(stage: Stage) -> str:
    with stage.person("Grace Adeyemi") as grace:
        grace.clicks("fibroids")
        case = case_of(grace)
        grace.looks("task-list")
        grace.goes_to(f"/case/{case}/records")
        box = sorted(
            str(path) for path in (stage.data / "demo" / "grace's shoebox").rglob("*") if path.is_file()
        )
        assert len(box) > 5
        bad = bad_files(stage.data)
        grace.page.set_viewport_size({"width": 390, "height": 700})
        grace.page.set_input_files("input[name=files]", [*box, *bad])
        grace.reads("All files are sent")
        expect(grace.page.locator("[data-state]")).to_be_in_viewport()
        wait_until_read(grace, case)
        grace.looks("shoebox")
        grace.goes_to(f"/case/{case}/records")
        grace.reads("there is nothing in this file", "Locked with a password")
    return case


def bad_files(folder: Path) -> list[str]:
    """What goes wrong in real shoeboxes: an empty file, a page that calls itself an image, half a letter."""
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "scan.dcm").write_text("Dear doctor, this is a letter and not a scan.", encoding="utf-8")
    (folder / "locked.pdf").write_bytes(LOCKED)
    return [str(folder / name) for name in ("empty.pdf", "scan.dcm", "locked.pdf")]


LOCKED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"4 0 obj<</Filter/Standard/V 1/R 2/O<" + b"28" * 32 + b">/U<" + b"5a" * 32 + b">/P -4>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<01><01>]>>\nstartxref\n0\n%%EOF\n"
)


def wait_until_read(who: Someone, case: str) -> None:
    """Look at the page until no file is waiting any more; the worker reads beside the server."""
    for _ in range(150):
        who.goes_to(f"/case/{case}/records")
        waiting = who.page.get_by_text(re.compile("reading|waiting", re.IGNORECASE)).count()
        if not waiting:
            return
        who.page.wait_for_timeout(1000)
    raise AssertionError("the files were not read in time")


def when_she_answers_agrees_and_sends(stage: Stage, case: str) -> None:
    with stage.person("Grace Adeyemi") as grace:
        grace.goes_to(f"/case/{case}/records/check")
        grace.looks("is-this-right")
        say_that_all_are_hers(grace, case)
        answer_health_questions(grace, case)
        grace.goes_to(f"/case/{case}/missing")
        grace.looks("what-is-missing")
        grace.goes_to(f"/case/{case}/consent")
        for label in ("Use my records for a second opinion", "Share with my hospital team"):
            grace.page.locator("section", has_text=label).get_by_role("button").first.click()
            grace.page.wait_for_load_state()
        grace.looks("consent")
        grace.goes_to(f"/case/{case}/doctor")
        grace.page.fill("input[name=name]", "Mr A. Fenwick")
        grace.page.fill("input[name=address]", DOCTOR)
        grace.page.locator("main form button[type=submit]").first.click()
        grace.goes_to(f"/case/{case}/check")
        grace.looks("check-answers")
        grace.clicks("Continue")
        if "/signs" in grace.page.url:
            grace.page.get_by_label("None of these", exact=True).check()
            grace.clicks("Continue")
        grace.looks("send")
        fill_form(grace.page)
        grace.clicks("Send my case")
        grace.reads("We have your case")
        grace.looks("sent")
        grace.clicks("See where my case is")
        grace.looks("progress")


def say_that_all_are_hers(grace: Someone, case: str) -> None:
    """Answer one short question for each record that shows another name, and one for all that show none."""
    while grace.page.locator("main a[href*='/records/check/']").count():
        before = grace.page.locator("main a[href*='/records/check/']").count()
        grace.page.locator("main a[href*='/records/check/']").first.click()
        fill_form(grace.page)
        grace.clicks("Save")
        grace.goes_to(f"/case/{case}/records/check")
        if grace.page.get_by_role("button", name="All of these are about").count():
            grace.clicks("All of these are about")
            grace.goes_to(f"/case/{case}/records/check")
        if grace.page.locator("main a[href*='/records/check/']").count() >= before:
            return


def when_a_coordinator_accepts_and_offers(stage: Stage, case: str) -> None:
    with stage.person("Joan Mwangi") as joan:
        joan.goes_to("/queue/")
        joan.looks("queue")
        joan.goes_to(f"/queue/{case}/")
        joan.looks("workbench")
        joan.goes_to(f"/queue/{case}/accept")
        while joan.page.get_by_role("link", name=re.compile("^Go on without it")).count():
            joan.page.get_by_role("link", name=re.compile("^Go on without it")).first.click()
            fill_form(joan.page)
            joan.page.locator("main form button[type=submit]").first.click()
            joan.page.wait_for_load_state()
            joan.goes_to(f"/queue/{case}/accept")
        joan.clicks("Accept the case file")
        joan.goes_to(f"/queue/{case}/match")
        joan.reads("Dr R. Sandhu")
        joan.looks("match")
        joan.clicks("Offer to Dr R. Sandhu")
        joan.goes_to(f"/queue/{case}/")


def when_the_expert_takes_the_case(stage: Stage, case: str) -> None:
    with stage.person("Dr R. Sandhu") as expert:
        expert.goes_to("/reviews/")
        expert.looks("expert-desk")
        expert.page.locator("main a[href*='/reviews/offers/']").first.click()
        expert.does_not_read("Grace", "Adeyemi", FIRST_DOCTOR, PLANNED)
        expert.looks("offer")
        fill_form(expert.page)
        expert.clicks("Accept")
        expert.goes_to(f"/reviews/{case}/read")
        expert.reads("First opinion hidden")


def then_the_first_opinion_is_nowhere_until_the_lock(stage: Stage, case: str) -> None:
    with stage.person("Dr R. Sandhu") as expert:
        for page in ("read", "lock", "first", "compare", "check", "sign"):
            expert.goes_to(f"/reviews/{case}/{page}")
            expert.does_not_read(FIRST_DOCTOR, PLANNED)
        expert.goes_to(f"/reviews/{case}/read")
        expert.looks("reading-room")
        picture_of_the_viewer(expert)


def picture_of_the_viewer(expert: Someone) -> None:
    """An imaging study opens beside the form."""
    expert.page.set_viewport_size({"width": 1600, "height": 1000})
    expert.page.locator("a[href*='/studies/']").first.click()
    viewer = expert.page.frame_locator("iframe[name=viewer]")
    viewer.locator("canvas").first.wait_for(state="visible", timeout=90_000)
    expert.page.wait_for_timeout(3000)
    expert.pictures("viewer")


def when_the_expert_locks_compares_and_signs(stage: Stage, case: str) -> None:
    with stage.person("Dr R. Sandhu") as expert:
        opinion = opinion_on("general")
        expert.goes_to(f"/reviews/{case}/read")
        write_opinion(expert.page, opinion.blind)
        fill_form(expert.page)
        expert.clicks("Save and look before locking")
        expert.looks("lock")
        expert.clicks("Lock my view and open the first opinion")
        expert.reads("Your independent view is locked", FIRST_DOCTOR)
        expert.looks("first-opinion")
        expert.goes_to(f"/reviews/{case}/compare")
        write_opinion(expert.page, opinion.compare)
        expert.looks("compare")
        fill_form(expert.page)
        expert.page.locator("main form button[type=submit]").last.click()
        expert.goes_to(f"/reviews/{case}/check")
        expert.looks("check-before-signing")
        expert.clicks("Go on to sign")
        prove_again(stage, expert, "Dr R. Sandhu")
        expert.looks("sign")
        expert.page.get_by_role("button", name=re.compile("^Sign")).last.click()
        expert.page.wait_for_load_state()
        expert.reads("signed")
        expert.looks("signed")


def prove_again(stage: Stage, who: Someone, name: str) -> None:
    """Give the code that re-authentication asks for, where it is asked for."""
    if who.page.locator("input[name=code]").count():
        who.page.fill("input[name=code]", stage.code_of(name))
        who.page.locator("main form button[type=submit]").first.click()
        who.page.wait_for_load_state()


def when_the_coordinator_releases(stage: Stage, case: str) -> None:
    with stage.person("Joan Mwangi") as joan:
        joan.goes_to(f"/queue/{case}/release")
        joan.looks("release")
        joan.clicks("Release the opinion")


def then_grace_reads_it_and_another_doctor_cannot(stage: Stage, case: str) -> None:
    with stage.person("Grace Adeyemi") as grace:
        grace.goes_to(f"/case/{case}/opinion")
        if "/signs" in grace.page.url:
            grace.page.get_by_label("None of these", exact=True).check()
            grace.clicks("Continue")
        grace.reads("Your second opinion", "First team", "The expert mostly agrees")
        grace.looks("opinion")
    with stage.person("Mr V. Strand") as doctor:
        doctor.goes_to("/doctor/")
        doctor.looks("doctor")
        doctor.finds_nothing_at(f"/case/{case}/opinion")
        doctor.finds_nothing_at(f"/doctor/{case}/opinion")


def then_grace_decides_and_sees_who_looked(stage: Stage, case: str) -> None:
    with stage.person("Grace Adeyemi") as grace:
        grace.goes_to(f"/case/{case}/decide")
        grace.looks("decide")
        fill_form(grace.page)
        grace.clicks("Save my decision")
        grace.goes_to(f"/case/{case}/looks")
        grace.reads("Dr R. Sandhu")
        grace.looks("who-has-looked")


def test_a_treating_doctor_replies_and_the_patient_decides(stage: Stage) -> None:
    """The opinion on Sarah is released: her surgeon reads what differs first, and replies; she decides."""
    with stage.person("Mr V. Strand") as doctor:
        doctor.goes_to("/doctor/")
        doctor.page.locator("main a[href*='/opinion']").first.click()
        case = case_of(doctor)
        doctor.reads("The expert")
        doctor.looks("doctor-opinion")
        doctor.goes_to(f"/doctor/{case}/reply")
        fill_form(doctor.page)
        doctor.page.locator("main form button[type=submit]").last.click()
        doctor.page.wait_for_load_state()
    with stage.person("Sarah Whitfield") as sarah:
        sarah.goes_to(f"/case/{case}/decide")
        if "/signs" in sarah.page.url:
            sarah.page.get_by_label("None of these", exact=True).check()
            sarah.clicks("Continue")
            sarah.goes_to(f"/case/{case}/decide")
        sarah.reads("Your doctor replied")
        fill_form(sarah.page)
        sarah.clicks("Save my decision")
        sarah.looks("decided")


def test_danger_comes_first(stage: Stage) -> None:
    """A visitor who ticks a danger sign is told whom to call, before any account."""
    with stage.somebody() as visitor:
        visitor.goes_to("/")
        visitor.looks("home")
        visitor.clicks("Start")
        visitor.looks("danger-signs")
        visitor.page.locator("main input[type=checkbox]").first.check()
        visitor.clicks("Continue")
        visitor.reads("999")
        visitor.looks("get-help-now")

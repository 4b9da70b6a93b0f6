"""Four ways on from a gap: above all the letter to a hospital, its clock, and its reminders."""

from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest
import time_machine

from secunda.foundation.audit.models import Entry
from secunda.foundation.outbox.models import Notice
from secunda.foundation.refusal import Refused
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.states import Role
from secunda.journey.opinions.actions import release_opinion, sign_opinion
from secunda.journey.opinions.queries.released import described
from secunda.journey.opinions.work import signed_pdf
from secunda.journey.records import actions, queries
from secunda.journey.records.models import RecordRequest
from secunda.journey.records.work import chase_records, evaluate_cases
from secunda.journey.safety.actions import Screen, check_red_flags
from tests.integration.cast import NOW, Cast, sign_in
from tests.integration.opinions.filling import compared, in_review, locked
from tests.integration.records.files import LAB, pdf
from tests.integration.records.steps import send, work

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def ask(case: Case, cast: Cast, *items: str) -> RecordRequest:
    """Send the letter for these gaps today."""
    return actions.ask_hospital(case, items, "South Bank Hospital, Records", by=cast.amina, at=NOW)


def days_on_which_reminders_went(case: Case, until: datetime) -> list[tuple[date, str]]:
    """Let the days pass with a worker that looks every morning and evening."""
    went: list[tuple[date, str]] = []
    at = NOW
    while at < until:
        with time_machine.travel(at, tick=False):
            if chase_records("w"):
                said = Entry.objects.filter(event="records.chased").latest("number").detail["letter"]
                went.append((at.date(), said))
        at += timedelta(hours=12)
    return went


def test_the_letter_names_the_law_of_the_country_and_asks_for_what_is_missing(case: Case, cast: Cast) -> None:
    lines = [
        line for line in queries.gaps_of(case, NOW) if line.item in {"pathology_report", "imaging_dicom"}
    ]
    at_home = queries.draft_letter(case, lines, "South Bank Hospital", by=cast.amina, at=NOW)
    assert "under Article 15 of the UK GDPR" in at_home.text
    assert "born 17 April 1979" in at_home.text
    assert "NHS number" not in at_home.text  # it is not known, so the letter does not speak of it
    assert "My treatment is on 2 April 2026" in at_home.text
    assert "pictures in DICOM form" in at_home.text
    assert all(line.missing.label in at_home.text for line in lines)
    assert at_home.due_on == date(2026, 4, 2)
    case.patient.country = "US"
    abroad = queries.draft_letter(case, lines, "South Bank Hospital", by=cast.amina, at=NOW)
    assert "45 CFR 164.524" in abroad.text
    assert abroad.due_on == date(2026, 4, 1)
    case.patient.country = "BR"
    nowhere = queries.draft_letter(case, lines, "South Bank Hospital", by=cast.amina, at=NOW)
    assert "under" not in nowhere.text
    assert nowhere.due_on is None


def test_a_carer_says_by_what_right_they_ask(case: Case, cast: Cast) -> None:
    Party.objects.create(case=case, person=cast.ben.person, role=Role.CARER, basis="husband", since=NOW)
    lines = queries.gaps_of(case, NOW)[:1]
    letter = queries.draft_letter(case, lines, "South Bank Hospital", by=cast.ben, at=NOW)
    assert "I write for Amina Rahman" in letter.text
    assert "I may do so as: husband." in letter.text


def test_reminders_go_on_their_days_each_once_and_each_is_in_the_log(case: Case, cast: Cast) -> None:
    request = ask(case, cast, "pathology_report", "med_list")
    assert (request.due_on, case.gap_answers.get(document="pathology_report").answer) == (
        date(2026, 4, 2),
        "ask_hospital",
    )
    with pytest.raises(Refused):
        ask(case, cast, "pathology_report")
    # Good Friday and Easter Monday lie between the last day and the next working day.
    assert days_on_which_reminders_went(case, NOW + 40 * DAY) == [
        (date(2026, 3, 9), "records_chaser"),
        (date(2026, 3, 16), "records_chaser"),
        (date(2026, 4, 7), "records_overdue"),
    ]
    told = Notice.objects.filter(template__startswith="records_").values_list("template", "person__name")
    assert sorted(told) == sorted(
        (template, name)
        for template in ("records_chased", "records_chased", "records_overdue")
        for name in ("Amina Rahman", "Carlos Vega")
    )
    assert Entry.objects.filter(event="records.chased", chain=f"case:{case.id}").count() == 3
    (letter,) = queries.letters_of(case, datetime(2026, 4, 7, 9, tzinfo=UTC))
    assert (letter.late, letter.due, letter.next_on) == (True, True, None)
    overdue = queries.reminder_of(letter, by=cast.amina, at=datetime(2026, 4, 7, 9, tzinfo=UTC))
    assert "The time for it ended on 2 April 2026" in overdue
    assert "Information Commissioner" in overdue


def test_records_that_come_end_the_reminders(case: Case, cast: Cast) -> None:
    request = ask(case, cast, "labs")
    send(case, {"labs.pdf": pdf(LAB.replace("3 February", "20 February"))}, by=cast.amina)
    work()
    with time_machine.travel(NOW + DAY, tick=False):
        assert evaluate_cases("w") == 1
        assert evaluate_cases("w") == 0
    request.refresh_from_db()
    assert (request.outcome, request.settled_by) == ("came", None)
    assert days_on_which_reminders_went(case, NOW + 40 * DAY) == []


def test_what_a_hospital_refuses_goes_to_the_coordinator(case: Case, cast: Cast) -> None:
    request = ask(case, cast, "pathology_report")
    with pytest.raises(Refused):
        actions.settle_request(request, "refused", by=cast.rao, at=NOW)
    actions.settle_request(request, "refused", by=cast.amina, at=NOW)
    assert Notice.objects.filter(template="gap_to_settle", person=cast.carlos.person).count() == 1
    assert days_on_which_reminders_went(case, NOW + 40 * DAY) == []


def test_four_ways_on_from_a_gap_on_its_page(case: Case, cast: Cast) -> None:
    family = sign_in(cast.amina)
    with time_machine.travel(NOW, tick=False):
        place = f"/case/{case.id}/missing"
        sure = family.post(f"{place}/pathology_report", {"answer": "not_sure"})
        assert sure.status_code == 302
        assert Notice.objects.filter(template="gap_to_settle").count() == 1
        assert "They wait for you to look" in sign_in(cast.carlos).get(f"/queue/{case.id}/").text
        family.post(f"{place}/mdt_outcome", {"answer": "never_done"})
        asked = family.post(f"{place}/labs", {"answer": "ask_hospital"})
        assert asked["Location"] == f"{place}/labs/letter"
        form = family.get(asked["Location"]).text
        assert 'value="South Bank Hospital"' in form
        given = {"holder": "South Bank Hospital, Records", "items": ["labs"]}
        shown = family.post(asked["Location"], {**given, "step": "show"}).text
        assert "Article 15 of the UK GDPR" in shown
        assert not RecordRequest.objects.exists()
        family.post(asked["Location"], {**given, "step": "sent"})
        assert "must answer by" in family.get(f"{place}/labs/letter").text
        assert "South Bank Hospital, Records" in sign_in(cast.carlos).get(f"/queue/{case.id}/").text
        from django.core.files.uploadedfile import SimpleUploadedFile

        paper = SimpleUploadedFile("labs.pdf", pdf(LAB), "application/pdf")
        have = family.post(f"{place}/med_list", {"files": paper, "step": "files"})
        assert have["Location"] == f"/case/{case.id}/records"
        assert case.items.get().name == "labs.pdf"
        assert "Choose a file first" in family.post(f"{place}/med_list", {"step": "files"}).text
    said = dict(case.gap_answers.values_list("document", "answer"))
    assert said["pathology_report"] == "not_sure"
    assert said["med_list"] == "have_it"
    assert said["labs"] == "ask_hospital"


def test_a_coordinator_notes_on_the_familys_behalf_that_a_letter_went_and_was_answered(
    case: Case, cast: Cast
) -> None:
    desk, place = sign_in(cast.carlos), f"/queue/{case.id}/letters"
    with time_machine.travel(NOW, tick=False):
        went = desk.post(place, {"step": "sent", "holder": "Quay Hospital", "items": ["pathology_report"]})
        assert went.status_code == 302
        letter = case.record_requests.get()
        assert (letter.by, letter.sent_on) == (cast.carlos, NOW.date())
        assert "Amina Rahman" in letter.letter
        assert "Carlos" not in letter.letter  # the letter is the patient's own, whoever notes that it went
        assert letter.chasers.exists()
        page = desk.get(place).text
        assert "Quay Hospital" in page
        family = sign_in(cast.amina).get(f"/case/{case.id}/missing/pathology_report/letter.pdf")
        printed = pypdfium2.PdfDocument(family.content)
        words = "".join(one.get_textpage().get_text_range() for one in printed)
        assert "Quay Hospital" in words
        assert "Not clinically approved" in words
        assert desk.post(place, {"step": str(letter.id)}).status_code == 200
        desk.post(place, {"step": str(letter.id), "outcome": "came"})
    letter.refresh_from_db()
    assert (letter.outcome, letter.settled_by) == ("came", cast.carlos)
    events = Entry.objects.filter(chain=f"case:{case.id}", event__in=["records.requested", "records.settled"])
    assert [one.detail["on_behalf"] for one in events] == [True, True]


def test_only_a_coordinator_may_say_that_records_came_and_an_expert_nothing(case: Case, cast: Cast) -> None:
    request = ask(case, cast, "pathology_report")
    with pytest.raises(Refused):
        actions.settle_request(request, "came", by=cast.amina, at=NOW)
    with pytest.raises(Refused):
        actions.ask_hospital(case, ["labs"], "Quay Hospital", by=cast.rao, at=NOW)
    assert Entry.objects.get(event="records.requested").detail["on_behalf"] is False


def test_each_question_says_whether_it_can_be_answered(case: Case, cast: Cast) -> None:
    case.questions.update(text="What is the weather like on Mars?")
    case.questions.filter(number=2).update(text="Was my biopsy looked at rightly? Please check the slides")
    found = queries.evaluation_of(case, NOW)
    lines = queries.gaps_of(case, NOW, found)
    _, slides = queries.questions_of(case, NOW, lines, found)
    assert slides.answerable.state == "needs"
    assert slides.needs
    assert all(each.gap in {line.item for line in lines} for each in slides.needs)
    with time_machine.travel(NOW, tick=False):
        for page, who in ((f"/case/{case.id}/", cast.amina), (f"/queue/{case.id}/", cast.carlos)):
            text = sign_in(who).get(page).text
            assert "Something is needed first" in text
            assert slides.needs[0].wanted.why in text


def test_what_was_waived_is_in_the_report_with_its_reason(case: Case, cast: Cast) -> None:
    item = next(line.item for line in queries.gaps_of(case, NOW) if line.must)
    actions.waive_gap(case, item, "The lab has closed.", by=cast.carlos, at=NOW)
    actions.answer_gap(case, "mdt_outcome", "never_done", by=cast.amina, at=NOW)
    opinion = sign_opinion(compared(locked(in_review(case, cast.rao), cast), cast), by=cast.rao, at=NOW)
    opinion.refresh_from_db()
    with pytest.raises(Refused):
        actions.waive_gap(case, "labs", "Too late.", by=cast.carlos, at=NOW)
    said = [str(one.words) for one in described(opinion).without]
    assert any(words.endswith("The lab has closed.") for words in said)
    assert any(words.endswith("this was never done.") for words in said)
    document = pypdfium2.PdfDocument(signed_pdf(opinion))
    printed = "\n".join(page.get_textpage().get_text_range() for page in document)
    assert "What we went on without" in printed
    assert "The lab has closed." in printed
    assert "Not clinically approved" in printed
    release_opinion(opinion, by=cast.carlos, at=NOW)
    case.refresh_from_db()
    with time_machine.travel(NOW, tick=False):
        check_red_flags(case, Screen([], "GB", case.content_version), by=cast.amina, at=NOW)
        assert "The lab has closed." in sign_in(cast.amina).get(f"/case/{case.id}/opinion").text

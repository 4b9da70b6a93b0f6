"""The content changes under a running service: new cases follow it, a case keeps what it was opened with."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from secunda.engines.pathways import Evaluation
from secunda.foundation.audit.models import Entry
from secunda.foundation.content import catalogue, folder
from secunda.foundation.content.models import ContentVersion
from secunda.foundation.content.versions import catalogue_of
from secunda.interfaces.operations.content.moving import move
from secunda.interfaces.operations.content.stored import differ
from secunda.journey.cases.actions import answer_questions, leave
from secunda.journey.cases.models import Answer, Case
from secunda.journey.cases.states import State
from secunda.journey.cases.transitions import tell
from secunda.journey.opinions.actions import begin_opinion
from secunda.journey.records.actions import submit_case_file
from secunda.journey.records.models import FiredRule
from secunda.journey.records.queries import evaluation_of, gaps_of, readiness, rules_in_force
from secunda.journey.records.work import evaluate_cases, evaluating
from secunda.journey.safety.models import Alert
from tests.conftest import ROOT
from tests.integration.cast import NOW, Cast, make_case
from tests.integration.opinions.filling import in_review, locked
from tests.integration.waiting.steps import make_calm

pytestmark = pytest.mark.django_db
OLD_LABEL = "Was tissue looked at again?"


@pytest.fixture
def content(tmp_path: Path, settings: Settings) -> Path:
    """The content of this installation, in a folder that somebody edits."""
    place = tmp_path / "clinical"
    shutil.copytree(ROOT / "clinical", place)
    settings.SECUNDA_CLINICAL = place
    return place


def edit(content: Path, file: str, old: str, new: str) -> None:
    """Change one line, as an editor does, and let the next question look at the folder."""
    path = content / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000_000))
    folder.look_again()


def test_a_line_that_is_edited_is_on_the_pages_without_a_restart(
    content: Path, cast: Cast, client: Client
) -> None:
    assert "Doctors must respect your right" in client.get("/rights").text
    edit(content, "rights.yaml", "Doctors must respect your right", "Each doctor must respect your right")
    assert "Each doctor must respect your right" in client.get("/rights").text


def test_a_fault_keeps_what_was_there_and_says_where_it_is(
    content: Path, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    before = catalogue().version
    edit(content, "checklists.yaml", "{doc: med_list, need: must, max_age: 30}", "{doc: med_lst, need: must}")
    assert catalogue().version == before
    assert "checklists.yaml:11" in caplog.text


def test_a_case_is_held_to_the_content_that_it_was_opened_with(
    content: Path, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    older = make_case(cast)
    assert ContentVersion.objects.get().digest == older.content_version
    edit(content, "checklists.yaml", "    - {doc: allergies, need: must, max_age: 365}\n", "")
    edit(content, "documents.yaml", "Hospital discharge letter", "Letter from the ward")
    newer = make_case(cast)
    assert ContentVersion.objects.count() == 2
    items = [{line.item for line in gaps_of(case, NOW)} for case in (older, newer)]
    assert "allergies" in items[0]
    assert "allergies" not in items[1]
    assert len(readiness(older, NOW).missing) == len(readiness(newer, NOW).missing) + 1
    kept = catalogue_of(older.content_version)
    assert kept.version == older.content_version
    assert kept.documents["discharge_summary"].label == "Hospital discharge letter"
    # Both cases, seen by the content of each: the one file that was changed changes what is missing.
    assert differ(older.content_version, str(content)) == 0
    said = capsys.readouterr().out
    assert f"{older.reference}: missing:" in said
    assert "2 of 2 cases change." in said
    assert differ("0123456789abcdef", str(content)) == 2


def test_an_opinion_form_is_asked_as_the_case_was_opened_and_stays_as_it_was_begun(
    content: Path, cast: Cast
) -> None:
    older = in_review(make_case(cast), cast.rao)
    edit(content, "forms/oncology.yaml", OLD_LABEL, "Is the tissue diagnosis sure?")
    newer = in_review(make_case(cast), cast.rao)
    begun = {case.id: begin_opinion(case, by=cast.rao, at=NOW) for case in (older, newer)}
    labels = {name: str(opinion.parts.get().form) for name, opinion in begun.items()}
    assert OLD_LABEL in labels[older.id]
    assert "Is the tissue diagnosis sure?" not in labels[older.id]
    assert "Is the tissue diagnosis sure?" in labels[newer.id]
    edit(content, "forms/oncology.yaml", "Is the tissue diagnosis sure?", "Another word for it")
    assert "Another word for it" not in str(begin_opinion(newer, by=cast.rao, at=NOW).parts.get().form)


def test_what_fires_is_kept_with_its_answers_and_its_version(content: Path, cast: Cast) -> None:
    case = make_case(cast)
    moments = [NOW, datetime(2026, 3, 30, 9, tzinfo=UTC)]  # the treatment is planned for 2 April
    for at in moments:
        with time_machine.travel(at, tick=False):
            assert evaluate_cases("w") == 1
            assert evaluate_cases("w") == 0
        held = {row.rule: row for row in rules_in_force(case)}
        found = {each.id: each for each in evaluation_of(case, at).fired}
        assert held.keys() == found.keys()
        assert {row.fingerprint for row in held.values()} == {each.rule for each in found.values()}
        assert {row.content_version for row in held.values()} == {case.content_version}
    # An answer is reason enough to look again, also one that was begun before and is saved only now: what
    # held by the old one has ended.
    later = ("When is it?", "2026-04-09")
    answer_questions(case, {"treatment_date": later}, by=cast.amina, at=moments[1] - timedelta(minutes=1))
    at = moments[1] + timedelta(hours=2)
    with time_machine.travel(at, tick=False):
        assert evaluate_cases("w") == 1
    fired = FiredRule.objects.filter(case=case, rule__in=held)
    assert {row.until for row in fired if "2026-04-02" in row.answers.values()} == {at}
    assert {row.until for row in fired if "2026-04-09" in row.answers.values()} == {None}


def test_a_case_that_was_sent_becomes_more_urgent_as_its_date_comes_and_a_person_is_told(cast: Cast) -> None:
    case = make_case(cast)
    make_calm(case, cast)
    submit_case_file(case, by=cast.amina, at=NOW)
    promised = case.due_on
    told = []
    for day, level in ((20, "express"), (21, "express"), (29, "parallel_24h"), (30, "parallel_24h")):
        with time_machine.travel(NOW + timedelta(days=day), tick=False):
            evaluate_cases("w")
        case.refresh_from_db()
        assert (case.urgency, case.due_on) == (level, promised)
        told.append([alert.detail["guards"] for alert in Alert.objects.filter(case=case, kind="more_urgent")])
    assert told == [[], [], [["DG-03"]], [["DG-03"]]]


def test_an_answer_that_comes_while_the_case_is_evaluated_is_not_overlooked(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make_case(cast)

    def and_somebody_answers(case: Case, at: datetime, *, language: str) -> Evaluation:
        found = evaluation_of(case, at, language=language)
        tell(case)
        Answer.objects.create(case=case, question="team_said_wait_ok", asked="Ask", value="no", at=at)
        return found

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(evaluating, "evaluation_of", and_somebody_answers)
        assert evaluate_cases("w") == 1
    assert "DG-10" not in {row.rule for row in rules_in_force(case)}
    assert evaluate_cases("w") == 1
    assert "DG-10" in {row.rule for row in rules_in_force(case)}
    assert evaluate_cases("w") == 0


def test_a_corrected_rule_reaches_open_cases_when_somebody_says_so_and_why(
    content: Path, cast: Cast, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    case, reviewed, over = (make_case(cast) for _ in range(3))
    opinion = locked(in_review(reviewed, cast.rao), cast)
    asked = [(part.form, part.answers, part.digest) for part in opinion.parts.order_by("phase")]
    leave(over, State.WITHDRAWN, because="", by=cast.amina, at=NOW)
    make_calm(case, cast)
    submit_case_file(case, by=cast.amina, at=NOW)
    before = case.content_version
    priority = 'days_to_treatment <= 42", level: priority, added_delay_days: 0'
    edit(content, "delay_guards.yaml", priority, priority.replace("priority", "stop"))
    edit(content, "forms/oncology.yaml", OLD_LABEL, "Is the tissue diagnosis sure?")

    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert move(None, "DG-08 was too slow.", do_it=False) == 1
        assert f"! {case.reference}: priority → stop; changed DG-08" in capsys.readouterr().out
        case.refresh_from_db()
        assert (case.content_version, Alert.objects.count()) == (before, 0)
        assert move(case.reference, "DG-08 was too slow.", do_it=True) == 1
        assert move(case.reference, "DG-08 was too slow.", do_it=True) == 2
        settings.SECUNDA_ACCEPT_DRAFT_CONTENT = False
        assert move(None, "DG-08 was too slow.", do_it=True) == 1
        assert "have not approved" in capsys.readouterr().out
        settings.SECUNDA_ACCEPT_DRAFT_CONTENT = True
        move(None, "DG-08 was too slow.", do_it=True)

    for each in (case, reviewed, over):
        each.refresh_from_db()
    assert (case.content_version, reviewed.content_version) == (catalogue().version, catalogue().version)
    assert (case.urgency, case.due_on, over.content_version) == ("stop", None, before)
    alerts = Alert.objects.filter(case=case)
    assert [(alert.kind, alert.detail["guards"]) for alert in alerts] == [("content_moved", ["DG-08"])]
    assert {row.rule: row.content_version for row in rules_in_force(case)}["DG-08"] == case.content_version
    [noted] = Entry.objects.filter(chain=f"case:{case.id}", event="content.moved")
    assert noted.detail["because"] == "DG-08 was too slow."
    assert (noted.detail["before"], noted.detail["after"]) == (before, case.content_version)
    assert (noted.detail["levels"], noted.detail["reworded"]) == (["priority", "stop"], ["DG-08"])
    opinion.refresh_from_db()
    assert [(part.form, part.answers, part.digest) for part in opinion.parts.order_by("phase")] == asked

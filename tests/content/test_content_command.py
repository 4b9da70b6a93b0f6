"""`secunda content`, as somebody at a terminal meets it."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from secunda.engines import pathways
from secunda.interfaces.operations.command import main
from secunda.interfaces.operations.content.hazards_page import missing_tests
from tests.content.conftest import CLINICAL

type Said = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content that a test may spoil."""
    return Path(shutil.copytree(CLINICAL, tmp_path / "clinical"))


def replaced(path: Path, before: str, after: str) -> None:
    """Change a text in a file, which must be there."""
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def test_check_is_content_with_the_repository(capsys: Said) -> None:
    assert main(["content", "check"]) == 0
    said = capsys.readouterr().out
    assert "No faults." in said
    assert "not clinically approved" in said
    assert "no example touches" not in said


def test_check_names_a_misspelt_question_and_an_example_that_no_longer_holds(
    folder: Path, capsys: Said
) -> None:
    guards = folder / "delay_guards.yaml"
    replaced(guards, "flare_now ==", "flair_now ==")
    replaced(guards, "<= 42", "<= 20")
    assert main(["content", "check", "--folder", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "`flair_now` is not a question that anybody asks. Did you mean `flare_now`?" in said
    assert "demo-surgery-01 expects guard_level priority, not standard" in said


def test_check_asks_for_an_example_of_each_guard(folder: Path, capsys: Said) -> None:
    (folder / "examples" / "chronic.yaml").unlink()
    assert main(["content", "check", "--folder", str(folder)]) == 1
    assert "no example touches DG-83" in capsys.readouterr().out


def test_a_release_refuses_what_should_have_been_reviewed(folder: Path, capsys: Said) -> None:
    words = ["content", "check", "--folder", str(folder), "--on", "2027-12-01"]
    assert main(words) == 0
    assert main([*words, "--release"]) == 1
    assert "its review was due on 2027-05-22" in capsys.readouterr().out


@pytest.mark.parametrize("pathway", list(pathways.Pathway))
def test_evaluate_gives_a_demo_case_what_it_expects(
    pathway: str, cases: dict[str, pathways.DemoCase], tmp_path: Path, capsys: Said
) -> None:
    case = cases[pathway]
    answers = {name: value for name, value in case.answers.items() if name not in ("red_flags", "country")}
    records = [
        {"document": each.doc, "date": each.date} for each in case.records if each.status == "received"
    ]
    facts = tmp_path / "facts.json"
    given = {"red_flags": case.answers["red_flags"], "facts": answers, "records": records}
    facts.write_text(json.dumps(given))
    words = ["--facts", str(facts), "--pathway", pathway, "--country", "GB", "--on", "2026-10-16"]
    assert main(["content", "evaluate", *words]) == 0
    said = json.loads(capsys.readouterr().out)
    assert list(said) == [
        "level",
        "provisional",
        "fired",
        "must_ask",
        "phone_triage",
        "advice",
        "deadline_working_days",
        "added_delay_days",
        "gaps",
        "answerable",
    ]
    assert said["level"] == case.expected.guard_level
    assert [each["id"] for each in said["fired"]] == list(case.expected.guards)
    assert said["added_delay_days"] == case.expected.added_delay_days
    assert said["advice"]["level"] == case.expected.advice_level
    assert [each["id"] for each in said["advice"]["reasons"]] == list(case.expected.eligibility)
    assert {each["state"] for each in said["answerable"]} <= {"now", "with_limit", "needs"}


def test_evaluate_names_the_sign_and_the_answers_that_fired(tmp_path: Path, capsys: Said) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({"red_flags": ["RF-01"], "facts": {"symptom_change": "fast_worse"}}))
    words = ["content", "evaluate", "--facts", str(facts), "--pathway", "cardiac", "--country", "US"]
    assert main(words) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["level"] == "stop"
    fired = {each["id"]: each for each in said["fired"]}
    assert "911" in fired["RF-01"]["say"]
    assert fired["DG-04"]["answers"] == {"symptom_change": "fast_worse"}
    assert len(fired["DG-04"]["version"]) == 16
    assert len(fired["DG-04"]["rule"]) == 8


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ('{"facts": {\n  "age_years": 50,\n  "dx_is_canser": "yes"}}', "3:3", "Did you mean `dx_is_cancer`?"),
        ('{"facts": {\n  "pregnant": "yess"}}', "2:3", "`yess` is not an answer to `pregnant`"),
        ('{"facts": {"age_years": "fifty"}}', "1:12", "`age_years` needs a number"),
        ('{"facts": {\n"pregnant": "yes",\n"pregnant": "no"}}', "3:1", "`pregnant` is given twice"),
        ('{"fact": {}}', "1:2", "`fact` is not known here. Did you mean `facts`?"),
        ('{"red_flags": ["RF-99"]}', "1:16", "`RF-99` is not a red flag"),
        ('{"red_flags": "RF-01"}', "1:2", "needs a list of ids"),
        ('{"records": [{"document": "eccg"}]}', "1:27", "Did you mean `ecg`?"),
        ('{"records": [{"document": "ecg", "date": "soon"}]}', "1:42", "needs a date"),
        ('{"records": [{"document": "ecg", "day": null}]}', "1:34", "`day` is not known here"),
        ('{"facts": ', "1:11", "this is not JSON"),
    ],
)
def test_evaluate_refuses_what_nobody_knows_with_its_line(
    text: str, place: str, says: str, tmp_path: Path, capsys: Said
) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(text)
    assert main(["content", "evaluate", "--facts", str(facts)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{facts}:{place}: ")
    assert says in said.err


def test_null_signs_were_not_asked_and_an_empty_list_means_none(tmp_path: Path, capsys: Said) -> None:
    facts = tmp_path / "facts.json"
    asked: dict[str, list[str]] = {}
    for signs in ("null", "[]"):
        facts.write_text(f'{{"red_flags": {signs}, "facts": {{}}}}')
        assert main(["content", "evaluate", "--facts", str(facts)]) == 0
        asked[signs] = json.loads(capsys.readouterr().out)["must_ask"]
    assert "red_flags" in asked["null"]
    assert "red_flags" not in asked["[]"]


def test_one_line_of_a_pathway_changes_what_is_said(folder: Path, tmp_path: Path, capsys: Said) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text('{"red_flags": [], "facts": {"pregnant": "yes"}}')
    replaced(folder / "delay_guards.yaml", "Time matters in pregnancy.", "Every day matters in pregnancy.")
    assert main(["content", "evaluate", "--facts", str(facts), "--folder", str(folder)]) == 0
    assert "Every day matters in pregnancy." in capsys.readouterr().out


def test_diff_names_the_cases_that_lose_a_stop(folder: Path, tmp_path: Path, capsys: Said) -> None:
    cases = tmp_path / "cases.jsonl"
    first = {"id": "case-1", "facts": {"how_soon_said": "now"}, "red_flags": [], "pathway": "general"}
    cases.write_text(json.dumps(first) + "\n" + json.dumps({"id": "case-2", "facts": {}}) + "\n")
    words = ["content", "diff", str(CLINICAL), str(folder), "--cases", str(cases), "--on", "2026-10-16"]
    assert main(words) == 0
    assert "0 of 2 cases change" in capsys.readouterr().out
    replaced(folder / "delay_guards.yaml", "how_soon_said == 'now'", "how_soon_said == 'days'")
    assert main(words) == 1
    said = capsys.readouterr().out
    assert "! case-1: level: stop → standard" in said
    assert "1 cases become more urgent or lose a stop" in said


def test_diff_reads_a_snapshot_as_well_as_a_folder(tmp_path: Path, capsys: Said) -> None:
    assert main(["content", "snapshot", "--into", str(tmp_path / "kept")]) == 0
    kept = Path(capsys.readouterr().out.strip())
    cases = tmp_path / "cases.jsonl"
    cases.write_text('{"id": "1", "facts": {}}\n')
    assert main(["content", "diff", str(kept), str(CLINICAL), "--cases", str(cases)]) == 0
    assert "0 of 1 cases change" in capsys.readouterr().out


def test_diff_names_the_line_of_a_case_that_cannot_be_read(tmp_path: Path, capsys: Said) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text('{"id": "1", "facts": {}}\n{"id": "2"}\n')
    assert main(["content", "diff", str(CLINICAL), str(CLINICAL), "--cases", str(cases)]) == 2
    assert f"{cases}:2:1: this case cannot be read" in capsys.readouterr().err


def test_every_control_of_the_hazard_log_names_a_test_that_exists(
    catalogue: pathways.Catalogue, tmp_path: Path
) -> None:
    log = catalogue.files.hazards
    assert list(missing_tests(log, CLINICAL.parent)) == []
    nowhere = list(missing_tests(log, tmp_path))
    assert len(nowhere) == sum(len(control.tests) for hazard in log.hazards for control in hazard.controls)


def test_a_control_without_a_running_test_is_named(catalogue: pathways.Catalogue, tmp_path: Path) -> None:
    hazard = catalogue.files.hazards.hazards[0]
    names = ["test_there", "test_skipped", "helps", "test_gone"]
    control = replace(hazard.controls[0], tests=tuple(f"tests/test_x.py::{name}" for name in names))
    log = replace(catalogue.files.hazards, hazards=(replace(hazard, controls=(control,)),))
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text(
        "import pytest\ndef test_there(): ...\n@pytest.mark.skip\ndef test_skipped(): ...\ndef helps(): ...\n"
    )
    said = list(missing_tests(log, tmp_path))
    assert [line.rpartition("::")[2] for line in said] == [f"{name}`." for name in names[1:]]
    assert all(line.startswith(control.where) for line in said)


def test_the_hazard_log_is_written_as_json(capsys: Said) -> None:
    assert main(["content", "hazards", "--json"]) == 0
    log = json.loads(capsys.readouterr().out)
    assert log["schema"] == "secunda-hazards/1"
    first = log["hazards"][0]
    assert (first["id"], first["risk_before"]) == ("H1", 4)
    assert "tests/content/test_vignettes.py::test_no_stop_is_missed" in first["controls"][1]["tests"]


def test_the_safety_case_is_written_out(capsys: Said) -> None:
    assert main(["content", "hazards"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("# Safety case")
    assert "Not clinically approved." in said
    assert "| H1 | Emergency care comes too late | catastrophic |" in said
    assert "`tests/content/test_vignettes.py::test_no_stop_is_missed`" in said

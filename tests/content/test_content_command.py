"""`secunda content`, as somebody at a terminal meets it."""

import json
import shutil
from pathlib import Path

import pytest

from secunda.interfaces.operations.command import main

CLINICAL = Path(__file__).resolve().parents[2] / "clinical"


def test_check_is_content_with_the_repository(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", "check"]) == 0
    said = capsys.readouterr().out
    assert "No faults." in said
    assert "not clinically approved" in said


def test_check_names_a_misspelt_question_and_an_example_that_no_longer_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(CLINICAL, tmp_path / "clinical"))
    guards = folder / "delay_guards.yaml"
    guards.write_text(guards.read_text().replace("flare_now ==", "flair_now ==").replace("<= 42", "<= 20"))
    assert main(["content", "check", "--folder", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "`flair_now` is not a question that anybody asks" in said
    assert "demo-surgery-01 expects guard_level priority, not standard" in said


def test_evaluate_prints_level_and_what_must_be_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({"red_flags": ["RF-01"], "facts": {"age_years": 50}, "records": []}))
    words = ["content", "evaluate", "--facts", str(facts), "--pathway", "cardiac", "--on", "2026-10-16"]
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["level"] == "stop"


def test_evaluate_refuses_a_question_that_does_not_exist(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({"facts": {"age": 50}}))
    assert main(["content", "evaluate", "--facts", str(facts)]) == 1
    assert "`age` is not a question" in capsys.readouterr().out

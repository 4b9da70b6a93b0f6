"""The loader refuses whatever it does not know, with file and line."""

import shutil
from pathlib import Path

import pytest

from secunda.engines import pathways
from secunda.engines.pathways.nodes import Mapping, Scalar, parse
from tests.unit.pathways.conftest import CLINICAL


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content that a test may spoil."""
    return Path(shutil.copytree(CLINICAL, tmp_path / "clinical"))


def spoil(folder: Path, name: str, before: str, after: str) -> int:
    """Replace text in a file and return the line where the new text stands."""
    path = folder / name
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))
    return text[: text.index(before)].count("\n") + 1


@pytest.mark.parametrize(
    ("name", "before", "after", "says"),
    [
        ("red_flags.yaml", "screen:", "scren:", "`scren` is not known here"),
        ("consent.yaml", "required: true", "required: yes", "true or false is needed here, not `yes`"),
        ("consent.yaml", 'version: "0.1"', 'version: "0.1"\nversion: "0.2"', "`version` is given twice"),
        ("delay_guards.yaml", "pregnant == 'yes'", "pregnent == 'yes'", "`pregnent` is not a question"),
        ("delay_guards.yaml", "pregnant == 'yes'", "pregnant == 'yess'", "`yess` is not an answer"),
        ("delay_guards.yaml", "pregnant == 'yes'", "pregnant ==", "this rule cannot be read"),
        ("delay_guards.yaml", "level: express", "level: quick", "`quick` is not allowed here"),
        (
            "checklists.yaml",
            "doc: patient_story",
            "doc: patient_storry",
            "`patient_storry` is not in documents",
        ),
        ("checklists.yaml", "max_age: 30", "max_age: soon", "a whole number is needed here"),
        ("documents.yaml", "help: h_gp", "help: h_gpp", "there is no help text"),
        ("forms/core.yaml", "phase: blind, ", "", "`phase` is missing"),
        ("forms/core.yaml", "phase: blind, type", "phase: compare, type", "a section is blind or compare"),
        ("conditions.yaml", "pathway: general", "pathway: generel", "`generel` is not allowed here"),
        ("rights.yaml", "status: draft", "status: approved", "`approved` needs"),
        ("questions.yaml", "ask_when:", "ask_when: &a", "anchors and aliases"),
    ],
)
def test_a_fault_is_named_with_its_line(folder: Path, name: str, before: str, after: str, says: str) -> None:
    line = spoil(folder, name, before, after)
    with pytest.raises(pathways.ContentError) as refused:
        pathways.load(folder)
    message = str(refused.value)
    assert says in message
    where, shown, column = message.split(": ", 1)[0].rsplit(":", 2)
    assert where == f"clinical/{name}"
    assert int(column) > 0
    approval = says == "`approved` needs"  # this fault belongs to the file as a whole
    core = says.startswith("a section is")  # reported at the first field that differs from its section
    twice = "given twice" in says
    assert approval or core or int(shown) in (line, line + 1 if twice else line)


def test_yes_and_no_stay_text_and_numbers_do_not() -> None:
    node = parse("{a: yes, b: no, c: 12, d: 2026-10-16, e: true, f: null, g: 'true'}", "x.yaml")
    assert isinstance(node, Mapping)
    values = [entry.value for entry in node.entries.values() if isinstance(entry, Scalar)]
    assert values == ["yes", "no", 12, "2026-10-16", True, None, "true"]


def test_a_file_that_nobody_reads_is_refused(folder: Path) -> None:
    (folder / "red_flag.yaml").write_text("a: b\n")
    with pytest.raises(pathways.ContentError, match=r"clinical/red_flag\.yaml:1:1: no part of Secunda reads"):
        pathways.load(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "consent.yaml").unlink()
    with pytest.raises(pathways.ContentError, match=r"clinical/consent\.yaml:1:1: this file is missing"):
        pathways.load(folder)


def test_the_version_is_stable_and_changes_with_the_content(folder: Path) -> None:
    before = pathways.load(folder).version
    assert pathways.load(folder).version == before
    spoil(folder, "rights.yaml", "You can ask.", "You may ask.")
    assert pathways.load(folder).version != before

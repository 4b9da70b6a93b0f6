"""A reader that was taken over by a file: what it can still do, in the layers that this kernel has."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from secunda.engines.intake import child_process
from secunda.engines.intake.confined import Readers
from secunda.engines.intake.confinement import landlock
from secunda.engines.intake.limits import Options

ALWAYS = {"read its own file", "work in its folder", "write to nowhere"}
FILES = {
    "read elsewhere",
    "read the list of accounts",
    "list elsewhere",
    "write elsewhere",
    "remove elsewhere",
    "look into the parent",
    "change its own file",
    "put a file beside it",
}
SYSCALLS = {
    "change modes elsewhere",
    "link elsewhere",
    "connect",
    "open a socket",
    "run a program",
    "become a program",
    "start a process",
    "end the parent",
    "open a ring",
}


def outcomes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, str], Readers]:
    """What an intruder achieved, by the name of the attempt."""
    monkeypatch.setattr(child_process, "COMMAND", (sys.executable, "-m", "tests.readers.intruder"))
    elsewhere = tmp_path / "another case" / "letter.txt"
    elsewhere.parent.mkdir()
    elsewhere.write_text("another person's")
    file = tmp_path / "evil.txt"
    file.write_text(f"{elsewhere}\nwords\n")
    with Readers(Options()) as readers:
        reading = readers.read(file, "evil.txt")
        found = dict(line.split(": ") for line in reading.text.splitlines())
    assert not readers.folder.exists()
    return found, readers


def test_a_reader_stays_in_its_folder_and_reaches_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    found, readers = outcomes(tmp_path, monkeypatch)
    (layers,) = readers.layers
    says = f"in force: bounds, landlock {layers.landlock or 'none'}, seccomp {layers.syscalls}"
    record_property("layers", says)
    sys.stdout.write(f"{says}\n")
    assert set(found) == ALWAYS | FILES | SYSCALLS
    assert {name for name in ALWAYS if found[name] != "done"} == set()
    # A layer that the kernel has must be in force; of one that it lacks, nothing can be asked.
    assert layers.bounds
    assert layers.landlock == landlock.version()
    if layers.landlock:
        assert {name: found[name] for name in FILES} == dict.fromkeys(FILES, "PermissionError")
        assert (tmp_path / "another case" / "letter.txt").read_text() == "another person's"
    if layers.syscalls:
        assert {name: found[name] for name in SYSCALLS} == dict.fromkeys(SYSCALLS, "PermissionError")


def test_without_landlock_and_filter_a_file_is_still_read_in_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_process, "COMMAND", (sys.executable, "-m", "tests.readers.old_kernel"))
    (tmp_path / "a.txt").write_text("Clinic letter\nDate: 9 January 2025\n")
    with Readers(Options()) as readers:
        assert readers.read(tmp_path / "a.txt", "a.txt").readable
    (layers,) = readers.layers
    assert (layers.bounds, layers.landlock, layers.syscalls) == (True, 0, False)

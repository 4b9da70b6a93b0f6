"""`secunda demo`: what it does once, what it finds done, and where it refuses to run."""

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from secunda.interfaces.operations import demo_command
from secunda.interfaces.operations.demo import place
from secunda.interfaces.operations.demo.port import origin
from secunda.interfaces.operations.demo.seed import seed
from secunda.interfaces.operations.demo.telling import Progress
from secunda.journey.cases.models import Case
from tests.integration.cast import NOW, Cast, make_case

pytestmark = pytest.mark.django_db
LONGEST_WAIT = 60
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def seedings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Seed the newcomer's case only, which is quick; each seeding is counted."""
    done: list[str] = []

    def quickly(progress: Progress) -> None:
        done.append("seeded")
        seed(at=NOW, progress=progress, only=frozenset({"general"}))

    monkeypatch.setattr(demo_command, "seed_all", quickly)
    return done


def run(*words: str) -> int:
    return demo_command.run(parsed(words))


def parsed(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    demo_command.add_arguments(parser)
    return parser.parse_args(words)


def test_it_seeds_once_and_prints_how_to_get_in(
    seedings: list[str], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--no-serve") == 0
    said = capsys.readouterr().out
    assert run("--no-serve") == 0
    assert seedings == ["seeded"]
    assert Case.objects.count() == 1
    assert f"{settings.SECUNDA_ORIGIN}/account/demo/" in said
    assert str(place.shoebox()) in said
    assert "Grace Adeyemi" in capsys.readouterr().out


def test_a_real_case_keeps_it_away(
    seedings: list[str], cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    make_case(cast)
    for words in (["--no-serve"], ["--reset", "--no-serve"], ["--codes"]):
        assert run(*words) == 1
        assert "There are real cases" in capsys.readouterr().err
    assert seedings == []
    assert Case.objects.count() == 1


def test_an_installation_of_others_keeps_it_away(
    seedings: list[str], cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--no-serve") == 1
    assert "in use already" in capsys.readouterr().err
    assert seedings == []


def test_a_seeding_that_was_stopped_begins_again(
    seedings: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    removed: list[str] = []
    monkeypatch.setattr(place, "remove", lambda: removed.append("removed"))
    place.note_begun(NOW)
    assert run("--no-serve") == 0
    assert "interrupted" in capsys.readouterr().out
    assert (removed, seedings) == (["removed"], ["seeded"])
    assert place.stand() is place.Stand.SEEDED


def test_a_fault_while_seeding_is_noticed_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_progress: Progress) -> None:
        raise OSError("no room")

    monkeypatch.setattr(demo_command, "seed_all", fails)
    with pytest.raises(OSError, match="no room"):
        run("--no-serve")
    assert place.stand() is place.Stand.INTERRUPTED


def test_two_do_not_run_on_one_folder(seedings: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with place.taken():
        assert run("--no-serve") == 1
    assert "already runs" in capsys.readouterr().err


def test_a_port_that_is_taken_is_said_before_anything_is_done(
    seedings: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert run("--port", str(other.getsockname()[1])) == 1
    assert "is taken by another program" in capsys.readouterr().err
    assert seedings == []


def test_codes_before_there_is_a_demonstration(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--codes") == 1
    assert "make demo" in capsys.readouterr().err


def test_codes_are_printed_for_staff(seedings: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run("--no-serve")
    capsys.readouterr()
    assert run("--codes") == 0
    said = capsys.readouterr().out
    assert "Miss H. Vance" in said
    assert "Grace Adeyemi" not in said


@pytest.mark.parametrize(
    ("words", "environment", "expected"),
    [
        ([], {}, "http://127.0.0.1:8000"),
        (["--port", "8471"], {}, "http://127.0.0.1:8471"),
        (["--reset"], {"PORT": "9001"}, "http://127.0.0.1:9001"),
        (["--port=8471"], {"PORT": "9001"}, "http://127.0.0.1:8471"),
    ],
)
def test_the_address_follows_the_port(
    words: list[str], environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PORT", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert origin(words) == expected


@pytest.mark.parametrize("bad", ["0", "65536", "eight", "-1"])
def test_what_is_no_port_is_said(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed([f"--port={bad}"])
    assert "is not a port" in capsys.readouterr().err


def test_reset_removes_the_data_and_keeps_keys_viewer_and_languages(tmp_path: Path) -> None:
    data = tmp_path / "data"
    kept = [data / "secret-key", data / "viewer" / "index.html", data / "tessdata" / "eng.traineddata"]
    gone = [
        data / "secunda.sqlite3",
        data / "secunda.sqlite3-wal",
        data / "blobs" / "case" / "object",
        data / "spool" / "upload",
        data / "mail" / "letter.eml",
        data / "anchors" / "2026-03-02.jsonl",
        data / "demo" / "seeded.json",
        data / "demo" / place.NEWCOMER / "letter.pdf",
    ]
    for file in [*kept[1:], *gone[2:]]:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("something")
    script = (
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('migrate', verbosity=0, skip_checks=True)\n"
        "from secunda.interfaces.operations.demo import place\n"
        "place.remove()\n"
    )
    environment = {"SECUNDA_DATA": str(data), "DJANGO_SETTINGS_MODULE": "secunda.config.settings"}
    subprocess.run(
        [sys.executable, "-c", script],
        env={**clean(), **environment},
        cwd=ROOT,
        check=True,
        timeout=LONGEST_WAIT,
    )
    assert all(file.exists() for file in kept)
    assert [file for file in gone if file.exists()] == []


def clean() -> dict[str, str]:
    """The environment without settings of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SECUNDA_")}

"""The `secunda` command as it is typed."""

import socket
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from secunda.interfaces.operations.command import COMMANDS, main
from tests.integration.operations.installation import Installation


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_how_it_is_used(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith(f"usage: secunda {name}")
    assert COMMANDS[name][1].capitalize() in " ".join(said.split())


def test_without_a_command_it_says_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([])
    assert left.value.code == 2
    assert "required: COMMAND" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SECUNDA_DATABASE_URL", "foo", "must be like sqlite:///folder/file or postgresql://"),
        ("SECUNDA_DEMO", "maybe", "must be yes or no"),
    ],
)
def test_a_setting_that_cannot_be_read_stops_with_one_line_that_names_it(
    name: str, value: str, says: str, tmp_path: Path
) -> None:
    stopped = Installation(tmp_path, settings={name: value}).run("migrate")
    assert stopped.returncode == 2
    assert stopped.stdout == ""
    [line] = stopped.stderr.splitlines()
    assert name in line
    assert says in line


def test_it_serves_and_stops_when_told(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Installation(tmp_path, settings={"PYTHONWARNINGS": "default"}).start(
        "serve", "--port", str(port)
    )
    try:
        assert answer_of(f"http://127.0.0.1:{port}/health") == 200
    finally:
        server.terminate()
        _, errors = server.communicate(timeout=15)
    assert "Traceback" not in errors


def test_an_audit_log_is_not_called_whole_on_the_word_of_anchors_that_are_not_there(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify-audit", "--anchors", str(tmp_path / "nowhere")]) == 2
    assert "nothing was checked" in capsys.readouterr().out
    (tmp_path / "2026-01-01.jsonl").write_text("not an anchor\n")
    assert main(["verify-audit", "--anchors", str(tmp_path)]) == 1
    assert "a line is not an anchor" in capsys.readouterr().out


def test_a_sweep_is_refused_unless_the_service_is_stopped(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sweep"]) == 2
    assert "Stop the service first" in capsys.readouterr().out
    assert main(["sweep", "--yes"]) == 0


def test_erasing_says_when_there_is_no_such_case(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["erase", "NOSUCHXX", "--because", "time_over"]) == 2
    assert "No case has this reference." in capsys.readouterr().out


def answer_of(address: str) -> int:
    """The status of an address, once somebody answers there."""
    begun = time.monotonic()
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                status: int = answer.status
                return status
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() - begun > 60:
                raise
            time.sleep(0.1)

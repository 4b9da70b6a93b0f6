"""What every test shares: no network but this machine's own, and one line about what could not run."""

import ipaddress
import os
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
IN_CI = os.environ.get("CI") == "true"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
POSTGRESQL = next(iter(Path("/usr/lib/postgresql").glob("*/bin/initdb")), None)

# The content is a draft, and the tests open cases on it as real ones; what refuses that has its own tests.
os.environ.setdefault("SECUNDA_ACCEPT_DRAFT_CONTENT", "yes")

settings.register_profile("secunda", deadline=None, derandomize=IN_CI, max_examples=50)
settings.load_profile("secunda")

collect_ignore = []
if not CORPUS.is_dir():
    collect_ignore.append("corpus")


class OutsideNetworkError(AssertionError):
    """A test tried to reach another machine."""


def _is_local(address: object) -> bool:
    """Say whether a socket address lies on this machine (a Unix socket, localhost or a loopback address)."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0]).split("%", maxsplit=1)[0]
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class LocalSocket(socket.socket):
    """A socket that reaches this machine only."""

    def _refuse_outside(self, address: object) -> None:
        """Raise, with the socket closed, when the address lies elsewhere."""
        if not _is_local(address):
            self.close()
            raise OutsideNetworkError(f"Tests may not reach {address}.")

    def connect(self, address: Any, /) -> None:
        """Connect, unless the address lies elsewhere."""
        self._refuse_outside(address)
        super().connect(address)

    def connect_ex(self, address: Any, /) -> int:
        """Connect and return the error number, unless the address lies elsewhere."""
        self._refuse_outside(address)
        return super().connect_ex(address)


def pytest_configure(config: pytest.Config) -> None:
    """Close the network to tests, and in CI refuse to run with something missing."""
    config.addinivalue_line("markers", "fast: the part of the corpus tests that CI runs")
    socket.socket = LocalSocket  # type: ignore[misc]
    if measured := os.environ.get("COVERAGE_PROCESS_CONFIG"):
        from tests.measuring import measure_readers

        measure_readers(measured)
    if IN_CI and (missing := _missing()):
        raise pytest.UsageError(missing)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the story in the browser out where there is no browser."""
    if CHROMIUM is not None:
        return
    story = [item for item in items if "tests/browser/" in item.path.as_posix()]
    if story:
        config.hook.pytest_deselected(items=story)
        items[:] = [item for item in items if item not in story]


def _missing() -> str:
    """Return one line that names what is absent and the command that brings it; empty when nothing is."""
    absent = {
        "the story in the browser (Chromium)": "chromium" if CHROMIUM is None else "",
        "the integration tests on PostgreSQL": "postgresql" if POSTGRESQL is None else "",
    }
    packages = [package for package in absent.values() if package]
    what = [name for name, package in absent.items() if package]
    if not packages:
        return ""
    return f"Not run: {' and '.join(what)}. To run it: sudo apt install {' '.join(packages)}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what could not run, where the run was meant to cover it."""
    whole = {"tests", "tests/integration", "tests/browser"}
    if whole & {argument.rstrip("/") for argument in config.args} and (missing := _missing()):
        terminalreporter.write_line(missing, yellow=True)

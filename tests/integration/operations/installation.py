"""An installation of its own, worked by the `secunda` command in processes of its own."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.conftest import ROOT
from tests.measuring import by_tracing

DATABASE = os.environ.get("SECUNDA_DATABASE_URL", "")
ON_POSTGRESQL = DATABASE.startswith("postgresql:")


@dataclass
class Installation:
    """A data folder and a database; `settings` are further settings of it, by name."""

    folder: Path
    database: str = ""
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """This process's environment with the installation's settings in place of ours."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SECUNDA_")}
        own = {
            "SECUNDA_DATA": str(self.folder),
            "SECUNDA_ACCEPT_DRAFT_CONTENT": "yes",
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "error",
        }
        if measured := kept.get("COVERAGE_PROCESS_CONFIG"):
            own["COVERAGE_PROCESS_CONFIG"] = by_tracing(measured)
        if self.database:
            own["SECUNDA_DATABASE_URL"] = self.database
        return kept | own | self.settings

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start `secunda …` and let it run."""
        return subprocess.Popen(
            [sys.executable, "-m", "secunda.interfaces.operations.command", *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `secunda …` to its end."""
        return self._python("-m", "secunda.interfaces.operations.command", *words)

    def do(self, task: str) -> None:
        """Run a task of `inside`, which must end well."""
        done = self._python("-m", "tests.integration.operations.inside", task)
        assert done.returncode == 0, done.stderr

    def ask(self, question: str) -> dict[str, object]:
        """Run a question of `inside` and return what it answered."""
        done = self._python("-m", "tests.integration.operations.inside", question)
        assert done.returncode == 0, done.stderr
        answer: dict[str, object] = json.loads(done.stdout)
        return answer

    def _python(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
            cwd=ROOT,
        )


@contextmanager
def installation(folder: Path, **settings: str) -> Iterator[Installation]:
    """A place for an installation: empty; on PostgreSQL with a database that is dropped afterwards."""
    if not ON_POSTGRESQL:
        yield Installation(folder, settings=settings)
        return
    name = f"secunda_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(DATABASE, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield Installation(folder, urlunsplit(urlsplit(DATABASE)._replace(path=f"/{name}")), settings)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

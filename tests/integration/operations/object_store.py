"""An S3 server on this machine (nanio, which checks every signature), and how to reach it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.integration.operations.serving import LONGEST_START, free_port

BUCKET = "originals"
KEY, SECRET = "harbour", "a secret for one test"


@dataclass(frozen=True)
class ObjectStore:
    """The server's address, and the folder in which it keeps what it was given."""

    endpoint: str
    folder: Path

    @property
    def variables(self) -> dict[str, str]:
        """What an installation must find in its environment."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "eu-west-2",
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
        }

    def holds(self, prefix: str) -> list[Path]:
        """The files in which objects below a prefix lie."""
        return sorted(path for path in (self.folder / BUCKET / prefix).rglob("*") if path.is_file())


@contextmanager
def object_store(folder: Path) -> Iterator[ObjectStore]:
    """The server with one bucket, for as long as the block lasts."""
    (folder / BUCKET).mkdir(parents=True)
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}"
    words = ["serve", "--data-dir", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-m", "nanio", *words, "--region", "eu-west-2", "--no-access-log"],
        env={**os.environ, "NANIO_ACCESS_KEY": KEY, "NANIO_SECRET_KEY": SECRET},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + LONGEST_START
        while not _answers(endpoint):
            assert process.poll() is None, "the object store does not start"
            assert time.monotonic() < until, "the object store does not answer"
            time.sleep(0.1)
        yield ObjectStore(endpoint, folder)
    finally:
        process.kill()
        process.wait()


def _answers(endpoint: str) -> bool:
    try:
        requests.get(endpoint, timeout=5)
    except requests.ConnectionError:
        return False
    return True

"""`secunda serve` in a process of its own, for as long as a test asks it."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import requests

from tests.integration.operations.installation import Installation

LONGEST_START = 90


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(place: Installation, port: int, *words: str) -> Iterator[str]:
    """The server of an installation; gives its origin once it answers."""
    origin = f"http://127.0.0.1:{port}"
    process = place.start("serve", "--port", str(port), *words)
    try:
        until = time.monotonic() + LONGEST_START
        while not _answers(origin):
            assert process.poll() is None, process.communicate()[1]
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.1)
        yield origin
    finally:
        process.terminate()
        try:
            process.communicate(timeout=20)
        finally:
            process.kill()


def _answers(origin: str) -> bool:
    try:
        return requests.get(f"{origin}/health", timeout=60).ok
    except requests.ConnectionError:
        return False

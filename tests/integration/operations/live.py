"""A server that runs, and foreign clients in front of it."""

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tusclient.client import TusClient

from tests.integration.operations.installation import Installation

TOKEN = "a" * 32


@dataclass
class Door:
    """The door of one case at a running server, for a patient who is signed in."""

    place: Installation
    port: int
    case: str
    session: str
    process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        """Where uploads begin."""
        return f"http://127.0.0.1:{self.port}/case/{self.case}/uploads/"

    @property
    def headers(self) -> dict[str, str]:
        """What a browser of the patient sends with every request."""
        return {"Cookie": f"secunda_session={self.session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}

    @property
    def client(self) -> TusClient:
        """A client by the protocol's authors, in another language than our own."""
        return TusClient(self.address, headers=self.headers)

    def open(self) -> None:
        """Start the server, and wait until it answers."""
        self.process = self.place.start("serve", "--port", str(self.port))
        for _ in range(600):
            if self.process.poll() is not None:
                raise AssertionError(self.process.communicate()[1])
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the server never answered")

    def kill(self) -> None:
        """End the server without a warning (kill -9)."""
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.communicate()
            self.process = None

    def cut(self, url: str, body: bytes, *, offset: int, of: int) -> None:
        """Send `body` as the beginning of a piece of `of` bytes, and hang up in the middle."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.putrequest("PATCH", url.partition(str(self.port))[2])
        for name, value in self.headers.items():
            line.putheader(name, value)
        line.putheader("Tus-Resumable", "1.0.0")
        line.putheader("Content-Type", "application/offset+octet-stream")
        line.putheader("Upload-Offset", str(offset))
        line.putheader("Content-Length", str(of))
        line.endheaders()
        line.send(body)
        line.close()


@contextmanager
def door(place: Installation) -> Iterator[Door]:
    """A server for an installation with one case, ended afterwards."""
    migrated = place.run("migrate")
    assert migrated.returncode == 0, migrated.stderr
    told = place.ask("open_door")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    opened = Door(place, port, str(told["case"]), str(told["session"]))
    opened.open()
    try:
        yield opened
    finally:
        opened.kill()

"""One client for all: it hands files to the kernel, so that the client is never what is measured."""

import base64
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Line:
    """A connection that is kept."""

    def __init__(self, port: int, headers: Mapping[str, str] | None = None) -> None:
        """Connect to a server on this machine."""
        self._line = socket.create_connection(("127.0.0.1", port), 600)
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._from = self._line.makefile("rb")
        self._headers = dict(headers or {})

    def close(self) -> None:
        """Hang up."""
        self._from.close()
        self._line.close()

    def ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        file: Path | None = None,
        offset: int = 0,
        count: int = 0,
    ) -> Answer:
        """One request, with `count` bytes of a file as its body, and its answer."""
        told = {"Host": "127.0.0.1", **self._headers, **(headers or {}), "Content-Length": str(count)}
        lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        self._line.sendall(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode("latin-1"))
        if file is not None and count:
            with file.open("rb") as source:
                self._line.sendfile(source, offset, count)
        return self._answer(method)

    def _answer(self, method: str) -> Answer:
        status = int(self._from.readline().split()[1])
        headers: dict[str, str] = {}
        while (line := self._from.readline().strip()) != b"":
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        if method == "HEAD" or status == 204:
            return Answer(status, headers, b"")
        if headers.get("transfer-encoding") == "chunked":
            return Answer(status, headers, self._chunks())
        return Answer(status, headers, self._from.read(int(headers.get("content-length", "0"))))

    def _chunks(self) -> bytes:
        pieces = []
        while size := int(self._from.readline().split(b";")[0], 16):
            pieces.append(self._from.read(size))
            self._from.readline()
        self._from.readline()
        return b"".join(pieces)


PIECE = 90 * 1024 * 1024  # what the page sends at a time
TUS = {"Tus-Resumable": "1.0.0"}
PIECE_TYPE = {"Content-Type": "application/offset+octet-stream"}


def begin(line: Line, case: str, file: Path) -> str:
    """Make room for a file by tus; where its pieces go."""
    name = base64.b64encode(file.name.encode()).decode()
    told = {**TUS, "Upload-Length": str(file.stat().st_size), "Upload-Metadata": f"filename {name}"}
    answer = line.ask("POST", f"/case/{case}/uploads/", told)
    if answer.status != 201:
        raise RuntimeError(f"{answer.status}: {answer.body[:500]!r}")
    return answer.headers["location"]


def go_on(line: Line, place: str, file: Path, offset: int, piece: int) -> int:
    """Send one piece; how far the file has come."""
    count = min(piece, file.stat().st_size - offset)
    told = {**TUS, **PIECE_TYPE, "Upload-Offset": str(offset)}
    answer = line.ask("PATCH", place, told, file=file, offset=offset, count=count)
    if answer.status != 204:
        raise RuntimeError(f"{answer.status}: {answer.body[:500]!r}")
    return int(answer.headers["upload-offset"])


def standing(line: Line, place: str) -> int:
    """How far the file has come."""
    return int(line.ask("HEAD", place, TUS).headers["upload-offset"])


def upload(line: Line, case: str, file: Path, piece: int) -> str:
    """Send a whole file; its place."""
    place, offset = begin(line, case, file), 0
    while offset < file.stat().st_size:
        offset = go_on(line, place, file, offset, piece)
    return place

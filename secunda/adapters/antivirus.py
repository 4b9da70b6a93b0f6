"""Asking ClamAV's daemon about a file, by its own protocol (clamd(8), INSTREAM)."""

import select
import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from urllib.parse import urlsplit

SECONDS = 120.0
PIECE = 256 * 1024
LONGEST_ANSWER = 4096


class ScannerUnavailable(Exception):  # noqa: N818
    """The scanner could not be reached, or gave no answer that can be relied on; worth trying again."""


class TooLargeToScan(Exception):  # noqa: N818
    """The scanner takes no file of this size (`StreamMaxLength` in its settings)."""


def found_in(pieces: Iterable[bytes], *, address: str, seconds: float = SECONDS) -> str | None:
    """The name of what the scanner found, or None for a clean file.

    `address` is tcp://host:port or unix:///path. Raises ScannerUnavailable and TooLargeToScan; only an
    answer that says OK counts as clean.
    """
    try:
        answer = _asked(pieces, address, seconds)
    except (OSError, ValueError) as error:
        raise ScannerUnavailable(type(error).__name__) from error
    if answer == "stream: OK":
        return None
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    if "size limit exceeded" in answer:
        raise TooLargeToScan
    raise ScannerUnavailable("no answer that is understood")


def _asked(pieces: Iterable[bytes], address: str, seconds: float) -> str:
    with _connected(address, seconds) as line:
        # The daemon answers and hangs up in mid-file when it has had enough.
        with suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(b"zINSTREAM\0")
            for part in _parts(pieces):
                line.sendall(len(part).to_bytes(4, "big") + part)
                if select.select([line], [], [], 0)[0]:
                    return _answer(line)
            line.sendall(bytes(4))
        return _answer(line)


def _parts(pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        for start in range(0, len(piece), PIECE):
            yield piece[start : start + PIECE]


def _connected(address: str, seconds: float) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(seconds)
        try:
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=seconds)


def _answer(line: socket.socket) -> str:
    heard = b""
    while not heard.endswith(b"\0") and len(heard) < LONGEST_ANSWER:
        piece = line.recv(LONGEST_ANSWER)
        if not piece:
            break
        heard += piece
    return heard.rstrip(b"\0\n").decode("utf-8", "replace")

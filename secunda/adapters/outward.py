"""Asking a machine that somebody else named: over TLS, outside our own network, never redirected."""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

PORT = 443
PATIENCE = 10.0
"""Seconds for each step; a whole answer has six times as long."""
PIECE = 64 * 1024


class OutwardError(Exception):
    """No answer: `not_allowed`, `unreachable` or `too_large`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Answer:
    """What a machine said."""

    status: int
    body: bytes


class Outward:
    """Asks machines. `inside`: names of hosts that may lie in our own network all the same."""

    def __init__(self, inside: Collection[str] = ()) -> None:
        self._inside = inside

    def ask(self, url: str, *, most: int, body: bytes | None = None, headers: Mapping[str, str]) -> Answer:
        """GET an address, or POST a body to it; at most `most` bytes are taken. Raises OutwardError."""
        parts = urlsplit(url)
        try:
            line = _Line(parts, self._reachable(parts))
        except (ValueError, UnicodeError) as error:
            raise OutwardError("not_allowed") from error
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            line.request("GET" if body is None else "POST", path, body=body, headers=dict(headers))
            return _answer(line.getresponse(), most)
        except (OSError, http.client.HTTPException) as error:
            raise OutwardError("unreachable") from error
        finally:
            line.close()

    def _reachable(self, parts: SplitResult) -> list[str]:
        """The addresses to connect to: found once, so that a name cannot point elsewhere a moment later."""
        host, port = parts.hostname or "", parts.port or PORT
        if parts.scheme != "https" or not host or parts.username is not None:
            raise OutwardError("not_allowed")
        try:
            found = [entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except OSError as error:
            raise OutwardError("unreachable") from error
        if host not in self._inside and not all(ipaddress.ip_address(one).is_global for one in found):
            raise OutwardError("not_allowed")
        return [str(one) for one in found]


class _Line(http.client.HTTPSConnection):
    """A connection to one of these addresses, which must show the certificate of the name that was asked."""

    def __init__(self, parts: SplitResult, addresses: Sequence[str]) -> None:
        super().__init__(parts.hostname or "", parts.port or PORT, timeout=PATIENCE)
        self._addresses, self._trusted = addresses, ssl.create_default_context()

    def connect(self) -> None:
        self.sock = self._trusted.wrap_socket(self._plain(), server_hostname=self.host)

    def _plain(self) -> socket.socket:
        for address in self._addresses[:-1]:
            with suppress(OSError):
                return socket.create_connection((address, self.port), PATIENCE)
        return socket.create_connection((self._addresses[-1], self.port), PATIENCE)


def _answer(said: http.client.HTTPResponse, most: int) -> Answer:
    until = time.monotonic() + 6 * PATIENCE
    pieces: list[bytes] = []
    left = most
    while piece := said.read1(PIECE):
        left -= len(piece)
        pieces.append(piece)
        if left < 0:
            raise OutwardError("too_large")
        if time.monotonic() > until:
            raise OutwardError("unreachable")
    return Answer(said.status, b"".join(pieces))

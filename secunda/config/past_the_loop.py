"""Bytes of a file go from the socket straight to the view that writes them, past the loop and the parser.

Through the loop each of them is copied four times, and every 64 kB the loop and the view's thread wait for
each other: a gigabyte takes more than twice as long (decision 029).
"""

import os
import socket
import threading
from functools import partial
from typing import Any, cast

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from secunda.config.streaming import EXTENSION, SILENCE, Coming, streams

GLANCE = 1.0
"""Seconds after which a reader that waits looks whether the server has ended the request."""
MOST_TOLD = 256 * 1024 * 1024
"""Bytes of a body that was left in the middle: after more, the connection is closed, for to tell the parser
of them would keep everybody waiting.
"""
_BLANK = bytes(64 * 1024)  # the parser copies what it is fed: so much stays in the processor's own memory


class Line(Coming):
    """A body that a view's thread reads from the socket itself."""

    def __init__(self, connection: int, early: bytes, due: int) -> None:
        """`connection`: a socket that nobody else reads. `early`: what came in before, `due`: the rest."""
        self.taken = 0
        self._early = early
        self._due = due
        self._ended = False
        self._socket = socket.socket(fileno=os.dup(connection))
        self._socket.settimeout(GLANCE)
        self._reads = threading.Lock()
        self._over = False

    def _some(self, size: int) -> bytes:
        # What came with the headers first, then from the socket.
        if self._early:
            piece, self._early = self._early[:size], self._early[size:]
            return piece
        with self._reads:
            piece = self._received(min(size, 0 if self._ended else self._due - self.taken))
        if self._over:
            self._socket.close()
        self.taken += len(piece)
        self._ended = not piece
        return piece

    def _received(self, most: int) -> bytes:
        silent = 0.0
        while most and silent < SILENCE and not self._over:
            try:
                return self._socket.recv(most)
            except TimeoutError:
                silent += GLANCE
            except OSError:  # the sender hung up
                break
        return b""

    @property
    def whole(self) -> bool:
        """Whether nothing of the body is left to come."""
        return self._due == self.taken

    def close(self) -> None:
        """The request is over: whoever still reads stops, and nobody waits here until then."""
        self._over = True
        if self._reads.acquire(blocking=False):
            self._socket.close()
            self._reads.release()


class Protocol(HttpToolsProtocol):
    """Uvicorn's HTTP/1.1, which gives the socket away while a piece of a file comes in."""

    line: Line | None = None
    _came = 0

    def on_headers_complete(self) -> None:
        """Stop listening where a piece of a file follows; its first bytes may lie in the same packet."""
        waits = self.cycle is not None and not self.cycle.response_complete
        super().on_headers_complete()
        self._came = 0
        if not waits and self._gives_away():
            self.flow.pause_reading()
            cast(dict[str, Any], self.scope)["extensions"] = {
                EXTENSION: partial(self._give_away, self.cycle, self._length())
            }

    def on_body(self, body: bytes) -> None:
        """Count what the loop heard."""
        self._came += len(body)
        super().on_body(body)

    def on_response_complete(self) -> None:
        """Hear the next request, behind what went past the parser."""
        line, self.line = self.line, None
        if line is not None:
            line.close()
            self._step_over(line)
        super().on_response_complete()

    def _step_over(self, line: Line) -> None:
        if line.taken and line.whole:
            self.parser = httptools.HttpRequestParser(self)
            return
        if line.taken > MOST_TOLD:
            self.transport.close()
            return
        for begin in range(0, line.taken, len(_BLANK)):
            self.parser.feed_data(_BLANK[: line.taken - begin])

    def connection_lost(self, exc: Exception | None) -> None:
        """End who reads."""
        line, self.line = self.line, None
        if line is not None:
            line.close()
        super().connection_lost(exc)

    def _gives_away(self) -> bool:
        return (
            streams(cast(dict[str, Any], self.scope))
            and self._length() > 0
            and self.scheme == "http"
            and not self.expect_100_continue
        )

    def _length(self) -> int:
        return next((int(value) for name, value in self.headers if name == b"content-length"), 0)

    def _give_away(self, cycle: RequestResponseCycle, length: int) -> Line:
        early, cycle.body = bytes(cycle.body), bytearray()
        connection = self.transport.get_extra_info("socket").fileno()
        # A body that was whole at once may have the next request behind it, whose bytes were counted since.
        self.line = Line(connection, early, length - self._came if cycle.more_body else 0)
        return self.line

"""Large bodies come to their view as they arrive, not after the last byte.

Django's own entrance takes a whole body to a temporary file before the view is asked: what came in before a
connection broke would be lost, and every byte would be written twice.
"""

import asyncio
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from functools import partial
from typing import Any

import django
from django.core.handlers.asgi import ASGIHandler

type Receive = Callable[[], Awaitable[dict[str, Any]]]

EXTENSION = "secunda.line"
"""Where a scope has it: called on the loop, it gives the body as `Coming`, and `receive` is not used then."""
PIECES = b"application/offset+octet-stream"
AHEAD = 1024 * 1024
"""Bytes gathered at a time; as many are gathered ahead while the view writes."""
SILENCE = 30.0
"""Seconds in which something must come, or the sender counts as gone and may come back and go on."""


def streams(scope: dict[str, Any]) -> bool:
    """Whether the body of this request is a piece of a file (tus 1.0.0, PATCH)."""
    return (b"content-type", PIECES) in scope["headers"]


def body_of(scope: dict[str, Any], receive: Receive) -> "Coming":
    """The body of a request that streams, by the shortest way that its server offers."""
    give = scope.get("extensions", {}).get(EXTENSION)
    coming: Coming = give() if give else Body(receive)
    return coming


class Coming(ABC):
    """The body of one request as a file that a view's thread reads while it comes in.

    It ends early when the sender goes away: what came in until then is the sender's next offset.
    """

    def read(self, size: int = -1) -> bytes:
        """What has come in, up to `size` bytes, all of it for -1; empty at the end. Not for the loop."""
        return b"".join(iter(partial(self._some, AHEAD), b"")) if size < 0 else self._some(size)

    @abstractmethod
    def _some(self, size: int) -> bytes:
        """At most `size` bytes; empty at the end."""

    @abstractmethod
    def close(self) -> None:
        """The request is over."""


class Body(Coming):
    """A body that comes through the loop."""

    def __init__(self, receive: Receive) -> None:
        """Read from `receive`, on the loop that runs now."""
        self._receive = receive
        self._loop = asyncio.get_running_loop()
        self._left: deque[bytes] = deque()
        self._more = True
        self._next: Future[list[bytes]] | None = None

    def _some(self, size: int) -> bytes:
        # Pieces are given as they came: to join them would cost as much as to write them to a file.
        # What was gathered ahead may be the end already: nothing more is to come, and it is still to be read.
        while not self._left and (self._next or self._more):
            coming, self._next = self._next or self._ask(), None
            self._left.extend(coming.result())
            self._next = self._ask() if self._more else None
        piece = self._left.popleft() if self._left else b""
        if len(piece) > size:
            self._left.appendleft(piece[size:])
        return piece[:size]

    def close(self) -> None:
        """Nothing is kept open."""

    def _ask(self) -> Future[list[bytes]]:
        return asyncio.run_coroutine_threadsafe(self._gather(), self._loop)

    async def _gather(self) -> list[bytes]:
        pieces: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(SILENCE):
                while self._more and size < AHEAD:
                    message = await self._receive()
                    if piece := message.get("body", b""):
                        pieces.append(piece)
                        size += len(piece)
                    self._more = message["type"] == "http.request" and message.get("more_body", False)
        except TimeoutError:
            self._more = bool(size)
        return pieces


class Entrance(ASGIHandler):
    """Django's entrance, which hands on as it is what still comes in."""

    async def read_body(self, receive: Any) -> Any:
        """The body as a file."""
        return receive if isinstance(receive, Coming) else await super().read_body(receive)

    async def listen_for_disconnect(self, receive: Any) -> None:
        """Of a body that still comes in, the view itself hears when its sender goes away."""
        if isinstance(receive, Coming):
            await asyncio.Event().wait()
        await super().listen_for_disconnect(receive)


def entrance() -> Entrance:
    """The entrance to the pages, with the settings loaded."""
    django.setup(set_prefix=False)
    return Entrance()

"""The server's entrance. Images take a short way of their own; everything else goes to Django."""

import os
from collections.abc import Awaitable, Callable
from typing import Any

from secunda.config.streaming import body_of, entrance, streams

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secunda.config.settings")
pages = entrance()

from secunda.interfaces.dicomweb import app as dicomweb  # noqa: E402 - needs the settings
from secunda.interfaces.dicomweb import viewer  # noqa: E402


async def application(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[dict[str, Any]]],
    send: Callable[[dict[str, Any]], Awaitable[None]],
) -> None:
    """Send a request where it belongs, by the start of its path."""
    if scope["type"] == "http" and scope["path"].startswith("/dicomweb/"):
        await dicomweb.application(scope, send)
    elif scope["type"] == "http" and scope["path"].startswith("/viewer/"):
        await viewer.application(scope, send)
    elif scope["type"] == "http":
        # Django's own types are narrower than ASGI's: a body may also be a file that still comes in.
        body: Any = body_of(scope, receive) if streams(scope) else receive
        answer: Any = send
        await pages(scope, body, answer)
    elif scope["type"] == "lifespan":
        await _lifespan(receive, send)


async def _lifespan(
    receive: Callable[[], Awaitable[dict[str, Any]]], send: Callable[[dict[str, Any]], Awaitable[None]]
) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return

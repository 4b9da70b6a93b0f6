"""The short way for images: an ASGI application beside Django, behind the same gate.

Django's whole stack costs about half the throughput of frames; what is left out here (templates, forms,
messages) images do not need. Access, blinding and the log of looks are the same functions.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections
from django.http.cookie import parse_cookie
from django.utils import timezone

from secunda.foundation.refusal import Hidden, Refused
from secunda.interfaces.dicomweb.answers import Answer, refused
from secunda.interfaces.dicomweb.gate import reader
from secunda.interfaces.dicomweb.routes import Asked, answer

type Send = Callable[[dict[str, Any]], Awaitable[None]]

NOTHING = refused(404, "There is nothing here.")

_ROOT = re.compile(r"/dicomweb/cases/(?P<case>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?P<path>/.*)?")


async def application(scope: dict[str, Any], send: Send) -> None:
    """Answer one HTTP request under /dicomweb/."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    made = await sync_to_async(_in_thread, thread_sensitive=False)(
        scope["method"],
        scope["path"],
        scope["query_string"].decode("latin-1"),
        headers,
        scope.get("scheme", "http"),
    )
    await _send(made, send, body=scope["method"] != "HEAD")


def _in_thread(*request: Any) -> Answer:
    """`respond` with a connection of this thread that is neither stale nor left open."""
    close_old_connections()
    try:
        return respond(*request)
    finally:
        close_old_connections()


def respond(method: str, path: str, query: str, headers: dict[str, str], scheme: str) -> Answer:
    """The answer to a request. What is not the asker's does not exist."""
    if method not in {"GET", "HEAD"}:
        return refused(405, "This address is for reading only.")
    found = _ROOT.fullmatch(path)
    if not found:
        return NOTHING
    try:
        session = parse_cookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME, "")
        who = reader(session, UUID(found["case"]), timezone.now())
        root = f"{scheme}://{headers.get('host', '')}/dicomweb/cases/{found['case']}"
        asked = Asked({}, dict(parse_qsl(query)), root, headers.get("accept", "*/*"))
        return answer(who, found["path"] or "", asked)
    except Hidden:
        return NOTHING
    except Refused as refusal:
        return refused(409, str(refusal.refusal.says))


async def _send(made: Answer, send: Send, *, body: bool) -> None:
    headers = [
        (b"content-type", made.content_type.encode("latin-1")),
        (b"content-length", str(len(made.body)).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", b"default-src 'none'; sandbox"),
        (b"cross-origin-resource-policy", b"same-origin"),
        *made.headers,
    ]
    await send({"type": "http.response.start", "status": made.status, "headers": headers})
    await send({"type": "http.response.body", "body": made.body if body else b""})

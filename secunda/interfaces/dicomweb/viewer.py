"""The image viewer's page and files, under /viewer/. It grants nothing: images come through the gate."""

import mimetypes
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings

type Send = Callable[[dict[str, Any]], Awaitable[None]]

# The page itself is strict. Decoders of JPEG 2000, JPEG-LS and whole-slide images need eval inside their
# workers; a worker's policy is that of its own script, so only the viewer's scripts are served with it.
_POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{more}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob: data:; "
    "worker-src 'self' blob:; object-src 'self' blob:; frame-src 'self' blob:; frame-ancestors 'self'; "
    "base-uri 'none'; form-action 'none'"
)
PAGE_POLICY = _POLICY.format(more="")
SCRIPT_POLICY = _POLICY.format(more=" 'unsafe-eval'")


async def application(scope: dict[str, Any], send: Send) -> None:
    """Serve one of the viewer's files, or its page for any address below a case."""
    found = await sync_to_async(_find, thread_sensitive=False)(scope["path"].removeprefix("/viewer/"))
    if scope["method"] not in {"GET", "HEAD"} or found is None:
        await _answer(send, 404, "text/plain", b"There is nothing here.", PAGE_POLICY, "no-store")
        return
    path, body = found
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    script = path.suffix in {".js", ".mjs"}
    # File names carry a digest of their content, the page and the two settings files do not.
    lasting = "bundle." in path.name or path.suffix == ".wasm"
    caching = "public, max-age=31536000, immutable" if lasting else "no-cache"
    sent = body if scope["method"] == "GET" else b""
    await _answer(send, 200, kind, sent, SCRIPT_POLICY if script else PAGE_POLICY, caching)


def _find(name: str) -> tuple[Path, bytes] | None:
    folder: Path = settings.SECUNDA_VIEWER.resolve()
    path = folder / "index.html" if name.startswith("cases/") else (folder / name).resolve()
    if folder not in path.parents or not path.is_file():
        return None
    return path, path.read_bytes()


async def _answer(send: Send, status: int, kind: str, body: bytes, policy: str, caching: str) -> None:
    headers = [
        (b"content-type", kind.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"content-security-policy", policy.encode()),
        (b"cache-control", caching.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"cross-origin-opener-policy", b"same-origin"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

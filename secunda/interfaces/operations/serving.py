"""`secunda serve`: the pages, over HTTP. Put a proxy that speaks TLS in front of it."""

import argparse
import sys

import uvicorn
from django.conf import settings

from secunda.foundation.content.approval import drafts, takes_cases


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=1, help="how many server processes share the port")


def run(args: argparse.Namespace) -> int:
    """Serve until stopped; say first if real patients will be refused."""
    for line in refusing():
        print(line, file=sys.stderr)
    serve(args.host, args.port, processes=args.processes)
    return 0


def refusing() -> list[str]:
    """Why no case can be opened here, and what to do about it; nothing where cases can be opened."""
    if takes_cases():
        return []
    return [
        f"{drafts()} files of the clinical content are not approved, so new cases are refused here.",
        "Have them approved, or set SECUNDA_ACCEPT_DRAFT_CONTENT=yes to take cases on drafts all the same.",
    ]


def serve(host: str, port: int, *, processes: int = 1) -> None:
    """Run uvicorn on one address. Request lines are written by our own middleware, without personal data."""
    uvicorn.run(
        "secunda.config.asgi:application",
        host=host,
        port=port,
        workers=processes,
        http="secunda.config.past_the_loop:Protocol",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.SECUNDA_PROXIES,
        timeout_graceful_shutdown=5,
    )

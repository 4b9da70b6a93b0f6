"""`secunda serve`: the pages, over HTTP. Put a proxy that speaks TLS in front of it."""

import argparse

import uvicorn
from django.conf import settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=1, help="how many server processes share the port")


def run(args: argparse.Namespace) -> int:
    """Serve until stopped."""
    serve(args.host, args.port, processes=args.processes)
    return 0


def serve(host: str, port: int, *, processes: int = 1) -> None:
    """Run uvicorn on one address. Request lines are written by our own middleware, without personal data."""
    uvicorn.run(
        "secunda.config.asgi:application",
        host=host,
        port=port,
        workers=processes,
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.SECUNDA_PROXIES,
        timeout_graceful_shutdown=5,
    )

"""Where the demonstration is served. Known before the settings are read, as the settings hold its address."""

import argparse
import os
from collections.abc import Sequence

HOST = "127.0.0.1"
DEFAULT_PORT = 8000


def add_port(parser: argparse.ArgumentParser) -> None:
    """Declare the option --port; PORT in the environment stands in for it."""
    parser.add_argument(
        "--port",
        type=port,
        default=os.environ.get("PORT") or DEFAULT_PORT,
        metavar="N",
        help=f"serve on this port of {HOST} (or set PORT; {DEFAULT_PORT})",
    )


def port(text: str) -> int:
    """A port from 1 to 65535. Raises argparse.ArgumentTypeError in words."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port. Use a number from 1 to 65535.")
    return int(text)


def origin(words: Sequence[str]) -> str:
    """The address that these words of the command line lead to; what is not about the port is passed over."""
    parser = argparse.ArgumentParser(prog="secunda demo", add_help=False)
    add_port(parser)
    known, _ = parser.parse_known_args(list(words))
    return f"http://{HOST}:{known.port}"

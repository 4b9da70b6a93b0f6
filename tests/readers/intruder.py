"""A confined child whose reader of plain text does what a taken-over reader would try.

It is started in place of the real child; everything but that one reader is the real thing.
"""

import ctypes
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from secunda.engines.intake import child, identify, readers
from secunda.engines.intake.content import Content
from secunda.engines.intake.limits import Options
from secunda.engines.intake.reading import Page


def attempts(path: Path) -> dict[str, Callable[[], object]]:
    """What to try; the file's first line names a file elsewhere."""
    elsewhere = Path(path.read_text("utf-8").splitlines()[0])
    return {
        "read its own file": path.read_bytes,
        "read elsewhere": elsewhere.read_bytes,
        "read the list of accounts": Path("/etc/passwd").read_bytes,
        "list elsewhere": lambda: list(elsewhere.parent.iterdir()),
        "write elsewhere": lambda: elsewhere.with_name("new.txt").write_text("x"),
        "remove elsewhere": elsewhere.unlink,
        "change modes elsewhere": lambda: elsewhere.chmod(0o777),
        "link elsewhere": lambda: path.with_name("link").hardlink_to(elsewhere),
        "look into the parent": lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes(),
        "connect": _connect,
        "open a socket": socket.socket,
        "run a program": lambda: subprocess.run(["/bin/true"], check=True),
        "become a program": lambda: os.execv("/bin/true", ["true"]),
        "start a process": _fork,
        "end the parent": lambda: os.kill(os.getppid(), 9),
        "open a ring": lambda: _answer(ctypes.CDLL(None, use_errno=True).syscall(425, 1, None)),
        "change its own file": lambda: path.write_text("x"),
        "put a file beside it": lambda: path.with_name("own.txt").write_text("x"),
        "write to nowhere": lambda: Path("/dev/null").write_text("x"),
        "work in its folder": lambda: Path(os.environ["TMPDIR"], "own.txt").write_text("x"),
    }


def _connect() -> None:
    with socket.create_connection(("127.0.0.1", 9), timeout=1):
        raise AssertionError("nobody listens there")


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _answer(value: int) -> None:
    if value < 0:
        raise OSError(ctypes.get_errno(), "refused")


def intrude(path: Path, _options: Options) -> Content:
    """One line for each attempt: what came of it."""
    lines = []
    for name, attempt in attempts(path).items():
        try:
            attempt()
        except ConnectionRefusedError:
            lines.append(f"{name}: done")  # the network answered
        except OSError as error:
            lines.append(f"{name}: {type(error).__name__}")
        else:
            lines.append(f"{name}: done")
    return Content(pages=(Page(1, "\n".join(lines)),))


if __name__ == "__main__":
    with mock.patch.dict(readers.READERS, {identify.TEXT: intrude}):  # type: ignore[arg-type]
        sys.exit(child.main())

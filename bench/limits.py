"""What this machine can do at most, measured in the same run: no product is faster than the sum of these."""

import hashlib
import os
import socket
import tempfile
import threading
import time
from collections.abc import Callable

from bench.running import median

MEGABYTE = 1024 * 1024
SIZE = 256 * MEGABYTE


def measure() -> dict[str, int]:
    """Megabytes a second, the median of five: to write and sync, to hash on one processor, over loopback."""
    return {
        name: round(median([SIZE / 1e6 / _timed(act) for _ in range(5)]))
        for name, act in (("write_and_sync", _write), ("sha256", _hash), ("loopback", _send))
    }


def serial_seconds(found: dict[str, int], sent: float, kept: float) -> float:
    """The least seconds for so many megabytes sent, hashed on two processors, and kept, in turn."""
    return sent / found["loopback"] + kept / found["sha256"] / 2 + kept / found["write_and_sync"]


def _timed(act: Callable[[], None]) -> float:
    begun = time.monotonic()
    act()
    return time.monotonic() - begun


def _write() -> None:
    piece = b"\x5a" * MEGABYTE
    with tempfile.TemporaryFile() as out:
        for _ in range(SIZE // MEGABYTE):
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())


def _hash() -> None:
    piece, digest = b"\x5a" * MEGABYTE, hashlib.sha256()
    for _ in range(SIZE // MEGABYTE):
        digest.update(piece)


def _send() -> None:
    piece = b"\x5a" * MEGABYTE
    with socket.create_server(("127.0.0.1", 0)) as server:
        sender = threading.Thread(target=_pour, args=(server.getsockname(), piece))
        sender.start()
        line, _ = server.accept()
        with line:
            taken = bytearray(MEGABYTE)
            while line.recv_into(taken):
                pass
        sender.join()


def _pour(address: tuple[str, int], piece: bytes) -> None:
    with socket.create_connection(address) as line:
        for _ in range(SIZE // MEGABYTE):
            line.sendall(piece)

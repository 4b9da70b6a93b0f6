"""ClamAV's daemon as the tests need it: a small one that speaks its protocol, and the real one."""

import shutil
import socketserver
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from secunda.adapters.antivirus import ScannerUnavailable, found_in

HARMFUL = b"SECUNDA-TEST-SIGNATURE-8c1f-not-harmful"
DAEMON = shutil.which("clamd")


class _Session(socketserver.StreamRequestHandler):
    """One INSTREAM (clamd(8)): chunks of a length and bytes, ended by an empty one."""

    limit: ClassVar[int] = 1024 * 1024

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        heard = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            heard += self.rfile.read(length)
            if len(heard) > self.limit:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.wfile.write(b"stream: Test.Signature FOUND\0" if HARMFUL in heard else b"stream: OK\0")


@contextmanager
def small_daemon() -> Iterator[str]:
    """The address of a daemon that knows one signature."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"tcp://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def real_daemon(folder: Path) -> Iterator[str]:
    """The address of clamd itself, with one signature made for the test."""
    assert DAEMON
    (folder / "signatures").mkdir()
    (folder / "signatures" / "own.ndb").write_text(f"Test.Signature:0:*:{HARMFUL.hex()}\n")
    (folder / "clamd.conf").write_text(
        f"LocalSocket {folder}/clamd.ctl\nDatabaseDirectory {folder}/signatures\nForeground yes\n"
        f"TemporaryDirectory {folder}\nStreamMaxLength 1M\nUser {_user()}\n"
    )
    daemon = subprocess.Popen(
        [DAEMON, "--config-file", folder / "clamd.conf"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"unix://{folder}/clamd.ctl"
        _await(address)
        yield address
    finally:
        daemon.terminate()
        daemon.wait(20)


def _user() -> str:
    """Whoever runs the tests: the daemon must be able to open their folder."""
    import getpass

    return getpass.getuser()


def _await(address: str) -> None:
    for _ in range(300):
        try:
            found_in([b"words"], address=address, seconds=5)
        except ScannerUnavailable:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("clamd did not start")

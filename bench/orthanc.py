"""The peer: Orthanc, on loopback, in a fresh folder each time, with authentication as ours has it."""

import base64
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.running import Clock, Span, Watch
from bench.sending import Line

MISSING = (
    "Orthanc is missing. Install it: sudo apt install orthanc. For 1.12 on Debian 12: "
    "debootstrap trixie DIR, install orthanc in it with chroot, copy /etc/hosts into it, "
    "and give --orthanc-root DIR."
)
# Its documented settings for speed: nothing is synced, nothing is hashed (docs/benchmarks.md says so).
TUNED = {"SyncStorageArea": False, "StoreMD5ForAttachments": False, "ZipLoaderThreads": 2}
USER, SECRET = "bench", "bench"


@dataclass(frozen=True)
class Peer:
    """Where Orthanc is: a root that it is started in, empty for this system's own."""

    root: str

    @property
    def command(self) -> list[str]:
        """How it is started."""
        return ["chroot", self.root, "Orthanc"] if self.root else ["Orthanc"]

    def there(self) -> bool:
        """Whether it is installed."""
        program = Path(self.root, "usr/sbin/Orthanc") if self.root else shutil.which("Orthanc")
        return bool(program and Path(program).exists())

    def version(self) -> str:
        """What it calls itself."""
        said = subprocess.run([*self.command, "--version"], capture_output=True, text=True, check=True)
        return said.stdout.splitlines()[0].strip()


@dataclass(frozen=True)
class Result:
    """One upload: the time it took, and the memory of the server in bytes."""

    span: Span
    memory: int


@contextmanager
def orthanc(peer: Peer, **settings: object) -> Iterator[tuple[int, int]]:
    """A running Orthanc: its port and its process id."""
    inside = f"/tmp/secunda-bench-{os.getpid()}"
    folder = Path(peer.root or "/", inside.lstrip("/"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {
        "Name": "bench",
        "StorageDirectory": inside + "/db",
        "IndexDirectory": inside + "/db",
        "HttpPort": port,
        "DicomServerEnabled": False,
        "RemoteAccessAllowed": False,
        "AuthenticationEnabled": True,
        "RegisteredUsers": {USER: SECRET},
        "Plugins": [],
        **settings,
    }
    (folder / "settings.json").write_text(json.dumps(told))
    (folder / "db").mkdir()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*peer.command, inside + "/settings.json"], stdout=log, stderr=log, start_new_session=True
        )
    try:
        _answers(port, process)
        yield port, process.pid
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def send(port: int, pid: int, file: Path, expected: int) -> Result:
    """Upload a zip as Orthanc's own address takes it, and hold the count against what was sent."""
    line = Line(port, _login())
    before = int(line.ask("GET", "/statistics").json()["CountInstances"])
    watch, clock = Watch(pid), Clock(pid)
    answer = line.ask("POST", "/instances", file=file, count=file.stat().st_size)
    span = clock.stop()
    watch.end()
    stored = int(line.ask("GET", "/statistics").json()["CountInstances"]) - before
    if answer.status != 200 or stored != expected:
        raise RuntimeError(f"Orthanc kept {stored} of {expected} objects (status {answer.status})")
    line.close()
    return Result(span, watch.most)


def digests(port: int, most: int) -> dict[str, str]:
    """SOP instance UID → SHA-256 of the file that Orthanc gives back, for some of its instances."""
    line = Line(port, _login())
    found = {}
    for one in line.ask("GET", f"/instances?limit={most}&since=0").json():
        tags = line.ask("GET", f"/instances/{one}/simplified-tags").json()
        body = line.ask("GET", f"/instances/{one}/file").body
        found[tags["SOPInstanceUID"]] = hashlib.sha256(body).hexdigest()
    line.close()
    return found


def _login() -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{USER}:{SECRET}".encode()).decode()}


def _answers(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("Orthanc ended at once")
        try:
            line = Line(port, _login())
        except OSError:
            time.sleep(0.05)
        else:
            line.ask("GET", "/system")
            line.close()
            return
    raise RuntimeError("Orthanc never answered")

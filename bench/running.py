"""The product as it is run: a server and a worker in processes of their own, and what they cost."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOKEN = "a" * 32
STATUS_SECONDS = 0.1


def tree(pid: int) -> list[int]:
    """A process and everything below it."""
    found, level = [pid], [pid]
    while level:
        level = [child for each in level for child in _children(each)]
        found += level
    return found


def resident(pid: int) -> int:
    """Bytes of memory that a process holds for itself and shares with nobody; 0 when it has gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon:"))


def cpu_seconds(pid: int) -> float:
    """Processor time that a tree of processes has used so far, children that ended included."""
    ticks = 0
    for one in tree(pid):
        try:
            fields = (
                Path(f"/proc/{one}/stat")
                .read_text(encoding="ascii", errors="replace")
                .rpartition(")")[2]
                .split()
            )
        except OSError:
            continue
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Span:
    """A time that passed, in seconds, and how many processors, on average, did what meanwhile.

    `busy`: worked for the processes that were watched; `waited`: had nothing to do until the disk answered;
    `stolen`: worked for other machines on the same hardware.
    """

    seconds: float
    busy: float
    waited: float
    stolen: float


class Clock:
    """Measures from now on what trees of processes, the disk and other machines have of the processors."""

    def __init__(self, *pids: int) -> None:
        """Begin."""
        self._pids = pids
        self._begun = (time.monotonic(), *self._used())

    def stop(self) -> Span:
        """What passed since it began."""
        seconds, *parts = (
            now - then for now, then in zip((time.monotonic(), *self._used()), self._begun, strict=True)
        )
        return Span(seconds, *(part / seconds for part in parts))

    def _used(self) -> tuple[float, float, float]:
        # proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal.
        fields = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:]
        waited, stolen = (int(fields[at]) / os.sysconf("SC_CLK_TCK") for at in (4, 7))
        return sum(map(cpu_seconds, self._pids)), waited, stolen


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(one) for task in tasks for one in (task / "children").read_text().split()]
    except OSError:
        return []


class Watch:
    """The most memory that a tree of processes holds, looked at many times a second; the sum of all."""

    def __init__(self, pid: int) -> None:
        """Watch from now on."""
        self.most = 0
        self.most_of_one = 0
        self._pid = pid
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop looking."""
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(STATUS_SECONDS):
            held = [resident(pid) for pid in tree(self._pid)]
            self.most = max(self.most, sum(held))
            self.most_of_one = max(self.most_of_one, *held, 0)


@dataclass
class Product:
    """An installation with one case, in a folder of its own."""

    folder: Path
    port: int
    cases: list[str] = field(default_factory=list)
    sessions: list[str] = field(default_factory=list)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *words: str) -> int:
        """Start `secunda …`; its process id."""
        command = [sys.executable, "-m", "secunda.interfaces.operations.command", name, *words]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, cwd=ROOT
            )
        return self.running[name].pid

    def serve(self) -> int:
        """Start the server and wait until it answers; its process id."""
        pid = self.start("serve", "--port", str(self.port))
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return pid
        raise RuntimeError((self.folder / "serve.log").read_text())

    def kill(self, name: str) -> None:
        """kill -9."""
        process = self.running.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """End what runs."""
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.running.clear()

    @property
    def environment(self) -> dict[str, str]:
        """Defaults apart from the folder: what a newcomer runs is what is measured."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SECUNDA_")}
        own = {
            "SECUNDA_DATA": str(self.folder),
            "SECUNDA_ACCEPT_DRAFT_CONTENT": "yes",
            "PYTHONPATH": str(ROOT),
        }
        return {**kept, **own}

    def headers(self, number: int = 0) -> dict[str, str]:
        """What the browser of a patient sends with every request."""
        return {"Cookie": f"secunda_session={self.sessions[number]}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}

    def inside(self, task: str, *words: str) -> str:
        """Run a task of `bench.inside` within the installation, and return what it wrote."""
        done = subprocess.run(
            [sys.executable, "-m", "bench.inside", task, *words],
            env=self.environment,
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout


@contextmanager
def product(folder: Path, *, cases: int = 1) -> Iterator[Product]:
    """An installation with cases whose patients are signed in; what runs is ended afterwards."""
    folder.mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Product(folder, port)
    for command in ("migrate",):
        subprocess.run(
            [sys.executable, "-m", "secunda.interfaces.operations.command", command],
            env=made.environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
    told = json.loads(made.inside("open_cases", str(cases)))
    made.cases, made.sessions = told["cases"], told["sessions"]
    try:
        yield made
    finally:
        made.stop()


def median(values: Sequence[float]) -> float:
    """The middle one."""
    ranked = sorted(values)
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2

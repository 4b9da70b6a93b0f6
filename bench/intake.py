"""A shoebox of CT by the product's real path, against Orthanc's own upload of the same zip."""

import argparse
import json
import os
import platform
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import limits, memory, orthanc
from bench.making import Box, box_file
from bench.orthanc import MISSING, Peer, Result
from bench.running import ROOT, Clock, Product, Span, Watch, median, product
from bench.sending import PIECE, Line, upload

LOOK = 0.01
LONGEST = 1800
COMPARED = 40
RESULTS = ROOT / "bench" / "results" / "intake.json"
WARM = Box(150)  # enough for both readers of a large zip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--objects", type=int, default=1900, help="about 1 GB for every 1,900")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--orthanc-root", default=os.environ.get("ORTHANC_ROOT", ""))
    parser.add_argument("--without-peer", action="store_true", help="measure only ourselves")
    parser.add_argument("--sizes", default="475,950,1900", help="objects, for the growth of the cost")
    parser.add_argument("--small", type=int, default=100_000, help="objects of 16 by 16 pixels; 0 for none")
    parser.add_argument("--boxes", type=Path, default=ROOT / "var" / "bench")


@dataclass(frozen=True)
class Course:
    """What all rounds have in common. `peer`: None where only ourselves are measured; `settle`: fills free
    memory, before each round of anybody.
    """

    objects: int
    rounds: int
    boxes: Path
    peer: Peer | None
    settle: Callable[[], None]

    @property
    def warm(self) -> Path:
        """What is sent before the time is taken: readers start with the first file, and so does the peer's
        pool.
        """
        return box_file(self.boxes, WARM, deflated=True)


@dataclass(frozen=True)
class Ours:
    """One shoebox through server and worker."""

    span: Span
    received: float
    server_memory: int
    worker_memory: int
    largest_process: int


def run(args: argparse.Namespace) -> int:
    """Measure, hold against the gates, write the results."""
    peer = None if args.without_peer else Peer(args.orthanc_root)
    if peer is not None and not peer.there():
        print(MISSING)
        return 2
    found: dict[str, Any] = {"machine": _machine(), "objects": args.objects}
    if peer is not None:
        found["peer"] = peer.version()
    with memory.in_use(args.boxes) as settle:
        settle()
        found["limits"] = limits.measure()
        course = Course(args.objects, args.rounds, args.boxes, peer, settle)
        for deflated in (True, False):
            name = "deflated" if deflated else "stored"
            file = box_file(args.boxes, Box(args.objects), deflated=deflated)
            found[name] = _compared(file, course)
            _write(found)
        found["growth"] = [_grown(Box(int(size)), course) for size in args.sizes.split(",") if size]
        if args.small:
            found["small"] = _grown(Box(args.small, side=16), course)
    _write(found)
    return 0


def _compared(file: Path, course: Course) -> dict[str, Any]:
    ours: list[Ours] = []
    default: list[Result] = []
    tuned: list[Result] = []
    for number in range(course.rounds):
        ours.append(_round(file, course, number))
        if course.peer is not None:
            default.append(_peer_round(file, course, course.peer))
            tuned.append(_peer_round(file, course, course.peer, **orthanc.TUNED))
    megabytes = _unpacked(file) / 1e6
    spans = [one.span for one in ours]
    mine = median([one.seconds for one in spans])
    found = {
        "file": file.name,
        "megabytes": round(megabytes),
        **_told(spans),
        "received": round(median([one.received for one in ours]), 3),
        "megabytes_a_second": round(megabytes / mine),
        "server_memory": max(one.server_memory for one in ours) // 1024**2,
        "worker_memory": max(one.worker_memory for one in ours) // 1024**2,
        "largest_process": max(one.largest_process for one in ours) // 1024**2,
    }
    for name, results in (("orthanc", default), ("orthanc_tuned", tuned)):
        if results:
            spans = [one.span for one in results]
            found[name] = {
                **_told(spans),
                "memory": max(one.memory for one in results) // 1024**2,
                "stalled": any(_stalled(spans)),
                "ratio": round(median([one.seconds for one in spans]) / mine, 2),
            }
    print(json.dumps(found, indent=1), flush=True)
    return found


def _told(spans: list[Span]) -> dict[str, Any]:
    """Medians, and each round; processors are counted, so that two of two are 2."""
    middle = {part: median([getattr(one, part) for one in spans]) for part in ("busy", "waited", "stolen")}
    return {
        "seconds": round(median([one.seconds for one in spans]), 3),
        "rounds": [round(one.seconds, 3) for one in spans],
        **{part: round(value, 2) for part, value in middle.items()},
    }


def _stalled(spans: list[Span]) -> Iterator[bool]:
    """Gate: a peer that took long while its processor was idle waited for something that is not its work."""
    middle = median([one.seconds for one in spans])
    return (one.busy < 0.3 and one.seconds > 2 * middle for one in spans)


@contextmanager
def _running(course: Course) -> Iterator[Product]:
    with (
        tempfile.TemporaryDirectory(prefix="secunda-bench-") as folder,
        product(Path(folder) / "data", cases=2) as made,
    ):
        made.serve()
        made.start("work")
        _send(made, course.warm, 1, WARM.objects)
        course.settle()
        yield made


def _round(file: Path, course: Course, number: int) -> Ours:
    with _running(course) as made:
        found = _send(made, file, 0, course.objects)
        if number == 0:
            _same_bodies(made, file, course)
        return found


def _send(made: Product, file: Path, case: int, expected: int) -> Ours:
    server, worker = made.running["serve"].pid, made.running["work"].pid
    at_server, at_worker = Watch(server), Watch(worker)
    clock, begun = Clock(server, worker), time.monotonic()
    line = Line(made.port, made.headers(case))
    upload(line, made.cases[case], file, PIECE)
    received = time.monotonic() - begun
    _until_done(made, made.cases[case], expected)
    span = clock.stop()
    line.close()
    at_server.end()
    at_worker.end()
    return Ours(
        span,
        received,
        at_server.most,
        at_worker.most,
        max(at_server.most_of_one, at_worker.most_of_one),
    )


def _until_done(made: Product, case: str, expected: int) -> None:
    """Wait until every file is read and named, and studies, series and instances stand in the database.

    What is asked often is asked of one row: who counts all files so often takes a tenth of a processor from
    those who read them, and the peer, which answers when it is done, is asked nothing meanwhile.
    """
    finished = "SELECT count(*) FROM records_assembly WHERE case_id = :case AND awaiting = '' AND built > 0"
    unread = "SELECT count(*) FROM records_item WHERE case_id = :case AND awaiting <> ''"
    instances = (
        "SELECT count(*) FROM imaging_instance i JOIN imaging_series r ON r.id = i.series_id"
        " JOIN imaging_study s ON s.id = r.study_id WHERE s.case_id = :case"
    )
    last = time.monotonic() + LONGEST
    with closing(sqlite3.connect(f"file:{made.folder}/secunda.sqlite3?mode=ro", uri=True)) as database:

        def count(question: str) -> int:
            told = {"case": case.replace("-", "")}
            return int(database.execute(question, told).fetchone()[0])

        while not count(finished) or count(unread):
            if time.monotonic() > last:
                raise RuntimeError("the shoebox was never read")
            time.sleep(LOOK)
        stored = count(instances)
    if stored != expected:
        raise RuntimeError(f"we keep {stored} of {expected} objects")


def _peer_round(file: Path, course: Course, peer: Peer, **settings: object) -> Result:
    with orthanc.orthanc(peer, **settings) as (port, pid):
        orthanc.send(port, pid, course.warm, WARM.objects)
        course.settle()
        return orthanc.send(port, pid, file, course.objects)


def _same_bodies(made: Product, file: Path, course: Course) -> None:
    """Gate: every object that we keep has the bytes that were sent; of the peer's, some are asked for."""
    kept = json.loads(made.inside("bodies", made.cases[0]))
    sent = json.loads(made.inside("bodies_of_zip", str(file)))
    if kept != sent:
        raise RuntimeError("what we keep is not what was sent")
    if course.peer is None:
        return
    with orthanc.orthanc(course.peer) as (port, pid):
        orthanc.send(port, pid, file, course.objects)
        theirs = orthanc.digests(port, COMPARED)
    if any(kept.get(uid) != digest for uid, digest in theirs.items()) or len(theirs) != min(
        COMPARED, course.objects
    ):
        raise RuntimeError("we and the peer do not keep the same bytes")


def _grown(box: Box, course: Course) -> dict[str, Any]:
    file = box_file(course.boxes, box, deflated=True)
    with _running(course) as made:
        one = _send(made, file, 0, box.objects)
    found = {
        "objects": box.objects,
        "megabytes": round(_unpacked(file) / 1e6),
        "seconds": round(one.span.seconds, 2),
        "milliseconds_an_object": round(1000 * one.span.seconds / box.objects, 3),
        "worker_memory": one.worker_memory // 1024**2,
        "largest_process": one.largest_process // 1024**2,
        "server_memory": one.server_memory // 1024**2,
    }
    print(json.dumps(found), flush=True)
    return found


def _unpacked(file: Path) -> int:
    import zipfile

    with zipfile.ZipFile(file) as opened:
        return sum(one.file_size for one in opened.infolist())


def _machine() -> dict[str, Any]:
    load = os.getloadavg()
    return {
        "processors": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_before": [round(one, 2) for one in load],
    }


def _write(found: dict[str, Any]) -> None:
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")

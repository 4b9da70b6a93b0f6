"""The first half for a whole shoebox: walk, unpack, read. Every file is accounted for."""

import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from secunda.engines.intake.attached import taken_out
from secunda.engines.intake.identify import UNKNOWN
from secunda.engines.intake.limits import Limits
from secunda.engines.intake.reading import Filing, Problem, ProblemCode, Reading, Severity
from secunda.engines.intake.unpack import Unpacked
from secunda.engines.words import say

Told = Callable[[Reading], None]


class Reads(Protocol):
    """What reads and unpacks; `confined.Readers` does, in processes of their own."""

    folder: Path
    """Where unpacked files may lie while they are read."""

    def read(self, path: Path, label: str) -> Reading:
        """Read one file."""
        ...

    def unpack(self, archive: Path, into: Path, limits: Limits) -> Unpacked:
        """Unpack one level of one archive."""
        ...


def files_under(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Each file with its label: relative to the folder that holds the path given. Links are not followed."""
    for given in paths:
        top = given.absolute()
        if top.is_file():
            yield top, top.name
            continue
        for folder, folders, names in top.walk():
            folders.sort()
            for name in sorted(names):
                found = folder / name
                if found.is_file() and not found.is_symlink():
                    yield found, f"{top.name}/{found.relative_to(top).as_posix()}"


def read_shoebox(
    paths: Iterable[Path], readers: Reads, limits: Limits, *, at_once: int = 1, tell: Told | None = None
) -> list[Reading]:
    """Read every file and every member of every archive once; `tell` hears of each as it is read."""
    done: list[Reading] = []
    with ThreadPoolExecutor(at_once) as pool:
        for reading in _read_all(list(files_under(paths)), readers, limits, pool, at_once):
            done.append(reading)
            if tell:
                tell(reading)
    return done


def _read_all(
    files: list[tuple[Path, str]], readers: Reads, limits: Limits, pool: ThreadPoolExecutor, at_once: int
) -> Iterator[Reading]:
    waiting: deque[tuple[Path, Future[Reading]]] = deque()
    for path, label in files:
        waiting.append((path, pool.submit(readers.read, path, label)))
        while len(waiting) >= at_once * 2:
            yield from _finished(waiting.popleft(), readers, limits, pool, at_once)
    while waiting:
        yield from _finished(waiting.popleft(), readers, limits, pool, at_once)


def _finished(
    item: tuple[Path, Future[Reading]], readers: Reads, limits: Limits, pool: ThreadPoolExecutor, at_once: int
) -> Iterator[Reading]:
    path, future = item
    reading = future.result()
    if reading.filing is Filing.ARCHIVE:
        yield from _opened(path, reading, readers, limits, pool, at_once)
    elif reading.attached and limits.depth:
        yield from _carrying(path, reading, readers, limits, pool, at_once)
    else:
        yield reading


def _opened(
    path: Path, archive: Reading, readers: Reads, limits: Limits, pool: ThreadPoolExecutor, at_once: int
) -> Iterator[Reading]:
    """The archive itself, then its members; the unpacked files live only while they are read."""
    if limits.depth < 1:
        says = say("Archives lie inside one another too deeply. Please send the files without the archive.")
        yield replace(
            archive, filing=Filing.REFUSED, problems=(Problem(ProblemCode.OVER_LIMIT, Severity.HIGH, says),)
        )
        return
    with _unpacked(path, readers, limits) as out:
        own = tuple(one.problem for one in out.refusals if one.name is None)
        filing = Filing.REFUSED if own and not out.members else Filing.ARCHIVE
        yield replace(archive, filing=filing, problems=own)
        yield from _members(archive.path, out, readers, limits, pool, at_once)


def _carrying(
    path: Path, record: Reading, readers: Reads, limits: Limits, pool: ThreadPoolExecutor, at_once: int
) -> Iterator[Reading]:
    """A record, then the files that it carries along."""
    with _unpacked(path, readers, limits) as out:
        whole = not any(one.name is None for one in out.refusals)
        yield taken_out(record) if whole else record
        yield from _members(record.path, out, readers, limits, pool, at_once)


@contextmanager
def _unpacked(path: Path, readers: Reads, limits: Limits) -> Iterator[Unpacked]:
    folder = Path(tempfile.mkdtemp(dir=readers.folder))
    try:
        yield readers.unpack(path, folder, limits)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _members(
    label: str, out: Unpacked, readers: Reads, limits: Limits, pool: ThreadPoolExecutor, at_once: int
) -> Iterator[Reading]:
    for refusal in out.refusals:
        if refusal.name is not None:
            yield Reading(
                f"{label}!/{refusal.name}",
                None,
                refusal.bytes,
                UNKNOWN,
                Filing.REFUSED,
                problems=(refusal.problem,),
            )
    spent = sum(one.bytes for one in out.members)
    inner = replace(
        limits,
        depth=limits.depth - 1,
        unpacked_bytes=max(0, limits.unpacked_bytes - spent),
        members=max(0, limits.members - len(out.members)),
    )
    members = [(Path(one.path), f"{label}!/{one.name}") for one in out.members]
    yield from _read_all(members, readers, inner, pool, at_once)

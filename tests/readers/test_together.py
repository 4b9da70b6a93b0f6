"""One archive that several readers take out side by side: what comes out is what one alone would give."""

import os
import signal
import time
import zipfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from secunda.engines.intake.child_process import ReaderLostError
from secunda.engines.intake.confined import Readers
from secunda.engines.intake.limits import Limits, Options
from secunda.engines.intake.taking import Batch

COUNT = 1300
BAD = 517
OUTSIDE = 600


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More members than fit a batch; one is broken, and one leads out of the folder."""
    path = tmp_path_factory.mktemp("together") / "box.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for number in range(COUNT):
            name = "../out" if number == OUTSIDE else f"{number:04d}"
            out.writestr(name, f"note {number} " * (number % 9 + 1))
    with zipfile.ZipFile(path) as box:
        at = box.infolist()[BAD].header_offset
    content = bytearray(path.read_bytes())
    content[at + 30 + 4 + 2] ^= 0xFF
    path.write_bytes(content)
    return path


def told(batches: Iterable[Batch]) -> list[tuple[int, str, str]]:
    """Each member in the order in which it came, with its words or why it is refused."""
    found: list[tuple[int, str, str]] = []
    ends: list[bool] = []
    for batch in batches:
        members = [(one.position, one.name, Path(one.path).read_text()) for one in batch.members]
        refused = [(one.position, one.name or "", one.problem.code.value) for one in batch.refusals]
        found += sorted(members + refused)
        ends.append(batch.last)
        batch.used_up()
    assert ends[-1]
    assert not any(ends[:-1])
    return found


@pytest.mark.parametrize("skip", [0, 1, 256, 300, COUNT - 1, COUNT])
def test_two_readers_give_what_one_gives_and_in_its_order(box: Path, skip: int) -> None:
    with Readers(Options(), children=3) as readers:
        alone = told(readers.take_out(box, "box", Limits(), skip=skip))
        both = told(readers.take_out(box, "box", Limits(), skip=skip, together=2))
        all_three = told(readers.take_out(box, "box", Limits(), skip=skip, together=3))
    assert [place for place, _, _ in alone] == list(range(skip, COUNT))
    assert both == alone
    assert all_three == alone


def test_the_limits_hold_for_both_together(box: Path) -> None:
    few, little = Limits(members=700), Limits(unpacked_bytes=20_000)
    with Readers(Options(), children=2) as readers:
        assert [at for at, name, _ in told(readers.take_out(box, "box", few, together=2)) if name] == list(
            range(700)
        )
        out = told(readers.take_out(box, "box", little, together=2))
    kept = [words for _, _, words in out if words.startswith("note")]
    assert sum(map(len, kept)) <= little.unpacked_bytes


def test_whoever_goes_on_after_one_of_two_was_lost_finds_the_rest(box: Path) -> None:
    with Readers(Options(), children=2) as readers:
        alone = told(readers.take_out(box, "box", Limits()))
        coming = readers.take_out(box, "box", Limits(), together=2)
        first = next(coming)
        first.used_up()
        kept = len(first.members) + len(first.refusals)
        os.kill(readers.pids[1], signal.SIGKILL)
        until = time.monotonic() + 20
        with pytest.raises(ReaderLostError):  # noqa: PT012  batches that were whole by then come first
            while time.monotonic() < until:
                batch = next(coming)
                batch.used_up()
                kept += len(batch.members) + len(batch.refusals)
        assert told(readers.take_out(box, "box", Limits(), skip=kept, together=2)) == alone[kept:]


def test_files_stay_until_their_batch_is_used_up_and_only_its_reader_waits_for_that(box: Path) -> None:
    with Readers(Options(), children=2) as readers, ThreadPoolExecutor(1) as thread:
        coming = readers.take_out(box, "box", Limits(), together=2)
        first, second = next(coming), next(coming)
        third = thread.submit(next, coming)
        with pytest.raises(TimeoutError):
            third.result(0.5)
        assert [read(first), read(second)] == [True, True]

        first.used_up()
        assert read(third.result(20))
        assert read(second)
        second.used_up()
        third.result().used_up()

        batch = third.result()
        while not batch.last:
            batch = next(coming)
            if not batch.last:
                batch.used_up()
        end = thread.submit(next, coming, None)
        with pytest.raises(TimeoutError):
            end.result(0.5)
        assert read(batch)
        batch.used_up()
        assert end.result(20) is None


def read(batch: Batch) -> bool:
    """Whether the files of a batch hold what they should."""
    words = (f"note {int(one.name)} " * (int(one.name) % 9 + 1) for one in batch.members)
    return [Path(one.path).read_text() for one in batch.members] == list(words)

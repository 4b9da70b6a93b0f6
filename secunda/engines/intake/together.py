"""Several readers that take out one archive side by side: each its share, and the batches of all in order."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

from secunda.engines.intake import wire
from secunda.engines.intake.child_process import Child, ReaderLostError
from secunda.engines.intake.taking import Batch
from secunda.engines.intake.unpack import Member, Unpacked

_BEHIND_ALL = float("inf")


class Taker:
    """One reader with its share."""

    def __init__(self, child: Child, desk: Path, seconds: float) -> None:
        """`desk`: where it may write; `seconds`: how long it may be silent."""
        self._child = child
        self._desk = desk
        self._seconds = seconds
        self._ended = True
        self._in_place = False
        self._free = Event()
        self._free.set()

    def begin(self, asked: dict[str, Any]) -> None:
        """Ask for its share."""
        self._ended, self._in_place = False, asked["in_place"]
        self._child.send(asked)

    def hear(self) -> Batch:
        """Its next batch, once the one before is used up. Raises ReaderLostError."""
        self.wait()
        reply = self._child.hear(self._seconds)
        if "batch" not in reply:
            raise ReaderLostError(hung=reply.get("error") == "MemoryError")
        batch = _batch(reply["batch"], last="last" in reply, used_up=self._used_up)
        if not all(map(self._may_show, batch.members)):
            raise ReaderLostError(hung=False)  # a reader that was taken over would show us other files
        self._ended = batch.last
        return batch

    def lend(self) -> None:
        """Somebody needs the files of its batch now."""
        self._free.clear()

    def wait(self) -> None:
        """Until nobody needs its files."""
        self._free.wait()

    def _may_show(self, member: Member) -> bool:
        """A file of its own, or a place in the archive if that was asked for."""
        if member.lies_at is not None and not self._in_place:
            return False
        return Path(member.path).parent == self._desk if member.path else member.lies_at is not None

    def _used_up(self) -> None:
        if not self._ended:
            with suppress(ReaderLostError):  # whoever hears it next is told
                self._child.go_on()
        self._free.set()

    def leave(self) -> None:
        """Let it be; in the middle of an answer that nobody waits for, it is ended."""
        if not self._ended:
            self._child.end()


def in_order(takers: Sequence[Taker], place: int) -> Iterator[Batch]:
    """The batches of all by the places of their members, from `place` on; only the very last says that it is.

    It ends, by an error too, when every batch is used up; whoever closes it before has no use for any.
    """
    try:
        yield from _by_place(takers, place)
    except GeneratorExit:
        return
    except ReaderLostError:
        _wait(takers)
        raise
    _wait(takers)


def _wait(takers: Sequence[Taker]) -> None:
    for taker in takers:
        taker.wait()


def _by_place(takers: Sequence[Taker], place: int) -> Iterator[Batch]:
    # Every place is that of a member or of a refusal, so the batch that begins where the one before ended is
    # the next, and nobody need be waited for to know it.
    asked, heads = deque(takers), list[tuple[Batch, Taker]]()
    while asked or heads:
        next_one = next((one for one in heads if _places(one[0])[0] == place), None)
        if next_one is None and asked:
            taker = asked.popleft()
            heads.append((taker.hear(), taker))
            continue
        batch, taker = next_one or min(heads, key=lambda one: _places(one[0]))
        heads.remove((batch, taker))
        taker.lend()
        yield replace(batch, last=batch.last and not (asked or heads))
        place = max(place, 1 + _places(batch)[1])
        if not batch.last:
            asked.append(taker)


def _places(batch: Batch) -> tuple[float, int]:
    """The first place and the last; one without any comes behind all others."""
    named = [refusal.position for refusal in batch.refusals if refusal.name is not None]
    places = [*named, *(member.position for member in batch.members)]
    return (min(places), max(places)) if places else (_BEHIND_ALL, -1)


def _batch(told: dict[str, Any], *, last: bool, used_up: Callable[[], None]) -> Batch:
    out = wire.from_json(Unpacked, {name: told[name] for name in ("members", "refusals")})
    return Batch(out.members, out.refusals, tuple(told["readings"]), last, used_up)

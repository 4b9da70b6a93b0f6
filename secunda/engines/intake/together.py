"""Several readers that take out one archive side by side: each its share, and the batches of all in order."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from secunda.engines.intake import wire
from secunda.engines.intake.child_process import Child, ReaderLostError
from secunda.engines.intake.taking import Batch
from secunda.engines.intake.unpack import Unpacked

_BEHIND_ALL = float("inf")


class Taker:
    """One reader with its share; ended where it is left in the middle of an answer."""

    def __init__(self, child: Child, desk: Path, seconds: float) -> None:
        """`desk`: where it may write; `seconds`: how long it may be silent."""
        self._child = child
        self._desk = desk
        self._seconds = seconds
        self._ended = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._ended:
            self._child.end()

    def begin(self, asked: dict[str, Any]) -> None:
        """Ask for its share."""
        self._ended = False
        self._child.send(asked)

    def hear(self) -> Batch:
        """Its next batch. Raises ReaderLostError."""
        reply = self._child.hear(self._seconds)
        if "batch" not in reply:
            raise ReaderLostError(hung=reply.get("error") == "MemoryError")
        self._ended = "last" in reply
        return _batch(reply["batch"], self._desk, last=self._ended)

    def used_up(self) -> None:
        """Its files of the batch before may be used again."""
        self._child.send({"do": "go on"})


def in_order(takers: Sequence[Taker]) -> Iterator[Batch]:
    """The batches of all by the places of their members; only the very last says that it is."""
    heads = [(taker.hear(), taker) for taker in takers]
    while heads:
        first = min(range(len(heads)), key=lambda one: _place(heads[one][0]))
        batch, taker = heads.pop(first)
        yield replace(batch, last=batch.last and not heads)
        if not batch.last:
            taker.used_up()
            heads.append((taker.hear(), taker))


def _place(batch: Batch) -> float:
    named = [refusal.position for refusal in batch.refusals if refusal.name is not None]
    return min([*named, *(member.position for member in batch.members)], default=_BEHIND_ALL)


def _batch(told: dict[str, Any], desk: Path, *, last: bool) -> Batch:
    out = wire.from_json(Unpacked, {name: told[name] for name in ("members", "refusals")})
    if any(Path(member.path).parent != desk for member in out.members):
        raise ReaderLostError(hung=False)  # a reader that was taken over would show us other files
    return Batch(out.members, out.refusals, tuple(told["readings"]), last)

"""What a process that opens strangers' bytes may still do: compute, and work in one folder.

Three layers, each in force where the kernel has it (docs/decisions/014-confinement.md):
bounds on memory, time and files (`bounds`), a folder to stay in (`landlock`), and no network, no new
programs, no looking at other processes (`syscalls`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from secunda.engines.intake.confinement import bounds, landlock, syscalls
from secunda.engines.intake.limits import Limits


@dataclass(frozen=True, slots=True)
class Layers:
    """Which layers are in force. `landlock` is the kernel's version of it, 0 for none."""

    bounds: bool = False
    landlock: int = 0
    syscalls: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """Where a confined process may go: `work` to read and write, `look` to read only."""

    work: str
    look: tuple[str, ...] = ()


def confine(limits: Limits, room: Room) -> Layers:
    """Give up, for good, everything that reading does not need. Call before any thread is started."""
    bounds.set_bounds(limits)
    needed: Sequence[Path] = [*landlock.programs(), *(Path(one) for one in room.look)]
    version = landlock.restrict(read=needed, write=[Path(room.work)])
    return Layers(bounds=True, landlock=version, syscalls=syscalls.restrict())


__all__ = ["Layers", "Room", "confine"]

"""Taking an archive out and reading its plain images at once: the child's half of `Readers.take_out`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from secunda.engines.intake import identify, wire
from secunda.engines.intake.containers.desk import Bytes, Member, Refusal, Share, Unpacked
from secunda.engines.intake.limits import Limits, Options
from secunda.engines.intake.read import described, read_file, says_nothing
from secunda.engines.intake.readers import dicom_alike
from secunda.engines.intake.reading import Filing, Reading
from secunda.engines.intake.unpack import unpack


@dataclass(frozen=True, slots=True)
class Batch:
    """Some members of an archive, in order. `readings`: of each, its reading as JSON, or None where it is to
    be read by itself: what is not a plain image, or has anything wrong with it. `used_up` says that its files
    may be used again, from any thread; its reader waits for that.
    """

    members: tuple[Member, ...]
    refusals: tuple[Refusal, ...]
    readings: tuple[dict[str, Any] | None, ...]
    last: bool
    used_up: Callable[[], None]


def take_out(
    request: dict[str, Any],
    options: Options,
    limits: Limits,
    tell: Callable[[dict[str, Any]], None],
    taken: Callable[[], object],
) -> dict[str, Any]:
    """Do what the request asks; tell of each batch, and return the last.

    Of two batches one is written while the other is used: `taken` waits until the last that was told of is
    used up, and is asked once for each.
    """
    images = _Images(request["label"], options) if request["read"] else None
    told = 0

    def serve(some: Unpacked) -> None:
        nonlocal told
        made = batch(some)
        if told:
            taken()
        told += 1
        tell(made)

    def batch(some: Unpacked) -> dict[str, Any]:
        read = [images.read.pop(member.position, None) if images else None for member in some.members]
        return {"batch": {**wire.to_json(some), "readings": read}}

    rest = unpack(
        Path(request["path"]),
        Path(request["into"]),
        limits,
        skip=request["skip"],
        share=wire.from_json(Share, request["share"]),
        serve=serve,
        looks=images,
        in_place=request["in_place"],
    )
    last = {**batch(rest), "last": True}
    if told:
        taken()
    return last


class _Images:
    """Reads the plain images of an archive as they come out; `read`: what they say, by their places."""

    def __init__(self, archive: str, options: Options) -> None:
        self._archive = archive
        self._options = options
        self.read: dict[int, dict[str, Any]] = {}

    def glance(self, position: int, name: str, whole: Bytes) -> bool:
        """Read an image that is like one before."""
        label = self._label(name)
        try:
            alike = dicom_alike.like(whole) if says_nothing(label, identify.DICOM) else None
            return alike is not None and self._keep(position, _alike(alike, label, self._options))
        except (Exception, RecursionError):  # noqa: BLE001  as below
            return False

    def look(self, member: Member) -> None:
        """Read any other, from its file."""
        try:
            path = Path(member.path)
            if identify.first_sight(path) == identify.DICOM:
                label = self._label(member.name)
                said = read_file(path, label, self._options, sha256="", media_type=identify.DICOM)
                self._keep(member.position, _plain(said))
        except (Exception, RecursionError):  # noqa: BLE001  it is read by itself, and says there what is wrong
            return

    def _label(self, name: str) -> str:
        return f"{self._archive}!/{name}"

    def _keep(self, position: int, said: dict[str, Any] | None) -> bool:
        if said is not None:
            self.read[position] = said
        return said is not None


def _plain(reading: Reading) -> dict[str, Any] | None:
    plain = reading.filing is Filing.STUDY and reading.readable and not (reading.problems or reading.pages)
    made: dict[str, Any] = wire.to_json(reading)
    return made if plain else None


def _alike(one: dicom_alike.Like, label: str, options: Options) -> dict[str, Any] | None:
    """What `read_file` would say of it, told with the words that the first of its kind was told in."""
    first = _first(one.first, options)
    if first is None:
        return None
    changed = {
        "sop_instance_uid": one.uid,
        "instance_number": one.number,
        "metadata": {**first["dicom"]["metadata"], **one.own},
        "frames": wire.to_json(one.frames),
    }
    return {**first, "path": label, "bytes": one.bytes, "dicom": {**first["dicom"], **changed}}


@lru_cache(maxsize=dicom_alike.KEPT)
def _first(one: dicom_alike.First, options: Options) -> dict[str, Any] | None:
    return _plain(described(Reading("", "", 0, identify.DICOM), one.content, options))

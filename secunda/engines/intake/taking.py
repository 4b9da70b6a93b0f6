"""Taking an archive out and reading its plain images at once: the child's half of `Readers.take_out`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from secunda.engines.intake import identify, wire
from secunda.engines.intake.containers.desk import Member, Refusal, Share, Unpacked
from secunda.engines.intake.limits import Limits, Options
from secunda.engines.intake.read import described, read_file, says_nothing
from secunda.engines.intake.readers import dicom_alike
from secunda.engines.intake.reading import Filing, Reading
from secunda.engines.intake.unpack import unpack


@dataclass(frozen=True, slots=True)
class Batch:
    """Some members of an archive, in order. `readings`: of each, its reading as JSON, or None where it is to
    be read by itself: what is not a plain image, or has anything wrong with it.
    """

    members: tuple[Member, ...]
    refusals: tuple[Refusal, ...]
    readings: tuple[dict[str, Any] | None, ...]
    last: bool


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
    label = request["label"]
    told = 0

    def serve(some: Unpacked) -> None:
        nonlocal told
        made = batch(some)
        if told:
            taken()
        told += 1
        tell(made)

    def batch(some: Unpacked) -> dict[str, Any]:
        read = [
            _image(member, f"{label}!/{member.name}", options) if request["read"] else None
            for member in some.members
        ]
        return {"batch": {**wire.to_json(some), "readings": read}}

    rest = unpack(
        Path(request["path"]),
        Path(request["into"]),
        limits,
        skip=request["skip"],
        share=wire.from_json(Share, request["share"]),
        serve=serve,
    )
    last = {**batch(rest), "last": True}
    if told:
        taken()
    return last


def _image(member: Member, label: str, options: Options) -> dict[str, Any] | None:
    try:
        alike = dicom_alike.like(member.path)
        if alike is not None and says_nothing(label, identify.DICOM):
            return _alike(alike, label, options)
        path = Path(member.path)
        if identify.first_sight(path) != identify.DICOM:
            return None
        return _plain(read_file(path, label, options, sha256="", media_type=identify.DICOM))
    except (Exception, RecursionError):  # noqa: BLE001  it is read by itself, and says there what is wrong
        return None


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

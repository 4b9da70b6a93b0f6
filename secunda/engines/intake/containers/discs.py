"""Images of discs: ISO 9660 with Joliet or Rock Ridge names, and UDF beside it, by pycdlib.

A disc holds its files once and unpacked, so that more coming out than went in is an attack.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pycdlib import PyCdlib
from pycdlib.dr import DirectoryRecord

from secunda.engines.intake.containers.desk import DAMAGED, Desk, Entry

RATIO = 2
BLOCK = 2048


def unpack(archive: Path, desk: Desk) -> None:
    """Take every file out, by the best names that the disc has; files of programs too, never run."""
    disc = PyCdlib()
    with archive.open("rb") as raw:
        disc.open_fp(raw)
        try:
            end = _cut(disc, archive.stat().st_size)
            kind = _names(disc)
            for path in _files(disc, kind):
                desk.take(_entry(disc, path, kind, end), partial(disc.open_file_from_iso, **{kind: path}))
        finally:
            disc.close()
    if end is not None:
        desk.refuse(None, DAMAGED)


def _cut(disc: PyCdlib, size: int) -> int | None:
    """Where an image ends that is shorter than its disc was (ECMA-119 §8.4.8), or None."""
    return size if disc.pvd.space_size * BLOCK > size else None


def _names(disc: PyCdlib) -> str:
    if disc.has_joliet():
        return "joliet_path"
    if disc.has_rock_ridge():
        return "rr_path"
    return "udf_path" if disc.has_udf() else "iso_path"


def _files(disc: PyCdlib, kind: str) -> Iterator[str]:
    for folder, _, names in disc.walk(**{kind: "/"}):
        for name in names:
            yield f"{folder.rstrip('/')}/{name}"


def _entry(disc: PyCdlib, path: str, kind: str, end: int | None) -> Entry:
    record = disc.get_record(**{kind: path})
    size = record.get_data_length()
    name = path.removeprefix("/")
    if isinstance(record, DirectoryRecord):
        # The library takes what is cut off for the end of the file.
        broken = size < 0 or (end is not None and record.extent_location() * BLOCK + size >= end)
        link = kind == "rr_path" and record.is_symlink()
        return Entry(_plain(name) if kind == "iso_path" else name, size, size, link=link, broken=broken)
    return Entry(name, size, size)


def _plain(name: str) -> str:
    """A name without its version and empty ending (ECMA-119 §7.5.1)."""
    return name.rpartition(";")[0].removesuffix(".") if ";" in name else name

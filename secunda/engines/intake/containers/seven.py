"""7z, by py7zr: members are renamed to numbers before anything is unpacked, so that no name is a path."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import py7zr
import py7zr.exceptions

from secunda.engines.intake.containers.desk import DAMAGED, LOCKED, PIECE, TOO_MUCH, Desk, Entry, Full, Sheet
from secunda.engines.intake.reading import Problem

# The library writes in pieces of up to 128 MB; a reader's whole memory is meant for more than that.
vars(sys.modules["py7zr.py7zr"])["get_memory_limit"] = lambda: PIECE


class _Out(py7zr.Py7zIO):
    """One member on its way to its sheet."""

    def __init__(self, desk: Desk, entry: Entry, sheet: Sheet) -> None:
        self._desk, self._entry, self._sheet = desk, entry, sheet
        self._done = False

    def write(self, s: bytes | bytearray) -> int:
        self._sheet.write(bytes(s))
        return len(s)

    def close(self) -> None:
        if self._sheet.size == self._entry.stated:
            self._done = True
            self._desk.keep(self._entry, self._sheet)

    def end(self, failed: Problem) -> None:
        """Note what is wrong when the archive ended or broke before this member was whole."""
        if not self._done:
            self._desk.spoil(self._entry, self._sheet, failed)

    def read(self, size: int | None = None) -> bytes:  # noqa: ARG002
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002
        return offset

    def flush(self) -> None:
        """The sheet is flushed when it is closed."""

    def size(self) -> int:
        return self._sheet.size


class _Outs(py7zr.WriterFactory):
    """Where each member goes, by its number."""

    def __init__(self, outs: Mapping[str, _Out]) -> None:
        self._outs = outs

    def create(self, filename: str) -> py7zr.Py7zIO:
        return self._outs[filename]


def unpack(archive: Path, desk: Desk) -> None:
    """Take every member out. Sizes are stated at the front and decoding stops there (7zFormat.txt)."""
    with archive.open("rb") as raw:
        try:
            opened = py7zr.SevenZipFile(raw)
        except py7zr.exceptions.PasswordRequired:
            desk.refuse(None, LOCKED)
            return
        if opened.needs_password():
            desk.refuse(None, LOCKED)
            return
        _take(opened, desk)


def _take(opened: py7zr.SevenZipFile, desk: Desk) -> None:
    if sum(one.uncompressed for one in opened.files) > desk.left:
        desk.refuse(None, TOO_MUCH)
        return
    outs = _outs(opened, desk)
    for number, one in enumerate(opened.files.files_list):
        one["filename"] = str(number)
    failed = DAMAGED
    try:
        opened.extract(targets=list(outs), factory=_Outs(outs))
    except MemoryError:
        failed = TOO_MUCH
    except Exception:  # noqa: BLE001, S110  what is whole by then is kept, the rest is noted below
        pass
    for out in outs.values():
        out.end(failed)


def _outs(opened: py7zr.SevenZipFile, desk: Desk) -> dict[str, _Out]:
    outs: dict[str, _Out] = {}
    with suppress(Full):
        for number, one in enumerate(opened.files):
            if one.is_directory:
                continue
            entry = Entry(one.filename, one.uncompressed, link=one.is_symlink or one.is_junction)
            if sheet := desk.begin(entry):
                outs[str(number)] = _Out(desk, entry, sheet)
    return outs

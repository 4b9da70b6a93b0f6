"""Zip (PKWARE APPNOTE 6.3): every member by itself, with the methods that people's computers write."""

import lzma
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import IO

from deflate import deflate_decompress
from inflate64 import Inflater
from isal import isal_zlib

from secunda.engines.intake.containers.desk import PIECE, Bytes, Desk, Entry, Source
from secunda.engines.intake.containers.zstandard import zstd

STORED, DEFLATED, DEFLATED_64, BZIPPED, LZMA, ZSTANDARD, XZ = 0, 8, 9, 12, 14, 93, 95
_BY_LIBRARY = frozenset({BZIPPED, LZMA})
# Stored and deflated by a library that takes a third of the time for CRC-32 and Deflate.
_OTHERS = frozenset({STORED, DEFLATED, DEFLATED_64, ZSTANDARD, XZ})
_LOCAL_HEADER = 30
_FARTHEST = 2**62
_LOCKED, _UTF8 = 0x1, 0x800
_AT_ONCE = 16 * 1024 * 1024
"""Members up to this size come whole, which takes a fifth less time than by pieces."""
_QUICK = frozenset({STORED, DEFLATED})
_SIP, _GULP = 16 * 1024, 256 * 1024
"""Packed bytes that are undone at a time: Deflate64 gives back everything at once, up to a thousandfold; the
others stop when a piece is full.
"""


def unpack(archive: Path, desk: Desk) -> None:
    """Take every member out; an archive whose listing cannot be read raises."""
    with archive.open("rb") as raw, zipfile.ZipFile(raw) as opened:
        members = [one for one in opened.infolist() if not one.is_dir()]
        as_they_are = all(one.compress_type == STORED and not one.flag_bits & _LOCKED for one in members)
        # The listing is almost 1 kB a member: what was taken of it is forgotten.
        opened.filelist.clear()
        opened.NameToInfo.clear()
        members.reverse()
        while members:
            one = members.pop()
            lies_at = _begins_at(raw, one) if as_they_are else None
            desk.take(_entry(one, lies_at), _opener(opened, raw, one))


def _entry(one: zipfile.ZipInfo, lies_at: int | None) -> Entry:
    return Entry(
        name=_name(one),
        stated=one.file_size,
        packed=one.compress_size,
        link=stat.S_ISLNK(one.external_attr >> 16),
        locked=bool(one.flag_bits & _LOCKED),
        unknown=one.compress_type not in _BY_LIBRARY | _OTHERS,
        lies_at=lies_at,
    )


def _name(one: zipfile.ZipInfo) -> str:
    """The name; some computers write UTF-8 without saying so, and it would be read as code page 437."""
    if one.flag_bits & _UTF8 or one.filename.isascii():
        return one.filename
    try:
        return one.filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return one.filename


def _opener(
    opened: zipfile.ZipFile, raw: IO[bytes], one: zipfile.ZipInfo
) -> Callable[[], AbstractContextManager[Source]]:
    if one.compress_type in _BY_LIBRARY:
        return lambda: opened.open(one)
    return lambda: closing(_Undone(raw, one))


def _begins_at(raw: IO[bytes], one: zipfile.ZipInfo) -> int | None:
    """Where the packed bytes of a member begin; None where the listing points at no member."""
    if not 0 <= one.header_offset < _FARTHEST:
        return None
    raw.seek(one.header_offset)
    header = raw.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        return None
    name, extra = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
    return one.header_offset + _LOCAL_HEADER + name + extra


class _Undone:
    """The bytes of a member that the standard library cannot read, held against its length and CRC-32."""

    def __init__(self, raw: IO[bytes], one: zipfile.ZipInfo) -> None:
        begins = _begins_at(raw, one)
        if begins is None:
            raise zipfile.BadZipFile("no member where the listing says")
        raw.seek(begins)
        self._one = one
        self._size = self._sum = 0
        sip = _SIP if one.compress_type == DEFLATED_64 else _GULP
        self._pieces: Iterator[Bytes]
        if one.compress_type in _QUICK and max(one.file_size, one.compress_size) <= _AT_ONCE:
            self._pieces = _at_once(raw, one)
        else:
            self._pieces = _pieces(_sips(raw, one.compress_size, sip), one.compress_type)

    def read(self, _size: int, /) -> Bytes:
        """The next piece, whatever its size; none at the end."""
        for piece in self._pieces:
            if piece:
                self._size += len(piece)
                self._sum = isal_zlib.crc32(piece, self._sum)
                return piece
        if (self._size, self._sum) != (self._one.file_size, self._one.CRC):
            raise zipfile.BadZipFile("not what the listing says")
        return b""

    def close(self) -> None:
        """Nothing is held open."""


def _sips(raw: IO[bytes], left: int, most: int) -> Iterator[bytes]:
    while left > 0 and (sip := raw.read(min(most, left))):
        left -= len(sip)
        yield sip


def _pieces(sips: Iterator[bytes], method: int) -> Iterator[bytes]:
    if method == STORED:
        yield from sips
        return
    if method == DEFLATED_64:
        inflater = Inflater()
        for sip in sips:
            yield inflater.inflate(sip)
        return
    if method == DEFLATED:
        yield from _inflated(sips)
        return
    undo = zstd.ZstdDecompressor() if method == ZSTANDARD else lzma.LZMADecompressor()
    for sip in sips:
        more = sip
        while not undo.eof:
            yield undo.decompress(more, PIECE)
            if undo.needs_input:
                break
            more = b""


def _at_once(raw: IO[bytes], one: zipfile.ZipInfo) -> Iterator[Bytes]:
    if one.compress_type == STORED:
        yield raw.read(one.compress_size)
    else:
        # No more than the listing states is ever unpacked; what would be longer is refused by the library.
        yield deflate_decompress(raw.read(one.compress_size), one.file_size)


def _inflated(sips: Iterator[bytes]) -> Iterator[bytes]:
    undo = isal_zlib.decompressobj(-15)  # raw, without a header of its own (RFC 1951)
    for sip in sips:
        yield undo.decompress(sip, PIECE)
        while undo.unconsumed_tail and not undo.eof:
            yield undo.decompress(undo.unconsumed_tail, PIECE)
    while not undo.eof and (piece := undo.decompress(undo.unconsumed_tail, PIECE)):
        yield piece

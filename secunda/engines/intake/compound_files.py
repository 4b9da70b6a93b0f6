"""Compound files ([MS-CFB]): folders and streams in one file, as older programs of one maker write them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from olefile import OleFileIO

PROPERTIES = "__properties_version1.0"
"""The stream that a message has at its top, and no other compound file ([MS-OXMSG] §2.4)."""


@contextmanager
def opened(path: Path) -> Iterator[OleFileIO]:
    """A compound file, open; damage is an exception of the library's."""
    with path.open("rb") as raw, OleFileIO(raw) as compound:
        yield compound


def is_message(path: Path) -> bool:
    """Whether a compound file is a message of Outlook; a damaged one is none."""
    try:
        with opened(path) as compound:
            return bool(compound.exists(PROPERTIES))
    except (MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001  the library raises what it likes over spoilt bytes
        return False

"""Files that are written past the page cache are whole, also where a file system cannot do that."""

import errno
import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from secunda.foundation.vault.straight import BLOCK, ROOM, Straight


def put(content: bytes, place: Path, *, past_the_cache: bool = True) -> None:
    with Straight(place, past_the_cache=past_the_cache) as out:
        left = memoryview(content)
        while left:
            count = min(len(left), len(out.room), 300_007)
            out.room[:count] = left[:count]
            out.take(count)
            left = left[count:]


@pytest.mark.parametrize("past_the_cache", [True, False])
@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, ROOM - 1, ROOM, ROOM + 1, 2 * ROOM + 5])
def test_what_was_put_in_is_what_stands_there(size: int, past_the_cache: bool, tmp_path: Path) -> None:
    content = os.urandom(size)
    put(content, tmp_path / "pack", past_the_cache=past_the_cache)
    assert (tmp_path / "pack").read_bytes() == content
    assert (tmp_path / "pack").stat().st_mode & 0o077 == 0


def refusing(name: str, refused: Callable[..., bool]) -> Callable[..., object]:
    real = getattr(os, name)

    def call(*args: object) -> object:
        if refused(*args):
            raise OSError(errno.EINVAL, "not past the cache")
        return real(*args)

    return call


def test_a_file_system_that_refuses_when_it_is_opened_gets_it_by_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "open", refusing("open", lambda _place, how, _mode: how & os.O_DIRECT))
    put(b"x" * (ROOM + 7), tmp_path / "pack")
    assert (tmp_path / "pack").read_bytes() == b"x" * (ROOM + 7)


def past_the_cache(file: int, _some: object) -> bool:
    return bool(fcntl.fcntl(file, fcntl.F_GETFL) & os.O_DIRECT)


def test_one_that_refuses_when_it_is_written_gets_it_by_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "write", refusing("write", past_the_cache))
    put(b"x" * (ROOM + 7), tmp_path / "pack")
    assert (tmp_path / "pack").read_bytes() == b"x" * (ROOM + 7)


def test_what_is_wrong_otherwise_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "write", refusing("write", lambda *_: True))
    with pytest.raises(OSError, match="not past the cache"):
        put(b"x" * 9, tmp_path / "pack")
    with pytest.raises(FileExistsError):
        put(b"y", tmp_path / "pack")


def test_a_short_write_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda file, some: real(file, some[: 3 * BLOCK]))
    content = os.urandom(ROOM // 4 + 11)
    put(content, tmp_path / "pack")
    assert (tmp_path / "pack").read_bytes() == content

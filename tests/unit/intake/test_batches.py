"""Members of an archive are told of in batches, and each batch stays whole until it is used up."""

import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import py7zr
import pytest

from secunda.engines.intake import wire
from secunda.engines.intake.child_process import ReaderLostError
from secunda.engines.intake.containers import desk
from secunda.engines.intake.containers.desk import Member, Unpacked
from secunda.engines.intake.limits import Limits, Options
from secunda.engines.intake.taking import take_out
from secunda.engines.intake.together import Taker

# Of different lengths, longer and shorter in turn, some of them empty.
MEMBERS = {f"note {number:03d}.txt": f"{number} ".encode() * (number % 7 * 40) for number in range(100)}


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as box:
        for number, (name, content) in enumerate(MEMBERS.items()):
            box.writestr(name, content, compress_type=zipfile.ZIP_DEFLATED if number % 2 else None)


def tarred(path: Path) -> None:
    with tarfile.open(path, "w") as box:
        for name, content in MEMBERS.items():
            told = tarfile.TarInfo(name)
            told.size = len(content)
            box.addfile(told, io.BytesIO(content))


def seven_zipped(path: Path) -> None:
    with py7zr.SevenZipFile(path, "w") as box:
        for name, content in MEMBERS.items():
            box.writestr(content, name)


@pytest.mark.parametrize("made", [zipped, tarred, seven_zipped])
@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_each_batch_holds_its_members_until_it_is_used_up(
    made: Callable[[Path], None], at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "SERVED_FILES", at_once)
    made(tmp_path / "box")
    (tmp_path / "into").mkdir()
    found: dict[str, bytes] = {}
    told: list[dict[str, Any]] = []

    def use() -> None:
        """Read the batch that was told of last, as late as the reader lets us."""
        for member in told.pop()["batch"]["members"]:
            found[member["name"]] = Path(member["path"]).read_bytes()

    asked = {
        "label": "box",
        "read": False,
        "path": str(tmp_path / "box"),
        "skip": 0,
        "in_place": False,
        "share": {},
    }
    asked["into"] = str(tmp_path / "into")
    told.append(take_out(asked, Options(), Limits(), told.append, use))
    use()

    assert found == MEMBERS
    assert not told
    if at_once == 1:
        assert len(list((tmp_path / "into").iterdir())) <= 3, "nothing lies there longer than it must"


@pytest.mark.parametrize(
    ("path", "lies_at", "in_place", "lawful"),
    [
        ("/desk/0", None, False, True),
        ("/desk/0", 40, True, True),
        ("", 40, True, True),
        ("", 40, False, False),
        ("/desk/0", 40, False, False),
        ("", None, True, False),
        ("/elsewhere/0", 40, True, False),
        ("/desk/../elsewhere/0", None, True, False),
    ],
)
def test_a_reader_shows_files_of_its_desk_or_places_that_were_asked_for(
    path: str, lies_at: int | None, in_place: bool, lawful: bool
) -> None:
    child = mock.Mock()
    told = wire.to_json(Unpacked((Member("a", path, 5, 0, lies_at),)))
    child.hear.return_value = {"batch": {**told, "readings": [None]}, "last": True}
    taker = Taker(child, Path("/desk"), 1)
    taker.begin({"in_place": in_place})
    if lawful:
        assert taker.hear().members[0].lies_at == lies_at
    else:
        with pytest.raises(ReaderLostError):
            taker.hear()

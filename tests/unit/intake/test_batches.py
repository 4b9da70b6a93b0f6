"""Members of an archive are told of in batches, and each batch stays whole until it is used up."""

import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import py7zr
import pytest

from secunda.engines.intake.containers import desk
from secunda.engines.intake.limits import Limits, Options
from secunda.engines.intake.taking import take_out

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

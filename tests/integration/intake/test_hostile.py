"""The fixed set of hostile files: each is survived, in time, in bounds, and said of the file that it is."""

import os
import time
from pathlib import Path

from secunda.engines.intake.confined import Readers
from secunda.engines.intake.limits import Options
from secunda.engines.intake.reading import ProblemCode, Reading
from secunda.engines.intake.shoebox import read_shoebox
from tests.unit.intake import hostile, making

SCALE = int(os.environ.get("SECUNDA_FUZZ_SCALE", "1"))
SECRET = "what lies in another case"

OVER, CORRUPT, UNSAFE = ProblemCode.OVER_LIMIT, ProblemCode.CORRUPT, ProblemCode.UNSAFE_CONTENT
EXPECTED = {
    "climbs.zip": ProblemCode.UNSAFE_ARCHIVE,
    **dict.fromkeys(
        ("ratio.zip", "many-small.zip", "nested.zip", "bomb.gz", "bomb.tar.xz", "bomb.zst"), OVER
    ),
    **dict.fromkeys(("huge.tar", "pixels.png", "pixels.jp2", "bomb.docx", "crowded.zip"), OVER),
    **dict.fromkeys(("lying.msg", "carrying.pdf"), OVER),
    **dict.fromkeys(("overlapping.zip", "negative.tar", "crowded.7z", "nonsense.7z", "loop.iso"), CORRUPT),
    **dict.fromkeys(("nested.eml", "page-loop.pdf", "deep.pdf"), CORRUPT),
    **dict.fromkeys(("entities.docx", "elsewhere.docx", "elsewhere.odt", "elsewhere.xml"), UNSAFE),
}
"""What must be said of a file; of the others only that they end in time."""


def test_every_hostile_file_is_survived_and_named(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    box = tmp_path / "box"
    box.mkdir()
    made = hostile.files(tmp_path, secret, scale=SCALE)
    assert EXPECTED.keys() <= made.keys()
    options = Options(today="2026-01-01", limits=hostile.LIMITS)
    with Readers(options) as readers:
        for name, content in made.items():
            file = box / name
            file.write_bytes(content)
            begun = time.monotonic()
            found = read_shoebox([file], readers, hostile.LIMITS)
            assert time.monotonic() - begun < hostile.LIMITS.seconds + hostile.LIMITS.unpack_seconds + 5, name
            assert found[0].path == name
            assert file.read_bytes() == content, "an original is never changed"
            assert SECRET not in str(found), name
            codes = {code for one in found for code in one.codes()}
            assert EXPECTED.get(name) in {*codes, None}, (name, codes)
            assert list(readers.folder.iterdir()) == [], name
            file.unlink()
        assert _letter(readers, tmp_path).readable, "and the next patient's letter is read"
    assert not (tmp_path.parent / "out.txt").exists()
    assert secret.read_text() == SECRET


def _letter(readers: Readers, folder: Path) -> Reading:
    return readers.read(making.pdf(folder / "letter.pdf", making.LETTER), "letter.pdf")

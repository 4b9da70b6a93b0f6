"""One reader or unpacker under atheris: bytes that follow what they reach in the code.

Run by `make fuzz`: `python tests/readers/fuzz/target.py KIND [libFuzzer's options]`. A reader that lets an
exception out is a defect, although its confined process would survive it.
"""

import sys
import tempfile
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["secunda.engines.intake"]):
    from secunda.engines.intake import identify
    from secunda.engines.intake.limits import Options
    from secunda.engines.intake.readers import READERS
    from secunda.engines.intake.unpack import unpack

from tests.readers.fuzz.test_readers import BOXES, MAKERS  # noqa: E402 - found by the line above
from tests.unit.intake import hostile  # noqa: E402

OPTIONS = Options(today="2026-01-01", limits=hostile.LIMITS)
EXPECTED = (RecursionError, MemoryError)
"""What `read_file` and the confined process turn into words."""


def read(media_type: str, path: Path, content: bytes) -> None:
    """Give the bytes to the reader of a media type, whatever they are."""
    path.write_bytes(content)
    try:
        READERS[media_type](path, OPTIONS)
    except EXPECTED:
        return


def take_out(path: Path, into: Path, content: bytes) -> None:
    """Unpack the bytes, and see that nothing lies anywhere but where it should."""
    path.write_bytes(content)
    for one in unpack(path, into, hostile.LIMITS).members:
        member = Path(one.path)
        assert member.parent == into
        member.unlink()
    assert not list(into.iterdir())


def main(kind: str) -> None:
    """Fuzz one kind from its sound file on, until libFuzzer's own options end it."""
    folder = Path(tempfile.mkdtemp(prefix="secunda-fuzz-"))
    seeds, into = folder / "seeds", folder / "in"
    seeds.mkdir()
    into.mkdir()
    whole = (BOXES if kind in BOXES else MAKERS)[kind]()
    (seeds / "sound").write_bytes(whole)
    (folder / "sound").write_bytes(whole)
    media_type = identify.media_type(folder / "sound")
    sys.stdout.write(f"{kind}: {media_type}\n")

    def one(content: bytes) -> None:
        if kind in BOXES:
            take_out(folder / "box", into, content)
        else:
            read(media_type, folder / "file", content)

    atheris.Setup([sys.argv[0], *sys.argv[2:], str(seeds)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1])

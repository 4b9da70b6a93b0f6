"""Keep a populated installation of this version for good: every later version is tested to take it over.

Run once for each release and database, by `make keep-release`. What it writes is committed with the release.
"""

import json
import sys
import tarfile
import tempfile
from pathlib import Path

from secunda import VERSION
from tests.integration.operations.installation import ON_POSTGRESQL, installation

HERE = Path(__file__).parent
DATABASE = "postgresql" if ON_POSTGRESQL else "sqlite"


def main() -> int:
    """Write `VERSION-DATABASE.tar.xz`: the folder `backup`, and what was in there as `told.json`."""
    archive = HERE / f"{VERSION}-{DATABASE}.tar.xz"
    if archive.exists():
        sys.stderr.write(f"{archive} is there already. A release is kept once.\n")
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with installation(folder / "data") as place:
            for words in (["migrate"], [], ["backup", str(folder / "backup")]):
                if not words:
                    place.do("live")
                    continue
                done = place.run(*words)
                if done.returncode:
                    sys.stderr.write(done.stdout + done.stderr)
                    return 1
            told = place.ask("everything")
        (folder / "told.json").write_text(json.dumps(told, sort_keys=True), encoding="utf-8")
        with tarfile.open(archive, "w:xz") as out:
            for each in ("backup", "told.json"):
                out.add(folder / each, each, filter=_nobodys)
    sys.stdout.write(f"{archive}: {archive.stat().st_size} bytes\n")
    return 0


def _nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the name of whoever ran this."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


if __name__ == "__main__":
    sys.exit(main())

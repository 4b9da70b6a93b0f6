"""One file of several gigabytes, with a server that is killed in the middle: memory, and what arrives."""

import argparse
import hashlib
import os
import random
import socket
import tempfile
import time
from pathlib import Path

from bench.running import Product, Watch, product
from bench.sending import PIECE, Line, begin, go_on, standing

MEGABYTE = 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--gigabytes", type=float, default=5.0)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seed", type=int, default=20260302)


def run(args: argparse.Namespace) -> int:
    """Send the file, kill the server, go on; then compare what the vault holds."""
    with tempfile.TemporaryDirectory(prefix="secunda-bench-") as folder:
        file = Path(folder) / "disc.img"
        digest = _fill(file, int(args.gigabytes * 1024) * MEGABYTE)
        with product(Path(folder) / "data") as made:
            return _send(made, file, digest, args.kills, random.Random(args.seed))


def _send(made: Product, file: Path, digest: str, kills: int, chance: random.Random) -> int:
    size = file.stat().st_size
    moments = sorted(chance.randrange(size) for _ in range(kills))
    watch = Watch(made.serve())
    line = Line(made.port, made.headers())
    place, offset, most, lost = begin(line, made.cases[0], file), 0, 0, 0
    begun = time.monotonic()
    while offset < size:
        if moments and offset >= moments[0]:
            moments.pop(0)
            line.close()
            sent = _killed_in_a_piece(made, place, file, offset)
            watch.end()
            most = max(most, watch.most)
            watch = Watch(made.serve())
            line = Line(made.port, made.headers())
            offset = standing(line, place)
            lost = max(lost, sent - offset)
            print(f"killed at {sent / MEGABYTE:,.0f} MB; goes on at {offset / MEGABYTE:,.0f} MB", flush=True)
        offset = go_on(line, place, file, offset, PIECE)
    seconds = time.monotonic() - begun
    watch.end()
    most = max(most, watch.most)
    kept = max((made.folder / "blobs").rglob("*"), key=lambda path: path.stat().st_size)
    with kept.open("rb") as stored:
        same = hashlib.file_digest(stored, "sha256").hexdigest() == digest
    print(
        f"{size / 1024**3:.1f} GB in {seconds:.1f} s ({size / MEGABYTE / seconds:,.0f} MB/s, kills and "
        f"starts "
        f"included); the server held at most {most / MEGABYTE:.0f} MB; the line lost at most "
        f"{lost / MEGABYTE:.1f} MB at a kill; bytes {'equal' if same else 'DIFFER'}"
    )
    return 0 if same else 1


def _killed_in_a_piece(made: Product, place: str, file: Path, offset: int) -> int:
    """Send half a piece and kill the server while it waits for more; how far the line had come."""
    count = min(PIECE, file.stat().st_size - offset)
    told = {
        **made.headers(),
        "Host": "127.0.0.1",
        "Tus-Resumable": "1.0.0",
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": str(offset),
        "Content-Length": str(count),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    with socket.create_connection(("127.0.0.1", made.port), 60) as line, file.open("rb") as source:
        line.sendall(f"PATCH {place} HTTP/1.1\r\n{lines}\r\n".encode("latin-1"))
        line.sendfile(source, offset, count // 2)
        time.sleep(0.3)
        made.kill("serve")
    return offset + count // 2


def _fill(file: Path, size: int) -> str:
    """Bytes that do not compress, written in pieces; their digest."""
    digest = hashlib.sha256()
    with file.open("wb") as out:
        for _ in range(size // MEGABYTE):
            piece = os.urandom(MEGABYTE)
            digest.update(piece)
            out.write(piece)
    return digest.hexdigest()

"""Daily anchors: the heads of all chains, written outside the database so that a cut tail shows."""

import json
import os
import uuid
from datetime import date
from pathlib import Path

from secunda.foundation.audit.models import Chain


def write(folder: Path, *, on: date) -> Path | None:
    """Write the day's anchor file once, durably; None when it is already there. Keep a copy elsewhere."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{on.isoformat()}.jsonl"
    if file.exists():
        return None
    lines = [
        json.dumps({"chain": chain.name, "number": chain.number, "digest": chain.digest})
        for chain in Chain.objects.filter(number__gt=0).order_by("name").iterator()
    ]
    # A name of its own: of two workers at midnight each writes a whole file, and the later one stands.
    partial = folder / f"{file.stem}.{uuid.uuid4().hex}.part"
    with partial.open("w", encoding="utf-8") as out:
        out.write("".join(line + "\n" for line in lines))
        out.flush()
        os.fsync(out.fileno())
    partial.replace(file)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return file

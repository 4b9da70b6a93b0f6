"""Running the scorer that lies beside the corpus over `secunda intake`, and reading what it found."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.conftest import CORPUS, ROOT

EVALUATION = CORPUS.parent / "evaluation"
RUN = f"{sys.executable} -m secunda.interfaces.operations.command intake {{input}} --json {{output}} --jobs 1"

# What the engine does not reach, and what it must not fall below.
NOT_YET: Mapping[str, float] = {
    # Scanned and faxed pages where text recognition misreads a digit: no date is better than a wrong one.
    "documents.date.all": 0.88,
    # One file has the retired class for ultrasound (…1.1.6), with the same name as the one that came after
    # it (…1.1.6.1). We say what the file says; the scorer knows the newer one only.
    "dicom.sop_class": 0.99,
}


@cache
def minima() -> Mapping[str, float]:
    """Every minimum that is asked of us: metric → number; for counts of faults the most allowed."""
    return dict(_flat(tomllib.loads((EVALUATION / "min.toml").read_text("utf-8"))))


def score(folder: Path, *arguments: str) -> Mapping[str, float]:
    """Run the scorer; the metrics that it measured. A scorer that fails raises with what it said."""
    report = folder / "report.json"
    done = subprocess.run(
        [
            sys.executable,
            str(EVALUATION / "score_intake.py"),
            f"--corpus={CORPUS}",
            f"--run={RUN}",
            "--jobs=2",
            f"--json={report}",
            *arguments,
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return {name: each["value"] for name, each in json.loads(report.read_text("utf-8"))["metrics"].items()}


def shortfalls(found: Mapping[str, float], wanted: Mapping[str, float]) -> list[str]:
    """Each of the wanted metrics that is worse than asked, in words."""
    return [
        f"{name}: {found[name]:.3f}, wanted {'at most' if limit == 0 else 'at least'} {limit}"
        for name, limit in wanted.items()
        if (found[name] > 0 if limit == 0 else found[name] < limit)
    ]


def _flat(tree: Mapping[str, object], above: str = "") -> list[tuple[str, float]]:
    flat: list[tuple[str, float]] = []
    for name, value in tree.items():
        if isinstance(value, dict):
            flat += _flat(value, f"{above}{name}.")
        elif isinstance(value, int | float):
            flat.append((f"{above}{name}", float(value)))
    return flat

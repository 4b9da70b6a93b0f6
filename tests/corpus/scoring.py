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

# Held above what is asked: what was reached once must not be lost unseen. The scans and faxes of the corpus
# are few (23 and 6), so one page more or less is room that they need.
HELD: Mapping[str, float] = {
    "documents.kind.accuracy.all": 0.97,
    "documents.kind.macro_f1.all": 0.95,
    "documents.date.all": 0.96,
    "documents.date.text": 0.97,
    "documents.date.scan": 0.95,
    "documents.date.photo": 0.92,
    "documents.date.fax": 0.80,
    "documents.birth_date": 0.97,
    "shoeboxes.kind.accuracy.all": 0.97,
}

# Asked of the clinical content, beside the minima of the engine.
OF_THE_CONTENT: Mapping[str, float] = {"gaps.recall.high": 0.85, "subspecialty.first": 0.80}


@cache
def minima() -> Mapping[str, float]:
    """Every minimum that is asked of us: metric → number; for counts of faults the most allowed."""
    asked = dict(_flat(tomllib.loads((EVALUATION / "min.toml").read_text("utf-8"))))
    return {**OF_THE_CONTENT, **asked, **HELD}


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

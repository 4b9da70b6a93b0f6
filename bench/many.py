"""Many small records in one case: time and memory of making its case file, and how both grow."""

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

from bench.running import ROOT, Product, product

RESULTS = ROOT / "bench" / "results" / "many.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--sizes", default="5000,20000", help="files in one case, each size by itself")


def run(args: argparse.Namespace) -> int:
    """Measure each size in an installation of its own, and write the results."""
    found = [_measured(int(size)) for size in args.sizes.split(",")]
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


def _measured(files: int) -> dict[str, Any]:
    with (
        tempfile.TemporaryDirectory(prefix="secunda-bench-") as folder,
        product(Path(folder) / "data") as made,
    ):
        made.inside("fill_with_readings", made.cases[0], str(files))
        first, again = (_assembled(made) for _ in range(2))
    found = {
        "files": files,
        "first": first,
        "again": again,
        "milliseconds_a_file": round(1000 * first["seconds"] / files, 3),
    }
    print(json.dumps(found), flush=True)
    return found


def _assembled(made: Product) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(made.inside("assemble", made.cases[0]))
    return told

"""Readings of small files as the database keeps them: two are really read, the others are made from them."""

import hashlib
import tempfile
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from secunda.engines.intake.limits import Options
from secunda.engines.intake.read import read_file
from secunda.engines.intake.reading import to_json

IN_A_SERIES = 200
PAPERS_A_DAY = 4
_FIRST_DAY = date(1990, 1, 1)


def stored_reading(number: int) -> dict[str, Any]:
    """Every second file is a slice of some series, the others are blood tests; no two are alike."""
    return _image(number // 2) if number % 2 else _paper(number // 2)


def _image(number: int) -> dict[str, Any]:
    made = {**_read_once("ct.dcm"), "sha256": _digest(number)}
    series, place = divmod(number, IN_A_SERIES)
    dicom = {
        **made["dicom"],
        "sop_instance_uid": f"1.2.3.4.{series}.{place}",
        "series_uid": f"1.2.3.4.{series}",
        "study_uid": f"1.2.3.{series // 5}",
        "instance_number": place + 1,
    }
    metadata = {**dicom["metadata"], "00200032": {"vr": "DS", "Value": [0.0, 0.0, 2.5 * place]}}
    return {**made, "dicom": {**dicom, "metadata": metadata}}


def _paper(number: int) -> dict[str, Any]:
    made = {**_read_once("lab.txt"), "sha256": _digest(-1 - number)}
    day = (_FIRST_DAY + timedelta(number // PAPERS_A_DAY)).isoformat()
    rows = "\n".join(f"Analyte {row} {(number * 7919 + row * 31) % 9973} U/L" for row in range(12))
    [page] = made["pages"]
    return {
        **made,
        "date": {**made["date"], "value": day, "as_written": day},
        "pages": [{**page, "text": f"{page['text']}\n{day}\n{rows}"}],
    }


def _digest(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


@cache
def _read_once(name: str) -> dict[str, Any]:
    from tests.integration.records.files import LAB, ct, study_uid

    body = LAB.encode() if name == "lab.txt" else ct(1, series=study_uid("r"), study=study_uid("s"))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(body)
        return to_json(read_file(file, name, Options(today="2026-03-01")))

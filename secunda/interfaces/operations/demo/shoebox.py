"""Write a fictional patient's shoebox: the files as they come, before anyone has put them in order."""

from datetime import date
from pathlib import Path

from secunda.interfaces.operations.demo.boxes import BOXES
from secunda.interfaces.operations.demo.patients import PATIENTS

CASES: tuple[str, ...] = tuple(BOXES)


def write_shoebox(case_id: str, folder: Path, *, today: date) -> list[Path]:
    """Write every file of one demonstration case below `folder` and list them in order.

    The same case and day give the same bytes. Raises KeyError for an unknown case.
    """
    patient = PATIENTS[case_id]
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for content in BOXES[case_id]:
        written += content.write(folder, patient, today)
    return written

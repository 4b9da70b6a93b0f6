"""Viewer programs on hospitals' discs: their pages, pictures and settings are no records either."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from secunda.engines.intake.reading import Filing, Reading

# What IHE PDI (RAD TF-2 §4.47.4.1.2) lets lie beside the index of a disc.
_BESIDE_THE_INDEX = re.compile(r"(readme|index|liesmich|lisezmoi|leame)\.(txt|html?)(\|.*)?", re.IGNORECASE)


def without_viewers(readings: Sequence[Reading]) -> list[Reading]:
    """The readings, with everything set aside that came with a viewer and says nothing of a patient.

    A viewer's folder has a program in it, and neither an image nor a person anywhere below.
    """
    patients = _all_above(one for one in readings if _of_a_patient(one))
    programs = {_folder(one) for one in readings if one.filing is Filing.DISC_SOFTWARE}
    viewers = programs - patients
    roots = {_folder(one) for one in readings if one.filing is Filing.DISC_INDEX}
    return [
        replace(one, filing=Filing.DISC_SOFTWARE, problems=())
        if one.filing in (Filing.RECORD, Filing.NOT_A_RECORD)
        and not _of_a_patient(one)
        and (_lies_below(one, viewers) or _lies_beside(one, roots))
        else one
        for one in readings
    ]


def _of_a_patient(one: Reading) -> bool:
    said = one.person
    return one.dicom is not None or bool(said.name or said.birth_date or said.identifiers)


def _folder(one: Reading) -> str:
    return str(PurePosixPath(one.path).parent)


def _all_above(readings: Iterable[Reading]) -> set[str]:
    found: set[str] = set()
    # One file of each folder speaks for all: discs have thousands in one.
    for path in {one.path.rpartition("/")[0]: one.path for one in readings}.values():
        for folder in PurePosixPath(path).parents:
            if str(folder) in found:
                break
            found.add(str(folder))
    return found


def _lies_below(one: Reading, folders: set[str]) -> bool:
    return bool(folders) and any(str(folder) in folders for folder in PurePosixPath(one.path).parents)


def _lies_beside(one: Reading, roots: set[str]) -> bool:
    return _folder(one) in roots and bool(_BESIDE_THE_INDEX.fullmatch(PurePosixPath(one.path).name))

"""Single values of a DICOM header, taken as they come: one that breaks its own VR counts as not said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from secunda.engines.intake.dates import exists
from secunda.engines.intake.reading import Identifier, PartialDate, Person

if TYPE_CHECKING:
    from pydicom import Dataset


def word(dataset: Dataset, name: str) -> str | None:
    """The first value of an element as text; None when it is empty or absent."""
    try:
        value = dataset.get(name)
    except Exception:  # noqa: BLE001  a value that breaks its own VR counts as not said
        return None
    if type(value).__name__ == "MultiValue":
        value = value[0] if value else None
    return (str(value).strip("\x00 ") or None) if value is not None else None


def several(dataset: Dataset, name: str) -> list[Any]:
    """Every value of an element."""
    value = dataset.get(name)
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list | tuple) or type(value).__name__ == "MultiValue" else [value]


def meta(dataset: Dataset, name: str) -> str | None:
    """A value of the file meta information (PS3.10 §7.1)."""
    value = dataset.file_meta.get(name) if hasattr(dataset, "file_meta") else None
    return str(value) if value else None


def transfer_syntax(dataset: Dataset) -> str | None:
    """The transfer syntax; where the file does not name it, the one it was read by."""
    said = meta(dataset, "TransferSyntaxUID")
    if said:
        return said
    implicit, little = dataset.original_encoding
    return "1.2.840.10008.1.2" if implicit else "1.2.840.10008.1.2.1" if little else "1.2.840.10008.1.2.2"


def number(dataset: Dataset, name: str) -> int | None:
    """A whole number; None when it is none."""
    try:
        return int(str(word(dataset, name)))
    except ValueError:
        return None


def day(dataset: Dataset, *names: str) -> PartialDate | None:
    """The first of these elements that is a day."""
    for name in names:
        written = word(dataset, name) or ""
        digits = written.replace(".", "").replace("-", "")  # ACR-NEMA wrote 1996.10.29
        iso = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
        if len(digits) == 8 and digits.isdigit() and exists(iso):
            return PartialDate(iso, "day", written)
    return None


def person(dataset: Dataset) -> Person:
    """The person in the header: names in every script, birth date, sex and number."""
    groups = [part for part in (word(dataset, "PatientName") or "").split("=") if part.strip("^ ")]
    spoken = [_spoken(group) for group in groups]
    others = [_spoken(str(name)) for name in several(dataset, "OtherPatientNames")]
    others += [_spoken(str(name)) for name in several(dataset, "PatientBirthName")]
    number = word(dataset, "PatientID")
    return Person(
        name=spoken[0] if spoken else None,
        other_names=tuple(name for name in [*spoken[1:], *others] if name),
        birth_date=day(dataset, "PatientBirthDate"),
        sex={"F": "female", "M": "male", "O": "other"}.get(word(dataset, "PatientSex") or ""),
        identifiers=(Identifier(word(dataset, "IssuerOfPatientID"), number),) if number else (),
    )


def _spoken(name: str) -> str:
    """Family^given^middle^prefix^suffix (PS3.5 §6.2.1) as it is spoken."""
    family, given, middle, prefix, suffix = ([*name.split("^"), "", "", "", "", ""])[:5]
    return " ".join(
        " ".join(part for part in (prefix, given, middle, family, suffix) if part.strip()).split()
    )

"""What can lie in a shoebox, and how each thing is made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from secunda.interfaces.operations.demo.letters import letter_pdf
from secunda.interfaces.operations.demo.locking import locked_pdf
from secunda.interfaces.operations.demo.patients import Patient
from secunda.interfaces.operations.demo.scans import pages, photo_jpeg, scanned_pdf, taken_at


class Content(Protocol):
    """One thing in the shoebox."""

    def write(self, folder: Path, patient: Patient, today: date) -> list[Path]:
        """Write it below `folder` and say which files were made."""


def _put(path: Path, content: bytes) -> list[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return [path]


@dataclass(frozen=True)
class Letter:
    """A PDF with a text layer. `of` is set when the letter is about somebody else."""

    name: str
    source: str
    on: int
    of: Patient | None = None

    def write(self, folder: Path, patient: Patient, today: date) -> list[Path]:
        """Write the PDF."""
        return _put(folder / self.name, letter_pdf(self.source, self.of or patient, on=self.on, today=today))


@dataclass(frozen=True)
class Scan:
    """A letter that went through a scanner."""

    name: str
    source: str
    on: int
    seed: int = 1
    scanned: int = -3

    def write(self, folder: Path, patient: Patient, today: date) -> list[Path]:
        """Write the picture-only PDF."""
        clean = letter_pdf(self.source, patient, on=self.on, today=today)
        day = today + timedelta(days=self.scanned)
        return _put(folder / self.name, scanned_pdf(clean, on=day, seed=self.seed))


@dataclass(frozen=True)
class Photo:
    """A letter or a label photographed with a telephone."""

    name: str
    source: str
    on: int
    seed: int = 1
    taken: int = -2
    turned: bool = False
    blurred: bool = False

    def write(self, folder: Path, patient: Patient, today: date) -> list[Path]:
        """Write the JPEG."""
        clean = letter_pdf(self.source, patient, on=self.on, today=today)
        moment = taken_at(today, self.taken, 10 + self.seed % 9, 7 * self.seed % 60)
        made = photo_jpeg(clean, at=moment, seed=self.seed, turned=self.turned, blurred=self.blurred)
        return _put(folder / self.name, made)


@dataclass(frozen=True)
class Locked:
    """A PDF that opens only with a password, as hospital portals send them."""

    name: str
    source: str
    on: int
    password: str

    def write(self, folder: Path, patient: Patient, today: date) -> list[Path]:
        """Write the locked PDF."""
        clean = letter_pdf(self.source, patient, on=self.on, today=today)
        pictures = pages(clean, dpi=150)
        return _put(folder / self.name, locked_pdf(pictures, self.password, dots_per_inch=150))


@dataclass(frozen=True)
class CutShort:
    """A PDF whose download stopped part of the way."""

    name: str
    source: str
    on: int
    kept: float = 0.55

    def write(self, folder: Path, patient: Patient, today: date) -> list[Path]:
        """Write the first part of the PDF."""
        whole = letter_pdf(self.source, patient, on=self.on, today=today)
        return _put(folder / self.name, whole[: int(len(whole) * self.kept)])


@dataclass(frozen=True)
class Note:
    """A plain text file."""

    name: str
    text: str

    def write(self, folder: Path, patient: Patient, today: date) -> list[Path]:
        """Write the text with the line ends of Windows, as discs have them."""
        del patient, today
        return _put(folder / self.name, self.text.replace("\n", "\r\n").encode("ascii"))


@dataclass(frozen=True)
class Made:
    """Files made by a function, such as the pictures of a scan, below one folder."""

    name: str
    make: Callable[[Path, Patient, date], list[Path]]

    def write(self, folder: Path, patient: Patient, today: date) -> list[Path]:
        """Make the files."""
        place = folder / self.name
        place.mkdir(parents=True, exist_ok=True)
        return self.make(place, patient, today)

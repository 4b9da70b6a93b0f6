"""Letters: typst sources in `letters/` become PDF files with a text layer."""

import json
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path

import typst
from PIL import ImageFont

from secunda.interfaces.operations.demo.patients import Patient

_SOURCES = Path(str(files("secunda.interfaces.operations.demo").joinpath("letters")))


@cache
def _compiler() -> typst.Compiler:
    """One compiler for all letters, with faces that travel inside the packages we depend on.

    Faces of the machine are left out, so that the same letter has the same bytes everywhere.
    Pillow carries the one sans face (Aileron, CC0); typst carries the others.
    """
    with tempfile.TemporaryDirectory() as folder:
        face = getattr(ImageFont.load_default(size=10), "font_bytes", b"")
        Path(folder, "sans.ttf").write_bytes(face)
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[folder])
        _ = fonts.families()
        compiler = typst.Compiler(root=str(_SOURCES), font_paths=fonts)
        compiler.compile(b'#set text(font: "Aileron")\nA', format="pdf")
        return compiler


def facts(patient: Patient, *, on: int, today: date) -> dict[str, object]:
    """What a letter may ask about: the patient, the day of seeding and its own offset in days."""
    born = patient.born_on(today)
    return {
        "today": [today.year, today.month, today.day],
        "on": on,
        "patient": {
            "name": patient.name,
            "forename": patient.forename,
            "surname": patient.surname,
            "title": patient.title,
            "sex": patient.sex,
            "age": patient.age,
            "born": [born.year, born.month, born.day],
            "nhs": patient.nhs,
            "hospital": patient.hospital,
            "address": list(patient.address),
        },
    }


def letter_pdf(source: str, patient: Patient, *, on: int, today: date) -> bytes:
    """The tagged PDF of `letters/<source>.typ`, written `on` days from `today`."""
    written = datetime.combine(today + timedelta(days=on), time(16, 5), UTC)
    made = _compiler().compile(
        str(_SOURCES / f"{source}.typ"),
        format="pdf",
        sys_inputs={"facts": json.dumps(facts(patient, on=on, today=today), sort_keys=True)},
        timestamp=int(written.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError(f"{source} did not become one PDF file")
    return made

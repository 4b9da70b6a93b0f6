"""A note that tells how to look at a disc is nobody's record; a patient's paper of the same name is one."""

from pathlib import Path

from secunda.engines.intake.limits import Options
from secunda.engines.intake.read import read_file
from secunda.engines.intake.reading import Filing

NOTE = "PATIENT IMAGE DISC\n\nThis disc holds your pictures and a viewer for Windows.\nOpen VIEWER.EXE.\n"
RESULTS = "Blood test results\nPatient: Amina Rahman\nDate of birth: 17/04/1979\nHaemoglobin 132 g/L\n"


def filing(folder: Path, name: str, words: str) -> Filing:
    path = folder / "file"
    path.write_text(words, encoding="ascii")
    return read_file(path, name, Options()).filing


def test_the_note_of_a_disc_is_no_record_and_names_no_other_person(tmp_path: Path) -> None:
    assert filing(tmp_path, "CD/README.TXT", NOTE) is Filing.NOT_A_RECORD
    assert filing(tmp_path, "box.zip!/CD/Lies mich.txt", NOTE) is Filing.NOT_A_RECORD


def test_what_names_a_patient_stays_a_record_whatever_it_is_called(tmp_path: Path) -> None:
    assert filing(tmp_path, "CD/README.TXT", f"{RESULTS}{NOTE}") is Filing.RECORD
    assert filing(tmp_path, "readme.txt", RESULTS) is Filing.RECORD
    assert filing(tmp_path, "CD/notes.txt", NOTE) is Filing.RECORD

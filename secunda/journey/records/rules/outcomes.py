"""What a patient is told about each file they sent, in one calm sentence."""

from dataclasses import dataclass
from enum import StrEnum

from secunda.engines.intake.casefile import Who
from secunda.engines.intake.reading import Filing, ProblemCode, Reading


class Outcome(StrEnum):
    """What became of a file."""

    WAITING = "waiting"
    FILED = "filed"
    DOUBTFUL = "doubtful"
    HELD_APART = "held_apart"
    COPY = "copy"
    OPENED = "opened"
    LOCKED = "locked"
    DAMAGED = "damaged"
    EMPTY = "empty"
    UNSUPPORTED = "unsupported"
    REFUSED = "refused"
    DISC_SOFTWARE = "disc_software"
    NOT_A_RECORD = "not_a_record"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True)
class Said:
    """The outcome of a file, and the sentence for it."""

    outcome: Outcome
    says: str


KIND_WORDS: dict[str, str] = {
    "referral_letter": "Referral letter",
    "clinic_letter": "Clinic letter",
    "consultation_note": "Notes of an appointment",
    "history_and_physical": "Notes of an examination",
    "progress_note": "Notes from the ward or clinic",
    "emergency_note": "Emergency department notes",
    "discharge_summary": "Discharge letter",
    "transfer_summary": "Transfer letter",
    "operative_report": "Operation note",
    "procedure_report": "Report of a procedure",
    "imaging_report": "Scan report",
    "pathology_report": "Pathology report",
    "genetic_report": "Gene test report",
    "lab_report": "Test results",
    "ecg": "Heart tracing (ECG)",
    "radiation_dose_report": "Radiation dose report",
    "medication_list": "Medicine list",
    "immunization_record": "Vaccination record",
    "treatment_plan": "Treatment plan",
    "mdt_outcome": "Team meeting (MDT) outcome",
    "patient_summary": "Health record summary",
    "phenotype_summary": "Summary of signs and symptoms",
    "autopsy_report": "Post-mortem report",
    "medicolegal_report": "Medico-legal report",
    "image": "Picture",
    "administrative": "Paperwork",
    "other": "Document",
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_LOCKED = "Locked with a password. Send it again without one, or tell us the password by phone."
_EMPTY = "Empty: there is nothing in this file. Look for it again where you keep it, and send it once more."
_DAMAGED = "Damaged or cut short, so we could not read it. Please send it again."
_DAMAGED_IN_PART = (
    "Part of this file is missing. We filed what could be read. Send it again if you have it whole."
)
_UNSUPPORTED = (
    "We cannot read this kind of file. Send it as a PDF or a photo if you can. We kept it as it is."
)
_PROBLEM_OUTCOMES: tuple[tuple[ProblemCode, Outcome, str], ...] = (
    (ProblemCode.EMPTY, Outcome.EMPTY, _EMPTY),
    (ProblemCode.LOCKED, Outcome.LOCKED, _LOCKED),
    (ProblemCode.CORRUPT, Outcome.DAMAGED, _DAMAGED),
    (ProblemCode.UNSUPPORTED_FORMAT, Outcome.UNSUPPORTED, _UNSUPPORTED),
)
_NO_RECORD = Said(
    Outcome.NOT_A_RECORD, "This is not a medical record. We kept it, but nobody needs to read it."
)
_ASIDE: dict[Filing, Said] = {
    Filing.DISC_INDEX: Said(Outcome.DISC_SOFTWARE, "The index of a disc. The pictures themselves are filed."),
    Filing.DISC_SOFTWARE: Said(Outcome.DISC_SOFTWARE, "A program from the disc. We never run it."),
    Filing.SYSTEM_FILE: Said(Outcome.DISC_SOFTWARE, "A file that your computer added. Nobody needs it."),
    Filing.NOT_A_RECORD: _NO_RECORD,
}


def outcome_of(reading: Reading, who: Who, *, copy_of: str = "") -> Said:
    """What to say about a file that was read; `copy_of` names the file that is used in its place."""
    if reading.filing in _ASIDE:
        return _ASIDE[reading.filing]
    if reading.filing is Filing.REFUSED or not reading.readable:
        return _not_read(reading)
    if reading.dicom is not None and ProblemCode.CORRUPT in reading.codes():
        return Said(Outcome.DAMAGED, _DAMAGED)
    if who is Who.OTHER:
        return Said(
            Outcome.HELD_APART,
            "It names another person. We hold it apart and nobody uses it, unless you say it is yours.",
        )
    title = f"{kind_in_words(reading.kind.name)}{_dated(reading)}"
    if copy_of:
        return Said(Outcome.COPY, f"The same as {_short(copy_of)}. We use one of them.")
    if who is Who.UNKNOWN:
        return Said(Outcome.DOUBTFUL, f"{title}. Please tell us if it is yours.")
    if ProblemCode.CORRUPT in reading.codes():
        return Said(Outcome.DAMAGED, _DAMAGED_IN_PART)
    return Said(Outcome.FILED, title)


def opened(members: int, refused: int) -> Said:
    """What to say about an archive that was opened."""
    files = "1 file" if members == 1 else f"{members} files"
    more = f" {refused} could not be taken out; each says why." if refused else ""
    return Said(Outcome.OPENED, f"Opened: {files} inside.{more}")


def stuck() -> Said:
    """What to say about a file that several attempts could not read."""
    return Said(
        Outcome.DAMAGED,
        "We tried several times and could not read this file. We kept it, and somebody will look at it.",
    )


def kind_in_words(kind: str) -> str:
    """What a kind of record is called by people."""
    return KIND_WORDS.get(kind, KIND_WORDS["other"])


def day_in_words(iso: str) -> str:
    """An ISO date, month or year as people write it; empty for an empty one."""
    year, _, rest = iso.partition("-")
    month, _, day = rest.partition("-")
    named = _MONTHS[int(month) - 1] if month else ""
    return " ".join(part for part in (day.lstrip("0"), named, year) if part)


def _not_read(reading: Reading) -> Said:
    codes = reading.codes()
    if ProblemCode.NOT_A_RECORD in codes:
        return _NO_RECORD
    for code, outcome, says in _PROBLEM_OUTCOMES:
        if code in codes:
            return Said(outcome, says)
    first = next(
        (problem.says for problem in reading.problems), "We could not read this file. We kept it as it is."
    )
    return Said(Outcome.REFUSED, first)


def _dated(reading: Reading) -> str:
    return f", {day_in_words(reading.date.value)}" if reading.date else ""


def _short(name: str) -> str:
    return name.rpartition("/")[2][:120]

"""What a patient is told about each file they sent, in one calm sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from secunda.engines.intake.casefile import Who
from secunda.engines.intake.reading import Filing, ProblemCode, Reading
from secunda.engines.words import Day, Words, in_a_row, say, say_many


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
    says: Words


KIND_WORDS: dict[str, Words] = {
    "referral_letter": say("Referral letter"),
    "clinic_letter": say("Clinic letter"),
    "consultation_note": say("Notes of an appointment"),
    "history_and_physical": say("Notes of an examination"),
    "progress_note": say("Notes from the ward or clinic"),
    "emergency_note": say("Emergency department notes"),
    "discharge_summary": say("Discharge letter"),
    "transfer_summary": say("Transfer letter"),
    "operative_report": say("Operation note"),
    "procedure_report": say("Report of a procedure"),
    "imaging_report": say("Scan report"),
    "pathology_report": say("Pathology report"),
    "genetic_report": say("Gene test report"),
    "lab_report": say("Test results"),
    "ecg": say("Heart tracing (ECG)"),
    "radiation_dose_report": say("Radiation dose report"),
    "medication_list": say("Medicine list"),
    "immunization_record": say("Vaccination record"),
    "treatment_plan": say("Treatment plan"),
    "mdt_outcome": say("Team meeting (MDT) outcome"),
    "patient_summary": say("Health record summary"),
    "phenotype_summary": say("Summary of signs and symptoms"),
    "autopsy_report": say("Post-mortem report"),
    "medicolegal_report": say("Medico-legal report"),
    "image": say("Picture"),
    "administrative": say("Paperwork"),
    "other": say("Document"),
}
_LOCKED = say("Locked with a password. Type the password, or send a copy that opens without one.")
_EMPTY = say(
    "Empty: there is nothing in this file. Look for it again where you keep it, and send it once more."
)
_DAMAGED = say("Damaged or cut short, so we could not read it. Please send it again.")
_DAMAGED_IN_PART = say(
    "Part of this file is missing. We filed what could be read. Send it again if you have it whole."
)
_UNSUPPORTED = say(
    "We cannot read this kind of file. Send it as a PDF or a photo if you can. We kept it as it is."
)
_PROBLEM_OUTCOMES: tuple[tuple[ProblemCode, Outcome, Words], ...] = (
    (ProblemCode.EMPTY, Outcome.EMPTY, _EMPTY),
    (ProblemCode.LOCKED, Outcome.LOCKED, _LOCKED),
    (ProblemCode.CORRUPT, Outcome.DAMAGED, _DAMAGED),
    (ProblemCode.UNSUPPORTED_FORMAT, Outcome.UNSUPPORTED, _UNSUPPORTED),
)
_NO_RECORD = Said(
    Outcome.NOT_A_RECORD, say("This is not a medical record. We kept it, but nobody needs to read it.")
)
_ASIDE: dict[Filing, Said] = {
    Filing.DISC_INDEX: Said(
        Outcome.DISC_SOFTWARE, say("The index of a disc. The pictures themselves are filed.")
    ),
    Filing.DISC_SOFTWARE: Said(Outcome.DISC_SOFTWARE, say("A program from the disc. We never run it.")),
    Filing.SYSTEM_FILE: Said(Outcome.DISC_SOFTWARE, say("A file that your computer added. Nobody needs it.")),
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
            say("It names another person. We hold it apart and nobody uses it, unless you say it is yours."),
        )
    kind = kind_in_words(reading.kind.name)
    day = Day(reading.date.value if reading.date else "")
    if copy_of:
        return Said(Outcome.COPY, say("The same as %(file)s. We use one of them.", file=_short(copy_of)))
    if who is Who.UNKNOWN:
        asks = say("%(what)s, %(day)s. Please tell us if it is yours.", what=kind, day=day)
        dateless = say("%(what)s. Please tell us if it is yours.", what=kind)
        return Said(Outcome.DOUBTFUL, asks if day.iso else dateless)
    if ProblemCode.CORRUPT in reading.codes():
        return Said(Outcome.DAMAGED, _DAMAGED_IN_PART)
    return Said(Outcome.FILED, say("%(what)s, %(day)s", what=kind, day=day) if day.iso else kind)


def filed_apart(reading: Reading, who: Who, records: Sequence[tuple[str, str]], files: int) -> Said:
    """What to say about a file whose pages are several records, or are part of one of so many files.

    `records` are the kind and the date of each record that has pages of it.
    """
    said = outcome_of(reading, who)
    if said.outcome is Outcome.DOUBTFUL:
        return Said(said.outcome, say("We are not sure that all of this file is yours. Please tell us."))
    if said.outcome is not Outcome.FILED:
        return said
    named = tuple(_named(kind, day) for kind, day in records)
    if len(records) > 1:
        return Said(
            said.outcome,
            say_many(
                "%(count)s record in this file: %(records)s",
                "%(count)s records in this file: %(records)s",
                len(records),
                records=named,
            ),
        )
    if files > 1:
        says = say("One of %(files)s files that are one record: %(record)s", files=files, record=named[0])
        return Said(said.outcome, says)
    return Said(said.outcome, named[0])


def _named(kind: str, day: str) -> Words:
    what = kind_in_words(kind)
    return say("%(what)s, %(day)s", what=what, day=Day(day)) if day else what


def opened(members: int, refused: int, problem: Words | None = None) -> Said:
    """What to say about an archive that was opened; `problem`: why not everything in it came out."""
    inside = say_many("Opened: %(count)s file inside.", "Opened: %(count)s files inside.", members)
    lost = say_many(
        "%(count)s could not be taken out; it says why.",
        "%(count)s could not be taken out; each says why.",
        refused,
    )
    says = in_a_row(inside, lost) if refused else inside
    return Said(Outcome.REFUSED, in_a_row(says, problem)) if problem else Said(Outcome.OPENED, says)


def unlocked() -> Said:
    """What to say about a locked file once somebody typed its password."""
    return Said(Outcome.OPENED, say("Opened with the password that was typed. We do not keep the password."))


def stuck() -> Said:
    """What to say about a file that several attempts could not read."""
    return Said(
        Outcome.DAMAGED,
        say("We tried several times and could not read this file. We kept it, and somebody will look at it."),
    )


def kind_in_words(kind: str) -> Words:
    """What a kind of record is called by people."""
    return KIND_WORDS.get(kind, KIND_WORDS["other"])


def record_title(kind: str, title: str) -> str | Words:
    """The title of a record. One that is only what its kind is called is said in the reader's language."""
    named = kind_in_words(kind)
    return named if title in ("", named.said) else title


def day_in_words(iso: str) -> str:
    """An ISO date, month or year as the reader's language writes it; empty for an empty one."""
    return str(Day(iso))


def _not_read(reading: Reading) -> Said:
    codes = reading.codes()
    if ProblemCode.NOT_A_RECORD in codes:
        return _NO_RECORD
    for code, outcome, says in _PROBLEM_OUTCOMES:
        if code in codes:
            return Said(outcome, says)
    unread = say("We could not read this file. We kept it as it is.")
    return Said(Outcome.REFUSED, next((problem.says for problem in reading.problems), unread))


def _short(name: str) -> str:
    return name.rpartition("/")[2][:120]

"""Whose a record or a study is, and which files are copies: a person's word stands above the engine's."""

from secunda.engines.intake.casefile import CaseFile, Who
from secunda.engines.intake.casefile import Record as Filed
from secunda.engines.intake.casefile import Study as FiledStudy
from secunda.engines.words import Words, say
from secunda.journey.records.rules.learning import taught
from secunda.journey.records.work.laying_out import Desk

TOLD = {
    "same": say("You told us."),
    "other": say("You told us that it is not yours."),
    "unknown": say("We looked at it and cannot tell whose it is."),
}


def whose(filed: Filed, desk: Desk) -> tuple[str, Words]:
    """Whose a record is, and one sentence that says why."""
    label = filed.reading.path
    if ruled := desk.ruled(label, "belongs"):
        return ruled, TOLD[ruled]
    judged = taught(filed.belongs_to, filed.reading.person, desk.lessons)
    # What was said of the whole, before its pages were moved: a "not mine" holds for each part, a "mine"
    # only for what does not name somebody else.
    before = desk.ruled(label, "belongs_before")
    if before == Who.OTHER or (before == Who.SAME and judged.who is Who.UNKNOWN):
        return before, TOLD[before]
    return judged.who.value, judged.reason


def study_whose(study: FiledStudy, desk: Desk) -> tuple[Who, Words]:
    """Whose a study is: what was said of any of its images holds for all."""
    for series in study.series:
        for reading in series.instances:
            if ruled := desk.ruled(reading.path, "belongs"):
                return Who(ruled), TOLD[ruled]
    judged = taught(study.belongs_to, study.person, desk.lessons)
    return judged.who, judged.reason


def copies_of(made: CaseFile, desk: Desk) -> dict[str, str]:
    """Label of a copy → label of the file that is used; a file that somebody ruled on is never set aside."""
    twins = desk.documents.twins
    copies = {
        label: twins[desk.slip(label).id]
        for label in desk.readings
        if desk.slip(label).id in twins and not desk.ruled(label, "belongs")
    }
    for group in made.duplicates:
        ruled = [path for path in group.paths if desk.ruled(path, "belongs")]
        keep = ruled[0] if ruled else group.keep
        for path in group.paths:
            if path != keep and path not in ruled and path not in copies and keep not in copies:
                copies[path] = keep
    return copies

"""The case file of a case as one list by date, with what is held apart, and why, beside it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from secunda.interfaces.web.design.access import CaseVisit
from secunda.interfaces.web.design.formats import plain_day
from secunda.interfaces.web.design.links import record_file, study_viewer
from secunda.journey.records.queries import (
    Doubt,
    FiledRecord,
    FiledStudy,
    doubtful,
    filed_studies,
    held_apart,
    newest_records,
)

SHOWN = 60


@dataclass(frozen=True)
class Entry:
    """One document or study of the case file."""

    on: str
    day: str
    what: str
    title: str
    href: str
    open_href: str
    notes: tuple[str, ...]
    hidden: bool


@dataclass(frozen=True)
class Apart:
    """Something held apart: whose name it shows, whose case this is, and why it is held."""

    href: str
    what: str
    title: str
    day: str
    shows: str
    case_of: str
    because: str
    files: int
    settled: bool


@dataclass(frozen=True)
class Timeline:
    """The newest of the case file, how much there is in all, and what is held apart from it."""

    entries: tuple[Entry, ...]
    total: int
    apart: tuple[Apart, ...]


def timeline(visit: CaseVisit) -> Timeline:
    """Documents and studies of a case by date, the newest; what carries no date stands last."""
    records, count = newest_records(visit.case, visit.standing, SHOWN)
    studies = filed_studies(visit.case, visit.standing)
    found = [_of_record(visit.case.id, record) for record in records]
    found += [_of_study(visit.case.id, study) for study in studies]
    newest = sorted(found, key=lambda entry: entry.on, reverse=True)[:SHOWN]
    return Timeline(tuple(newest), count + len(studies), apart(visit))


def apart(visit: CaseVisit) -> tuple[Apart, ...]:
    """What is held apart, one entry for each person that is named."""
    doubts = [*doubtful(visit.case), *held_apart(visit.case)]
    return tuple(_apart(visit, doubt) for doubt in doubts)


def person_words(name: str, born: date | str | None) -> str:
    """A name with the birth date beside it; each may be unknown."""
    shown = plain_day(born) if isinstance(born, date) else born
    who = name or _("No name")
    return _("%(name)s, born %(day)s") % {"name": who, "day": shown} if shown else who


def _of_record(case_id: UUID, record: FiledRecord) -> Entry:
    notes = [
        record.sender,
        _pages(record.pages),
        _("scanned") if record.scanned else "",
        ngettext("%(count)d copy more", "%(count)d copies more", record.copies) % {"count": record.copies}
        if record.copies
        else "",
        *(problem.get("says", "") for problem in record.problems),
    ]
    return Entry(
        on=record.on,
        day=record.day or _("No date"),
        what=record.kind_words,
        title=record.title,
        href=reverse("coordinator:record", args=[case_id, record.id]),
        open_href=record_file(case_id, record.id),
        notes=tuple(note for note in notes if note),
        hidden=record.reveals != "no",
    )


def _of_study(case_id: UUID, study: FiledStudy) -> Entry:
    series = ngettext("%(count)d series", "%(count)d series", len(study.series)) % {
        "count": len(study.series)
    }
    images = ngettext("%(count)d image", "%(count)d images", study.instances) % {"count": study.instances}
    return Entry(
        on=study.on,
        day=study.day or _("No date"),
        what=study.modalities,
        title=study.description or study.modalities,
        href="",
        open_href=study_viewer(case_id, study.uid),
        notes=(series, images),
        hidden=False,
    )


def _apart(visit: CaseVisit, doubt: Doubt) -> Apart:
    case = visit.case
    href = (
        reverse("coordinator:record", args=[case.id, doubt.record])
        if doubt.record
        else reverse("coordinator:doubt", args=[case.id, doubt.item])
    )
    return Apart(
        href=href,
        what=doubt.what,
        title=doubt.title,
        day=doubt.day,
        shows=person_words(doubt.shown_name, doubt.shown_birth),
        case_of=person_words(case.patient.name, case.patient.birth_date),
        because=doubt.because,
        files=doubt.files,
        settled=doubt.belongs == "other",
    )


def _pages(count: int | None) -> str:
    return "" if count is None else ngettext("%(count)d page", "%(count)d pages", count) % {"count": count}

"""Reading the case file, limited to what the asker may see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet

from secunda.engines.words import Words, say
from secunda.foundation.refusal import Hidden
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import Standing
from secunda.journey.cases.states import FAMILY, Role
from secunda.journey.imaging.models import Series, Study
from secunda.journey.records.models import Record
from secunda.journey.records.rules import Sign, day_in_words, kind_in_words, record_title

# Whoever may see what is held apart, or not yet known to be the patient's.
KEEPERS = FAMILY | {Role.COORDINATOR}


@dataclass(frozen=True)
class FiledRecord:
    """A document as one reader sees it. To a blind reader the title says only what it is."""

    id: UUID
    kind: str
    kind_words: str
    title: str
    documents: tuple[str, ...]
    on: str
    day: str
    language: str
    pages: int | None
    scanned: bool
    sender: str
    belongs: str
    belongs_because: str
    reveals: str
    copies: int
    problems: tuple[dict[str, str], ...]
    media_type: str
    size: int
    file_name: str


@dataclass(frozen=True)
class FiledSeries:
    """A DICOM series and how many instances it has."""

    id: UUID
    uid: str
    modality: str
    description: str
    number: int | None
    instances: int


@dataclass(frozen=True)
class FiledStudy:
    """A DICOM study with the series that the reader may see."""

    id: UUID
    uid: str
    on: str
    day: str
    description: str
    belongs: str
    belongs_because: str
    documents: tuple[str, ...]
    series: tuple[FiledSeries, ...]

    @property
    def modalities(self) -> str:
        """CT, or CT, SR."""
        return ", ".join(sorted({series.modality or str(say("Images")) for series in self.series}))

    @property
    def instances(self) -> int:
        """How many pictures and other objects it holds."""
        return sum(series.instances for series in self.series)


@dataclass(frozen=True)
class CaseFile:
    """Records and studies, newest first; what carries no date comes last.

    `held_back` counts what is hidden from a blind reader; `held_apart` is another person's, or not yet
    known to be the patient's.
    """

    records: tuple[FiledRecord, ...]
    studies: tuple[FiledStudy, ...]
    held_back: int
    held_apart: tuple[FiledRecord, ...] = ()
    studies_apart: tuple[FiledStudy, ...] = ()


class _Row(NamedTuple):
    """What is read of a record for a list. Two thousand of these cost less than two hundred models."""

    id: UUID
    kind: str
    title: str
    on: str
    language: str
    pages: int | None
    scanned: bool
    sender: str
    belongs: str
    belongs_because: Words
    reveals: str
    media_type: str
    item__size: int
    item__name: str
    documents: list[str]
    problems: list[dict[str, Any]]


def case_file(case: Case, standing: Standing, at: datetime, *, brief: bool = False) -> CaseFile:  # noqa: ARG001 - `standing` is of that moment
    """The case file as somebody of this standing may see it; copies are left out, their number is told.

    `brief` leaves out what a list does not show: which documents a record stands for, and its problems.
    """
    keeper = _sees_all(standing)
    found = Record.objects.filter(case=case, copy_of__isnull=True)
    if brief:
        rows = [_Row._make([*row, [], []]) for row in found.values_list(*_Row._fields[:-2])]
    else:
        rows = [_Row(*row) for row in found.values_list(*_Row._fields)]
    mine = [row for row in rows if row.belongs == "same"]
    seen = [row for row in mine if _shown_to(standing, row.reveals)]
    filing = _Filing(blind=standing.blind, copies=_copies(case))
    apart = [row for row in rows if row.belongs != "same"] if keeper else []
    studies, hidden = _studies(case, standing, apart=False)
    return CaseFile(
        records=tuple(filing.filed(row) for row in _by_date(seen)),
        studies=studies,
        held_back=len(mine) - len(seen) + hidden,
        held_apart=tuple(filing.filed(row) for row in _by_date(apart)),
        studies_apart=_studies(case, standing, apart=True)[0] if keeper else (),
    )


def newest_records(case: Case, standing: Standing, most: int) -> tuple[tuple[FiledRecord, ...], int]:
    """The newest records of `case_file`, and how many there are in all."""
    found = Record.objects.filter(case=case, copy_of__isnull=True, belongs="same")
    if standing.blind:
        found = found.filter(reveals=Sign.NO)
    rows = [_Row(*row) for row in found.order_by("-on", "title", "id").values_list(*_Row._fields)[:most]]
    filing = _Filing(blind=standing.blind, copies=_copies(case, [row.id for row in rows]))
    return tuple(filing.filed(row) for row in rows), found.count()


def filed_studies(case: Case, standing: Standing) -> tuple[FiledStudy, ...]:
    """The patient's studies, newest first, as somebody of this standing may see them."""
    return _studies(case, standing, apart=False)[0]


def named_records(case: Case, standing: Standing, among: Collection[UUID] | None = None) -> dict[UUID, str]:
    """Title and day of the records that somebody of this standing may see, newest first; all or some."""
    found = Record.objects.filter(case=case, copy_of__isnull=True, belongs="same")
    if standing.blind:
        found = found.filter(reveals=Sign.NO)
    if among is not None:
        found = found.filter(pk__in=among)
    rows = found.order_by("on", "title").values_list("id", "kind", "title", "on")
    named: dict[UUID, str] = {}
    for name, kind, title, on in reversed(list(rows)):
        called = kind_in_words(kind) if standing.blind else record_title(kind, title)
        named[name] = " · ".join(part for part in (str(called), day_in_words(on)) if part)
    return named


def named_studies(case: Case, standing: Standing) -> dict[UUID, str]:
    """What is pictured, day and description of the studies that somebody of this standing may see."""
    series = visible_series(case, standing).filter(study__belongs="same")
    rows = series.values_list("study", "modality", "study__on", "study__description", "study__uid").distinct()
    seen: dict[UUID, tuple[date | None, str, str, set[str]]] = {}
    for study, modality, on, description, uid in rows:
        seen.setdefault(study, (on, uid, description, set()))[3].add(modality or str(say("Images")))
    newest = sorted(seen.items(), key=lambda one: (str(one[1][0] or ""), one[1][1]), reverse=True)
    return {study: _pictured(modalities, on, words) for study, (on, _, words, modalities) in newest}


def count_records(case: Case, standing: Standing) -> int:
    """How many records `case_file` would list for somebody of this standing."""
    found = Record.objects.filter(case=case, copy_of__isnull=True, belongs="same")
    return found.filter(reveals=Sign.NO).count() if standing.blind else found.count()


def record_for(case: Case, record_id: UUID, *, standing: Standing) -> Record:
    """One record of the case, if somebody of this standing may see it; else `Hidden`."""
    rows = Record.objects.filter(case=case, pk=record_id).select_related(
        "case__service", "case__patient", "item__blob", "excerpt__blob"
    )
    record = rows.defer("item__reading").first()
    if record is None or record.item.blob is None:
        raise Hidden
    if not _shown_to(standing, record.reveals) or (record.belongs != "same" and not _sees_all(standing)):
        raise Hidden
    return record


def filed(record: Record, *, standing: Standing) -> FiledRecord:
    """A record in the words that somebody of this standing may read."""
    columns = {name: getattr(record, name) for name in _Row._fields if not name.startswith("item__")}
    row = _Row(**columns, item__size=record.item.size, item__name=record.item.name)
    return _Filing(blind=standing.blind, copies={}).filed(row)


def visible_series(case: Case, standing: Standing) -> QuerySet[Series]:
    """The series that somebody of this standing may see, for pages and DICOMweb alike."""
    found = Series.objects.filter(study__case=case)
    if not _sees_all(standing):
        found = found.filter(study__belongs="same")
    return found.filter(reveals=Sign.NO) if standing.blind else found


def _sees_all(standing: Standing) -> bool:
    return bool(KEEPERS & standing.roles) and not standing.blind


def _shown_to(standing: Standing, reveals: str) -> bool:
    return not standing.blind or reveals == Sign.NO


def _pictured(modalities: Collection[str], on: date | None, description: str) -> str:
    day = day_in_words(on.isoformat()) if on else ""
    return " · ".join(part for part in (", ".join(sorted(modalities)), day, description) if part)


class _Filing:
    """Turns rows into what one reader sees; words that many rows share are made once."""

    def __init__(self, *, blind: bool, copies: Mapping[UUID, int]) -> None:
        self._blind, self._copies = blind, copies
        self._day = cache(day_in_words)
        self._kind = cache(lambda kind: str(kind_in_words(kind)))
        self._because = cache(str)

    def filed(self, row: _Row) -> FiledRecord:
        """One record."""
        kind, blind = self._kind(row.kind), self._blind
        return FiledRecord(
            id=row.id,
            kind=row.kind,
            kind_words=kind,
            title=kind if blind else str(record_title(row.kind, row.title)),
            documents=tuple(row.documents),
            on=row.on,
            day=self._day(row.on),
            language=row.language,
            pages=row.pages,
            scanned=row.scanned,
            sender="" if blind else row.sender,
            belongs=row.belongs,
            belongs_because=self._because(row.belongs_because),
            reveals=row.reveals,
            copies=self._copies.get(row.id, 0),
            problems=() if blind else tuple(_told(problem) for problem in row.problems),
            media_type=row.media_type,
            size=row.item__size,
            file_name="" if blind else row.item__name,
        )


def _copies(case: Case, of: Sequence[UUID] | None = None) -> dict[UUID, int]:
    """How many copies each record has, of all or of some."""
    found = Record.objects.filter(case=case, copy_of__isnull=False)
    if of is not None:
        found = found.filter(copy_of__in=of)
    rows = found.values("copy_of").annotate(count=Count("pk"))
    return {row["copy_of"]: row["count"] for row in rows if row["copy_of"] is not None}


def _told(problem: dict[str, Any]) -> dict[str, str]:
    return {**problem, "says": str(Words.of(problem["says"]))}


def _by_date(rows: Sequence[_Row]) -> list[_Row]:
    dated = sorted((row for row in rows if row.on), key=lambda row: (row.on, row.title), reverse=True)
    return dated + sorted((row for row in rows if not row.on), key=lambda row: row.title)


def _studies(case: Case, standing: Standing, *, apart: bool) -> tuple[tuple[FiledStudy, ...], int]:
    found = Study.objects.filter(case=case)
    found = found.exclude(belongs="same") if apart else found.filter(belongs="same")
    shown = visible_series(case, standing).filter(study__in=found)
    by_study: dict[UUID, list[FiledSeries]] = {}
    counted = shown.annotate(instance_count=Count("instances")).order_by("number", "uid")
    for series in counted:
        by_study.setdefault(series.study_id, []).append(
            FiledSeries(
                series.id,
                series.uid,
                series.modality,
                series.description,
                series.number,
                series.instance_count,
            )
        )
    studies = tuple(
        FiledStudy(
            id=study.id,
            uid=study.uid,
            on=study.on.isoformat() if study.on else "",
            day=day_in_words(study.on.isoformat()) if study.on else "",
            description=study.description,
            belongs=study.belongs,
            belongs_because=str(study.belongs_because),
            documents=tuple(study.documents),
            series=tuple(by_study[study.id]),
        )
        for study in sorted(found, key=lambda one: (one.on is not None, str(one.on), one.uid), reverse=True)
        if study.id in by_study
    )
    return studies, Series.objects.filter(study__in=found).count() - sum(map(len, by_study.values()))

"""Reading the case file, limited to what the asker may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from secunda.engines.intake.identify import HTML, PDF, RTF, TEXT
from secunda.foundation.refusal import Hidden
from secunda.foundation.vault import vault
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import Standing
from secunda.journey.cases.states import FAMILY, Role
from secunda.journey.imaging.models import Series, Study
from secunda.journey.records.models import Record
from secunda.journey.records.rules import Sign, day_in_words, kind_in_words

# Whoever may see what is held apart, or not yet known to be the patient's.
KEEPERS = FAMILY | {Role.COORDINATOR}
_SHOWN_IN_PAGE = frozenset({PDF, "image/jpeg", "image/png", "image/gif", "image/webp"})
_SHOWN_AS_TEXT = frozenset({TEXT})
_ENDINGS = {PDF: ".pdf", "image/jpeg": ".jpg", "image/png": ".png", TEXT: ".txt", HTML: ".html", RTF: ".rtf"}


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
        """CT, or CT and SR."""
        return " and ".join(sorted({series.modality or "Images" for series in self.series}))

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


@dataclass(frozen=True)
class Original:
    """A file as it was sent. `inline` says whether a browser may show it; else it is only ever downloaded."""

    name: str
    media_type: str
    length: int
    inline: bool
    pieces: Iterator[bytes]


@dataclass(frozen=True)
class TextPage:
    """The words of one page; `scanned`: recognised from a picture."""

    number: int
    text: str
    scanned: bool


def case_file(case: Case, standing: Standing, at: datetime) -> CaseFile:  # noqa: ARG001 - `standing` is of that moment
    """The case file as somebody of this standing may see it; copies are left out, their number is told."""
    keeper = _sees_all(standing)
    rows = list(
        Record.objects.filter(case=case, copy_of__isnull=True)
        .select_related("item", "item__blob")
        .defer("item__reading")
        .annotate(copy_count=Count("copies"))
    )
    mine = [row for row in rows if row.belongs == "same"]
    seen = [row for row in mine if _shown_to(standing, row.reveals)]
    records = tuple(_filed(row, blind=standing.blind) for row in _by_date(seen))
    apart = [row for row in rows if row.belongs != "same"] if keeper else []
    studies, hidden = _studies(case, standing, apart=False)
    return CaseFile(
        records=records,
        studies=studies,
        held_back=len(mine) - len(seen) + hidden,
        held_apart=tuple(_filed(row, blind=False) for row in _by_date(apart)),
        studies_apart=_studies(case, standing, apart=True)[0] if keeper else (),
    )


def record_for(case: Case, record_id: UUID, *, standing: Standing) -> Record:
    """One record of the case, if somebody of this standing may see it; else `Hidden`."""
    record = (
        Record.objects.filter(case=case, pk=record_id).select_related("case", "item", "item__blob").first()
    )
    if record is None or record.item.blob is None:
        raise Hidden
    if not _shown_to(standing, record.reveals) or (record.belongs != "same" and not _sees_all(standing)):
        raise Hidden
    return record


def filed(record: Record, *, standing: Standing) -> FiledRecord:
    """A record in the words that somebody of this standing may read."""
    return _filed(record, blind=standing.blind)


def visible_series(case: Case, standing: Standing) -> QuerySet[Series]:
    """The series that somebody of this standing may see, for pages and DICOMweb alike."""
    found = Series.objects.filter(study__case=case)
    if not _sees_all(standing):
        found = found.filter(study__belongs="same")
    return found.filter(reveals=Sign.NO) if standing.blind else found


def original_of(record: Record, *, standing: Standing) -> Original:
    """The file of a record as it was sent; to a blind reader its name is neutral: it could tell."""
    if record.item.blob is None:
        raise Hidden
    media_type = str((record.item.reading or {}).get("media_type") or "application/octet-stream")
    ending = _ENDINGS.get(media_type, "")
    name = record.item.name.replace("\\", "/").rpartition("/")[2]
    return Original(
        name=f"{record.kind.replace('_', '-')}{ending}" if standing.blind else name,
        media_type="text/plain; charset=utf-8" if media_type in _SHOWN_AS_TEXT else media_type,
        length=record.item.blob.length,
        inline=media_type in _SHOWN_IN_PAGE | _SHOWN_AS_TEXT,
        pieces=vault.stream(record.item.blob),
    )


def text_of(record: Record) -> tuple[TextPage, ...]:
    """The words that were read from a record, page by page. The caller has the record from `record_for`."""
    pages = (record.item.reading or {}).get("pages") or []
    return tuple(TextPage(page["number"], page["text"], bool(page.get("scanned"))) for page in pages)


def _sees_all(standing: Standing) -> bool:
    return bool(KEEPERS & standing.roles) and not standing.blind


def _shown_to(standing: Standing, reveals: str) -> bool:
    return not standing.blind or reveals == Sign.NO


def _filed(row: Record, *, blind: bool) -> FiledRecord:
    return FiledRecord(
        id=row.id,
        kind=row.kind,
        kind_words=kind_in_words(row.kind),
        title=kind_in_words(row.kind) if blind else row.title,
        documents=tuple(row.documents),
        on=row.on,
        day=day_in_words(row.on),
        language=row.language,
        pages=row.pages,
        scanned=row.scanned,
        sender="" if blind else row.sender,
        belongs=row.belongs,
        belongs_because=row.belongs_because,
        reveals=row.reveals,
        copies=getattr(row, "copy_count", 0),
        problems=() if blind else tuple(row.problems),
        media_type=row.media_type,
        size=row.item.size,
        file_name="" if blind else row.item.name,
    )


def _by_date(rows: Sequence[Record]) -> list[Record]:
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
            belongs_because=study.belongs_because,
            documents=tuple(study.documents),
            series=tuple(by_study[study.id]),
        )
        for study in sorted(found, key=lambda one: (one.on is not None, str(one.on), one.uid), reverse=True)
        if study.id in by_study
    )
    return studies, Series.objects.filter(study__in=found).count() - sum(map(len, by_study.values()))

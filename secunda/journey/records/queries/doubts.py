"""What the family is asked: is this yours? One question covers every record that names the same person."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Count, QuerySet

from secunda.engines.intake.names import Likeness, compare
from secunda.engines.intake.reading import from_json
from secunda.engines.words import say
from secunda.foundation.refusal import Hidden
from secunda.journey.cases.models import Case
from secunda.journey.imaging.models import Study
from secunda.journey.records.models import Item, Learned, Record
from secunda.journey.records.rules import day_in_words, kind_in_words, record_title
from secunda.journey.records.rules.learning import question_of

MOST = 100
"""Questions of one sort that are told one by one; the others come when these are answered."""


@dataclass(frozen=True)
class Doubt:
    """One question about a record or a study that may not be the patient's, and about `files` like it.

    `item` is the file that an answer is about, `record` the record in it; None for a study.
    """

    item: UUID
    record: UUID | None
    what: str
    title: str
    day: str
    shown_name: str
    shown_birth: str
    because: str
    files: int
    belongs: str
    file_name: str
    asks: str = ""
    another_name: bool = False
    """Whether the name on it is not the patient's as we know it, so that it may be another name of theirs."""

    @property
    def asked(self) -> UUID:
        """What the question is asked about, as it stands in addresses."""
        return self.record or self.item

    @property
    def says_nothing(self) -> bool:
        """Whether the record names nobody at all, so that it is only to be confirmed."""
        return not self.shown_name and not self.shown_birth


def doubtful(case: Case) -> list[Doubt]:
    """What must still be answered before the case can be sent: who is named first, then what names nobody."""
    return list(_doubts(case, "unknown"))


def doubts_to_answer(case: Case) -> int:
    """How many questions `doubtful` asks: one for each person named, one for all that name nobody."""
    asked = doubtful(case)
    return sum(not doubt.says_nothing for doubt in asked) + any(doubt.says_nothing for doubt in asked)


def held_apart(case: Case) -> list[Doubt]:
    """What is held apart as another person's; the family may say that it is theirs after all."""
    return list(_doubts(case, "other"))


def doubt_for(case: Case, asked: UUID) -> Doubt:
    """The doubt about one record or the file of a study, open or settled as not theirs; else `Hidden`."""
    record = _records(case).exclude(belongs="same").filter(pk=asked).first()
    if record is not None:
        like = _records(case).filter(belongs=record.belongs, asks=record.asks).count() if record.asks else 1
        return _of_record(case, record, like)
    for belongs in ("unknown", "other"):
        found = next((doubt for doubt in _studies(case, belongs) if doubt.item == asked), None)
        if found is not None:
            return found
    raise Hidden


def nameless(case: Case) -> dict[UUID, Item]:
    """By record: the files of every record in doubt that names nobody at all."""
    rows = _records(case).filter(belongs="unknown", asks="")
    found = {row.id: row.item for row in rows}
    studies = (doubt for doubt in _studies(case, "unknown") if doubt.says_nothing)
    asked = Item.objects.filter(case=case, pk__in=[doubt.item for doubt in studies])
    return found | {item.id: item for item in asked.defer("reading")}


def _doubts(case: Case, belongs: str) -> Iterator[Doubt]:
    """One for each person named, in the order of their first record; then the records that name nobody."""
    answered = Learned.objects.filter(case=case, undone_at__isnull=True).values_list("asks", flat=True)
    settled = set(answered) if belongs == "unknown" else set()
    studies: dict[str, Doubt] = {}
    single: list[Doubt] = []
    for study in _studies(case, belongs):
        if study.asks and study.asks in studies:
            first = studies[study.asks]
            studies[study.asks] = replace(first, files=first.files + study.files)
        elif study.asks:
            studies[study.asks] = study
        else:
            single.append(study)
    rows = _records(case).filter(belongs=belongs)
    groups = rows.exclude(asks="").values("asks").annotate(files=Count("id")).order_by("asks")
    named = []
    for group in groups[:MOST]:
        if group["asks"] not in settled:
            first_of_all = rows.filter(asks=group["asks"]).order_by("on", "title", "id").first()
            beside = studies.pop(group["asks"], None)
            if first_of_all is not None:
                files = group["files"] + (beside.files if beside else 0)
                named.append((first_of_all.on, _of_record(case, first_of_all, files)))
    yield from (doubt for _, doubt in sorted(named, key=lambda each: each[0]))
    yield from (doubt for asks, doubt in studies.items() if asks not in settled)
    yield from single
    for row in rows.filter(asks="").order_by("on", "title", "id")[:MOST]:
        yield _of_record(case, row, 1)


def _records(case: Case) -> QuerySet[Record]:
    found = Record.objects.filter(case=case, copy_of__isnull=True).select_related("item")
    return found.defer("item__reading", "problems", "documents")


def _of_record(case: Case, record: Record, files: int) -> Doubt:
    return Doubt(
        item=record.item_id,
        record=record.id,
        what=str(kind_in_words(record.kind)),
        title=str(record_title(record.kind, record.title)),
        day=day_in_words(record.on),
        shown_name=record.shown_name,
        shown_birth=day_in_words(record.shown_birth),
        because=str(record.belongs_because),
        files=files,
        belongs=record.belongs,
        file_name=record.item.name,
        asks=record.asks,
        another_name=_is_another(record.shown_name, case),
    )


def _studies(case: Case, belongs: str) -> Iterator[Doubt]:
    found = Study.objects.filter(case=case, belongs=belongs).annotate(files=Count("series__instances"))
    for study in found.order_by("on", "uid")[:MOST]:
        blobs = study.series.values("instances__blob")
        files = Item.objects.filter(case=case, blob__in=blobs, removed_at__isnull=True)
        item = files.order_by("name", "id").first()
        if item is not None:
            yield _of_study(case, study, item, study.files)


def _of_study(case: Case, study: Study, item: Item, files: int) -> Doubt:
    shown = from_json(item.reading).person if item.reading else None
    name = (shown.name or "") if shown else ""
    birth = shown.birth_date.value if shown and shown.birth_date else ""
    modalities = tuple(sorted(set(study.series.exclude(modality="").values_list("modality", flat=True))))
    pictures = str(say("%(modalities)s pictures", modalities=modalities) if modalities else say("Pictures"))
    return Doubt(
        item=item.id,
        record=None,
        what=pictures,
        title=study.description or pictures,
        day=day_in_words(study.on.isoformat()) if study.on else "",
        shown_name=name,
        shown_birth=day_in_words(birth),
        because=str(study.belongs_because),
        files=files,
        belongs=study.belongs,
        file_name=item.name,
        asks=question_of(shown) if shown else "",
        another_name=_is_another(name, case),
    )


def _is_another(name: str, case: Case) -> bool:
    known = [case.patient.name, *case.patient.other_names]
    return bool(name) and all(compare(name, one) is not Likeness.SAME for one in known if one)

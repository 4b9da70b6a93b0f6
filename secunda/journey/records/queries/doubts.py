"""What the family is asked: is this yours?"""

from dataclasses import dataclass
from uuid import UUID

from secunda.foundation.refusal import Hidden
from secunda.journey.cases.models import Case
from secunda.journey.imaging.models import Instance, Study
from secunda.journey.records.models import Item, Record
from secunda.journey.records.rules import day_in_words, kind_in_words


@dataclass(frozen=True)
class Doubt:
    """One record or one study that may not be the patient's. `item` is the file that an answer is about."""

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

    @property
    def says_nothing(self) -> bool:
        """Whether the record names nobody at all, so that it is only to be confirmed."""
        return not self.shown_name and not self.shown_birth


def doubtful(case: Case) -> list[Doubt]:
    """What must still be answered before the case can be sent, the documents first."""
    return _doubts(case, "unknown")


def held_apart(case: Case) -> list[Doubt]:
    """What is held apart as another person's; the family may say that it is theirs after all."""
    return _doubts(case, "other")


def doubt_for(case: Case, item_id: UUID) -> Doubt:
    """The doubt about one file, whether it is still open or was settled as somebody else's; else `Hidden`."""
    found = next((doubt for doubt in [*doubtful(case), *held_apart(case)] if doubt.item == item_id), None)
    if found is None:
        raise Hidden
    return found


def _doubts(case: Case, belongs: str) -> list[Doubt]:
    records = Record.objects.filter(case=case, belongs=belongs, copy_of__isnull=True).select_related("item")
    studies = Study.objects.filter(case=case, belongs=belongs)
    found = [_of_record(record) for record in records.order_by("on", "title")]
    return found + [_of_study(study) for study in studies.order_by("on", "uid")]


def _of_record(record: Record) -> Doubt:
    name, birth = _shown(record.item)
    return Doubt(
        item=record.item_id,
        record=record.id,
        what=kind_in_words(record.kind),
        title=record.title,
        day=day_in_words(record.on),
        shown_name=name,
        shown_birth=birth,
        because=record.belongs_because,
        files=1,
        belongs=record.belongs,
        file_name=record.item.name,
    )


def _of_study(study: Study) -> Doubt:
    instances = Instance.objects.filter(series__study=study)
    blobs = instances.values_list("blob_id", flat=True)
    item = (
        Item.objects.filter(case=study.case, blob__in=blobs, removed_at__isnull=True)
        .order_by("name", "id")
        .first()
    )
    if item is None:
        raise Hidden
    name, birth = _shown(item)
    modalities = " and ".join(
        sorted(set(study.series.exclude(modality="").values_list("modality", flat=True)))
    )
    return Doubt(
        item=item.id,
        record=None,
        what=f"{modalities} pictures".strip(),
        title=study.description or f"{modalities} pictures".strip(),
        day=day_in_words(study.on.isoformat()) if study.on else "",
        shown_name=name,
        shown_birth=birth,
        because=study.belongs_because,
        files=instances.count(),
        belongs=study.belongs,
        file_name=item.name,
    )


def _shown(item: Item) -> tuple[str, str]:
    """The name and birth date as they stand on the file."""
    person = (item.reading or {}).get("person") or {}
    birth = person.get("birth_date") or {}
    return str(person.get("name") or ""), day_in_words(str(birth.get("value") or ""))

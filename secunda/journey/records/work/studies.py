"""Studies, series and instances as rows; what was there keeps its id."""

import re
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from typing import Any

from secunda.engines.intake.casefile import Series as FiledSeries
from secunda.engines.intake.casefile import Study as FiledStudy
from secunda.engines.intake.casefile import Who
from secunda.engines.intake.reading import Reading
from secunda.engines.pathways import documents_of
from secunda.engines.words import Words
from secunda.foundation import rows
from secunda.foundation.content import catalogue
from secunda.journey.cases.models import Case
from secunda.journey.imaging.models import Instance, Series, Study
from secunda.journey.records.models import Item
from secunda.journey.records.rules import FirstTeam, series_reveals
from secunda.journey.records.work.documents import Slip

AT_ONCE = 200
_OF_AN_IMAGE = ("sop_class", "number", "transfer_syntax", "frames", "blob_id")
# PS3.5 §9.1: up to 64 characters of digits and dots.
_UID = re.compile(r"[0-9.]{1,64}")


@dataclass
class StudyPlan:
    """A study as it is to be written; `more`: the same study, the name written otherwise."""

    study: FiledStudy
    who: Who
    because: Words
    pathway: str
    first: FirstTeam
    more: list[FiledStudy] = field(default_factory=list)

    @property
    def uid(self) -> str:
        """Its number; one that is missing or malformed is made from the first file (PS3.5 §B.2)."""
        return _uid(self.study.uid, next(iter(self.readings)).path)

    @property
    def readings(self) -> Iterator[Reading]:
        """Every object of it."""
        return (reading for series in self.series for reading in series.instances)

    @property
    def series(self) -> list[FiledSeries]:
        """Every series of it, those of one number side by side."""
        return [series for study in (self.study, *self.more) for series in study.series]


def write_studies(case: Case, plans: Sequence[StudyPlan], files: Mapping[str, Slip]) -> None:
    """Write the studies of a case, and remove what is no longer one. In the caller's transaction.

    Images are written some at a time. They are gone through twice, for a list of all would be held as long.
    """
    studies: list[Study] = []
    series: dict[uuid.UUID, Series] = {}
    filed: list[tuple[uuid.UUID, FiledSeries]] = []
    for plan in plans:
        study = _study(case, plan)
        studies.append(study)
        for each in plan.series:
            row = _series(study, each, plan)
            series.setdefault(row.id, row)
            filed.append((row.id, each))
    _remove(case, {row.id for row in studies}, set(series), {name for name, _, _ in _images(filed)})
    _upsert(
        Study, studies, ["on", "time", "description", "accession", "documents", "belongs", "belongs_because"]
    )
    _upsert(Series, list(series.values()), ["modality", "number", "description", "kind", "reveals"])
    for some in batched(_images(filed), AT_ONCE, strict=False):
        _write_images(some, files)


def _images(
    filed: Sequence[tuple[uuid.UUID, FiledSeries]],
) -> Iterator[tuple[uuid.UUID, uuid.UUID, str]]:
    """Of every image its id, its series' id and its file's label; of images with one number, the first."""
    known: set[uuid.UUID] = set()
    for series, each in filed:
        for reading in each.instances:
            name = _instance_id(series, reading)
            if name not in known:
                known.add(name)
                yield name, series, reading.path


def _write_images(images: Sequence[tuple[uuid.UUID, uuid.UUID, str]], files: Mapping[str, Slip]) -> None:
    names = [files[label].id for _, _, label in images]
    found = Item.objects.filter(pk__in=names, reading__isnull=False, blob__isnull=False)
    stored = {pk: (reading, blob) for pk, reading, blob in found.values_list("pk", "reading", "blob_id")}
    made = (
        _instance(name, series, label, *stored[files[label].id])
        for name, series, label in images
        if files[label].id in stored
    )
    rows.add(Instance, [row for row in made if row], unless=("id",), anew=_OF_AN_IMAGE)


def _study(case: Case, plan: StudyPlan) -> Study:
    uid, first = plan.uid, next(iter(plan.readings))
    metadata = first.dicom.metadata if first.dicom else {}
    on = plan.study.date
    return Study(
        id=uuid.uuid5(case.id, f"study {uid}"),
        case=case,
        uid=uid,
        on=date.fromisoformat(on.value) if on and on.precision == "day" else None,
        time=_text(metadata, "00080030")[:16],
        description=(plan.study.description or "")[:200],
        accession=_text(metadata, "00080050")[:64],
        documents=_documents(plan),
        belongs=plan.who.value,
        belongs_because=plan.because,
    )


def _documents(plan: StudyPlan) -> list[str]:
    found: dict[str, None] = {}
    for series in plan.series:
        body = series.instances[0].dicom.body_part if series.instances[0].dicom else ""
        words = " ".join(part for part in (plan.study.description, series.description, body) if part)
        found |= dict.fromkeys(documents_of(catalogue(), series.kind, words, series.modality))
    return list(found)


def _series(study: Study, filed: FiledSeries, plan: StudyPlan) -> Series:
    uid = _uid(filed.uid, filed.instances[0].path)
    classes = {one.dicom.sop_class_uid or "" for one in filed.instances if one.dicom}
    words = f"{study.description}\n{filed.description or ''}"
    first = filed.instances[0].dicom
    return Series(
        id=uuid.uuid5(study.id, f"series {uid}"),
        study=study,
        uid=uid,
        modality=(filed.modality or "")[:16],
        number=first.series_number if first else None,
        description=(filed.description or "")[:200],
        kind=filed.kind.value,
        reveals=series_reveals(filed.kind, filed.modality or "", classes, words, plan.first).value,
    )


def _instance_id(series: uuid.UUID, reading: Reading) -> uuid.UUID:
    uid = _uid(reading.dicom.sop_instance_uid if reading.dicom else None, reading.path)
    return uuid.uuid5(series, f"instance {uid}")


def _instance(
    name: uuid.UUID, series: uuid.UUID, label: str, stored: Mapping[str, Any] | None, blob: uuid.UUID | None
) -> rows.Row | None:
    if not stored or not stored.get("dicom") or blob is None:
        return None
    one = stored["dicom"]  # as `wire` wrote it: built again, each would take as long as all else here
    return {
        "id": name,
        "series_id": series,
        "uid": _uid(one["sop_instance_uid"], label),
        "sop_class": (one["sop_class_uid"] or "")[:64],
        "number": one["instance_number"],
        "transfer_syntax": (one["transfer_syntax"] or "")[:64],
        "frames": [_frame(frame) for frame in one["frames"]],
        "blob_id": blob,
    }


def _frame(frame: Mapping[str, Any]) -> list[Any]:
    place = [frame["offset"], frame["length"]]
    return [*place, frame["fragments"]] if frame["fragments"] else place


def _remove(
    case: Case,
    studies: Collection[uuid.UUID],
    series: Collection[uuid.UUID],
    instances: Collection[uuid.UUID],
) -> None:
    for model, path, wanted in (
        (Instance, "series__study__case", instances),
        (Series, "study__case", series),
        (Study, "case", studies),
    ):
        there = model.objects.filter(**{path: case}).values_list("id", flat=True)
        gone = [name for name in there.iterator(2000) if name not in wanted]
        for start in range(0, len(gone), 500):
            model.objects.filter(pk__in=gone[start : start + 500]).delete()


def _upsert(model: type[Study] | type[Series], made: Sequence[Any], fields: list[str]) -> None:
    model.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=200
    )


def _uid(given: str | None, label: str) -> str:
    if given and _UID.fullmatch(given):
        return given
    return f"2.25.{uuid.uuid5(uuid.NAMESPACE_OID, given or label).int}"


def _text(metadata: Mapping[str, Any], tag: str) -> str:
    values = metadata.get(tag, {}).get("Value") or [""]
    return str(values[0] or "")

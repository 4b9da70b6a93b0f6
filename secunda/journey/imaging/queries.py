"""Reading images of a case, once it is settled which series the reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from secunda.foundation.refusal import Hidden
from secunda.foundation.vault import vault
from secunda.journey.imaging.models import Header, Instance, Series, Study


@dataclass(frozen=True)
class StudyRow:
    """A study as a search answers it, with what the reader may see of it."""

    study: Study
    modalities: tuple[str, ...]
    series: int
    instances: int


def studies_in(visible: QuerySet[Series], *, uid: str = "") -> list[StudyRow]:
    """The studies that hold a visible series, newest first."""
    held = visible.filter(study__uid=uid) if uid else visible
    of_study: dict[Study, list[tuple[str, int]]] = {}
    for series in held.select_related("study").annotate(held=Count("instances")).order_by("study__uid"):
        of_study.setdefault(series.study, []).append((series.modality, series.held))
    rows = [
        StudyRow(
            study=study,
            modalities=tuple(sorted({modality for modality, _ in series})),
            series=len(series),
            instances=sum(count for _, count in series),
        )
        for study, series in of_study.items()
    ]
    return sorted(rows, key=lambda row: str(row.study.on or ""), reverse=True)


def studies_of(case_id: UUID, series: Iterable[UUID]) -> dict[UUID, str]:
    """The number of the study in which each of these series of a case lies."""
    found = Series.objects.filter(study__case=case_id, pk__in=list(series))
    return dict(found.values_list("pk", "study__uid"))


def series_in(visible: QuerySet[Series], study_uid: str) -> list[tuple[Series, int]]:
    """The visible series of a study with their number of instances."""
    found = visible.filter(study__uid=study_uid).annotate(held=Count("instances")).order_by("number", "uid")
    return [(series, series.held) for series in found]


def instances_in(visible: QuerySet[Series], study_uid: str, series_uid: str = "") -> QuerySet[Instance]:
    """The instances of a study, or of one series of it, in their order."""
    wanted = visible.filter(study__uid=study_uid)
    if series_uid:
        wanted = wanted.filter(uid=series_uid)
    return (
        Instance.objects.filter(series__in=wanted)
        .select_related("series")
        .order_by("series", "number", "uid")
    )


def instance_in(visible: QuerySet[Series], study_uid: str, series_uid: str, uid: str) -> Instance:
    """One visible instance with its bytes' place; else `Hidden`."""
    found = instances_in(visible, study_uid, series_uid).filter(uid=uid).select_related("blob").first()
    if found is None:
        raise Hidden
    return found


def frame_of(instance: Instance, number: int) -> bytes:
    """The encoded bytes of a frame, counted from 1, read by range from the original."""
    if not 1 <= number <= len(instance.frames):
        raise Hidden
    offset, length, *pieces = instance.frames[number - 1]
    whole = vault.read(instance.blob, offset=offset, length=length)
    if not pieces:
        return whole
    return b"".join(whole[start - offset : start - offset + size] for start, size in pieces[0])


def original_of(instance: Instance) -> bytes:
    """The whole original file."""
    return vault.read(instance.blob)


def part_of(instance: Instance, offset: int, length: int) -> bytes:
    """A large value of the header, left out of the metadata, by its place in the original."""
    if offset + length > instance.blob.length:
        raise Hidden
    return vault.read(instance.blob, offset=offset, length=length)


def header_of(instance: Instance) -> dict[str, Any]:
    """The header as DICOM JSON (PS3.18 Annex F); empty while it is not known."""
    held: Header | None = getattr(instance.blob, "header", None)
    return dict(held.attributes) if held else {}

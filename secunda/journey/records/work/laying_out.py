"""What lies on the table while one case file is made: sketches of all readings, and the whole of a few."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import batched
from typing import Any, cast
from uuid import UUID

from secunda.engines.intake.reading import Reading, from_json
from secunda.engines.intake.sketch import Sketches
from secunda.engines.intake.viewers import without_viewers
from secunda.engines.words import Words
from secunda.journey.cases.models import Case
from secunda.journey.records.models import Item, Ruling
from secunda.journey.records.queries import lessons_of
from secunda.journey.records.rules import FirstTeam
from secunda.journey.records.rules.arranging import Piece
from secunda.journey.records.rules.learning import Lesson
from secunda.journey.records.work.describing import first_team
from secunda.journey.records.work.documents import Documents, Rulings, Slip, arrange

AT_ONCE = 200
"""Readings that are held whole at the same time."""


@dataclass
class Desk:
    """The files and documents of a case by a label that is unique in it and sorts as their names do.

    `readings` are sketches; whoever needs words or statements asks for the whole.
    """

    case: Case
    files: Mapping[str, Slip]
    readings: Mapping[str, Reading]
    rulings: Rulings
    documents: Documents
    lessons: Sequence[Lesson]
    first: FirstTeam

    def ruled(self, label: str, about: str) -> str:
        """What a person said last about a file, or the document under a label; empty when nobody did."""
        document = self.documents.made.get(label)
        said = document.rulings if document else self.rulings.get(self.files[label].id, {})
        return said.get(about, "")

    def slip(self, label: str) -> Slip:
        """The file under a label, or in which the document under it begins."""
        document = self.documents.made.get(label)
        return document.item if document else self.files[label]

    def record_id(self, label: str) -> UUID:
        """The id of the record under a label."""
        document = self.documents.made.get(label)
        return document.id if document else self.files[label].id

    def drawable(self) -> list[UUID]:
        """The files of which something can be drawn that no browser shows."""
        return [
            self.files[label].id
            for label, one in self.readings.items()
            if label in self.files and one.drawable
        ]

    def texts(self, readings: Sequence[Reading]) -> Iterator[str]:
        """The words of these, in order, a few read at a time."""
        for some in batched(readings, AT_ONCE, strict=False):
            labels = [reading.path for reading in some]
            pages = {name: stored.get("pages") or [] for name, stored in self._stored(labels).items()}
            for label in labels:
                found = (page["text"] for piece in self._pieces(label) for page in _of(piece, pages))
                yield "\n".join(found)

    def whole(self, labels: Sequence[str]) -> Mapping[str, Reading]:
        """The whole readings under these labels; to be gone through in order, a few are read at a time."""
        return _Whole(self, labels)

    def read(self, labels: Sequence[str]) -> dict[str, Reading]:
        """The whole readings under a few labels."""
        stored = self._stored(labels)
        return {label: self._built(label, stored) for label in labels}

    def _built(self, label: str, stored: Mapping[UUID, dict[str, Any]]) -> Reading:
        document = self.documents.made.get(label)
        if document is None:
            return replace(from_json(stored[self.files[label].id]), path=label)
        return document.read_from(lambda piece: from_json(stored[piece.item]), self.readings[label])

    def _stored(self, labels: Iterable[str]) -> dict[UUID, dict[str, Any]]:
        names = {piece.item for label in labels for piece in self._pieces(label)}
        return stored_readings(names)

    def _pieces(self, label: str) -> Sequence[Piece]:
        document = self.documents.made.get(label)
        return document.pieces if document else (Piece(self.files[label].id),)


class _Whole(Mapping[str, Reading]):
    """Readings that are fetched in the order of their labels, so that only a few are held."""

    def __init__(self, desk: Desk, labels: Sequence[str]) -> None:
        self._desk, self._labels = desk, labels
        self._held: dict[str, Reading] = {}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {label: place for place, label in enumerate(self._labels)}

    def __iter__(self) -> Iterator[str]:
        return iter(self._labels)

    def __len__(self) -> int:
        return len(self._labels)

    def __getitem__(self, label: str) -> Reading:
        if label not in self._held:
            place = self._places[label]
            self._held = self._desk.read(self._labels[place : place + AT_ONCE])
        return self._held[label]


def stored_readings(names: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """The readings of some files as they are kept."""
    found: dict[UUID, dict[str, Any]] = {}
    for some in batched(names, AT_ONCE, strict=False):
        rows = Item.objects.filter(pk__in=some).values_list("pk", "reading")
        found |= {name: reading for name, reading in rows if reading is not None}
    return found


def lay_out(case: Case) -> Desk:
    """Sketch every reading of a case, and arrange the pages of its papers as documents."""
    case.refresh_from_db()
    rulings: dict[UUID, dict[str, str]] = {}
    for ruling in Ruling.objects.filter(item__case=case, undone_at__isnull=True).order_by("at", "id"):
        rulings.setdefault(ruling.record or ruling.item_id, {})[ruling.about] = ruling.value
    slips = {label: (slip, sketch) for label, slip, sketch in _sketched(case)}
    labels = sorted(slips, key=lambda label: (slips[label][0].name, slips[label][0].id))
    readings = {one.path: one for one in without_viewers([slips[label][1] for label in labels])}
    files = {label: slips[label][0] for label in labels if label in readings}
    documents = arrange(case, files, readings, rulings, _whole_of)
    for label in documents.gone:
        del readings[label]
    readings |= {label: document.reading for label, document in documents.made.items()}
    return Desk(case, files, readings, rulings, documents, lessons_of(case), first_team(case))


def _sketched(case: Case) -> Iterator[tuple[str, Slip, Reading]]:
    """The files that were read, each with its label, as they came: mostly side by side with their like."""
    found = Item.objects.filter(case=case, removed_at__isnull=True, reading__isnull=False, awaiting="")
    columns = ("id", "name", "read_at", "reading", "outcome", "says")
    rows = found.order_by().values_list(*columns).iterator(AT_ONCE)
    sketches, days, all_told = Sketches(), dict[str, str](), dict[tuple[str, Words], tuple[str, Words]]()
    for name, title, at, reading, outcome, says in rows:
        day, label, told = at.date().isoformat() if at else "", f"{title}|{name}", (outcome, says)
        slip = Slip(name, title, days.setdefault(day, day), all_told.setdefault(told, told))
        yield label, slip, sketches.of(cast(dict[str, Any], reading), label)


def _whole_of(slip: Slip) -> Reading:
    return from_json(stored_readings([slip.id])[slip.id])


def _of(piece: Piece, pages: Mapping[UUID, Sequence[Mapping[str, Any]]]) -> Iterator[Mapping[str, Any]]:
    for page in pages.get(piece.item, ()):
        if piece.first <= page["number"] and (piece.last is None or page["number"] <= piece.last):
            yield page

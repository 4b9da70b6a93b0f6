"""The documents of a shoebox: files as they were sent, the records inside them, and what people arranged."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from secunda.engines.intake.bound import Leaf, as_document
from secunda.engines.intake.limits import Options
from secunda.engines.intake.reading import Filing, Part, ProblemCode, Reading
from secunda.engines.words import Words
from secunda.journey.cases.models import Case
from secunda.journey.records.models import Arranged
from secunda.journey.records.rules.arranging import Piece, left_over, overlap, with_turns

type Rulings = Mapping[UUID, Mapping[str, str]]
"""By record: what a person said last about each of its properties."""

# What describes a document by its beginning, so that it goes with that page when pages are moved.
_OF_ITS_BEGINNING = ("kind", "date", "title", "document")


@dataclass(frozen=True, slots=True)
class Slip:
    """What is held of every file while a case is laid out. `read_on`: the day on which it was read; `told`:
    its outcome and the sentence for it, as they are now.
    """

    id: UUID
    name: str
    read_on: str
    told: tuple[str, Words]


@dataclass(frozen=True)
class Document:
    """Pages of files that are one record. `by_hand`: a person put them together or cut them apart.

    `part`: the record that was found there inside a file; `remarks`: what is said of the whole file is
    said with it.
    """

    id: UUID
    item: Slip
    pieces: tuple[Piece, ...]
    reading: Reading
    by_hand: bool = False
    rulings: Mapping[str, str] = field(default_factory=dict)
    """What was said of it, or of a record that it was made of and that still holds for it."""
    part: Part | None = None
    remarks: bool = False

    def read_from(self, whole: Callable[[Piece], Reading], sketch: Reading) -> Reading:
        """Its reading from the whole readings of its files; `sketch` is what is known of it already."""
        if self.by_hand or (self.part is None and not self._is_file):
            return self.reading
        first = whole(self.pieces[0])
        if self.part is not None:
            return _of_part(first, self.part, sketch.path, remarks=self.remarks)
        return replace(first, path=sketch.path)

    @property
    def _is_file(self) -> bool:
        return len(self.pieces) == 1 and self.pieces[0].first == 1 and self.pieces[0].last is None

    @property
    def as_sent(self) -> bool:
        """Whether it is a whole file as it was sent."""
        return len(self.pieces) == 1 and self.pieces[0].whole


@dataclass(frozen=True)
class Documents:
    """The documents that are not a file as it was sent, by label; `gone`: labels of the files in them.

    `twins`: files with the very bytes of one that was arranged by hand, and the label that stands for them.
    """

    made: Mapping[str, Document]
    gone: frozenset[str]
    twins: Mapping[UUID, str]


def arrange(
    case: Case,
    items: Mapping[str, Slip],
    readings: Mapping[str, Reading],
    rulings: Rulings,
    whole: Callable[[Slip], Reading],
) -> Documents:
    """Lay the pages of a case out as documents. Every page of every file is in exactly one of them.

    `readings` may be sketches: pages that a person arranged are read anew from the `whole` of their files.
    """
    desk = _Desk(items, readings, rulings, whole)
    claimed = desk.arranged_by_people(case)
    for label, reading in readings.items():
        item = items[label]
        taken = claimed.get(item.id, [])
        turned = bool(rulings.get(item.id, {}).get("turned"))
        if _is_paper(reading) and (taken or turned or len(reading.parts) > 1):
            desk.add_rest(label, taken)
    return Documents(desk.made, frozenset(desk.gone), desk.twins(claimed))


class _Desk:
    """Where the pages lie while they are sorted."""

    def __init__(
        self,
        items: Mapping[str, Slip],
        readings: Mapping[str, Reading],
        rulings: Rulings,
        whole: Callable[[Slip], Reading],
    ) -> None:
        self._items, self._readings, self._rulings, self._whole = items, readings, rulings, whole
        self._labels = {item.id: label for label, item in items.items()}
        self.made: dict[str, Document] = {}
        self.gone: set[str] = set()

    def arranged_by_people(self, case: Case) -> dict[UUID, list[Piece]]:
        """Add what stands arranged by hand; which pages of which file that takes."""
        before = _before(case)
        claimed: dict[UUID, list[Piece]] = defaultdict(list)
        for row, pieces in _standing(case):
            here = [piece for piece in pieces if self._paper(piece)]
            if not here:
                continue
            for piece in here:
                claimed[piece.item].append(piece)
            self._add(row.id, here, by_hand=True, earlier=before.get(row.id, []))
        return claimed

    def add_rest(self, label: str, taken: Sequence[Piece]) -> None:
        """Add what the file holds besides: the records that were found inside it, or all of it."""
        item, reading = self._items[label], self._readings[label]
        self.gone.add(label)
        base = _base(item, reading)
        for number, (piece, part) in enumerate(base):
            for rest in left_over(piece, taken):
                whole = rest == piece and part is None
                name = item.id if whole else part_id(rest)
                self._add(name, [rest], part=part if rest == piece else None, remarks=number == 0)

    def twins(self, claimed: Mapping[UUID, Sequence[Piece]]) -> dict[UUID, str]:
        """Files with the bytes of a file that was arranged by hand: the same pages, once more."""
        firsts: dict[str, str] = {}
        for label, document in self.made.items():
            for piece in document.pieces:
                digest = self._readings[self._labels[piece.item]].sha256
                if document.by_hand and digest:
                    firsts.setdefault(digest, label)
        return {
            self._items[label].id: firsts[reading.sha256]
            for label, reading in self._readings.items()
            if reading.sha256 in firsts and self._items[label].id not in claimed
        }

    def _add(
        self,
        name: UUID,
        pieces: Sequence[Piece],
        *,
        by_hand: bool = False,
        part: Part | None = None,
        remarks: bool = False,
        earlier: Sequence[Arranged] = (),
    ) -> None:
        item = self._items[self._labels[pieces[0].item]]
        label = f"{item.name}|{item.id}|{pieces[0].first:06d}"
        reading = self._reading(label, pieces, part, remarks=remarks)
        ruled = self._rulings.get(name, {}) if name == item.id else self._ruled(name, pieces, earlier)
        pages = {piece.item: len(self._readings[self._labels[piece.item]].pages) for piece in pieces}
        turned = with_turns(pieces, ruled.get("turned", ""), pages) if ruled.get("turned") else tuple(pieces)
        self.made[label] = Document(name, item, turned, reading, by_hand, ruled, part, remarks)

    def _reading(self, label: str, pieces: Sequence[Piece], part: Part | None, *, remarks: bool) -> Reading:
        first = self._readings[self._labels[pieces[0].item]]
        if len(pieces) == 1 and pieces[0].first == 1 and pieces[0].last is None:
            return replace(first, path=label)
        if part is not None:
            return _of_part(first, part, label, remarks=remarks)
        files = [self._items[self._labels[one.item]] for one in pieces]
        leaves = [
            Leaf(replace(self._whole(file), path=self._labels[file.id]), one.first, one.last)
            for file, one in zip(files, pieces, strict=True)
        ]
        return as_document(label, leaves, Options(today=files[0].read_on or None))

    def _ruled(self, name: UUID, pieces: Sequence[Piece], earlier: Sequence[Arranged]) -> dict[str, str]:
        """What was said of the records that these pages were in before, as far as it still holds."""
        kept: dict[str, str] = {}
        start = (pieces[0].item, pieces[0].first)
        for record, were in self._records_before(pieces, earlier):
            said = self._rulings.get(record, {})
            if (were[0].item, were[0].first) == start:
                kept |= {about: said[about] for about in _OF_ITS_BEGINNING if about in said}
            if said.get("belongs") and kept.get("belongs") != "other":
                kept["belongs_before"] = said["belongs"]
            if said.get("reveals") == "yes":
                kept["reveals"] = "yes"
        return kept | dict(self._rulings.get(name, {}))

    def _records_before(
        self, pieces: Sequence[Piece], earlier: Sequence[Arranged]
    ) -> Iterable[tuple[UUID, Sequence[Piece]]]:
        """The records that were made of these files first, then those that were arranged of them later."""
        for item_id in dict.fromkeys(piece.item for piece in pieces):
            item = self._items[self._labels[item_id]]
            whole = Piece(item_id)
            yield item_id, [whole]
            for piece, part in _base(item, self._readings[self._labels[item_id]]):
                if part is not None and overlap([piece], pieces):
                    yield part_id(piece), [piece]
        for row in earlier:
            yield row.id, [Piece.of(piece) for piece in row.pieces]

    def _paper(self, piece: Piece) -> bool:
        label = self._labels.get(piece.item)
        return label is not None and _is_paper(self._readings[label])


def part_id(piece: Piece) -> UUID:
    """The id of a record that lies inside a file: the same as long as its pages are."""
    return uuid.uuid5(piece.item, f"pages {piece.first}-{piece.last or ''}")


def _is_paper(reading: Reading) -> bool:
    return reading.dicom is None and reading.filing is Filing.RECORD and reading.readable


def _base(item: Slip, reading: Reading) -> list[tuple[Piece, Part | None]]:
    """The records that the reading found inside a file. What stands before the first goes with it."""
    if len(reading.parts) < 2:
        return [(Piece(item.id), None)]
    firsts = [1, *(part.first_page for part in reading.parts[1:])]
    lasts = [*(first - 1 for first in firsts[1:]), None]
    return [
        (Piece(item.id, first, last), part)
        for first, last, part in zip(firsts, lasts, reading.parts, strict=True)
    ]


def _of_part(reading: Reading, part: Part, label: str, *, remarks: bool) -> Reading:
    """One record inside a file; remarks on the whole file stay with the first."""
    pages = [page for page in reading.pages if part.first_page <= page.number <= part.last_page]
    numbers = {page.number: place for place, page in enumerate(pages, 1)}
    problems = [one for one in reading.problems if one.code is not ProblemCode.SEVERAL_DOCUMENTS]
    return replace(
        reading,
        path=label,
        sha256=f"{reading.sha256 or reading.path}:{part.first_page}-{part.last_page}",
        kind=part.kind,
        title=part.title,
        date=part.date,
        language=part.language or reading.language,
        person=part.person,
        pages=tuple(replace(page, number=numbers[page.number]) for page in pages),
        facts=tuple(
            replace(fact, page=numbers.get(fact.page) if fact.page else None)
            for fact in reading.facts
            if (fact.page in numbers if fact.page else remarks)
        ),
        problems=tuple(problems) if remarks else (),
        parts=(),
    )


def _standing(case: Case) -> list[tuple[Arranged, list[Piece]]]:
    """What stands arranged by hand: neither undone nor replaced."""
    rows = Arranged.objects.filter(
        made_by__case=case, made_by__undone_at__isnull=True, replaced_by__isnull=True
    )
    ordered = rows.order_by("made_by__at", "id")
    return [(row, [Piece.of(piece) for piece in row.pieces]) for row in ordered]


def _before(case: Case) -> dict[UUID, list[Arranged]]:
    """By what stands now: what it was made of by earlier rearrangements, the oldest first."""
    rows = list(
        Arranged.objects.filter(made_by__case=case, made_by__undone_at__isnull=True).order_by("made_by__at")
    )
    replaced: dict[UUID, list[Arranged]] = defaultdict(list)
    for row in rows:
        if row.replaced_by_id:
            replaced[row.replaced_by_id].append(row)

    def earlier(row: Arranged) -> list[Arranged]:
        mine = [
            one
            for one in replaced.get(row.made_by_id, [])
            if overlap([Piece.of(p) for p in one.pieces], [Piece.of(p) for p in row.pieces])
        ]
        return [*(older for one in mine for older in earlier(one)), *mine]

    return {row.id: earlier(row) for row in rows if not row.replaced_by_id}

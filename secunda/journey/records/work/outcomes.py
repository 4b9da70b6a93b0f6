"""Telling the outcome of every file, once the documents of the case are known."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import batched
from uuid import UUID

from secunda.engines.intake.casefile import Who
from secunda.engines.intake.reading import Filing
from secunda.journey.records.models import Item, Record
from secunda.journey.records.rules import Said, filed_apart, outcome_of
from secunda.journey.records.work.documents import Document, Slip
from secunda.journey.records.work.laying_out import Desk

SOME = 500

type _Inside = Mapping[UUID, Sequence[tuple[str, Document]]]
"""By file: the documents that have pages of it, with their labels."""

# Of several records in one file, what the file as a whole is told as.
_MOST_TELLING = (Who.UNKNOWN, Who.SAME, Who.OTHER)


def tell_outcomes(desk: Desk, copies: Mapping[str, str], images: Mapping[str, Who]) -> None:
    """Say of every file what became of it; files with the same words are written at once.

    `copies`: label of a copy → label of what is used; `images`: whose an image is, by its label.
    """
    inside: dict[UUID, list[tuple[str, Document]]] = defaultdict(list)
    for label, document in desk.documents.made.items():
        for item_id in dict.fromkeys(piece.item for piece in document.pieces):
            inside[item_id].append((label, document))
    grouped: dict[Said, list[UUID]] = defaultdict(list)
    for some in batched(desk.files.items(), SOME, strict=False):
        for name, said in _changed(dict(some), desk, inside, copies, images):
            grouped[said].append(name)
    for said, ids in grouped.items():
        for few in batched(ids, SOME, strict=False):
            Item.objects.filter(pk__in=few).update(outcome=said.outcome, says=said.says)


def _changed(
    some: Mapping[str, Slip],
    desk: Desk,
    inside: _Inside,
    copies: Mapping[str, str],
    images: Mapping[str, Who],
) -> Iterator[tuple[UUID, Said]]:
    """What is to be said of some files, where that is not what is said already."""
    papers = [slip.id for label, slip in some.items() if label not in images]
    records = _records({*papers, *(one.id for name in papers for _, one in inside.get(name, ()))})
    for label, slip in some.items():
        if slip.id in inside:
            twin = next((copies.get(each) for each, _ in inside[slip.id]), None)
            said = _of_pages(inside[slip.id], records, copy_of=_name(twin, desk))
        elif desk.readings[label].filing is Filing.ARCHIVE:
            continue  # its members tell their own
        else:
            own = records.get(slip.id)
            who = own[0] if own else images.get(label, Who.OTHER)
            said = outcome_of(desk.readings[label], who, copy_of=_name(copies.get(label), desk))
        if slip.told != (said.outcome, said.says):
            yield slip.id, said


def _records(names: Iterable[UUID]) -> dict[UUID, tuple[Who, str, str]]:
    found: dict[UUID, tuple[Who, str, str]] = {}
    for some in batched(names, SOME, strict=False):
        rows = Record.objects.filter(pk__in=some).values_list("id", "belongs", "kind", "on")
        found |= {name: (Who(belongs), kind, on) for name, belongs, kind, on in rows}
    return found


def _of_pages(
    inside: Sequence[tuple[str, Document]], records: Mapping[UUID, tuple[Who, str, str]], *, copy_of: str
) -> Said:
    first = inside[0][1].reading
    if copy_of:
        return outcome_of(first, Who.SAME, copy_of=copy_of)
    known = [records[document.id] for _, document in inside if document.id in records]
    whose = {who for who, _, _ in known}
    who = next((each for each in _MOST_TELLING if each in whose), Who.OTHER)
    files = max(len({piece.item for piece in document.pieces}) for _, document in inside)
    return filed_apart(first, who, [(kind, on) for _, kind, on in known], files)


def _name(label: str | None, desk: Desk) -> str:
    """The name of the file that a label is about; empty for none."""
    return desk.slip(label).name if label is not None else ""

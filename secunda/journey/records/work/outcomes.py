"""Telling the outcome of every file, once the documents of the case are known."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import batched
from uuid import UUID

from secunda.engines.intake.casefile import Who
from secunda.engines.intake.reading import Filing, Reading
from secunda.journey.cases.models import Case
from secunda.journey.imaging.models import Study
from secunda.journey.records.models import Item, Record
from secunda.journey.records.rules import Said, filed_apart, outcome_of
from secunda.journey.records.work.documents import Document, Documents

# Of several records in one file, what the file as a whole is told as.
_MOST_TELLING = (Who.UNKNOWN, Who.SAME, Who.OTHER)


def tell_outcomes(
    case: Case,
    files: Mapping[str, Item],
    readings: Mapping[str, Reading],
    documents: Documents,
    copies: Mapping[str, str],
) -> None:
    """Say of every file what became of it; files with the same words are written at once."""
    rows = Record.objects.filter(case=case).values_list("id", "belongs", "kind", "on")
    records = {name: (Who(belongs), kind, on) for name, belongs, kind, on in rows}
    aside = {
        blob: Who(belongs)
        for blob, belongs in Study.objects.filter(case=case).values_list("series__instances__blob", "belongs")
    }
    inside: dict[UUID, list[tuple[str, Document]]] = defaultdict(list)
    for label, document in documents.made.items():
        for item_id in dict.fromkeys(piece.item for piece in document.pieces):
            inside[item_id].append((label, document))
    grouped: dict[Said, list[UUID]] = defaultdict(list)
    for label, item in files.items():
        if item.id in inside:
            twin = next((copies.get(each) for each, _ in inside[item.id]), None)
            said = _of_pages(inside[item.id], records, copy_of=_name(twin, files, documents))
        elif readings[label].filing is Filing.ARCHIVE:
            continue  # its members tell their own
        else:
            own = records.get(item.id)
            who = own[0] if own else (aside.get(item.blob_id) if item.blob_id else None) or Who.OTHER
            said = outcome_of(readings[label], who, copy_of=_name(copies.get(label), files, documents))
        if (item.outcome, item.says) != (said.outcome, said.says):
            grouped[said].append(item.id)
    for said, ids in grouped.items():
        for some in batched(ids, 500, strict=False):
            Item.objects.filter(pk__in=some).update(outcome=said.outcome, says=said.says)


def _of_pages(
    inside: list[tuple[str, Document]], records: Mapping[UUID, tuple[Who, str, str]], *, copy_of: str
) -> Said:
    first = inside[0][1].reading
    if copy_of:
        return outcome_of(first, Who.SAME, copy_of=copy_of)
    known = [records[document.id] for _, document in inside if document.id in records]
    whose = {who for who, _, _ in known}
    who = next((each for each in _MOST_TELLING if each in whose), Who.OTHER)
    files = max(len({piece.item for piece in document.pieces}) for _, document in inside)
    return filed_apart(first, who, [(kind, on) for _, kind, on in known], files)


def _name(label: str | None, files: Mapping[str, Item], documents: Documents) -> str:
    """The name of the file that a label is about; empty for none."""
    if label is None:
        return ""
    document = documents.made.get(label)
    return document.item.name if document else files[label].name

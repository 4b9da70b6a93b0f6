"""Writing the records of a case file: some at a time, each under the id that it had before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import batched
from uuid import UUID

from secunda.engines.intake.casefile import CaseFile
from secunda.engines.intake.casefile import Record as Filed
from secunda.engines.intake.reading import Reading
from secunda.engines.pathways import documents_of
from secunda.foundation.content import catalogue
from secunda.journey.records.models import Record
from secunda.journey.records.rules import Sign, kind_in_words, reveals
from secunda.journey.records.rules.learning import question_of
from secunda.journey.records.work.drawing import drop_excerpts, want_excerpts
from secunda.journey.records.work.judging import whose
from secunda.journey.records.work.laying_out import AT_ONCE, Desk

_DRAFT = [
    *("item", "pieces", "excerpt", "shown_name", "shown_birth", "asks"),
    *("kind", "document", "documents", "title", "on", "language", "media_type", "pages", "scanned", "sender"),
    *("belongs", "belongs_because", "copy_of", "problems", "reveals"),
]


def write_records(made: CaseFile, copies: Mapping[str, str], desk: Desk) -> list[str]:
    """Write the records some at a time; the labels of all, in order."""
    shown = [record for record in made.records if record.reading.readable]
    there = {record.reading.path for record in shown}
    excerpts = want_excerpts(desk.case, desk.documents.made.values(), desk.drawable())
    drafts = partial(_drafts, copies=copies, there=there, excerpts=excerpts, desk=desk)
    apart = [record for record in shown if record.reading.path in desk.documents.made]
    inside = list(drafts(apart))
    _hide_beside(inside, desk)
    others = (record for record in shown if record.reading.path not in desk.documents.made)
    # What a copy points to is written first; both halves are gone through in order.
    originals: list[Filed] = []
    repeated: list[Filed] = []
    for record in others:
        (repeated if copies.get(record.reading.path) in there else originals).append(record)
    inside.sort(key=lambda draft: draft.copy_of_id is not None)
    _write(draft for draft in inside if draft.copy_of_id is None)
    _write(drafts(originals))
    _write(draft for draft in inside if draft.copy_of_id is not None)
    _write(drafts(repeated))
    kept = {desk.record_id(label) for label in there}
    before = Record.objects.filter(case=desk.case).values_list("id", flat=True)
    gone = [name for name in before.iterator(2000) if name not in kept]
    for some in batched(gone, 500, strict=False):
        Record.objects.filter(pk__in=some).delete()
    drop_excerpts(desk.case, excerpts.values())
    return [record.reading.path for record in shown]


def _write(drafts: Iterable[Record]) -> None:
    for some in batched(drafts, AT_ONCE, strict=False):
        Record.objects.bulk_create(some, update_conflicts=True, unique_fields=["id"], update_fields=_DRAFT)


def _drafts(
    records: Sequence[Filed],
    *,
    copies: Mapping[str, str],
    there: set[str],
    excerpts: Mapping[UUID, UUID],
    desk: Desk,
) -> Iterator[Record]:
    texts = desk.texts([record.reading for record in records])
    for record, text in zip(records, texts, strict=True):
        yield _draft(record, text, copies, there, excerpts, desk)


def _hide_beside(drafts: Sequence[Record], desk: Desk) -> None:
    """What lies in one file with the first opinion may hold a page of it: hidden until somebody looks."""
    documents = desk.documents.made.values()
    inside = {one.id: {piece.item for piece in one.pieces} for one in documents if not one.as_sent}
    ruled = {one.id for one in documents if one.rulings.get("reveals")}
    revealing = {item for draft in drafts if draft.reveals == Sign.YES for item in inside.get(draft.id, ())}
    for draft in drafts:
        shared = inside.get(draft.id, set()) & revealing
        if draft.reveals == Sign.NO and shared and draft.id not in ruled:
            draft.reveals = Sign.UNKNOWN.value


def _draft(
    filed: Filed,
    text: str,
    copies: Mapping[str, str],
    there: set[str],
    excerpts: Mapping[UUID, UUID],
    desk: Desk,
) -> Record:
    reading, label = filed.reading, filed.reading.path
    slip, document = desk.slip(label), desk.documents.made.get(label)
    kind = desk.ruled(label, "kind") or reading.kind.name.value
    who, because = whose(filed, desk)
    documents = _documents(kind, label, reading, desk)
    title = desk.ruled(label, "title") or reading.title or kind_in_words(kind).said
    original = copies.get(reading.path)
    sign = reveals(
        kind,
        desk.case.pathway,
        f"{title}\n{slip.name}\n{text}",
        desk.first.doctor,
        desk.first.plans,
        confidence=1.0 if desk.ruled(label, "kind") else reading.kind.confidence,
        legible="hard_to_read" not in reading.codes() and "corrupt" not in reading.codes(),
    )
    if document is not None and document.by_hand and sign is Sign.NO:
        # The coordinator who moved pages says so next; until then nobody blind sees them.
        sign = Sign.UNKNOWN
    born = reading.person.birth_date
    return Record(
        id=desk.record_id(label),
        case=desk.case,
        item_id=slip.id,
        pieces=[piece.stored() for piece in document.pieces] if document and not document.as_sent else [],
        excerpt_id=excerpts.get(document.id if document else slip.id),
        shown_name=(reading.person.name or "")[:200],
        shown_birth=(born.value if born else "")[:10],
        asks=question_of(reading.person),
        kind=kind,
        document=documents[-1] if documents else "",
        documents=list(documents),
        title=title[:300],
        on=desk.ruled(label, "date") or (reading.date.value if reading.date else ""),
        language=(reading.language or "")[:10],
        media_type=reading.media_type[:100],
        pages=len(reading.pages) or None,
        scanned=reading.scanned,
        sender=(reading.sender or "")[:200],
        belongs=who,
        belongs_because=because,
        copy_of_id=desk.record_id(original) if original in there else None,
        problems=[
            {"code": problem.code.value, "severity": problem.severity.value, "says": problem.says.stored()}
            for problem in filed.problems
        ],
        reveals=desk.ruled(label, "reveals") or sign.value,
    )


def _documents(kind: str, label: str, reading: Reading, desk: Desk) -> tuple[str, ...]:
    if ruled := desk.ruled(label, "document"):
        return (ruled,)
    words = " ".join(part for part in (reading.title, reading.body_part) if part)
    return documents_of(catalogue(), kind, words)

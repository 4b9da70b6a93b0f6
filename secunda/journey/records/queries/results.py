"""The coded and tabled results of a record, each with its place, for whoever was shown the record."""

from dataclasses import dataclass

from secunda.journey.records.models import Item, Record
from secunda.journey.records.rules.arranging import Piece

MEASURED = frozenset({"result", "size"})


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result as it was written; `page` and `box` say where, as far as that is known."""

    name: str
    value: str
    reference: str
    flag: str
    on: str
    page: int | None
    box: tuple[float, ...]
    codes: tuple[tuple[str, str], ...]


def results_of(record: Record) -> tuple[ResultRow, ...]:
    """The results that were read from a record, in its order. The caller has the record from `record_for`."""
    pieces = [Piece.of(piece) for piece in record.pieces] or [Piece(record.item_id)]
    wanted = Item.objects.filter(case=record.case_id, pk__in={piece.item for piece in pieces}).only("reading")
    read = {item.pk: (item.reading or {}).get("facts") or [] for item in wanted}
    found: list[ResultRow] = []
    before = 0
    for piece in pieces:
        for fact in read.get(piece.item, []):
            page = fact.get("page")
            inside = page is None or (piece.first <= page and (piece.last is None or page <= piece.last))
            if fact.get("kind") in MEASURED and inside:
                found.append(_row(fact, None if page is None else page - piece.first + 1 + before))
        before += (piece.last or piece.first) - piece.first + 1
    return tuple(found)


def _row(fact: dict[str, object], page: int | None) -> ResultRow:
    def said(name: str) -> str:
        return str(fact.get(name) or "")

    codes, box = fact.get("codes"), fact.get("box")
    value = " ".join(part for part in (said("number"), said("unit")) if part) or said("value")
    return ResultRow(
        name=said("name"),
        value=value,
        reference=said("reference"),
        flag=said("flag"),
        on=said("date"),
        page=page,
        box=tuple(box) if isinstance(box, list) else (),
        codes=tuple((str(code.get("system") or ""), str(code.get("code") or "")) for code in codes)
        if isinstance(codes, list)
        else (),
    )

"""Which records are missing, why they are needed and how to get them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.facts import DERIVED_FROM, with_derived
from secunda.engines.pathways.levels import Need
from secunda.engines.pathways.records import ChecklistItem
from secunda.engines.pathways.rules import Facts, open_names

type DatedDocument = tuple[str, dt.date | None]


@dataclass(frozen=True, slots=True)
class Missing:
    """A record that is needed and not here in a usable form."""

    item: str
    document: str
    label: str
    need: Need
    reason: Literal["absent", "too_old", "undated"]
    why: str
    help: str
    max_age_days: int | None
    courier: bool


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is missing, and the questions that decide whether more is needed."""

    missing: tuple[Missing, ...]
    ask: tuple[str, ...]

    @property
    def ready(self) -> bool:
        """Whether every record that a case cannot start without is here, and no open answer could add one."""
        return not self.ask and all(missing.need is not Need.MUST for missing in self.missing)


def gaps(
    catalogue: Catalogue, pathway: str, facts: Facts, records: Iterable[DatedDocument], today: dt.date
) -> Gaps:
    """The pathway's checklist against the records at hand: pairs of document id and date (None: no date)."""
    settled = with_derived({**facts, "pathway": pathway}, today)
    held = list(records)
    missing: list[Missing] = []
    ask: dict[str, None] = {}
    for item in catalogue.pathways[pathway].checklist:
        reason = _reason(item, held, today)
        if reason is None:
            continue
        match True if item.when is None else item.when.holds(settled, today):
            case True:
                missing.append(_missing(catalogue, item, reason))
            case None if item.when is not None:
                ask |= {DERIVED_FROM.get(name, name): None for name in open_names(item.when, settled, today)}
    order = list(Need)
    missing.sort(key=lambda each: order.index(each.need))
    return Gaps(tuple(missing), tuple(name for name in ask if facts.get(name) is None))


def _reason(
    item: ChecklistItem, held: Sequence[DatedDocument], today: dt.date
) -> Literal["absent", "too_old", "undated"] | None:
    """Why the item is not met, or None when it is."""
    dates = [date for document, date in held if document == item.doc or document in item.accepts]
    if item.tag == "prior":  # an earlier examination to compare with: two of different days are needed
        return None if len({date for date in dates if date}) > 1 else "absent"
    if not dates:
        return "absent"
    if item.max_age is None or any(date and (today - date).days <= item.max_age for date in dates):
        return None
    return "undated" if None in dates else "too_old"


def _missing(
    catalogue: Catalogue, item: ChecklistItem, reason: Literal["absent", "too_old", "undated"]
) -> Missing:
    document = catalogue.documents[item.doc]
    return Missing(
        item=item.id,
        document=item.doc,
        label=document.label,
        need=item.need,
        reason=reason,
        why=item.note or item.why_when,
        help=catalogue.files.help.texts[document.help],
        max_age_days=item.max_age,
        courier=document.courier,
    )


def documents_of(
    catalogue: Catalogue, kind: str, words: str = "", modality: str | None = None
) -> tuple[str, ...]:
    """The catalogue's documents that a record stands for: by DICOM modality when it has one, else by kind.

    `words`: title, study description and body part, in any order. Unknown kinds stand for nothing.
    """
    kinds = catalogue.files.kinds
    found = kinds.modalities.get(modality) if modality else kinds.kinds.get(kind)
    return found.documents_for(words) if found else ()

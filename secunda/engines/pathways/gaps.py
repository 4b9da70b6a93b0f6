"""Which records are missing, why they are needed and how to get them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.levels import Need
from secunda.engines.pathways.records import ChecklistItem
from secunda.engines.pathways.rules import Facts
from secunda.engines.pathways.situation import Situation

type DatedDocument = tuple[str, dt.date | None]
type Unusable = Literal["absent", "too_old", "undated"]
_ORDER = {need: place for place, need in enumerate(Need)}


class Missing(NamedTuple):
    """A record that is needed and not here in a usable form."""

    item: str
    document: str
    label: str
    need: Need
    reason: Unusable
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


class Held:
    """The documents at hand, by id, each with its days."""

    def __init__(self, records: Iterable[DatedDocument], today: dt.date) -> None:
        self.today = today
        self.days: dict[str, list[dt.date | None]] = {}
        for document, day in records:
            self.days.setdefault(document, []).append(day)

    def why_not(self, documents: tuple[str, ...], tag: str | None, max_age: int | None) -> Unusable | None:
        """Why none of these documents is at hand in a usable form, or None when one is."""
        dates = [day for document in documents for day in self.days.get(document, ())]
        if tag == "prior":  # an earlier examination to compare with: two of different days are needed
            return None if len({day for day in dates if day}) > 1 else "absent"
        if not dates:
            return "absent"
        if max_age is None or any(day and (self.today - day).days <= max_age for day in dates):
            return None
        return "undated" if None in dates else "too_old"


def gaps(
    catalogue: Catalogue, pathway: str, facts: Facts, records: Iterable[DatedDocument], today: dt.date
) -> Gaps:
    """The pathway's checklist against the records at hand: pairs of document id and date (None: no date)."""
    case = Situation(catalogue, {**facts, "pathway": pathway}, today)
    return gaps_in(case, pathway, Held(records, today))


def gaps_in(case: Situation, pathway: str, held: Held) -> Gaps:
    """A pathway's checklist against what is held, in a situation."""
    missing: list[Missing] = []
    ask: dict[str, None] = {}
    for item in case.catalogue.pathways[pathway].checklist:
        reason = held.why_not(item.any_of, item.tag, item.max_age)
        if reason is None:
            continue
        match case.holds(item.when):
            case True:
                missing.append(_missing(case.catalogue, item, reason))
            case None if item.when is not None:
                ask.update(dict.fromkeys(case.open_questions(item.when)))
    missing.sort(key=lambda each: _ORDER[each.need])
    return Gaps(tuple(missing), case.unanswered(ask))


def _missing(catalogue: Catalogue, item: ChecklistItem, reason: Unusable) -> Missing:
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

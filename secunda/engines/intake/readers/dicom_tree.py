"""The content tree of a DICOM structured report (PS3.3 C.17.3), item by item, and its coded entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from secunda.engines.intake.facts import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydicom import Dataset

MOST_ITEMS = 20_000


@dataclass(frozen=True, slots=True)
class Item:
    """One content item with its place (1.2.3, as PS3.3 counts) and the names of the containers above it."""

    place: str
    above: tuple[str, ...]
    item: Dataset

    @property
    def name(self) -> str:
        """The meaning of its concept name."""
        return meaning(self.item, "ConceptNameCodeSequence")

    @property
    def concept(self) -> str:
        """The code of its concept name."""
        code = next(iter(entries(self.item, "ConceptNameCodeSequence")), None)
        return code.code if code else ""


def items_of(dataset: Dataset) -> Iterator[Item]:
    """Every content item in reading order."""
    stack = [Item("1", (), dataset)]
    for _ in range(MOST_ITEMS):
        if not stack:
            return
        one = stack.pop()
        yield one
        inside = list(one.item.get("ContentSequence") or [])
        above = (*one.above, one.name) if one.name else one.above
        stack += [
            Item(f"{one.place}.{number}", above, child)
            for number, child in reversed(list(enumerate(inside, 1)))
        ]


def entries(item: Dataset, sequence: str) -> tuple[Code, ...]:
    """The coded entries of a sequence (PS3.3 §8.8)."""
    made = []
    for entry in item.get(sequence) or []:
        code = entry.get("CodeValue") or entry.get("LongCodeValue") or entry.get("URNCodeValue")
        words = entry.get("CodeMeaning")
        if code:
            made.append(
                Code(str(entry.get("CodingSchemeDesignator") or "") or None, str(code), _said(words) or None)
            )
    return tuple(made)


def meaning(item: Dataset, sequence: str) -> str:
    """The words of the first coded entry of a sequence."""
    code = next(iter(entries(item, sequence)), None)
    return (code.words or code.code) if code else ""


def number_of(item: Dataset) -> tuple[str, str]:
    """The number and unit of a NUM item as written; empty texts when there is none."""
    measured = item.get("MeasuredValueSequence")
    if not measured:
        return "", ""
    value = measured[0].get("NumericValue")
    return written(value), unit_of(measured[0])


def unit_of(item: Dataset) -> str:
    """The unit code (UCUM); `1` and `{...}` without number stand for none."""
    code = next(iter(entries(item, "MeasurementUnitsCodeSequence")), None)
    unit = code.code if code else ""
    return "" if unit in ("1", "no units", "{no units}") else unit


def written(value: Any) -> str:
    """A number as the file writes it: a decimal string keeps its own digits."""
    if value is None:
        return ""
    if type(value).__name__ == "MultiValue":
        value = value[0] if value else ""
    return str(getattr(value, "original_string", value)).strip()


def text_value(item: Dataset) -> str:
    """The text, code, name, date or time of a content item."""
    for name in ("TextValue", "PersonName", "Date", "DateTime", "Time", "UID"):
        if said := _said(item.get(name)):
            return said
    return meaning(item, "ConceptCodeSequence")


def _said(value: object) -> str:
    return str(value).strip("\x00 ") if value is not None else ""

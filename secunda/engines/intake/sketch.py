"""Readings made light: what decides where a file belongs, without its words and most of its attributes.

A hundred thousand of them are held at once while a case is sorted out. What is equal is held once.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from secunda.engines.intake import wire
from secunda.engines.intake.incomplete import POSITION, USED
from secunda.engines.intake.reading import DicomObject, Filing, Reading, from_json

_TIME, _ACCESSION = "00080030", "00080050"
_THE_SAME_IN_MANY = (
    "media_type",
    "kind",
    "title",
    "date",
    "language",
    "person",
    "sender",
    "body_part",
    "side",
    "problems",
)
_OFTEN_EQUAL = (
    "sop_class_uid",
    "study_uid",
    "series_uid",
    "modality",
    "transfer_syntax",
    "study_description",
    "series_description",
    "body_part",
)
_KEPT = (_TIME, _ACCESSION, *USED)


class _Kept(Mapping[str, dict[str, Any]]):
    """A few attributes as DICOM JSON, in a third of the memory that dictionaries take."""

    __slots__ = ("_tags", "_values")

    def __init__(self, tags: tuple[str, ...], values: tuple[tuple[Any, ...], ...]) -> None:
        self._tags, self._values = tags, values

    def __getitem__(self, tag: str) -> dict[str, Any]:
        for one, value in zip(self._tags, self._values, strict=True):
            if one == tag:
                return {"Value": value}
        raise KeyError(tag)

    def __iter__(self) -> Iterator[str]:
        return iter(self._tags)

    def __len__(self) -> int:
        return len(self._tags)


class Sketches:
    """Makes the sketches of one case."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._known: dict[Any, Any] = {}

    def of(self, stored: dict[str, Any], path: str) -> Reading:
        """The sketch of a reading as `to_json` made it, under this path."""
        pages = [{**page, "text": "", "layout": ""} for page in stored.get("pages", ())]
        # Of all statements only an index of a disc has some that tell of other files.
        facts = stored.get("facts", ()) if stored.get("filing") == Filing.DISC_INDEX.value else ()
        dicom, kind = stored.get("dicom"), {**stored["kind"], "why": ()} if stored.get("kind") else None
        light = {**stored, "path": path, "pages": pages, "facts": facts, "dicom": None}
        made = from_json({**light, "kind": kind} if kind else light)
        return replace(
            made,
            **{name: self._once(getattr(made, name)) for name in _THE_SAME_IN_MANY},
            pages=self._once(tuple(map(self._once, made.pages))),
            author=None,
            dicom=self._dicom(dicom) if dicom else None,
        )

    def _dicom(self, stored: dict[str, Any]) -> DicomObject:
        metadata = stored.get("metadata", {})
        tags = self._once(tuple(tag for tag in _KEPT if tag in metadata))
        kept = _Kept(tags, tuple(self._value(tag, metadata[tag]) for tag in tags))
        light = wire.from_json(DicomObject, {**stored, "metadata": {}, "frames": ()})
        same = {name: self._once(getattr(light, name)) for name in _OFTEN_EQUAL}
        return replace(light, **same, metadata=cast(dict[str, Any], kept))

    def _value(self, tag: str, element: dict[str, Any]) -> tuple[Any, ...]:
        values = tuple(element.get("Value") or ())
        if tag == POSITION or not all(isinstance(value, Hashable) for value in values):
            return values
        return self._once(values)

    def _once[T](self, value: T) -> T:
        return cast(T, self._known.setdefault(value, value))

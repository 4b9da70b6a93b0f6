"""Readings made light: what decides where a file belongs, without its words and most of its attributes.

A hundred thousand of them are held at once while a case is sorted out. What is equal is held once.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from secunda.engines.intake import wire
from secunda.engines.intake.attributes import KEPT
from secunda.engines.intake.incomplete import POSITION
from secunda.engines.intake.reading import DicomObject, Filing, Reading, from_json

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
# What no two files have in common, or what is kept of it in another way.
_ITS_OWN = frozenset(
    {
        *("path", "sha256", "bytes", "dicom"),
        *("sop_instance_uid", "instance_number", "metadata", "frames"),
    }
)


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
    """Makes the sketches of one case. Files in order: an image is mostly like the one before."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._known: dict[Any, Any] = {}
        self._reading: tuple[dict[str, Any], Reading] | None = None
        self._object: tuple[dict[str, Any], DicomObject] | None = None

    def of(self, stored: dict[str, Any], path: str) -> Reading:
        """The sketch of a reading as `to_json` made it, under this path."""
        rest = {name: value for name, value in stored.items() if name not in _ITS_OWN}
        if self._reading is None or self._reading[0] != rest:
            self._reading = rest, self._built(rest)
        dicom = stored.get("dicom")
        return replace(
            self._reading[1],
            path=path,
            sha256=stored["sha256"],
            bytes=stored["bytes"],
            dicom=self._dicom(dicom) if dicom else None,
        )

    def _built(self, rest: dict[str, Any]) -> Reading:
        pages = [{**page, "text": "", "layout": ""} for page in rest.get("pages", ())]
        # Of all statements only an index of a disc has some that tell of other files.
        facts = rest.get("facts", ()) if rest.get("filing") == Filing.DISC_INDEX.value else ()
        kind = {**rest["kind"], "why": ()} if rest.get("kind") else None
        light = {**rest, "path": "", "sha256": None, "bytes": 0, "pages": pages, "facts": facts}
        made = from_json({**light, "kind": kind} if kind else light)
        return replace(
            made,
            **{name: self._once(getattr(made, name)) for name in _THE_SAME_IN_MANY},
            pages=self._once(tuple(map(self._once, made.pages))),
            author=None,
        )

    def _dicom(self, stored: dict[str, Any]) -> DicomObject:
        metadata = stored.get("metadata", {})
        rest = {name: value for name, value in stored.items() if name not in _ITS_OWN}
        if self._object is None or self._object[0] != rest:
            light = wire.from_json(DicomObject, {**rest, "sop_instance_uid": None})
            self._object = (
                rest,
                replace(light, **{name: self._once(getattr(light, name)) for name in _OFTEN_EQUAL}),
            )
        tags = self._once(tuple(tag for tag in KEPT if tag in metadata))
        kept = _Kept(tags, tuple(self._value(tag, metadata[tag]) for tag in tags))
        return replace(
            self._object[1],
            sop_instance_uid=stored["sop_instance_uid"],
            instance_number=stored.get("instance_number"),
            metadata=cast(dict[str, Any], kept),
        )

    def _value(self, tag: str, element: dict[str, Any]) -> tuple[Any, ...]:
        values = tuple(element.get("Value") or ())
        if tag == POSITION or not all(isinstance(value, Hashable) for value in values):
            return values
        return self._once(values)

    def _once[T](self, value: T) -> T:
        return cast(T, self._known.setdefault(value, value))

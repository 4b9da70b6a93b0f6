"""Columns that keep words as a message, so that each reader gets them in their own language."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models

from secunda.engines.words import Words, unpacked

if TYPE_CHECKING:
    # Set from words or plain text, read as words; only the stubs know these classes as generic.
    _CharField = models.CharField[str | Words, Words]
    _TextField = models.TextField[str | Words, Words]
else:
    _CharField, _TextField = models.CharField, models.TextField


class _Kept:
    """Words in a column of text: a plain sentence as it is, one with values as JSON."""

    max_length: int | None

    def from_db_value(self, value: str | None, *_: object) -> Words | None:
        """What was kept, as words again."""
        return None if value is None else unpacked(value)

    def to_python(self, value: object) -> Any:
        """Words, whatever was given."""
        return value if value is None or isinstance(value, Words) else unpacked(str(value))

    def get_prep_value(self, value: object) -> Any:
        """The message as text. One too long for its column is kept as it reads now, cut off."""
        if not isinstance(value, Words):
            return value if value is None else str(value)
        packed = value.packed()
        fits = self.max_length is None or len(packed) <= self.max_length
        return packed if fits else str(value)[: self.max_length]


class WordsField(_Kept, _CharField):
    """A line of words."""

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """For migrations it is a column of text."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class LongWordsField(_Kept, _TextField):
    """Words of any length."""

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """For migrations it is a column of text."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

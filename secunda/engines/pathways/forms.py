"""The structured opinion form as content."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from secunda.engines.pathways.envelope import Envelope
from secunda.engines.pathways.levels import Phase
from secunda.engines.pathways.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field of an opinion. `req` is a rule over the fields of the same row and of the whole form."""

    where: str
    id: str
    phase: Phase
    type: Literal["text", "longtext", "choice", "multi", "number", "date", "bool", "list", "code", "ref"]
    label: str
    req: Rule
    choices: tuple[str, ...] | Mapping[str, str] = ()
    enum: str | None = None
    of: Literal["text", "ref", "code", "evidence"] | None = None
    system: tuple[str, ...] | str = ()
    min: int | None = None
    max: int | None = None
    must_be_true: bool = False
    hint: str = ""

    @property
    def options(self) -> Mapping[str, str]:
        """The choices with the words to show."""
        if isinstance(self.choices, Mapping):
            return self.choices
        return {choice: in_words(choice) for choice in self.choices}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSection:
    """Fields that belong together; a repeating section has one row for each thing."""

    where: str
    id: str
    label: str
    fields: tuple[FormField, ...]
    repeat: bool = False
    min: int = 0
    when: Rule | None = None
    one_row_where: Rule | None = None
    hint: str = ""

    @property
    def phase(self) -> Phase:
        """The phase all its fields share (the content check refuses a mix)."""
        return self.fields[0].phase


@dataclass(frozen=True, kw_only=True)
class FormFile(Envelope):
    """forms/*.yaml"""

    sections: tuple[FormSection, ...]
    extends: str | None = None
    evidence: tuple[FormField, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A form as a reviewer meets it: the core and the pathway's own sections."""

    id: str
    version: str
    status: str
    sections: tuple[FormSection, ...]
    evidence: tuple[FormField, ...]

    def in_phase(self, phase: Phase) -> tuple[FormSection, ...]:
        """The sections of one phase, in order."""
        return tuple(section for section in self.sections if section.phase == phase)

    def fields(self) -> Iterator[FormField]:
        """Every field, in order."""
        for section in self.sections:
            yield from section.fields


def in_words(identifier: str) -> str:
    """An identifier as words: `records_only` becomes `Records only`. Grades such as `II` stay."""
    words = identifier.replace("_", " ")
    return words[:1].upper() + words[1:]

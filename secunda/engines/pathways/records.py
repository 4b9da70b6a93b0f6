"""The document catalogue, the checklists, and which record is which document."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from secunda.engines.pathways.envelope import Envelope
from secunda.engines.pathways.levels import Need
from secunda.engines.pathways.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One kind of document, in the person's words."""

    where: str
    id: str
    label: str
    loinc: str | None
    check: Literal["ok", "?", "none"]
    kinds: tuple[str, ...]
    help: str
    extract: tuple[str, ...] = ()
    local: str | None = None
    courier: bool = False


@dataclass(frozen=True, kw_only=True)
class Documents(Envelope):
    """documents.yaml"""

    documents: tuple[Document, ...]


@dataclass(frozen=True, kw_only=True)
class HelpTexts(Envelope):
    """help.yaml"""

    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    """A record that a pathway needs. `max_age`: days back from the day of sending; None: old is fine."""

    where: str
    doc: str
    need: Need
    max_age: int | None
    note: str = ""
    when: Rule | None = None
    why_when: str = ""
    accepts: tuple[str, ...] = ()
    tag: str | None = None

    @property
    def id(self) -> str:
        """The document id, with the tag when there is one."""
        return f"{self.doc}:{self.tag}" if self.tag else self.doc

    @property
    def any_of(self) -> tuple[str, ...]:
        """The documents of which one is enough."""
        return (self.doc, *self.accepts)


@dataclass(frozen=True, kw_only=True)
class Checklists(Envelope):
    """checklists.yaml"""

    checklists: Mapping[str, tuple[ChecklistItem, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrowerKind:
    """Documents that a record is when its title or body part holds one of the words."""

    words: tuple[str, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """The documents that a kind of record stands for."""

    where: str
    documents: tuple[str, ...]
    narrower: tuple[NarrowerKind, ...] = ()

    def documents_for(self, words: str) -> tuple[str, ...]:
        """The documents for a record whose title, description or body part reads `words`."""
        lowered = words.casefold()
        for narrower in self.narrower:
            if any(word in lowered for word in narrower.words):
                return narrower.documents
        return self.documents


@dataclass(frozen=True, kw_only=True)
class RecordKinds(Envelope):
    """kinds.yaml"""

    kinds: Mapping[str, RecordKind]
    modalities: Mapping[str, RecordKind]


def checklist_for(checklists: Checklists, pathway: str) -> tuple[ChecklistItem, ...]:
    """The pathway's list with what every pathway needs; the pathway's own row stands for a shared one."""
    own = checklists.checklists[pathway]
    own_ids = {item.id for item in own}
    shared = tuple(item for item in checklists.checklists["all"] if item.id not in own_ids)
    return shared + own

"""Content that says what an expert needs to answer a question."""

from dataclasses import dataclass
from typing import Literal

from secunda.engines.pathways.envelope import Envelope
from secunda.engines.pathways.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Records of which one is enough. `limit`: how an answer without any of them is limited."""

    where: str
    any: tuple[str, ...]
    why: str
    limit: str = ""
    when: Rule | None = None
    tag: Literal["prior"] | None = None
    max_age: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A kind of question, the words it is asked in, and what it takes to answer it."""

    where: str
    id: str
    label: str
    words: tuple[str, ...]
    needs: tuple[Evidence, ...]
    helps: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Answering(Envelope):
    """answering.yaml"""

    topics: tuple[Topic, ...]

"""What the papers of a case say that the first team found and planned, to be confirmed by a person.

Nothing is concluded: each suggestion is a statement of one record, with its place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from secunda.engines.pathways.diagnoses import Cues
from secunda.engines.pathways.recognising.phrases import folded
from secunda.engines.pathways.recognising.statements import Section, statements

MOST = 24
_SAID_SO = frozenset({"stated", "suspected"})
_SHORTEST, _LONGEST = 4, 300


@dataclass(frozen=True, slots=True)
class PaperSays:
    """What was read of one record: its facts and pages as the reading keeps them."""

    record: str
    facts: Sequence[Mapping[str, Any]]
    pages: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One diagnosis or plan item as a record states it. What the record does not say is empty."""

    axis: str
    text: str
    record: str
    page: int | None
    code: str = ""
    certainty: str = ""
    stage: str = ""
    quote: str = ""

    @property
    def key(self) -> str:
        """What tells it from others, whatever record says it."""
        return f"{self.axis}:{folded(self.text)}"


def suggestions(papers: Iterable[PaperSays], cues: Cues) -> list[Suggestion]:
    """Diagnoses and plan items of the papers, in their order; what several say is suggested once."""
    found: dict[str, Suggestion] = {}
    for paper in papers:
        for each in (*_diagnoses(paper), *_plan(paper, cues)):
            found.setdefault(each.key, each)
    return list(found.values())[:MOST]


def _diagnoses(paper: PaperSays) -> Iterable[Suggestion]:
    said = [fact for fact in paper.facts if fact.get("certainty", "stated") in _SAID_SO]
    diagnoses = [fact for fact in said if fact.get("kind") == "diagnosis"]
    stages = [str(fact.get("value") or "") for fact in said if fact.get("kind") == "stage"]
    # A stage belongs to the one diagnosis of its record; of several, the papers do not say to which.
    stage = stages[0] if len(diagnoses) == 1 and len(set(stages)) == 1 else ""
    for fact in diagnoses:
        text = str(fact.get("value") or fact.get("name") or "").strip()
        if _SHORTEST <= len(text) <= _LONGEST:
            codes = fact.get("codes") or []
            yield Suggestion(
                axis="diagnosis",
                text=text,
                record=paper.record,
                page=fact.get("page"),
                code=str(codes[0].get("code") or "")[:20] if codes else "",
                certainty="possible" if fact.get("certainty") == "suspected" else "",
                stage=stage[:120],
                quote=str(fact.get("quote") or "")[:300],
            )


def _plan(paper: PaperSays, cues: Cues) -> Iterable[Suggestion]:
    for page in paper.pages:
        for each in statements(str(page.get("text") or ""), cues):
            text = each.text.strip(" .;")
            if each.section is Section.PLAN and _SHORTEST <= len(text) <= _LONGEST:
                yield Suggestion("plan", text, paper.record, page.get("number"), quote=text)

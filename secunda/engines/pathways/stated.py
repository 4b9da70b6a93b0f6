"""What the papers of a case say that the first team found and planned, to be confirmed by a person.

Nothing is concluded: each suggestion is a statement of one record, with its place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from secunda.engines.pathways.diagnoses import Cues
from secunda.engines.pathways.recognising.phrases import folded, says, starts
from secunda.engines.pathways.recognising.statements import Section, statements

MOST = 24
_MOST_OF_THE_REST = 12
_FINDINGS = frozenset({"feature", "size", "variant"})
_SAID_SO = frozenset({"stated", "suspected"})
_SHORTEST, _LONGEST = 4, 300


@dataclass(frozen=True, slots=True)
class PaperSays:
    """What was read of one record, or of a series with words: facts and pages as the reading keeps them."""

    record: str
    facts: Sequence[Mapping[str, Any]]
    pages: Sequence[Mapping[str, Any]]
    series: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing that a record, or else a series, states of the first opinion. What it does not say is empty.

    `axis` is diagnosis, plan, finding, urgency or prognosis; a planned test is a plan item.
    """

    axis: str
    text: str
    record: str
    page: int | None
    code: str = ""
    certainty: str = ""
    stage: str = ""
    quote: str = ""
    kind: str = ""
    series: str = ""

    @property
    def key(self) -> str:
        """What tells it from others, whatever record says it."""
        return f"{self.axis}:{folded(self.text)}"


def suggestions(papers: Sequence[PaperSays], cues: Cues, tests: tuple[str, ...] = ()) -> list[Suggestion]:
    """What the papers say, in their order, diagnoses and plan first; what several say is suggested once.

    `tests` are the words by which a test is known among the items of a plan.
    """
    main: dict[str, Suggestion] = {}
    rest: dict[str, Suggestion] = {}
    for paper in papers:
        for each in (*_diagnoses(paper), *_plan(paper, cues, tests)):
            main.setdefault(each.key, replace(each, series=paper.series))
        for each in (*_findings(paper), *_turns(paper, cues)):
            rest.setdefault(each.key, replace(each, series=paper.series))
    axes = dict.fromkeys(each.axis for each in rest.values())
    kept = [[each for each in rest.values() if each.axis == axis][:_MOST_OF_THE_REST] for axis in axes]
    return [*list(main.values())[:MOST], *(each for group in kept for each in group)]


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


def _plan(paper: PaperSays, cues: Cues, tests: tuple[str, ...]) -> Iterable[Suggestion]:
    for page in paper.pages:
        for each in statements(str(page.get("text") or ""), cues):
            text = each.text.strip(" .;")
            # A line that only announces others, such as "Plan:", states nothing itself.
            if each.section is Section.PLAN and not text.endswith(":") and _SHORTEST <= len(text) <= _LONGEST:
                kind = "test" if _is_test(each.plain, cues, tests) else ""
                yield Suggestion("plan", text, paper.record, page.get("number"), quote=text, kind=kind)


def _is_test(plain: str, cues: Cues, tests: tuple[str, ...]) -> bool:
    """Whether an item of a plan asks for a test: it begins with one, or names one and asks for it."""
    if not says(plain, tests) or says(plain, cues.denied):
        return False
    return starts(plain, tests) or any(says(plain, words) for words in (cues.advised, cues.pending))


def _findings(paper: PaperSays) -> Iterable[Suggestion]:
    """Signs, sizes and variants that the paper states, and results that it marks as out of range."""
    for fact in paper.facts:
        if fact.get("certainty", "stated") not in _SAID_SO:
            continue
        if fact.get("kind") not in _FINDINGS and not (fact.get("kind") == "result" and fact.get("flag")):
            continue
        name, value = str(fact.get("name") or "").strip(), str(fact.get("value") or "").strip()
        text = name if value in ("", name) else f"{name}: {value}" if name else value
        if _SHORTEST <= len(text) <= _LONGEST:
            quote = str(fact.get("quote") or "")[:300]
            certainty = "possible" if fact.get("certainty") == "suspected" else ""
            yield Suggestion(
                "finding", text, paper.record, fact.get("page"), certainty=certainty, quote=quote
            )


def _turns(paper: PaperSays, cues: Cues) -> Iterable[Suggestion]:
    """Sentences that say how soon something should happen, or what is to be expected; none of the past."""
    for page in paper.pages:
        for each in statements(str(page.get("text") or ""), cues):
            text = each.text.strip(" .;")
            if each.section is Section.HISTORY or not _SHORTEST <= len(text) <= _LONGEST:
                continue
            for axis, words in (("urgency", cues.urgency), ("prognosis", cues.outlook)):
                if says(each.plain, words):
                    yield Suggestion(axis, text, paper.record, page.get("number"), quote=text)

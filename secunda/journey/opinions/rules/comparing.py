"""How the second opinion relates to the first, as the form says it. What counts is decided in
`engines.comparison`; here the rows of the form become its verdicts, and its result becomes words and JSON.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from secunda.engines.comparison.verdicts import (
    AddedItem,
    Compared,
    Comparison,
    DiagnosisVerdict,
    PlanVerdict,
    compare,
)
from secunda.engines.comparison.vocabulary import Relation
from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.comparison import headline
from secunda.engines.words import Words, say
from secunda.journey.opinions.rules.asking import Rows

DIAGNOSES, PLAN, ADDED = "diagnoses", "plan_items", "added_items"
NOTHING_TO_COMPARE = say(
    "We were not told a first opinion, so there is nothing to compare. The expert's own view follows."
)
# What the expert asks for at the end of the form, and the reason that this is for one more reader.
ASKED_FOR = {
    "second_reader": "expert_asks",
    "mdt_panel": "more_specialties",
    "other_specialty": "more_specialties",
}


@dataclass(frozen=True)
class Related:
    """One item of the first opinion, or one added to it, with how the second relates to it: relations are
    words of the vocabulary.
    """

    section: str
    row: int
    first: str
    second: str
    agreement: str
    axis: str
    proposed: str
    relation: str
    because: str
    impact: str

    @property
    def overridden(self) -> bool:
        """Whether the expert set another relation than the rule proposed."""
        return self.relation != self.proposed

    @property
    def differs(self) -> bool:
        """Whether the two say something different of it."""
        return self.relation not in (Relation.CONFIRMED, Relation.NOT_ASSESSABLE)


@dataclass(frozen=True)
class Result:
    """The whole comparison. `because`: the reasons to ask one more reader; empty where none is needed."""

    diagnosis: str
    plan: str
    headline: Words
    impact: str
    because: tuple[str, ...]
    relations: tuple[Related, ...]

    @property
    def second_reader(self) -> bool:
        """Whether one more reader is needed (clinical.md 6.6)."""
        return bool(self.because)

    def as_json(self) -> dict[str, object]:
        """Plain values, as they are stored with the signed opinion."""
        return {
            "diagnosis": self.diagnosis,
            "plan": self.plan,
            # What stands in the content, or our own English, from which it is translated where it is read.
            "text": self.headline.said,
            "impact": self.impact,
            "second_reader": self.second_reader,
            "because": list(self.because),
            "relations": [vars(relation) for relation in self.relations],
        }


@dataclass(frozen=True)
class _Sides:
    """The rows of both parts that have a verdict, by their number in the form."""

    diagnoses: Mapping[int, Mapping[str, Any]]
    plan: Mapping[int, Mapping[str, Any]]
    added: Mapping[int, Mapping[str, Any]]
    own_diagnoses: Rows
    own_plan: Rows

    def diagnosis(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        return _own(row.get("dx_own_row"), self.own_diagnoses)

    def said_instead(self, row: Mapping[str, Any]) -> str:
        own = _own(row.get("pi_own_row"), self.own_plan)
        return _text(row, "pi_change") or _text(own, "own_text")


def relations(
    catalogue: Catalogue, blind: Mapping[str, object], compare: Mapping[str, object]
) -> tuple[Related, ...]:
    """Every item that has a verdict, in the order of the form."""
    sides = _sides(blind, compare)
    return _related(sides, _compared(catalogue, sides))


def compared(catalogue: Catalogue, blind: Mapping[str, object], compare: Mapping[str, object]) -> Result:
    """Roll-up and headline of a complete comparison (clinical.md 6.4)."""
    sides = _sides(blind, compare)
    found = _compared(catalogue, sides)
    words = NOTHING_TO_COMPARE
    if not found.nothing:
        words = Words(headline(catalogue, found.diagnosis_overall, found.plan_overall))
    asked = ASKED_FOR.get(_text(compare, "needs_panel"))
    return Result(
        diagnosis=str(found.diagnosis_overall),
        plan=str(found.plan_overall),
        headline=words,
        impact=str(found.impact),
        because=(*found.second_reader, *([asked] if asked else [])),
        relations=_related(sides, found),
    )


def _sides(blind: Mapping[str, object], compare: Mapping[str, object]) -> _Sides:
    return _Sides(
        diagnoses=_judged(compare, DIAGNOSES, "dx_agreement"),
        plan=_judged(compare, PLAN, "pi_agreement"),
        added={
            number: row
            for number, row in enumerate(_rows(compare, ADDED))
            if AddedItem(_text(row, "ai_importance")).counts
        },
        own_diagnoses=_rows(blind, "own_diagnoses"),
        own_plan=_rows(blind, "own_plan"),
    )


def _judged(compare: Mapping[str, object], section: str, verdict: str) -> dict[int, Mapping[str, Any]]:
    rows = enumerate(_rows(compare, section))
    return {number: row for number, row in rows if _text(row, verdict)}


def _compared(catalogue: Catalogue, sides: _Sides) -> Comparison:
    return compare(
        [_diagnosis(number, row, sides.diagnosis(row)) for number, row in sides.diagnoses.items()],
        [_plan_item(number, row) for number, row in sides.plan.items()],
        [AddedItem(_text(row, "ai_importance"), _text(row, "ai_impact")) for row in sides.added.values()],
        grave_kinds=catalogue.files.rollup.tie_break.grave_kinds,
    )


def _diagnosis(number: int, row: Mapping[str, Any], own: Mapping[str, Any]) -> DiagnosisVerdict:
    return DiagnosisVerdict(
        ref=str(number),
        agreement=_text(row, "dx_agreement"),
        refine_types=_texts(row, "dx_refine_type"),
        first_code=_text(row, "dx_first_code") or None,
        first_certainty=_text(row, "dx_first_certainty"),
        second_code=_text(own, "dx_second_code") or None,
        certainty=_text(own, "dx_second_certainty"),
        confidence=_text(own, "dx_confidence"),
        impact=_text(row, "dx_impact"),
        override=_text(row, "dx_relation"),
    )


def _plan_item(number: int, row: Mapping[str, Any]) -> PlanVerdict:
    return PlanVerdict(
        ref=str(number),
        kind=_text(row, "pi_kind"),
        agreement=_text(row, "pi_agreement"),
        change_types=_texts(row, "pi_change_type"),
        later=_text(row, "pi_later"),
        main_medicine=row.get("pi_main") is True,
        impact=_text(row, "pi_impact"),
        override=_text(row, "pi_relation"),
    )


def _related(sides: _Sides, found: Comparison) -> tuple[Related, ...]:
    of_diagnosis = [
        _one(DIAGNOSES, number, row, "dx", each, ("dx_first", _text(sides.diagnosis(row), "dx_second")))
        for (number, row), each in zip(sides.diagnoses.items(), found.diagnoses, strict=True)
    ]
    of_plan = [
        _one(PLAN, number, row, "pi", each, ("pi_text", sides.said_instead(row)))
        for (number, row), each in zip(sides.plan.items(), found.plan, strict=True)
    ]
    of_added = [
        _one(ADDED, number, row, "ai", each, ("", _text(row, "ai_text")))
        for (number, row), each in zip(sides.added.items(), found.added, strict=True)
    ]
    return (*of_diagnosis, *of_plan, *of_added)


def _one(
    section: str, number: int, row: Mapping[str, Any], prefix: str, each: Compared, said: tuple[str, str]
) -> Related:
    first, second = said
    return Related(
        section=section,
        row=number,
        first=_text(row, first),
        second=second,
        agreement=_text(row, f"{prefix}_agreement"),
        axis=str(each.difference.axis),
        proposed=str(each.proposed_relation),
        relation=str(each.difference.relation),
        because=_text(row, f"{prefix}_relation_because"),
        impact=_text(row, f"{prefix}_impact"),
    )


def _own(reference: object, own: Rows) -> Mapping[str, Any]:
    """The row of the author's own view that an item goes with; rows are referred to by number from 0."""
    number = int(reference) if isinstance(reference, str) and reference.isdecimal() else -1
    return own[number] if 0 <= number < len(own) else {}


def _rows(answers: Mapping[str, object], section: str) -> Rows:
    given = answers.get(section)
    return [row for row in given if isinstance(row, dict)] if isinstance(given, list) else []


def _text(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _texts(row: Mapping[str, object], name: str) -> list[str]:
    value = row.get(name)
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []

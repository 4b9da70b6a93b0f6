"""How the second opinion relates to the first, item by item and as a whole. Proposed by rule; the expert may
set another relation with a reason; the headline is computed, never typed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.comparison import (
    ComparedPlanItem,
    diagnosis_overall,
    headline,
    overall_impact,
    plan_overall,
    suggest_dx,
    suggest_plan,
)
from secunda.engines.pathways.levels import DiagnosisClass, Impact, PlanClass
from secunda.engines.words import Words, say
from secunda.journey.opinions.rules.asking import Asked, Rows

DIAGNOSES, PLAN, ADDED = "diagnoses", "plan_items", "added_items"
AGREEMENT_FIELD = {DIAGNOSES: "dx_agreement", PLAN: "pi_agreement"}
NOTHING_TO_COMPARE = say(
    "We were not told a first opinion, so there is nothing to compare. The expert's own view follows."
)
RELATION_NAMES = {
    "changed": say("Changed"),
    "refined": say("Refined"),
    "not_established": say("Not established"),
    "confirmed": say("Confirmed"),
    "cannot_judge": say("Cannot judge"),
    "modified": say("Modified"),
}
LATER = say("If not now: the date or the sign that should bring it back")
RELATION = say("How it relates to the first opinion, if not as proposed")
RELATION_HINT = say("Leave this empty to accept the proposal.")
RELATION_BECAUSE = say("Why not as proposed")
_UNSETTLED = frozenset({"not_established", "cannot_judge"})


@dataclass(frozen=True)
class Relation:
    """One item of the first opinion, or one added to it, with how the second relates to it."""

    section: str
    row: int
    first: str
    second: str
    agreement: str
    proposed: str
    relation: str
    because: str
    impact: str

    @property
    def overridden(self) -> bool:
        """Whether the expert set another relation than the rule proposed."""
        return self.relation != self.proposed


@dataclass(frozen=True)
class Result:
    """The whole comparison."""

    diagnosis: str
    plan: str
    headline: Words
    impact: str
    second_reader: bool
    relations: tuple[Relation, ...]

    def as_json(self) -> dict[str, object]:
        """Plain values, as they are stored with the signed opinion."""
        return {
            "diagnosis": self.diagnosis,
            "plan": self.plan,
            # What stands in the content, or our own English, from which it is translated where it is read.
            "text": self.headline.said,
            "impact": self.impact,
            "second_reader": self.second_reader,
            "relations": [vars(relation) for relation in self.relations],
        }


def with_relation_fields(form: Asked) -> Asked:
    """The compare form with the fields by which the expert confirms or overrides each proposed relation."""
    for section in form["sections"]:
        if section["id"] == DIAGNOSES:
            section["fields"] += _override_fields("dx", [str(each) for each in DiagnosisClass])
        if section["id"] == PLAN:
            later = _field("pi_later", "text", LATER)
            classes = [str(each) for each in PlanClass if each is not PlanClass.ADDED]
            section["fields"] += [later, *_override_fields("pi", classes)]
    return form


def relations(blind: Mapping[str, object], compare: Mapping[str, object]) -> tuple[Relation, ...]:
    """Every item that has a verdict, in the order of the form."""
    own = _rows(blind, "own_diagnoses")
    found = [_diagnosis(number, row, own) for number, row in enumerate(_rows(compare, DIAGNOSES))]
    plan = _rows(blind, "own_plan")
    found += [_plan_item(number, row, plan) for number, row in enumerate(_rows(compare, PLAN))]
    found += [_added(number, row) for number, row in enumerate(_rows(compare, ADDED))]
    return tuple(relation for relation in found if relation is not None)


def compared(catalogue: Catalogue, blind: Mapping[str, object], compare: Mapping[str, object]) -> Result:
    """Roll-up and headline of a complete comparison (clinical.md 6.4)."""
    found = relations(blind, compare)
    plan_rows, added_rows = _rows(compare, PLAN), _rows(compare, ADDED)
    diagnosis = diagnosis_overall(
        DiagnosisClass(each.relation) for each in found if each.section == DIAGNOSES
    )
    plan = plan_overall(
        (
            ComparedPlanItem(
                kind=_text(plan_rows[each.row], "pi_kind"),
                result=PlanClass(each.relation),
                main_medicine=plan_rows[each.row].get("pi_main") is True,
            )
            for each in found
            if each.section == PLAN
        ),
        essential_added=any(row.get("ai_importance") == "essential" for row in added_rows),
    )
    weighed = [each for each in found if each.impact]
    impact = overall_impact(
        [each.impact for each in weighed], [each.relation in _UNSETTLED for each in weighed]
    )
    return Result(
        diagnosis=str(diagnosis),
        plan=str(plan),
        headline=Words(headline(catalogue, diagnosis, plan)) if found else NOTHING_TO_COMPARE,
        impact=str(impact),
        second_reader=_second_reader(diagnosis, impact, found, plan_rows),
        relations=found,
    )


def _second_reader(
    diagnosis: DiagnosisClass, impact: Impact, found: Sequence[Relation], plan_rows: Rows
) -> bool:
    """Whether clinical.md 6.6 asks for a second reader."""
    grave = {"operation", "radiotherapy", "systemic_cancer"}
    changed = (
        each.section == PLAN
        and each.relation == PlanClass.CHANGED
        and plan_rows[each.row].get("pi_kind") in grave
        for each in found
    )
    return diagnosis is DiagnosisClass.CHANGED or impact is Impact.MAJOR or any(changed)


def _diagnosis(number: int, row: Mapping[str, object], own: Rows) -> Relation | None:
    agreement = _text(row, "dx_agreement")
    mine = _own(row.get("dx_own_row"), own)
    if not agreement:
        return None
    proposed = suggest_dx(
        _text(row, "dx_first_code") or None,
        _text(mine, "dx_second_code") or None,
        agreement,
        _texts(row, "dx_refine_type"),
        _text(mine, "dx_second_certainty"),
    )
    return Relation(
        section=DIAGNOSES,
        row=number,
        first=_text(row, "dx_first"),
        second=_text(mine, "dx_second"),
        agreement=agreement,
        proposed=str(proposed),
        relation=_text(row, "dx_relation") or str(proposed),
        because=_text(row, "dx_relation_because"),
        impact=_text(row, "dx_impact"),
    )


def _plan_item(number: int, row: Mapping[str, object], own: Rows) -> Relation | None:
    agreement = _text(row, "pi_agreement")
    if not agreement:
        return None
    proposed = suggest_plan(
        agreement, _texts(row, "pi_change_type"), later_date_or_trigger=bool(_text(row, "pi_later"))
    )
    return Relation(
        section=PLAN,
        row=number,
        first=_text(row, "pi_text"),
        second=_text(row, "pi_change") or _text(_own(row.get("pi_own_row"), own), "own_text"),
        agreement=agreement,
        proposed=str(proposed),
        relation=_text(row, "pi_relation") or str(proposed),
        because=_text(row, "pi_relation_because"),
        impact=_text(row, "pi_impact"),
    )


def _added(number: int, row: Mapping[str, object]) -> Relation | None:
    # clinical.md 6.3: an added item counts when it is essential or helpful.
    if _text(row, "ai_importance") not in ("essential", "helpful"):
        return None
    added = str(PlanClass.ADDED)
    return Relation(ADDED, number, "", _text(row, "ai_text"), "", added, added, "", _text(row, "ai_impact"))


def _override_fields(prefix: str, classes: Iterable[str]) -> list[Asked]:
    choices = {each: RELATION_NAMES[each] for each in classes}
    return [
        _field(
            f"{prefix}_relation",
            "choice",
            RELATION,
            choices=choices,
            hint=RELATION_HINT,
        ),
        _field(f"{prefix}_relation_because", "text", RELATION_BECAUSE, req=f"known({prefix}_relation)"),
    ]


def _field(
    name: str,
    kind: str,
    label: Words,
    *,
    req: str = "no",
    choices: Mapping[str, Words] | None = None,
    hint: Words | None = None,
) -> Asked:
    return {
        "id": name,
        "type": kind,
        # English, as all of the form that is kept: it is translated where it is read.
        "label": label.said,
        "req": req,
        "choices": [[value, words.said] for value, words in (choices or {}).items()],
        "of": None,
        "min": None,
        "max": None,
        "must_be_true": False,
        "hint": hint.said if hint else "",
    }


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

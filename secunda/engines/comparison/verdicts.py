"""Comparing two opinions: what the rules propose for each item, what the expert sets, and the roll-up.

clinical.md 6.2 to 6.6. What is proposed by rule is a suggestion; the expert's `override` counts: a relation
of the vocabulary, or a class of clinical.md.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from secunda.engines.comparison.vocabulary import (
    Axis,
    Difference,
    Relation,
    diagnosis_class,
    plan_class,
    relation_of_diagnosis,
    relation_of_plan,
)
from secunda.engines.pathways.comparison import (
    ESTABLISHED,
    REMOVED_LABEL,
    ComparedPlanItem,
    diagnosis_overall,
    overall_impact,
    plan_overall,
    suggest_dx,
    suggest_plan,
)
from secunda.engines.pathways.levels import DiagnosisClass, Impact, PlanClass

UNSURE = frozenset({"low", "very_low"})
UNSURE_FIRST = frozenset({"possible", "low", "very_low"})
ESSENTIAL, HELPFUL = "essential", "helpful"
_UNSETTLED = frozenset({Relation.NOT_ESTABLISHED, Relation.NOT_ASSESSABLE})
_TAKEN_OUT = frozenset({"stop", "not_needed", "not_now"})


@dataclass(frozen=True, slots=True)
class DiagnosisVerdict:
    """What the second opinion says of one diagnosis of the first; `ref` names it, and is None if new."""

    ref: str | None
    agreement: str = ""
    refine_types: Sequence[str] = ()
    first_code: str | None = None
    first_certainty: str = ""
    second_code: str | None = None
    certainty: str = ""
    confidence: str = ""
    impact: str = ""
    override: str = ""


@dataclass(frozen=True, slots=True)
class PlanVerdict:
    """What it says of one item of the first plan. `later`: the date or sign that brings a "not now" back."""

    ref: str | None
    kind: str
    agreement: str
    change_types: Sequence[str] = ()
    later: str = ""
    main_medicine: bool = False
    impact: str = ""
    override: str = ""


@dataclass(frozen=True, slots=True)
class AddedItem:
    """Something that the first plan did not include."""

    importance: str
    impact: str = ""

    @property
    def counts(self) -> bool:
        """clinical.md 6.3: an added item counts when it is essential or helpful."""
        return self.importance in (ESSENTIAL, HELPFUL)


@dataclass(frozen=True, slots=True)
class Compared:
    """One item with its class, and the same as a difference in the vocabulary of the service."""

    ref: str | None
    result: str
    proposed: str
    difference: Difference
    proposed_relation: Relation
    has_impact: bool = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two opinions, compared. `second_reader` holds the reasons to ask one more reader; empty: none."""

    diagnoses: tuple[Compared, ...]
    plan: tuple[Compared, ...]
    added: tuple[Compared, ...]
    diagnosis_overall: DiagnosisClass
    plan_overall: PlanClass
    impact: Impact
    second_reader: tuple[str, ...] = field(default=())

    @property
    def nothing(self) -> bool:
        """Whether there was no item to compare."""
        return not (self.diagnoses or self.plan or self.added)


def compare(
    diagnoses: Sequence[DiagnosisVerdict],
    plan: Sequence[PlanVerdict],
    added: Sequence[AddedItem],
    *,
    grave_kinds: Collection[str],
) -> Comparison:
    """Compare item by item, then as a whole.

    A changed plan of one of `grave_kinds` asks for one more reader.
    """
    of_diagnosis = tuple(_diagnosis(each) for each in diagnoses)
    of_plan = tuple(_plan_item(each) for each in plan)
    of_added = tuple(_added(each) for each in added if each.counts)
    # A further condition that is only thought possible says nothing about those that were compared.
    overall = diagnosis_overall(
        DiagnosisClass(each.result)
        for each in of_diagnosis
        if each.ref is not None or each.result != DiagnosisClass.NOT_ESTABLISHED
    )
    found = (*of_diagnosis, *of_plan, *of_added)
    impact = overall_impact(
        [each.difference.importance for each in found],
        [not each.has_impact or each.difference.relation in _UNSETTLED for each in found],
    )
    return Comparison(
        diagnoses=of_diagnosis,
        plan=of_plan,
        added=of_added,
        diagnosis_overall=overall,
        plan_overall=plan_overall(
            (
                ComparedPlanItem(said.kind, PlanClass(each.result), said.main_medicine)
                for said, each in zip(plan, of_plan, strict=True)
            ),
            essential_added=any(each.importance == ESSENTIAL for each in added),
        ),
        impact=impact,
        second_reader=_reasons_to_read_again(
            overall,
            impact,
            diagnoses,
            grave=any(
                each.result == PlanClass.CHANGED and said.kind in grave_kinds
                for said, each in zip(plan, of_plan, strict=True)
            ),
        ),
    )


def _diagnosis(said: DiagnosisVerdict) -> Compared:
    proposed = _proposed_diagnosis(said)
    by_rule = relation_of_diagnosis(proposed, label_removed=REMOVED_LABEL in said.refine_types)
    if said.ref is None and by_rule is Relation.REFINED:
        # clinical.md 6.2: a missed second condition refines the whole; as an item it is added.
        by_rule = Relation.ADDED
    result = diagnosis_class(said.override) if said.override else proposed
    relation = _set(said.override, relation_of_diagnosis(result), by_rule, same=result is proposed)
    return _compared(said.ref, result, proposed, by_rule, Difference(Axis.DIAGNOSIS, relation), said.impact)


def _proposed_diagnosis(said: DiagnosisVerdict) -> DiagnosisClass:
    if said.ref is None:
        likely = said.certainty in ESTABLISHED
        return DiagnosisClass.REFINED if likely else DiagnosisClass.NOT_ESTABLISHED
    if not said.agreement:
        return DiagnosisClass.CANNOT_JUDGE
    return suggest_dx(said.first_code, said.second_code, said.agreement, said.refine_types, said.certainty)


def _plan_item(said: PlanVerdict) -> Compared:
    proposed = PlanClass.CANNOT_JUDGE
    if said.agreement:
        proposed = suggest_plan(said.agreement, said.change_types, later_date_or_trigger=bool(said.later))
    axis = Axis.TESTS if said.kind == "test" else Axis.TREATMENT
    taken_out = bool(_TAKEN_OUT.intersection(said.change_types)) and "replace" not in said.change_types
    by_rule = relation_of_plan(proposed, taken_out=taken_out)
    result = plan_class(said.override) if said.override else proposed
    relation = _set(said.override, relation_of_plan(result), by_rule, same=result is proposed)
    return _compared(said.ref, result, proposed, by_rule, Difference(axis, relation), said.impact)


_RELATIONS = frozenset(str(each) for each in Relation)


def _set(override: str, of_class: Relation, by_rule: Relation, *, same: bool) -> Relation:
    """The relation that counts: the expert's own, else the one of their class, else the one by rule."""
    if override in _RELATIONS:
        return Relation(override)
    return by_rule if same else of_class


def _added(said: AddedItem) -> Compared:
    added = Difference(Axis.TREATMENT, Relation.ADDED)
    return _compared(None, PlanClass.ADDED, PlanClass.ADDED, Relation.ADDED, added, said.impact)


def _compared(
    ref: str | None, result: str, proposed: str, by_rule: Relation, difference: Difference, impact: str
) -> Compared:
    importance = Impact(impact) if impact else Impact.NONE
    weighed = Difference(difference.axis, difference.relation, importance)
    return Compared(ref, str(result), str(proposed), weighed, by_rule, bool(impact))


def _reasons_to_read_again(
    overall: DiagnosisClass, impact: Impact, diagnoses: Iterable[DiagnosisVerdict], *, grave: bool
) -> tuple[str, ...]:
    """clinical.md 6.6: what asks for one more reader, who is not told which opinion is which."""
    both_unsure = any(
        said.confidence in UNSURE and said.first_certainty in UNSURE_FIRST for said in diagnoses
    )
    reasons = {
        "diagnosis_changed": overall is DiagnosisClass.CHANGED,
        "grave_plan_changed": grave,
        "both_unsure": both_unsure,
        "impact_major": impact is Impact.MAJOR,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)

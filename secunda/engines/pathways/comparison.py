"""How a second opinion relates to the first: classes by item, roll-up and headline (clinical.md 6)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.levels import DiagnosisClass, Impact, PlanClass

REMOVED_LABEL = "removed_label"
ITEM_REMOVED = frozenset({"stop", "replace", "not_needed"})
ESTABLISHED = frozenset({"established", "probable"})
# Plan items that carry the plan: a change in one of them changes the plan (clinical.md 6.4).
MAIN_KINDS = frozenset(
    {
        "operation",
        "procedure",
        "radiotherapy",
        "systemic_cancer",
        "watchful_waiting",
        "palliative",
        "no_treatment",
    }
)


@dataclass(frozen=True, slots=True)
class ComparedPlanItem:
    """A plan item of the first opinion with the class it was given."""

    kind: str
    result: PlanClass
    main_medicine: bool = False

    @property
    def carries_the_plan(self) -> bool:
        """Whether a change here changes the plan as a whole."""
        return self.kind in MAIN_KINDS or (self.kind == "medicine" and self.main_medicine)


def suggest_dx(
    first: str | None, second: str | None, agreement: str, refine_types: Collection[str], certainty: str
) -> DiagnosisClass:
    """The class a pair of diagnoses suggests, from ICD-10 codes where both exist. Never final.

    Codes only suggest: I10 to E26 differs in code but is `refined`, since a cause was added.
    """
    if agreement == "cannot_judge":
        return DiagnosisClass.CANNOT_JUDGE
    both = bool(first and second)
    if REMOVED_LABEL in refine_types or (both and _malignant(first) != _malignant(second)):
        return DiagnosisClass.CHANGED
    if certainty not in ESTABLISHED:
        return DiagnosisClass.NOT_ESTABLISHED
    if agreement == "disagree":
        return DiagnosisClass.CHANGED
    if agreement == "modify":
        same = both and (first or "")[:3] == (second or "")[:3]
        return DiagnosisClass.REFINED if same or refine_types else DiagnosisClass.CHANGED
    return DiagnosisClass.CONFIRMED


def _malignant(code: str | None) -> bool:
    return bool(code) and (code or "")[0] == "C"


def suggest_plan(
    agreement: str, change_types: Collection[str], *, later_date_or_trigger: bool = False
) -> PlanClass:
    """The class a plan item suggests; `not_now` with a later date or trigger is a modification."""
    if agreement == "cannot_judge":
        return PlanClass.CANNOT_JUDGE
    if agreement == "agree" and not change_types:
        return PlanClass.CONFIRMED
    if ITEM_REMOVED.intersection(change_types):
        return PlanClass.CHANGED
    if "not_now" in change_types and not later_date_or_trigger:
        return PlanClass.CHANGED
    if agreement == "disagree" and not change_types:
        return PlanClass.CHANGED
    return PlanClass.MODIFIED


def diagnosis_overall(classes: Iterable[DiagnosisClass]) -> DiagnosisClass:
    """The worst class; `cannot_judge` only when every item is, or when there is none."""
    judged = [each for each in classes if each is not DiagnosisClass.CANNOT_JUDGE]
    order = list(DiagnosisClass)
    return min(judged, key=order.index, default=DiagnosisClass.CANNOT_JUDGE)


def plan_overall(items: Iterable[ComparedPlanItem], *, essential_added: bool = False) -> PlanClass:
    """The class of the whole plan. With nothing to compare it cannot be judged."""
    compared = list(items)
    if any(item.carries_the_plan and item.result is PlanClass.CHANGED for item in compared):
        return PlanClass.CHANGED
    if essential_added or any(item.result in (PlanClass.MODIFIED, PlanClass.CHANGED) for item in compared):
        return PlanClass.MODIFIED
    open_main = any(item.carries_the_plan and item.result is PlanClass.CANNOT_JUDGE for item in compared)
    if open_main or all(item.result is PlanClass.CANNOT_JUDGE for item in compared):
        return PlanClass.CANNOT_JUDGE
    return PlanClass.CONFIRMED


def headline(catalogue: Catalogue, diagnosis: DiagnosisClass | str, plan: PlanClass | str) -> str:
    """The first sentence of the report. Raises LookupError when the content has no words for the pair."""
    for line in catalogue.files.rollup.headline:
        if line.dx == diagnosis and line.plan in (plan, "any"):
            return line.text
    raise LookupError(f"rollup.yaml has no headline for diagnosis {diagnosis}, plan {plan}.")


def overall_impact(impacts: Iterable[Impact | str], unsettled: Iterable[bool] | None = None) -> Impact:
    """The highest impact, leaving out items marked as unsettled (not established, cannot judge)."""
    listed = [Impact(each) for each in impacts]
    skipped = list(unsettled) if unsettled is not None else [False] * len(listed)
    order = list(Impact)
    counted = (each for each, skip in zip(listed, skipped, strict=True) if not skip)
    return max(counted, key=order.index, default=Impact.NONE)

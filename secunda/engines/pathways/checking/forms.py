"""Forms and their results: fields that fit together, and a headline for every result."""

from collections.abc import Iterator

from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.checking.finding import Finding
from secunda.engines.pathways.forms import FormFile, FormSection
from secunda.engines.pathways.levels import DiagnosisClass, Pathway, PlanClass


def forms(catalogue: Catalogue) -> Iterator[Finding]:
    """Forms with fields that clash, mix phases, or rest on fields that there are not."""
    files = catalogue.files.forms
    core = {field.id for section in files["core"].sections for field in section.fields}
    for name, form in files.items():
        if name not in {"core", "panel", *Pathway}:
            yield Finding(form.where, f"`{name}` is not a pathway.")
        seen = set(core) if form.extends else set()
        for section in form.sections:
            yield from _section(catalogue, section)
            for field in section.fields:
                if field.id in seen:
                    yield Finding(field.where, f"`{field.id}` is used by another field of this form.")
                seen.add(field.id)
        yield from _required_names(form, seen)


def _section(catalogue: Catalogue, section: FormSection) -> Iterator[Finding]:
    if not section.fields:
        yield Finding(section.where, f"section `{section.id}` has no fields.")
        return
    enums = catalogue.files.enums.enums
    for field in section.fields:
        if field.phase != section.phase:
            yield Finding(
                field.where, f"{field.id}: a section is blind or compare, not both. Split `{section.id}`."
            )
        if field.enum and field.enum not in enums:
            yield Finding(field.where, f"{field.id}: there is no list `{field.enum}` in enums.yaml.")
        if field.type in ("choice", "multi") and not (field.choices or field.enum):
            yield Finding(field.where, f"{field.id}: a choice needs `choices` or `enum`.")


def _required_names(form: FormFile, seen: set[str]) -> Iterator[Finding]:
    phases = {field.id: field.phase for section in form.sections for field in section.fields}
    for section in form.sections:
        for field in section.fields:
            for name in field.req.names:
                if name not in seen:
                    yield Finding(field.where, f"{field.id}: `{name}` is not a field of this form.")
                elif field.phase == "blind" and phases.get(name) == "compare":
                    yield Finding(field.where, f"{field.id}: a blind field cannot rest on `{name}`.")


def headlines(catalogue: Catalogue) -> Iterator[Finding]:
    """Pairs of results without a headline."""
    lines = catalogue.files.rollup.headline
    for diagnosis in DiagnosisClass:
        for plan in set(PlanClass) - {PlanClass.ADDED}:
            if not any(line.dx == diagnosis and line.plan in (plan, "any") for line in lines):
                yield Finding(
                    catalogue.files.rollup.where, f"no headline for diagnosis {diagnosis} and plan {plan}."
                )

"""Check the content files against each other: what a reader of one file alone cannot see."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from secunda.engines.pathways.catalogue import Catalogue, every_file
from secunda.engines.pathways.facts import DERIVED_FROM, GIVEN
from secunda.engines.pathways.forms import FormFile, FormSection
from secunda.engines.pathways.levels import DiagnosisClass, GuardLevel, Pathway, PlanClass
from secunda.engines.pathways.rules import Rule


class Weight(StrEnum):
    """Whether content with this finding can be used."""

    ERROR = "error"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the content that a person should look at, with file and line."""

    where: str
    problem: str
    weight: Weight = Weight.ERROR

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}"


def check(catalogue: Catalogue) -> list[Finding]:
    """Every finding, file by file."""
    parts: tuple[Callable[[Catalogue], Iterator[Finding]], ...] = (
        _rules,
        _unique_ids,
        _modules,
        _documents,
        _kinds,
        _conditions,
        _forms,
        _headlines,
        _service_levels,
        _experts,
        _approvals,
    )
    return [finding for part in parts for finding in part(catalogue)]


def rules_of(catalogue: Catalogue) -> Iterator[tuple[str, str, Rule]]:
    """Every rule over patients' facts: where it stands, whose it is, and the rule."""
    files = catalogue.files
    items = [item for group in files.checklists.checklists.values() for item in group]
    sections = [section for form in files.forms.values() for section in form.sections]
    guards = files.delay_guards.guards
    owned: list[tuple[str, str, Rule | None]] = [
        *((module.where, f"module {name}", module.when) for name, module in catalogue.modules.items()),
        *((question.where, question.id, question.ask_when) for question in catalogue.questions.values()),
        *((reason.where, reason.id, reason.when) for reason in files.eligibility.rules),
        *((guard.where, guard.id, guard.when) for guard in guards),
        *((guard.where, guard.id, guard.only_if) for guard in guards),
        *((item.where, item.id, item.when) for item in items),
        *((section.where, section.id, section.when) for section in sections),
    ]
    return ((where, owner, rule) for where, owner, rule in owned if rule is not None)


def _rules(catalogue: Catalogue) -> Iterator[Finding]:
    known = {*catalogue.questions, *DERIVED_FROM, *GIVEN}
    for where, owner, rule in rules_of(catalogue):
        for name in rule.names:
            if name not in known:
                yield Finding(
                    where, f"{owner}: `{name}` is not a question that anybody asks. Check its spelling."
                )
        for name, value in rule.comparisons:
            question = catalogue.questions.get(name)
            if question and not question.allows(value):
                answers = ", ".join(question.answers)
                yield Finding(where, f"{owner}: `{value}` is not an answer to `{name}`. Use: {answers}.")
            if name == "pathway" and not set(value if isinstance(value, list) else [value]) <= set(Pathway):
                yield Finding(where, f"{owner}: `{value}` is not a pathway. Use: {', '.join(Pathway)}.")


def _unique_ids(catalogue: Catalogue) -> Iterator[Finding]:
    files = catalogue.files
    groups: tuple[Iterable[tuple[str, str]], ...] = (
        ((flag.id, flag.where) for flag in files.red_flags.flags),
        ((rule.id, rule.where) for rule in files.eligibility.rules),
        ((guard.id, guard.where) for guard in files.delay_guards.guards),
        ((document.id, document.where) for document in files.documents.documents),
        ((condition.id, condition.where) for condition in files.conditions.conditions),
        ((statement.id, statement.where) for statement in files.consent.statements),
    )
    for group in groups:
        seen: dict[str, str] = {}
        for name, where in group:
            if name in seen:
                yield Finding(where, f"`{name}` is already at {seen[name]}. Give it another name.")
            seen.setdefault(name, where)


def _modules(catalogue: Catalogue) -> Iterator[Finding]:
    for name in catalogue.files.questions.questions.keys() - catalogue.modules.keys():
        yield Finding(catalogue.files.questions.where, f"nobody says when to ask the questions of `{name}`.")
    for guard in catalogue.files.delay_guards.guards:
        if guard.module not in catalogue.modules:
            yield Finding(guard.where, f"{guard.id}: `{guard.module}` is not a module of questions.")


def _documents(catalogue: Catalogue) -> Iterator[Finding]:
    for document in catalogue.documents.values():
        if document.help not in catalogue.files.help.texts:
            yield Finding(document.where, f"{document.id}: there is no help text `{document.help}`.")
    for name, items in catalogue.files.checklists.checklists.items():
        if name != "all" and name not in list(Pathway):
            yield Finding(catalogue.files.checklists.where, f"`{name}` is not a pathway.")
        for item in items:
            for wanted in (item.doc, *item.accepts):
                if wanted not in catalogue.documents:
                    yield Finding(item.where, f"`{wanted}` is not in documents.yaml.")


def _kinds(catalogue: Catalogue) -> Iterator[Finding]:
    kinds = catalogue.files.kinds
    for name, kind in (*kinds.kinds.items(), *kinds.modalities.items()):
        named = [*kind.documents, *(document for each in kind.narrower for document in each.documents)]
        for document in named:
            if document not in catalogue.documents:
                yield Finding(kind.where, f"{name}: `{document}` is not in documents.yaml.")


def _conditions(catalogue: Catalogue) -> Iterator[Finding]:
    for condition in catalogue.files.conditions.conditions:
        for name, value in (condition.suggests or {}).items():
            question = catalogue.questions.get(name)
            if question is None or not question.allows(value):
                yield Finding(condition.where, f"{condition.id}: `{value}` is not an answer to `{name}`.")


def _forms(catalogue: Catalogue) -> Iterator[Finding]:
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


def _headlines(catalogue: Catalogue) -> Iterator[Finding]:
    lines = catalogue.files.rollup.headline
    for diagnosis in DiagnosisClass:
        for plan in set(PlanClass) - {PlanClass.ADDED}:
            if not any(line.dx == diagnosis and line.plan in (plan, "any") for line in lines):
                yield Finding(
                    catalogue.files.rollup.where, f"no headline for diagnosis {diagnosis} and plan {plan}."
                )


def _service_levels(catalogue: Catalogue) -> Iterator[Finding]:
    guards = catalogue.files.delay_guards
    for level in GuardLevel:
        if level not in guards.service_levels:
            yield Finding(guards.where, f"`service_levels` says nothing of `{level}`.")
    if not any(guard.fallback for guard in guards.guards):
        yield Finding(guards.where, "one guard must be the `fallback`, for cases where no other holds.")


def _experts(catalogue: Catalogue) -> Iterator[Finding]:
    specialties = catalogue.files.taxonomy.specialties
    for each in catalogue.files.icd10_map.ranges:
        for name in (each.first, *each.also):
            if name not in specialties:
                yield Finding(each.where, f"`{name}` is not in taxonomy.yaml.")


def _approvals(catalogue: Catalogue) -> Iterator[Finding]:
    for file in every_file(catalogue.files):
        if file.status == "approved" and not (file.approved_by and file.approved_on and file.review_due):
            yield Finding(file.where, "`approved` needs `approved_by`, `approved_on` and `review_due`.")
        if file.status != "approved":
            yield Finding(file.where, "not clinically approved.", Weight.NOTE)

"""The form as it was asked: written out as plain JSON, so that an opinion reads the same in ten years."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Literal, cast

from secunda.engines.pathways.forms import Form, FormField, FormSection
from secunda.engines.pathways.levels import Phase
from secunda.engines.pathways.opinions import Unanswered, missing_answers
from secunda.engines.pathways.rules import Rule, parse_rule
from secunda.engines.words import say
from secunda.journey.opinions.rules.weighed import unweighed

type Asked = dict[str, Any]
type Answers = Mapping[str, object]
type Rows = list[dict[str, object]]

UNSETTLED = say("Fill this in if it applies. The file does not say.")

rule = lru_cache(maxsize=512)(parse_rule)


def asked(form: Form, phase: Phase, facts: Mapping[str, object], given: Mapping[str, Rows]) -> Asked:
    """One phase of a form as plain JSON, with the rows that are given beforehand (the first opinion's items).

    `facts` are the patient's answers; they decide which sections a pathway shows. A section for which the
    deciding answer is not known is asked, and may stay empty.
    """
    shown = [(section, _applies(section, facts)) for section in form.in_phase(phase)]
    return {
        "id": form.id,
        "version": form.version,
        "status": form.status,
        "phase": str(phase),
        "sections": [
            _section(section, given.get(section.id), settled=applies is True)
            for section, applies in shown
            if applies is not False
        ],
        "evidence": [_field(field) for field in form.evidence],
    }


def form_of(asked_form: Asked) -> Form:
    """The form that `asked` wrote, with its rules ready to be applied."""
    phase = Phase(asked_form["phase"])
    return Form(
        id=asked_form["id"],
        version=asked_form["version"],
        status=asked_form["status"],
        sections=tuple(_read_section(section, phase) for section in asked_form["sections"]),
        evidence=tuple(_read_field(field, phase) for field in asked_form["evidence"]),
    )


def given_rows(asked_form: Asked) -> dict[str, Rows]:
    """The rows that stand in the form from the start, by section; a page cannot change or drop them."""
    return {section["id"]: section["given"] for section in asked_form["sections"] if section.get("given")}


def with_given(asked_form: Asked, answers: Answers) -> dict[str, object]:
    """The answers with the given rows in their places, whatever a page sent for their fixed fields."""
    kept = dict(answers)
    for section, rows in given_rows(asked_form).items():
        sent = answers.get(section)
        typed = [row for row in sent if isinstance(row, Mapping)] if isinstance(sent, Sequence) else []
        filled: Rows = [
            {**(dict(typed[number]) if number < len(typed) else {}), **fixed}
            for number, fixed in enumerate(rows)
        ]
        kept[section] = filled + [dict(row) for row in typed[len(rows) :]]
    return kept


def missing(
    asked_form: Asked, answers: Answers, content: Callable[[Form], Form] = lambda form: form
) -> list[Unanswered]:
    """What must still be filled in before this part can be locked, sources of each statement included.

    `content` puts the form, which names its fields in English, into the reader's language.
    """
    form = content(form_of(asked_form))
    found = missing_answers(form, answers, asked_form["phase"])
    found += unweighed(asked_form, answers)
    for section in form.sections:
        for field in section.fields:
            if field.of == "evidence":
                found += _in_sources(section, field, form.evidence, answers)
    return found


def _in_sources(
    section: FormSection, field: FormField, evidence: tuple[FormField, ...], answers: Answers
) -> Iterable[Unanswered]:
    rows = cast("Rows", answers.get(section.id) or []) if section.repeat else [dict(answers)]
    for number, row in enumerate(rows):
        sources = row.get(field.id)
        for source in sources if isinstance(sources, list) else []:
            for part in evidence if source.get("judgement_only") is not True else ():
                # Not ticked as the author's own judgement: then it is a source, and must be named.
                if source.get(part.id) in (None, "") and part.req.holds({"judgement_only": False, **source}):
                    says = say("A source needs “%(label)s”.", label=part.label)
                    yield Unanswered(section.id, field.id, number if section.repeat else None, says)


def _applies(section: FormSection, facts: Mapping[str, object]) -> bool | None:
    return True if section.when is None else section.when.holds(facts)


def _section(section: FormSection, given: Rows | None, *, settled: bool) -> Asked:
    fields = section.fields if settled else tuple(replace(field, req=rule("no")) for field in section.fields)
    return {
        "id": section.id,
        "label": section.label,
        "repeat": section.repeat,
        # Where rows are given, they are what must be judged: nobody is asked to invent a first diagnosis.
        "min": section.min if given is None else len(given),
        "one_row_where": section.one_row_where.text if section.one_row_where else None,
        "hint": section.hint if settled else UNSETTLED.said,
        "fields": [_field(field) for field in fields],
        "given": given or [],
    }


def _field(field: FormField) -> Asked:
    return {
        "id": field.id,
        "type": field.type,
        "label": field.label,
        "req": field.req.text,
        # Pairs, because a JSON object has no order, and PostgreSQL keeps none (jsonb).
        "choices": [[value, words] for value, words in field.options.items()],
        "of": field.of,
        "min": field.min,
        "max": field.max,
        "must_be_true": field.must_be_true,
        "hint": field.hint,
    }


def _read_section(section: Asked, phase: Phase) -> FormSection:
    return FormSection(
        where="",
        id=section["id"],
        label=section["label"],
        fields=tuple(_read_field(field, phase) for field in section["fields"]),
        repeat=section["repeat"],
        min=section["min"],
        one_row_where=_read_rule(section["one_row_where"]),
        hint=section["hint"],
    )


def _read_field(field: Asked, phase: Phase) -> FormField:
    return FormField(
        where="",
        id=field["id"],
        phase=phase,
        type=cast('Literal["text"]', field["type"]),
        label=field["label"],
        req=rule(field["req"]),
        choices=dict(field["choices"]),
        of=field["of"],
        min=field["min"],
        max=field["max"],
        must_be_true=field["must_be_true"],
        hint=field["hint"],
    )


def _read_rule(text: str | None) -> Rule | None:
    return rule(text) if text else None

"""The opinion form of a pathway, and what is still to be filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.forms import Form, FormField, FormFile, FormSection
from secunda.engines.pathways.levels import Phase
from secunda.engines.pathways.rules import Facts
from secunda.engines.words import Words, say, say_many

type Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A place of the form that stops the signature. `row` counts from 0 in a repeating section."""

    section: str
    field: str | None
    row: int | None
    says: Words

    @property
    def in_its_row(self) -> Words:
        """What is missing, with the number of its row where there are several."""
        if self.row is None:
            return self.says
        return say("Row %(number)s: %(problem)s", number=self.row + 1, problem=self.says)


def form_for(catalogue: Catalogue, pathway: str) -> Form:
    """The core form with the pathway's own sections after the core ones of the same phase."""
    core, own = catalogue.files.forms["core"], catalogue.pathways[pathway].form
    sections = tuple(
        _with_choices(catalogue, section)
        for phase in Phase
        for section in _own_before_closing(core, own, phase)
    )
    evidence = tuple(_chosen_from(catalogue, field) for field in core.evidence)
    return Form(pathway, catalogue.version, own.status, sections, evidence)


def _own_before_closing(core: FormFile, own: FormFile, phase: Phase) -> tuple[FormSection, ...]:
    """The last core section of each phase (how sure I am; to finish) stays last."""
    shared = tuple(section for section in core.sections if section.phase == phase)
    added = tuple(section for section in own.sections if section.phase == phase)
    return shared[:-1] + added + shared[-1:]


def _with_choices(catalogue: Catalogue, section: FormSection) -> FormSection:
    """The section with the choices of a named list written out in its fields."""
    return replace(section, fields=tuple(_chosen_from(catalogue, field) for field in section.fields))


def _chosen_from(catalogue: Catalogue, field: FormField) -> FormField:
    words = catalogue.files.enums.enums.get(field.enum or "")
    if isinstance(words, dict):
        return replace(field, choices={str(name): str(shown) for name, shown in words.items()})
    return replace(field, choices=tuple(map(str, words))) if isinstance(words, list) else field


def panel_form(catalogue: Catalogue) -> Form:
    """The form of a panel."""
    panel = catalogue.files.forms["panel"]
    return Form("panel", catalogue.version, panel.status, panel.sections, ())


def missing_answers(
    form: Form, answers: Answers, phase: Phase | str, facts: Facts | None = None
) -> list[Unanswered]:
    """What must still be filled in before the phase can be locked or signed.

    `answers`: field id to value, and for each repeating section its id to a list of rows.
    `facts` are the patient's answers; they decide which sections a pathway shows.
    """
    found: list[Unanswered] = []
    for section in form.in_phase(Phase(phase)):
        shown = section.when is None or section.when.holds(facts or {})
        if shown is None:
            says = say("Not settled: does “%(label)s” apply?", label=section.label)
            found.append(Unanswered(section.id, None, None, says))
        elif shown:
            found += (
                _in_rows(section, answers) if section.repeat else _in_row(section, answers, answers, None)
            )
    return found


def _in_rows(section: FormSection, answers: Answers) -> Iterator[Unanswered]:
    given = answers.get(section.id)
    rows = [row for row in given if isinstance(row, Mapping)] if isinstance(given, (list, tuple)) else []
    if len(rows) < section.min:
        says = say_many(
            "“%(label)s” needs at least %(count)s row.",
            "“%(label)s” needs at least %(count)s rows.",
            section.min,
            label=section.label,
        )
        yield Unanswered(section.id, None, None, says)
    if section.one_row_where and rows and not any(section.one_row_where.holds(row) for row in rows):
        says = Words(section.hint) or say("A row is missing in “%(label)s”.", label=section.label)
        yield Unanswered(section.id, None, None, says)
    for number, row in enumerate(rows):
        yield from _in_row(section, row, {**answers, **row}, number)


def _in_row(section: FormSection, row: Answers, known: Answers, number: int | None) -> Iterator[Unanswered]:
    settled = {name: value for name, value in known.items() if not _blank(value)}
    for field in section.fields:
        problem = _problem(field, row.get(field.id), settled)
        if problem:
            yield Unanswered(section.id, field.id, number, problem)


def _problem(field: FormField, value: object, known: Answers) -> Words | None:
    if field.must_be_true and not _blank(value) and value is not True:
        return say("“%(label)s” must be ticked before you can go on.", label=field.label)
    if not _blank(value):
        return _too_few(field, value)
    match field.req.holds(known):
        case True:
            return say("Fill in “%(label)s”.", label=field.label)
        case None:
            return say(
                "“%(label)s” may be needed: it rests on an answer that is not given yet.", label=field.label
            )
    return None


def _too_few(field: FormField, value: object) -> Words | None:
    short = field.type == "list" and field.min and isinstance(value, (list, tuple)) and len(value) < field.min
    if not short:
        return None
    return say("“%(label)s” needs at least %(least)s.", label=field.label, least=field.min or 0)


def _blank(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, (list, tuple, dict)) and not value)

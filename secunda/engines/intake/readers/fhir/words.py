"""What FHIR resources say in prose: narratives, notes, conclusions, and documents attached to them."""

from collections.abc import Iterator

from secunda.engines.intake.facts import Fact
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers.embedded import decoded, kept_elsewhere, numbered, read_embedded, remarks
from secunda.engines.intake.readers.fhir.terms import concept
from secunda.engines.intake.readers.shapes import Json, first, many, text
from secunda.engines.intake.readers.text import words_of_html
from secunda.engines.intake.reading import Page, Problem, ProblemCode, Severity
from secunda.engines.words import say

DAMAGED = say("A document inside this file is damaged. Please download it again.")
MOST_DOCUMENTS = 50


def prose(one: Json) -> Iterator[str]:
    """The words of a resource beyond its coded statements."""
    for note in (*many(one.get("note")), *many(one.get("notes"))):
        yield text(note.get("text"))
    for name in ("conclusion", "description", "comment", "comments", "summary"):
        yield text(one.get(name))
    yield from _sections(one)
    if one.get("resourceType") in ("DiagnosticReport", "CarePlan", "ClinicalImpression"):
        yield words_of_html(text(first(one.get("text")).get("div")))
    yield from _answers(one)


def _sections(one: Json) -> Iterator[str]:
    for section in many(one.get("section")):
        yield text(section.get("title")) or concept(section.get("code"))
        yield words_of_html(text(first(section.get("text")).get("div")))
        yield from _sections(section)


def _answers(one: Json) -> Iterator[str]:
    """The questions of a QuestionnaireResponse with what was answered; what was not stays out."""
    if one.get("resourceType") != "QuestionnaireResponse":
        return
    stack = list(reversed(many(one.get("item")) + many(one.get("group"))))
    while stack:
        item = stack.pop()
        given = [_answer(answer) for answer in many(item.get("answer"))]
        said = ", ".join(filter(None, given))
        if said:
            yield f"{text(item.get('text')) or text(item.get('linkId'))}: {said}"
        stack += reversed(
            many(item.get("item")) + [i for a in many(item.get("answer")) for i in many(a.get("item"))]
        )


def _answer(answer: Json) -> str:
    for name, value in answer.items():
        if name.startswith("value"):
            return text(value) or concept(value) or text(first(value).get("value"))
    return ""


def attachments(
    resources: list[Json], options: Options, after: int
) -> tuple[tuple[Page, ...], list[Problem]]:
    """The pages of every attached document, numbered from `after` on; none is fetched from elsewhere."""
    pages: tuple[Page, ...] = ()
    problems: list[Problem] = []
    for number, attachment in enumerate(_attached(resources)):
        if number >= MOST_DOCUMENTS or len(pages) >= options.limits.pages:
            says = say("This file holds more documents than we read. Please send them one by one.")
            problems.append(Problem(ProblemCode.OVER_LIMIT, Severity.MEDIUM, says))
            break
        written = text(attachment.get("data")) or text(attachment.get("content"))
        if not written:
            continue
        raw = decoded(written, options)
        if raw is None:
            problems.append(Problem(ProblemCode.CORRUPT, Severity.MEDIUM, DAMAGED))
            continue
        inner = read_embedded(raw, options)
        problems += remarks(inner)
        pages += numbered(inner.pages, after + len(pages))
    return pages, list(dict.fromkeys(problems))


def elsewhere_of(resources: list[Json], page: int) -> Iterator[Fact]:
    """Each document that is only pointed to, by its address; what lies in the same file is not."""
    for attachment in _attached(resources):
        pointer = text(attachment.get("url"))
        if pointer.startswith(("http:", "https:")) and not text(attachment.get("data")):
            yield kept_elsewhere(pointer, page, "attachment")


def _attached(resources: list[Json]) -> Iterator[Json]:
    for one in resources:
        kind = one.get("resourceType")
        if kind == "Binary":
            yield one
        for name in ("presentedForm", "content"):
            for each in many(one.get(name)):
                yield first(each.get("attachment")) or each
        if kind == "Media":
            yield first(one.get("content"))

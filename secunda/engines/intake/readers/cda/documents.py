"""Documents inside a clinical document: the whole body, or a note or picture attached to an entry."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from secunda.engines.intake.facts import Fact
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers.cda.values import H
from secunda.engines.intake.readers.embedded import decoded, kept_elsewhere, numbered, read_embedded, remarks
from secunda.engines.intake.reading import Page, Problem, ProblemCode, Severity
from secunda.engines.words import say

DAMAGED = say("A document inside this file is damaged. Please download it again.")
MOST_DOCUMENTS = 50


def elsewhere_of(root: Element) -> Iterator[Fact]:
    """Each document that is only pointed to, by where it is said to be."""
    for element in _embedded(root):
        pointer = element.find(f"{H}reference")
        if pointer is not None and not (element.text or "").strip():
            yield kept_elsewhere(pointer.get("value", ""), 1, element.tag.removeprefix(H))


def documents_in(root: Element, options: Options, after: int) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """The pages of every embedded document, numbered from `after` on; none is fetched from elsewhere."""
    pages: tuple[Page, ...] = ()
    problems: list[Problem] = []
    for element in list(_embedded(root))[:MOST_DOCUMENTS]:
        if element.find(f"{H}reference") is not None and not (element.text or "").strip():
            continue
        written = "".join(element.itertext())
        raw = decoded(written, options) if element.get("representation") == "B64" else written.encode()
        if raw is None:
            problems.append(Problem(ProblemCode.CORRUPT, Severity.MEDIUM, DAMAGED))
            continue
        inner = read_embedded(raw, options)
        problems += remarks(inner)
        pages += numbered(inner.pages, after + len(pages))
    return pages, tuple(dict.fromkeys(problems))


def _embedded(root: Element) -> Iterator[Element]:
    yield from root.iterfind(f"{H}component/{H}nonXMLBody/{H}text")
    for name in (f"{H}text", f"{H}value"):
        for element in root.iterfind(f".//{H}entry//{name}"):
            if element.get("representation") == "B64":
                yield element

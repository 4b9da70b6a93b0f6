"""XML of strangers: entities and references to elsewhere are refused, and the nesting is bounded."""

from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers.text import paged, read_bytes, too_long
from secunda.engines.intake.reading import Filing, ProblemCode
from secunda.engines.words import say


def parsed_xml(path: Path, options: Options) -> Element | Content:
    """Return the root element, or the content that says why there is none."""
    raw = read_bytes(path, options)
    if raw is None:
        return too_long()
    try:
        root: Element = fromstring(raw)
    except DefusedXmlException:
        return failed(
            ProblemCode.UNSAFE_CONTENT,
            say("This file points outside itself or grows without end. It was not opened."),
        )
    except (ParseError, ValueError, LookupError, RecursionError):
        return failed(ProblemCode.CORRUPT, say("This file is damaged. Please download it again."))
    return root


def read_other(path: Path, options: Options) -> Content:
    """XML of no known kind: its words."""
    root = parsed_xml(path, options)
    if isinstance(root, Content):
        return root
    words = "\n".join(" ".join(piece.split()) for piece in root.itertext() if piece.strip())
    return Content(pages=paged(words), filing=Filing.RECORD) if words else Content(filing=Filing.NOT_A_RECORD)

"""The letter to a hospital as a PDF, for whoever prints it or sends it by e-mail."""

import re
from datetime import datetime
from pathlib import Path

from secunda.adapters.documents import pdf
from secunda.engines.pathways.languages import OWN
from secunda.foundation.content.approval import caution
from secunda.foundation.language.choosing import speaking
from secunda.journey.cases.models import Case

TEMPLATE = Path(__file__).parents[1] / "letter.typ"
_BLANK = re.compile(r"\n\s*\n")


def letter_pdf(case: Case, text: str, at: datetime, content: str) -> bytes:
    """The letter with these words; equal words at an equal time give equal bytes. Letters are in English.

    `content`: the version that its words come from.
    """
    paragraphs = [part.splitlines() for part in _BLANK.split(text.strip())]
    values = {
        "title": "Request for records",
        "author": case.patient.name,
        "language": OWN,
        "paragraphs": paragraphs,
    }
    with speaking(OWN):
        values["caution"] = caution(content, is_demo=case.is_demo)
    return pdf(TEMPLATE, values, at=at)


def likely_holder(case: Case) -> str:
    """Where the first opinion was given, which is most often where the records are; empty when not known."""
    first = getattr(case, "first_opinion", None)
    return first.organisation.name if first is not None and first.organisation else ""

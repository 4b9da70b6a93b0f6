"""What the clinical content makes of a sorted box, for `secunda intake`: pathway, gaps, readers."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from secunda.engines.intake.casefile import CaseFile
from secunda.engines.pathways import ContentError, Pathway, load
from secunda.engines.pathways.catalogue import NOT_APPROVED
from secunda.engines.pathways.recognising import Inference, Lacking, infer

CLINICAL = Path(os.environ.get("SECUNDA_CLINICAL") or Path(__file__).resolve().parents[3] / "clinical")
SHOWN = 12


def inferred(case: CaseFile, pathway: str | None = None, folder: Path = CLINICAL) -> Inference | None:
    """The inference for a case file; None, and a line that says why, where no content can be used."""
    try:
        content = load(folder)
    except ContentError as fault:
        print(f"The clinical content cannot be used, so nothing is inferred. {fault}", file=sys.stderr)
        return None
    if not content.approved:
        print(f"{NOT_APPROVED}.", file=sys.stderr)
    return infer(content, case, Pathway(pathway) if pathway else None)


def in_contract(found: Inference) -> dict[str, Any]:
    """The part of the case file's JSON that the content decides."""
    return {
        "pathway": {"id": found.pathway.value, "version": found.content_version},
        "gaps": [_gap(one) for one in found.lacking],
        "subspecialties": [
            {"name": one.name, "why": str(one.why), "confidence": one.confidence} for one in found.readers
        ],
    }


def in_words(found: Inference) -> Iterator[str]:
    """Lines for a person: what it is about, who should read it, what is missing."""
    yield ""
    yield f"{found.why} Pathway: {found.pathway.value}."
    if found.readers:
        yield f"Who should read it: {', '.join(one.name for one in found.readers)}."
    weighty = [one for one in found.lacking if one.importance != "low"]
    if weighty:
        yield ""
        yield "Seems to be missing:"
        yield from (f"  {one.item}. {one.why}" for one in weighty[:SHOWN])


def _gap(one: Lacking) -> dict[str, Any]:
    made: dict[str, Any] = {
        "code": one.code,
        "item": one.item,
        "why": str(one.why),
        "importance": one.importance,
        "records": list(one.papers),
    }
    return {**made, "checklist_item": one.checklist_item} if one.checklist_item else made

"""What files say of themselves: approval, owner, review, and where their statements come from."""

import datetime as dt
import re
from collections.abc import Iterator

from secunda.engines.pathways.catalogue import Catalogue, every_file
from secunda.engines.pathways.checking.finding import Finding, Weight

_SOURCE = re.compile(r"[A-Z-]+\d*")


def approvals(catalogue: Catalogue) -> Iterator[Finding]:
    """Files that claim an approval without its date, lack an owner, or are drafts."""
    for file in every_file(catalogue.files):
        if file.status == "approved" and not (file.approved_by and file.approved_on and file.review_due):
            yield Finding(file.where, "`approved` needs `approved_by`, `approved_on` and `review_due`.")
        if not (file.owner and file.review_due):
            yield Finding(file.where, "`owner` and `review_due` are missing.")
        if file.status != "approved":
            yield Finding(file.where, "not clinically approved.", Weight.NOTE)


def overdue(catalogue: Catalogue, day: dt.date) -> Iterator[Finding]:
    """Files whose review date is before the day."""
    for file in every_file(catalogue.files):
        if file.review_due and file.review_due < day:
            yield Finding(file.where, f"its review was due on {file.review_due}. Review it before a release.")


def sources(catalogue: Catalogue) -> Iterator[Finding]:
    """Marks of sources that stand in no list."""
    listed = catalogue.files.sources
    known = {*listed.list, *listed.marks}
    for where, mark in marks_in(catalogue):
        for each in mark.split(", "):
            name = _SOURCE.match(each)
            if name is None or name[0] not in known:
                yield Finding(where, f"`{mark}` is not in reference/sources.yaml.")


def marks_in(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Every mark of a source in the content, with its place."""
    for file in every_file(catalogue.files):
        yield from _marks(file, file.where)


def _marks(value: object, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, (tuple, list)):
        for each in value:
            yield from _marks(each, where)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _marks(each, where)
    elif hasattr(value, "__dataclass_fields__"):
        here = str(getattr(value, "where", where))
        for name in value.__dataclass_fields__:
            inside = getattr(value, name)
            if name == "sources" and isinstance(inside, tuple):
                yield from ((here, str(mark)) for mark in inside)
            elif not isinstance(inside, str):
                yield from _marks(inside, here)


def controls(catalogue: Catalogue) -> Iterator[Finding]:
    """Controls of the hazard log that name no test."""
    for hazard in catalogue.files.hazards.hazards:
        if not hazard.controls:
            yield Finding(hazard.where, f"{hazard.id}: no control holds against this hazard.")
        for control in hazard.controls:
            if not control.tests:
                yield Finding(control.where, f"{hazard.id}: a control needs a test, else it is `open`.")

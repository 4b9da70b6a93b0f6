"""Check the content files against each other: what a reader of one file alone cannot see."""

import datetime as dt
from collections.abc import Callable, Iterator

from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.checking import forms, papers, records, rules
from secunda.engines.pathways.checking.finding import Finding, Weight
from secunda.engines.pathways.checking.rules import rules_of

__all__ = ["Finding", "Weight", "check", "rules_of"]

_PARTS: tuple[Callable[[Catalogue], Iterator[Finding]], ...] = (
    rules.rules,
    rules.unique_ids,
    rules.modules,
    rules.service_levels,
    rules.ladders,
    rules.self_check,
    rules.clocks,
    records.documents,
    records.kinds,
    records.conditions,
    records.experts,
    records.answering,
    records.recognition,
    forms.forms,
    forms.headlines,
    papers.approvals,
    papers.sources,
    papers.controls,
)


def check(catalogue: Catalogue, *, release_on: dt.date | None = None) -> list[Finding]:
    """Every finding, part by part. For a release, content whose review date is before that day is refused."""
    found = [finding for part in _PARTS for finding in part(catalogue)]
    return found + ([*papers.overdue(catalogue, release_on)] if release_on else [])

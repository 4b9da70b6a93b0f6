"""Proving the log, and showing people who looked at what."""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet

from secunda.foundation.audit.models import Chain, Entry
from secunda.foundation.audit.rules import Link, faults, moment


def entries_for(case_id: UUID) -> QuerySet[Entry]:
    """The log of one case, newest first."""
    return Entry.objects.filter(chain=f"case:{case_id}").select_related("actor__person").order_by("-number")


def looks_at(case_id: UUID) -> QuerySet[Entry]:
    """Who opened which record of a case, and why; newest first."""
    return entries_for(case_id).filter(event="record.opened")


def chain_faults(anchors: Path) -> list[str]:
    """Every fault in every chain, and every anchor that the database no longer honours."""
    found: list[str] = []
    for chain in Chain.objects.order_by("name").iterator():
        found += faults(_links(chain), head=(chain.number, chain.digest))
    return found + _anchor_faults(anchors)


def _links(chain: Chain) -> Iterator[tuple[Link, str]]:
    for entry in chain.entries.order_by("number").iterator():
        yield link_of(entry), entry.digest


def link_of(entry: Entry) -> Link:
    """An entry as its digest sees it."""
    return Link(
        chain=entry.chain_id,
        number=entry.number,
        at=moment(entry.at),
        actor=entry.actor_id.hex if entry.actor_id else "",
        event=entry.event,
        subject=entry.subject.hex if entry.subject else "",
        detail=entry.detail,
        previous=entry.previous,
    )


def _anchor_faults(anchors: Path) -> list[str]:
    """An anchor names a chain's head on a day; that entry must still be there with that digest."""
    found: list[str] = []
    for file in sorted(anchors.glob("*.jsonl")) if anchors.is_dir() else []:
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                head = json.loads(line)
                chain, number, digest = head["chain"], head["number"], head["digest"]
            except (ValueError, TypeError, KeyError):
                found.append(f"{file.name}: a line is not an anchor")
                continue
            if not Entry.objects.filter(chain=chain, number=number, digest=digest).exists():
                found.append(f"{chain}: entry {number}, anchored in {file.name}, is gone or changed")
    return found

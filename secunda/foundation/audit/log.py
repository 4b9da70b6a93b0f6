"""Writing the audit log. Every action calls `record` once, in its own transaction."""

from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from secunda.foundation.audit.models import Chain, Entry
from secunda.foundation.audit.rules import Link, digest, moment
from secunda.foundation.people.models import Account, Service

SITTING = timedelta(minutes=30)


class OnCase(Protocol):
    """Anything that is, or belongs to, one case."""

    @property
    def id(self) -> UUID: ...


def record(
    event: str,
    *,
    by: Account | None,
    at: datetime,
    case: OnCase | None = None,
    service: Service | None = None,
    subject: UUID | None = None,
    **detail: object,
) -> Entry:
    """Append one entry to the chain of a case, or of a service where no case is concerned.

    `by` None is the service itself. `detail` holds ids, codes and numbers only, never names or findings,
    because entries outlive an erasure.
    """
    name = f"case:{case.id}" if case is not None else f"service:{service.id if service else 'installation'}"
    Chain.objects.get_or_create(name=name)
    head = Chain.objects.select_for_update().get(name=name)
    link = Link(
        chain=name,
        number=head.number + 1,
        at=moment(at),
        actor=by.id.hex if by else "",
        event=event,
        subject=subject.hex if subject else "",
        detail=detail,
        previous=head.digest,
    )
    entry = Entry.objects.create(
        chain=head,
        number=link.number,
        at=at,
        actor=by,
        event=event,
        subject=subject,
        detail=detail,
        previous=head.digest,
        digest=digest(link),
    )
    Chain.objects.filter(name=name).update(number=entry.number, digest=entry.digest)
    return entry


def look(case: OnCase, *, by: Account, at: datetime, subject: UUID, why: str) -> None:
    """Record that somebody opened a record: once per person, record and sitting, not once per image frame."""
    seen = Entry.objects.filter(
        chain=f"case:{case.id}", event="record.opened", actor=by, subject=subject, at__gt=at - SITTING
    )
    if not seen.exists():
        record("record.opened", by=by, at=at, case=case, subject=subject, why=why)

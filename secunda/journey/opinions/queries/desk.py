"""A reviewer's desk: what waits for their reading, and what they have signed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from secunda.foundation.people.models import Account
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.states import REVIEWERS, Role
from secunda.journey.opinions.models import Opinion
from secunda.journey.opinions.queries.differing import own_step
from secunda.journey.opinions.rules.continuing import is_continued
from secunda.journey.opinions.rules.permission import READING


@dataclass(frozen=True)
class DeskLine:
    """One case on a reviewer's desk. It never names the condition: that may be the first opinion."""

    case_id: UUID
    reference: str
    pathway: str
    urgency: str
    due_on: date | None
    role: str
    step: str
    signed_at: datetime | None = None


def in_progress(by: Account, *, at: datetime) -> list[DeskLine]:
    """Cases that wait for the asker's view, the one due first on top."""
    parties = (
        Party.objects.of(by, at, REVIEWERS).filter(case__state__in=sorted(READING)).select_related("case")
    )
    own = Opinion.objects.filter(author=by.person_id).order_by("begun_at")
    opinions = {each.case_id: each for each in own}
    lines = [
        _line(party.case, party.role, _step(party, opinions.get(party.case_id), by))
        for party in parties
        if not _is_done(party.case, opinions.get(party.case_id))
    ]
    return sorted(lines, key=lambda line: (line.due_on is None, line.due_on or date.max, line.reference))


def signed_by(by: Account) -> list[DeskLine]:
    """Opinions that the asker has signed, the newest first."""
    signed = Opinion.objects.filter(author=by.person_id, signed_at__isnull=False).select_related("case")
    return [
        _line(each.case, each.role, "released" if each.released_at else "signed", each.signed_at)
        for each in signed.order_by("-signed_at")
    ]


def _is_done(case: Case, opinion: Opinion | None) -> bool:
    signed = opinion is not None and opinion.signed_at is not None
    return signed and not _continues(case, opinion)


def _continues(case: Case, opinion: Opinion | None) -> bool:
    """Whether the case has come back, so that a final opinion follows this one."""
    return opinion is not None and is_continued(case.state, opinion)


def _step(party: Party, opinion: Opinion | None, by: Account) -> str:
    if opinion is None:
        return "new"
    if _continues(party.case, opinion):
        return "final"
    asked = own_step(party.case, by=by) if party.role != Role.EXPERT else ""
    if asked:
        return asked
    if party.blind:
        return "reading"
    writes_anew = opinion.replaces_id is not None and not opinion.parts.filter(phase="compare").exists()
    return "final" if writes_anew else "comparing"


def _line(case: Case, role: str, step: str, signed_at: datetime | None = None) -> DeskLine:
    return DeskLine(case.id, case.reference, case.pathway, case.urgency, case.due_on, role, step, signed_at)

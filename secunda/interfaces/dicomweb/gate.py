"""Who may read which images. The same party check as the pages, asked on every request."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from secunda.foundation.people.models import Account
from secunda.foundation.people.sessions import signed_in
from secunda.foundation.refusal import Hidden
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import Standing, case_for
from secunda.journey.cases.states import FAMILY, REVIEWERS, Role
from secunda.journey.imaging.models import Series
from secunda.journey.records.queries.case_file import visible_series

STAFF = REVIEWERS | {Role.COORDINATOR}


@dataclass(frozen=True)
class Reader:
    """Somebody at the images of a case, and the series that they may see."""

    by: Account
    at: datetime
    case: Case
    standing: Standing
    series: QuerySet[Series]

    @property
    def why(self) -> str:
        """The role that they read in, for the log of looks."""
        return min(role.value for role in self.standing.roles)


def reader(session_key: str, case_id: UUID, at: datetime) -> Reader:
    """The reader behind a session; `Hidden` for anybody who is not a party or lacks their second factor."""
    who = signed_in(session_key)
    if who is None:
        raise Hidden
    case, held = case_for(case_id, by=who.account, at=at)
    if held.roles & STAFF and not held.roles & FAMILY and not who.second_factor:
        raise Hidden
    return Reader(who.account, at, case, held, visible_series(case, held))

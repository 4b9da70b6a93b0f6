"""Reading cases, already limited to what the asker may see."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Hidden
from secunda.journey.cases.models import Case, CaseQuerySet, Consent, Party
from secunda.journey.cases.states import Role


@dataclass(frozen=True)
class Standing:
    """What somebody is to a case right now."""

    roles: frozenset[Role]
    blind: bool


def case_for(case_id: UUID, *, by: Account, at: datetime, roles: frozenset[Role] | None = None) -> Case:
    """The case, if the asker is a party to it (in one of `roles`, where given); else `Hidden`."""
    seen = Case.objects.visible_to(by, at, roles).select_related("service", "patient")
    case = seen.filter(pk=case_id).first()
    if case is None:
        raise Hidden
    return case


def standing(case: Case, *, by: Account, at: datetime) -> Standing:
    """The asker's roles in a case, and whether they are still blind to the first opinion.

    Somebody blind in any role stays blind in all: another hat must not open the envelope.
    """
    held = list(Party.objects.of(by, at).filter(case=case).values_list("role", "blind"))
    return Standing(frozenset(Role(role) for role, _ in held), any(blind for _, blind in held))


def cases_of(account: Account, *, at: datetime, roles: frozenset[Role]) -> CaseQuerySet:
    """Every case in which the account has one of these roles, newest first."""
    return (
        Case.objects.visible_to(account, at, roles)
        .select_related("service", "patient")
        .order_by("-opened_at")
    )


def consents_in_force(case: Case, at: datetime) -> list[Consent]:
    """What is agreed to right now."""
    given = case.consents.filter(withdrawn_at__isnull=True, given_at__lte=at)
    return [consent for consent in given if consent.until is None or consent.until > at]


def answers_of(case: Case) -> dict[str, object]:
    """What the family answered, by question id. A question that is not here was not answered."""
    return dict(case.answers.values_list("question", "value"))

"""Filling in any form as it was asked, and bringing a case to the reading room."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from secunda.foundation.people.models import Account
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.states import Role, State
from secunda.journey.opinions.actions import begin_opinion, lock_blind_view, save_draft
from secunda.journey.opinions.models import Opinion
from secunda.journey.opinions.rules.asking import given_rows, missing
from tests.integration.cast import NOW, Cast


def in_review(case: Case, expert: Account, *, role: Role = Role.EXPERT, at: datetime = NOW) -> Case:
    """The case as it stands when an expert has accepted it."""
    Case.objects.filter(pk=case.pk).update(state=State.IN_REVIEW)
    Party.objects.create(case=case, person=expert.person, role=role, basis="offer", since=at, blind=True)
    case.refresh_from_db()
    return case


# What a reviewer says of the first item of the plan who would not do it, in tests of a difference.
NOT_NEEDED = {"pi_agreement": "disagree", "pi_change_type": ["not_needed"], "pi_impact": "major"}


def filled(form: dict[str, Any], of_plan: Mapping[str, object] | None = None) -> dict[str, Any]:
    """Answers that leave nothing missing; the expert agrees with everything but what `of_plan` says."""
    answers: dict[str, Any] = {}
    given = given_rows(form)
    for section in form["sections"]:
        if not section["repeat"]:
            answers |= _row(section, {})
            continue
        rows = given.get(section["id"]) or [{} for _ in range(section["min"])]
        answers[section["id"]] = [
            _row(section, row) | _no_treatment(section, n) for n, row in enumerate(rows)
        ]
    if of_plan:
        answers["plan_items"][0] |= of_plan
    while unanswered := missing(form, answers):
        for each in unanswered:
            row = answers if each.row is None else answers[each.section][each.row]
            row[each.field] = _value(_field(form, each.field or ""))
    return answers


def locked(case: Case, cast: Cast, *, at: datetime = NOW) -> Opinion:
    """An opinion whose independent view is complete and locked."""
    opinion = begin_opinion(case, by=cast.rao, at=at)
    part = opinion.parts.get(phase="blind")
    save_draft(part, filled(part.form), part.revision, by=cast.rao, at=at)
    lock_blind_view(opinion, by=cast.rao, at=at)
    return opinion


def compared(opinion: Opinion, cast: Cast, *, at: datetime = NOW) -> Opinion:
    """The same with a complete comparison, ready to sign."""
    part = opinion.parts.get(phase="compare")
    save_draft(part, filled(part.form), part.revision, by=cast.rao, at=at)
    return opinion


def _no_treatment(section: dict[str, Any], number: int) -> dict[str, Any]:
    if section["id"] != "alternatives":
        return {}
    return {"alt_is_none": number < 2, "alt_way": ("wait", "no_treatment", "treatment")[min(number, 2)]}


def _row(section: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    asked = [field for field in section["fields"] if field["req"] == "yes"]
    return {field["id"]: _value(field) for field in asked} | given


def _field(form: dict[str, Any], name: str) -> dict[str, Any]:
    return next(field for section in form["sections"] for field in section["fields"] if field["id"] == name)


def _value(field: dict[str, Any]) -> object:
    match field["type"]:
        case "bool":
            return True
        case "number":
            return field["min"] or 1
        case "date":
            return "2026-03-01"
        case "choice":
            return field["choices"][0][0]
        case "multi":
            return [field["choices"][0][0]]
        case "list":
            if field["of"] == "evidence":
                return [{"judgement_only": True}]
            return [f"{field['id']} {n}" for n in range(max(field["min"] or 1, 1))]
        case "ref":
            return "0"
        case _:
            return f"About {field['id'].replace('_', ' ')}."

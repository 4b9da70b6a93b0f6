"""The forms that tell what the first team said and what to ask, before and after a case is opened."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from secunda.interfaces.web.design.fields import Choice, Day, DesignForm, Pick, Repeat, Text
from secunda.journey.cases.actions import FirstView, Told
from secunda.journey.cases.rules import MOST_QUESTIONS

CERTAINTIES = {
    "established": _("They are sure"),
    "probable": _("They think it is likely"),
    "possible": _("They think it is possible"),
    "excluded": _("They have ruled it out"),
}
KINDS = {
    "medicine": _("A medicine"),
    "operation": _("An operation"),
    "procedure": _("A procedure, such as a stent"),
    "radiotherapy": _("Radiotherapy"),
    "systemic_cancer": _("Chemotherapy or another cancer drug"),
    "test": _("A test or a scan"),
    "watchful_waiting": _("Waiting and checking"),
    "rehab": _("Exercise or therapy"),
    "lifestyle": _("A change in how I live"),
    "referral": _("Seeing another team"),
    "palliative": _("Care for comfort"),
    "no_treatment": _("No treatment"),
}


class DiagnosisForm(DesignForm):
    """One thing that the first team says is wrong."""

    text = Text(
        _("What did they say is wrong?"), hint=_("Use their words if you can."), required=False, limit=500
    )
    certainty = Pick(
        _("How sure were they?"), CERTAINTIES, required=False, empty=_("They did not say, or I am not sure")
    )


class PlanForm(DesignForm):
    """One thing that the first team plans to do."""

    text = Text(
        _("What do they plan?"),
        hint=_("For example, an operation to take out the prostate."),
        required=False,
        limit=500,
    )
    kind = Pick(_("What kind of treatment is it?"), KINDS, required=False, empty=_("I am not sure"))
    planned_for = Day(
        _("When is it planned for?"), hint=_("Leave this empty if there is no date yet."), required=False
    )


class WhatForm(DesignForm):
    """What was diagnosed and what is planned, each thing in a row of its own."""

    repeats = {
        "diagnoses": Repeat(
            DiagnosisForm, _("What is wrong"), most=10, add=_("Add another thing that is wrong")
        ),
        "plans": Repeat(PlanForm, _("The plan"), most=20, add=_("Add another part of the plan")),
    }


class WhoForm(DesignForm):
    """Who gave the first opinion, where and when; all of it may be unknown."""

    doctor = Text(_("Which doctor told you?"), hint=_("For example, Mr Carrow."), required=False, limit=200)
    doctor_role = Text(
        _("What is their job?"), hint=_("For example, consultant urologist."), required=False, limit=200
    )
    organisation = Text(_("Which hospital or clinic?"), required=False, limit=200)
    given_on = Day(_("When did they tell you?"), required=False)


class HasOpinionForm(DesignForm):
    """Whether there is a first opinion at all."""

    told = Choice(
        _("Has a doctor told you what is wrong, or what they plan to do?"),
        {"yes": _("Yes"), "no": _("Not yet")},
        missing=_("Choose yes or not yet"),
    )


class OneQuestionForm(DesignForm):
    """One question for the expert."""

    text = Text(_("Your question"), required=False, limit=500)


class QuestionsForm(DesignForm):
    """Up to eight questions for the expert."""

    repeats = {
        "questions": Repeat(
            OneQuestionForm, _("Question"), least=1, most=MOST_QUESTIONS, add=_("Add another question")
        )
    }

    def texts(self) -> tuple[str, ...]:
        """The questions that were written, in order."""
        return tuple(row["text"] for row in self.answers().get("questions", []))


class ItemFacts(Protocol):
    """What the forms need to know of an item of the first opinion."""

    axis: str
    text: str
    certainty: str
    kind: str
    planned_for: date | None


def first_view(told: Mapping[str, Any]) -> FirstView:
    """The first opinion as an action takes it, from the answers of `WhatForm` and `WhoForm`."""
    diagnoses = [
        Told("diagnosis", row["text"], certainty=row.get("certainty", ""))
        for row in told.get("diagnoses", [])
        if row.get("text")
    ]
    plans = [
        Told("plan", row["text"], kind=row.get("kind", ""), planned_for=as_day(row.get("planned_for")))
        for row in told.get("plans", [])
        if row.get("text")
    ]
    days = [plan.planned_for for plan in plans if plan.planned_for]
    return FirstView(
        doctor=told.get("doctor", ""),
        doctor_role=told.get("doctor_role", ""),
        organisation=told.get("organisation", ""),
        given_on=as_day(told.get("given_on")),
        planned_for=min(days, default=None),
        items=(*diagnoses, *plans),
    )


def what_was_told(items: list[ItemFacts]) -> dict[str, list[dict[str, object]]]:
    """Stored items as `WhatForm` shows them again."""
    shown: dict[str, list[dict[str, object]]] = {"diagnoses": [], "plans": []}
    for item in items:
        if item.axis == "diagnosis":
            shown["diagnoses"].append({"text": item.text, "certainty": item.certainty})
        elif item.axis == "plan":
            shown["plans"].append({"text": item.text, "kind": item.kind, "planned_for": item.planned_for})
    return shown


def as_day(value: object) -> date | None:
    """A day from a form or from a session, where it is ISO text."""
    if isinstance(value, str) and value:
        return date.fromisoformat(value)
    return value if isinstance(value, date) else None

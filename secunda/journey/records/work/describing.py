"""What a case file follows from besides files and rulings: the patient, and what the first team says."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from secunda.engines.intake.reading import Identifier, PartialDate, Person
from secunda.foundation.content import catalogue
from secunda.journey.cases.models import Case, FirstItem
from secunda.journey.cases.states import OPEN
from secunda.journey.records.models import Assembly
from secunda.journey.records.rules import FirstTeam
from secunda.journey.records.rules.learning import Lesson, other_names

_PATIENT = tuple(f"patient__{name}" for name in ("name", "other_names", "birth_date", "sex", "nhs_number"))


def patient_of(case: Case, lessons: Sequence[Lesson]) -> Person:
    """The patient, as the engine compares people; `lessons`: the names that a family said are theirs too."""
    patient = case.patient
    birth = patient.birth_date
    numbers = (Identifier("NHS number", patient.nhs_number),) if patient.nhs_number else ()
    return Person(
        name=patient.name or None,
        other_names=(*patient.other_names, *other_names(lessons)),
        birth_date=PartialDate(birth.isoformat(), "day") if birth else None,
        sex=patient.sex if patient.sex in {"female", "male", "other"} else None,
        identifiers=numbers,
    )


def first_team(case: Case) -> FirstTeam:
    """What the first opinion of a case says, as far as a record may show it."""
    first = getattr(case, "first_opinion", None)
    if first is None:
        return FirstTeam()
    return FirstTeam(first.doctor, tuple(first.items.filter(axis="plan").values_list("text", flat=True)))


def described(case: Case) -> str:
    """A digest of all this."""
    return _digests(Case.objects.filter(pk=case.pk))[case.pk]


def described_anew() -> list[UUID]:
    """The open cases whose file was made of another description, and waits for nothing.

    Asked twice a second for as long as a worker runs, of every open case: three queries in all, and rows
    instead of models, which take thirty times as long.
    """
    idle = Assembly.objects.filter(awaiting="", case__state__in=OPEN)
    made_for = dict(idle.values_list("case_id", "made_for"))
    now = _digests(Case.objects.filter(pk__in=idle.values("case_id")))
    return [name for name, digest in now.items() if made_for.get(name, digest) != digest]


def _digests(cases: QuerySet[Case]) -> dict[UUID, str]:
    plans: dict[UUID, list[str]] = defaultdict(list)
    stated = FirstItem.objects.filter(axis="plan", opinion__case__in=cases.values("pk"))
    for name, text in stated.order_by("opinion", "number").values_list("opinion__case", "text"):
        plans[name].append(text)
    version = catalogue().version
    return {
        name: _digest([*facts, plans[name], version])
        for name, *facts in cases.values_list("pk", "pathway", "first_opinion__doctor", *_PATIENT)
    }


def _digest(facts: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(facts, cls=DjangoJSONEncoder).encode()).hexdigest()

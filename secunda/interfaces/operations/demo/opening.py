"""A family opens its case and hands in what it has: the same actions as behind the pages."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from secunda.engines.pathways import Catalogue, DemoCase, on_day
from secunda.foundation.people.models import Account
from secunda.foundation.vault import vault
from secunda.interfaces.operations.demo.answers import FAMILIES
from secunda.interfaces.operations.demo.cast import Cast
from secunda.interfaces.operations.demo.patients import PATIENTS
from secunda.journey.cases.actions import FirstView, Opening, Told, answer_questions, open_case
from secunda.journey.cases.models import Case
from secunda.journey.records.actions import receive_files

CARED_FOR = "cardiac"
# What each family picked on the list of conditions.
CONDITIONS = {
    "general": "fibroids_heavy_periods",
    "radiology": "pancreas_cyst",
    "cardiac": "angina_arteries",
    "oncology": "prostate_cancer",
    "surgery": "back_neck_surgery",
    "rare": "ms_like",
    "chronic": "high_blood_pressure",
}
BASIS = "He is my father. He asked me to do this for him, and he agrees."
CARING_LASTS = timedelta(days=365)
# What the first pages ask before there is a case.
_ASKED_FIRST = ("age_years", "who_for", "country", "treatment_date")


def asker(cast: Cast, story: DemoCase) -> Account:
    """Who asks: the patient, or the carer for the one who has asked her to."""
    return cast.carer if story.pathway.value == CARED_FOR else cast.patients[story.id]


def open_for(cast: Cast, content: Catalogue, story: DemoCase, *, sent_on: date, at: datetime) -> Case:
    """Open a case as the first pages do, with what was told there. Days count from the day of sending."""
    patient = cast.patients[story.id].person
    if patient is None:
        raise LookupError(f"{story.id} has no patient")
    # The patient's papers are written for the day of sending, and so is their age.
    patient.birth_date = PATIENTS[story.id].born_on(sent_on)
    cared_for = story.pathway.value == CARED_FOR
    first = first_view(story, sent_on)
    told = "; ".join(item.text for item in first.items if item.axis == "diagnosis")
    given = {name: value for name, value in said(story, sent_on).items() if name in _ASKED_FIRST}
    given |= {"dx_text": told, "questions_for_expert": list(story.patient_questions)}
    opening = Opening(
        pathway=story.pathway.value,
        condition=_picked(content, story),
        content_version=content.version,
        patient=patient,
        proxy_basis=BASIS if cared_for else "",
        proxy_until=at + CARING_LASTS if cared_for else None,
        questions=story.patient_questions,
        first=first,
        is_demo=True,
        answers=in_their_words(content, given),
    )
    return open_case(cast.service, opening, by=asker(cast, story), at=at)


def hand_in(case: Case, folder: Path, files: list[Path], *, by: Account, at: datetime) -> None:
    """Hand in a shoebox with the names that its files have below the folder, as a browser sends them."""
    placed = vault.place_many(case.id, files)
    named = [file.relative_to(folder).as_posix() for file in files]
    receive_files(case, list(zip(named, placed, strict=True)), by=by, at=at)


def answer_health(
    case: Case, content: Catalogue, story: DemoCase, *, sent_on: date, by: Account, at: datetime
) -> None:
    """Answer the health questions."""
    given = {name: value for name, value in said(story, sent_on).items() if name not in _ASKED_FIRST}
    given["language"] = story.patient.language
    given["goals"] = story.goals
    answer_questions(case, in_their_words(content, given), by=by, at=at)


def said(story: DemoCase, sent_on: date) -> dict[str, object]:
    """Every answer of the family by question id; the danger signs are not among them."""
    family = FAMILIES.get(story.pathway.value)
    answers = {**story.answers, **(family.answers if family else {})}
    answers.pop("red_flags", None)
    return dated(answers, sent_on)


def in_their_words(content: Catalogue, given: Mapping[str, object]) -> dict[str, tuple[str, object]]:
    """Each answer with the words in which it was asked."""
    return {name: (content.questions[name].text, value) for name, value in given.items()}


def first_view(story: DemoCase, sent_on: date) -> FirstView:
    """What the first team said, by whom and when."""
    stated = cast("dict[str, Any]", on_day(dict(story.first_opinion), sent_on))
    team = stated["team"]
    items = [_told("diagnosis", each) for each in stated["diagnoses"]]
    items += [_told("plan", each) for each in stated["plan"]]
    return FirstView(
        doctor=team["doctor"],
        doctor_role=team["role"],
        organisation=team["place"],
        given_on=team["date"],
        planned_for=min((each.planned_for for each in items if each.planned_for), default=None),
        items=tuple(items),
    )


def dated(given: Mapping[str, Any], sent_on: date) -> dict[str, Any]:
    """The same with every day such as `-15d` as the date that it is, counted from the day of sending."""
    return cast("dict[str, Any]", _plain(on_day(dict(given), sent_on)))


def _picked(content: Catalogue, story: DemoCase) -> str:
    wanted = CONDITIONS[story.pathway.value]
    return next(each.label for each in content.files.conditions.conditions if each.id == wanted)


def _told(axis: str, item: Mapping[str, Any]) -> Told:
    return Told(
        axis=axis,
        text=item["text"],
        code=item.get("code") or "",
        certainty=item.get("certainty") or "",
        kind=item.get("kind") or "",
        planned_for=item.get("date"),
    )


def _plain(value: object) -> object:
    """A value as JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value

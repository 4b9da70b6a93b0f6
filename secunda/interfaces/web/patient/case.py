"""What several pages of one case need to know of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from secunda.interfaces.web.design.access import CaseVisit
from secunda.interfaces.web.design.fields import DesignForm, LongText, Text
from secunda.interfaces.web.patient.asking import HealthQuestions, health_questions
from secunda.journey.cases.queries import answers_of, consents_in_force
from secunda.journey.cases.rules import may_add_records, may_change_answers
from secunda.journey.cases.states import FAMILY
from secunda.journey.records.queries import (
    content_of,
    evaluation_of,
    evaluation_with,
    facts_of,
    gaps_of,
    questions_of,
    today_of,
)
from secunda.journey.safety.queries import cleared_lately, words_to_watch

# The consent without which no opinion can be made.
NEEDED = "doing_the_opinion"


@dataclass(frozen=True)
class Progress:
    """How far the family has come with what they tell us."""

    about: bool
    told: bool
    questions: int
    doctor: bool
    consent: bool
    editable: bool


def progress_of(visit: CaseVisit) -> Progress:
    """What is done and what is not, from what is stored."""
    case = visit.case
    return Progress(
        about=bool(case.patient.name and case.patient.birth_date),
        told=hasattr(case, "first_opinion"),
        questions=case.questions.count(),
        doctor=case.invitations.exists(),
        consent=any(each.what == NEEDED for each in consents_in_force(case, visit.at)),
        editable=may_change_answers(case) is None,
    )


def health_of(visit: CaseVisit) -> HealthQuestions:
    """The health questions of the case as they stand now."""
    case, at = visit.case, visit.at
    facts, found = facts_of(case, at), evaluation_of(case, at)
    return health_questions(content_of(case), facts, found, answers_of(case), today_of(case, at))


def health_after(visit: CaseVisit, answers: Mapping[str, object]) -> HealthQuestions:
    """The health questions as they will stand once these answers are kept; the danger signs are left out."""
    case, at = visit.case, visit.at
    facts, found = evaluation_with(case, answers, at)
    return health_questions(content_of(case), facts, found, {*answers_of(case), *answers}, today_of(case, at))


def questions_shown(visit: CaseVisit) -> dict[str, object]:
    """The patient's questions and what can be answered, while records can still be added."""
    if may_add_records(visit.case) is not None:
        return {"asked": [], "may_change_questions": False}
    found = evaluation_of(visit.case, visit.at)
    lines = gaps_of(visit.case, visit.at, found)
    asked = questions_of(visit.case, visit.at, lines, found)
    return {"asked": asked, "may_change_questions": may_change_answers(visit.case) is None}


def is_carer(visit: CaseVisit) -> bool:
    """Whether the reader asks for somebody else."""
    return bool(visit.standing.roles & FAMILY) and visit.case.patient_id != visit.by.person_id


def shares_with_doctor(visit: CaseVisit) -> bool:
    """Whether sharing with the team that treats the patient is agreed to now."""
    return any(each.what == "share_with_hospital" for each in consents_in_force(visit.case, visit.at))


def agreed_to_follow_up(visit: CaseVisit) -> bool:
    """Whether we may ask how it turned out."""
    return any(each.what == "follow_up" for each in consents_in_force(visit.case, visit.at))


def says_danger(visit: CaseVisit, *texts: str) -> bool:
    """Whether what somebody wrote holds words to watch for, and the danger signs were not asked just now."""
    return bool(words_to_watch(" ".join(texts))) and not cleared_lately(visit.case, visit.at)


def own_words(form: DesignForm) -> str:
    """What somebody wrote into a form in their own words, beside what they chose."""
    free = [name for name, field in form.fields.items() if isinstance(field, (LongText, Text))]
    return " ".join(str(form.cleaned_data.get(name) or "") for name in free)

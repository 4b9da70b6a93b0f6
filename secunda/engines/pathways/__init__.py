"""Clinical content as data: loading it, and the pure functions that apply it.

Nothing here knows the clock, the network or the database: `today` is handed in.
"""

from secunda.engines.pathways.answering import Answerable, State, Wanted, answerable, topic_of
from secunda.engines.pathways.asking import CallNumbers, ShownFlag, numbers_for, questions_to_ask, red_flags
from secunda.engines.pathways.calendars import Calendar
from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.checking import Finding, Weight, check
from secunda.engines.pathways.comparison import (
    ComparedPlanItem,
    diagnosis_overall,
    headline,
    overall_impact,
    plan_overall,
    suggest_dx,
    suggest_plan,
)
from secunda.engines.pathways.demo import DemoCase, load_demo_cases, on_day
from secunda.engines.pathways.eligibility import Advice, eligibility
from secunda.engines.pathways.evaluating import Evaluation, Fired, evaluate
from secunda.engines.pathways.facts import AnswerError, as_date, facts_from, working_days
from secunda.engines.pathways.gaps import Gaps, Missing, documents_of, gaps
from secunda.engines.pathways.levels import Act, AdviceLevel, GuardLevel, Need, Pathway, Phase
from secunda.engines.pathways.loading import load, load_unchecked
from secunda.engines.pathways.nodes import ContentError
from secunda.engines.pathways.opinions import Unanswered, form_for, missing_answers, panel_form
from secunda.engines.pathways.snapshots import UnknownVersionError, catalogue_at, snapshot
from secunda.engines.pathways.texts import plain, tags
from secunda.engines.pathways.waiting import (
    DAYS_TO_TALK,
    Guards,
    Limits,
    Urgency,
    guards,
    urgency,
    urgency_in,
)

__all__ = [
    "DAYS_TO_TALK",
    "Act",
    "Advice",
    "AdviceLevel",
    "AnswerError",
    "Answerable",
    "Calendar",
    "CallNumbers",
    "Catalogue",
    "ComparedPlanItem",
    "ContentError",
    "DemoCase",
    "Evaluation",
    "Finding",
    "Fired",
    "Gaps",
    "GuardLevel",
    "Guards",
    "Limits",
    "Missing",
    "Need",
    "Pathway",
    "Phase",
    "ShownFlag",
    "State",
    "Unanswered",
    "UnknownVersionError",
    "Urgency",
    "Wanted",
    "Weight",
    "answerable",
    "as_date",
    "catalogue_at",
    "check",
    "diagnosis_overall",
    "documents_of",
    "eligibility",
    "evaluate",
    "facts_from",
    "form_for",
    "gaps",
    "guards",
    "headline",
    "load",
    "load_demo_cases",
    "load_unchecked",
    "missing_answers",
    "numbers_for",
    "on_day",
    "overall_impact",
    "panel_form",
    "plain",
    "plan_overall",
    "questions_to_ask",
    "red_flags",
    "snapshot",
    "suggest_dx",
    "suggest_plan",
    "tags",
    "topic_of",
    "urgency",
    "urgency_in",
    "working_days",
]

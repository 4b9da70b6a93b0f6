"""Which of a patient's questions the records can answer, with which limit, and what the others need."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.gaps import DatedDocument, Held, Unusable
from secunda.engines.pathways.rules import Facts
from secunda.engines.pathways.situation import Situation
from secunda.engines.pathways.topics import Evidence, Topic

# The answer of the patient that holds their own questions.
OWN_QUESTIONS = "questions_for_expert"


class State(StrEnum):
    """Whether an expert can answer a question from what is here."""

    NOW = "now"
    WITH_LIMIT = "with_limit"
    NEEDS = "needs"


class Wanted(NamedTuple):
    """A record that a question needs or that would help: why, how to get it, and how old it may be (days)."""

    documents: tuple[str, ...]
    label: str
    why: str
    how: str
    max_age_days: int | None
    reason: Unusable
    limit: str


class Answerable(NamedTuple):
    """One question: can it be answered now, with which limits, or what does it need?

    `ask`: questions to the person whose answers decide whether more is needed; until they are answered it
    is never "now".
    """

    question: str
    topic: str
    state: State
    needs: tuple[Wanted, ...]
    limits: tuple[Wanted, ...]
    ask: tuple[str, ...]


def answerable(
    catalogue: Catalogue,
    facts: Facts,
    records: Iterable[DatedDocument],
    today: dt.date,
    questions: Sequence[str] | None = None,
) -> tuple[Answerable, ...]:
    """Each question against the records at hand. Without `questions`: the person's own, and if there are
    none, one of each kind."""
    return answerable_in(Situation(catalogue, facts, today), Held(records, today), questions)


def answerable_in(
    case: Situation, held: Held, questions: Sequence[str] | None = None
) -> tuple[Answerable, ...]:
    """Each question against what is held, in a situation."""
    own = case.facts.get(OWN_QUESTIONS)
    asked = questions if questions is not None else [str(one) for one in own] if isinstance(own, list) else []
    if asked:
        pairs = [(question, topic_of(case.catalogue, question)) for question in asked]
    else:
        pairs = [(topic.label, topic) for topic in case.catalogue.files.answering.topics[:-1]]
    return tuple(_judged(case, question, topic, held) for question, topic in pairs)


def topic_of(catalogue: Catalogue, question: str) -> Topic:
    """The kind of a question in free words: the topic with the longest words in it, else the last one."""
    plain = " ".join(re.findall(r"[^\W_]+", question.casefold()))
    best, longest = catalogue.files.answering.topics[-1], 0
    for topic in catalogue.files.answering.topics:
        for word in topic.words:
            if len(word) > longest and _pattern(word).search(plain):
                best, longest = topic, len(word)
    return best


@lru_cache(maxsize=2048)
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(' '.join(re.findall(r'[^\W_]+', word.casefold())))}")


def _judged(case: Situation, question: str, topic: Topic, held: Held) -> Answerable:
    ask: dict[str, None] = {}
    needs = _lacking(case, topic.needs, held, ask)
    limits = _lacking(case, topic.helps, held, ask)
    open_questions = case.unanswered(ask)
    state = State.NEEDS if needs else State.WITH_LIMIT if limits or open_questions else State.NOW
    return Answerable(question, topic.id, state, tuple(needs), tuple(limits), open_questions)


def _lacking(case: Situation, evidence: Iterable[Evidence], held: Held, ask: dict[str, None]) -> list[Wanted]:
    found = []
    for each in evidence:
        oldest = each.max_age if each.max_age is not None else case.ages.get(each.any)
        reason = held.why_not(each.any, each.tag, oldest)
        if reason is None:
            continue
        match case.holds(each.when):
            case True:
                found.append(_wanted(case.catalogue, each, oldest, reason))
            case None if each.when is not None:
                ask.update(dict.fromkeys(case.open_questions(each.when)))
    return found


def _wanted(
    catalogue: Catalogue,
    evidence: Evidence,
    oldest: int | None,
    reason: Unusable,
) -> Wanted:
    first = catalogue.documents[evidence.any[0]]
    return Wanted(
        documents=evidence.any,
        label=first.label,
        why=evidence.why,
        how=catalogue.files.help.texts[first.help],
        max_age_days=oldest,
        reason=reason,
        limit=evidence.limit,
    )

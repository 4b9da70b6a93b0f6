"""What a change of the content would alter on stored cases, case by case."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.evaluating import Evaluation, evaluate
from secunda.engines.pathways.facts import AnswerError, facts_from
from secunda.engines.pathways.gaps import DatedDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCase:
    """A case as it is kept: its id, its answers (pathway and red flags among them), its records, its day."""

    id: str
    answers: Mapping[str, object]
    records: tuple[DatedDocument, ...] = ()
    on: dt.date


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise under the new content. `urgent`: the case becomes more urgent, or a stop
    is lost; somebody should look before the content is changed."""

    case: str
    what: str
    before: object
    after: object
    urgent: bool


def differences(old: Catalogue, new: Catalogue, cases: Iterable[StoredCase]) -> Iterator[Change]:
    """Every change, in the order of the cases."""
    for case in cases:
        before, after = _evaluated(old, case), _evaluated(new, case)
        if isinstance(before, Evaluation) and isinstance(after, Evaluation):
            yield from _changes(case.id, before, after)
        elif before != after:
            yield Change(case.id, "answers", _in_words(before), _in_words(after), urgent=True)


def summary(changes: Iterable[Change]) -> Counter[str]:
    """How many cases change in which respect."""
    return Counter(what for _, what in {(change.case, change.what) for change in changes})


def _evaluated(catalogue: Catalogue, case: StoredCase) -> Evaluation | str:
    """The evaluation, or why the content cannot read the answers any more."""
    try:
        facts = facts_from(catalogue, case.answers, case.on)
    except AnswerError as error:
        return str(error)
    return evaluate(catalogue, facts, case.records, case.on)


def _changes(case: str, before: Evaluation, after: Evaluation) -> Iterator[Change]:
    closer = after.level.rank < before.level.rank
    lost = before.level != after.level and not before.level.rank
    for what, one, other in _compared(before, after):
        if one != other:
            yield Change(case, what, one, other, urgent=what == "level" and (closer or lost))


def _compared(before: Evaluation, after: Evaluation) -> Iterator[tuple[str, object, object]]:
    for what in ("level", "provisional", "deadline_working_days", "added_delay_days"):
        yield what, getattr(before, what), getattr(after, what)
    yield "fired", tuple(each.id for each in before.fired), tuple(each.id for each in after.fired)
    yield "says", tuple(each.say for each in before.fired), tuple(each.say for each in after.fired)
    yield "must_ask", before.must_ask, after.must_ask
    yield "phone_triage", before.phone_triage, after.phone_triage
    yield "advice", before.advice.level, after.advice.level
    yield "reasons", _ids(before.advice.reasons), _ids(after.advice.reasons)
    yield "missing", _missing(before), _missing(after)
    yield "answerable", _states(before), _states(after)


def _ids(reasons: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(getattr(each, "id", "")) for each in reasons)


def _missing(found: Evaluation) -> tuple[str, ...]:
    return () if found.gaps is None else tuple(f"{each.item} ({each.reason})" for each in found.gaps.missing)


def _states(found: Evaluation) -> tuple[str, ...]:
    return tuple(f"{each.topic}: {each.state}" for each in found.answerable)


def _in_words(found: Evaluation | str) -> str:
    return found if isinstance(found, str) else "can be read"

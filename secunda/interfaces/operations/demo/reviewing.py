"""The expert reads, writes, locks, compares and signs, as far as the course of the case goes."""

from secunda.foundation.people.models import Account
from secunda.interfaces.operations.demo.courses import When
from secunda.interfaces.operations.demo.opining import Answers, Written, written
from secunda.interfaces.operations.demo.stages import MINUTE, Telling
from secunda.journey.opinions.actions import (
    CallMade,
    begin_opinion,
    lock_blind_view,
    note_look,
    record_call,
    release_opinion,
    save_draft,
    sign_opinion,
)
from secunda.journey.opinions.models import Opinion
from secunda.journey.opinions.queries import path_of, reading_room
from secunda.journey.records.models import Record
from secunda.journey.safety.actions import acknowledge_alert
from secunda.journey.safety.queries import open_alerts

_A_LOOK = 2 * MINUTE
# What is left to the end of a comparison: a case in the compare phase has not got so far.
_CLOSING = frozenset({"answers", "plain_summary"})


def review(one: Telling, began: When) -> None:
    """Read and write the independent view; lock it, compare, sign and release where that has happened."""
    opinion = begin_opinion(one.now(), by=one.expert, at=one.at(began))
    seen = _look_through(one, opinion, began)
    says = written(one.story, one.sent_on, _papers(seen))
    draft = {name: value for name, value in says.blind.items() if name not in says.drop}
    _save(opinion, "blind", draft | {"docs_seen": seen}, by=one.expert, one=one, when=began)
    _answer_alerts(one, began)
    if one.course.locked:
        lock_blind_view(opinion, by=one.expert, at=one.at(one.course.locked))
        _compare(one, opinion, says, one.course.locked)
    if one.course.signed:
        sign_opinion(opinion, by=one.expert, at=one.at(one.course.signed))
    if one.course.spoke:
        _speak(one, one.course.spoke)
    if one.course.released:
        release_opinion(opinion, by=one.coordinator, at=one.at(one.course.released))


def _speak(one: Telling, spoke: When) -> None:
    """The first doctor and the expert talk it over, as the case's own story goes on: they agree to hold."""
    path = path_of(one.case)
    if path is None:
        raise AssertionError(one.story.id)
    first, at = one.cast.doctors[one.story.id].person, one.at(spoke)
    names = f"{first.name if first else ''} and {one.course.expert}, the patient listening"
    call = CallMade(at.date(), names, "agreed", "Both agree to hold, and to begin with the programme.")
    record_call(path, call, by=one.coordinator, at=at)


def _compare(one: Telling, opinion: Opinion, says: Written, locked: When) -> None:
    """Lay the first opinion beside the own view: all of it before signing, else as far as it has come."""
    signed = one.course.signed
    said = says.compare if signed else {n: v for n, v in says.compare.items() if n not in _CLOSING}
    when, minutes = (signed, -25) if signed else (locked, 30)
    _save(opinion, "compare", said, by=one.expert, one=one, when=when, minutes=minutes)


def _look_through(one: Telling, opinion: Opinion, began: When) -> list[str]:
    """Open everything that the reader may see, one after the other; the ids of what was opened."""
    at = one.at(began, 1)
    room = reading_room(one.case, by=one.expert, at=at)
    seen = [*(record.id for record in room.file.records), *(study.id for study in room.file.studies)]
    for number, subject in enumerate(seen):
        note_look(opinion, subject, by=one.expert, at=at + number * _A_LOOK)
    return [str(subject) for subject in seen]


def _papers(seen: list[str]) -> dict[str, str]:
    """The records that the expert has read, by the names of the files that they came in."""
    return {
        record.item.name: str(record.id)
        for record in Record.objects.filter(id__in=seen).select_related("item")
    }


def _save(
    opinion: Opinion,
    phase: str,
    answers: Answers,
    *,
    by: Account,
    one: Telling,
    when: When,
    minutes: int = 55,
) -> None:
    part = opinion.parts.select_related("opinion__case__service").get(phase=phase)
    save_draft(part, answers, part.revision, by=by, at=one.at(when, minutes))


def _answer_alerts(one: Telling, began: When) -> None:
    """A dangerous finding was alerted when it was written down; a coordinator takes it at once."""
    for alert in open_alerts(one.cast.service).filter(case=one.case):
        acknowledge_alert(alert, by=one.coordinator, at=one.at(began, 63))

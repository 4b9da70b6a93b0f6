"""Seeding: the cast, then seven shoeboxes through the intake and the actions that any case takes."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from secunda.engines.pathways import Catalogue, DemoCase, load_demo_cases
from secunda.foundation.content import catalogue
from secunda.interfaces.operations.demo import place, reviewing, stages
from secunda.interfaces.operations.demo.beside import Beside
from secunda.interfaces.operations.demo.cast import Cast, make_cast
from secunda.interfaces.operations.demo.courses import COURSES
from secunda.interfaces.operations.demo.days import Days
from secunda.interfaces.operations.demo.opening import asker, hand_in, open_for
from secunda.interfaces.operations.demo.readings import WORKER, read_some, settle
from secunda.interfaces.operations.demo.shoebox import write_shoebox
from secunda.interfaces.operations.demo.stages import Telling
from secunda.interfaces.operations.demo.telling import Progress
from secunda.journey.cases.models import Case
from secunda.journey.opinions.work import render_opinions

NEWCOMER = "general"
ZONE = ZoneInfo("Europe/London")
HANDING_IN = timedelta(minutes=55)
JUST_OPENED = timedelta(minutes=25)


@dataclass(frozen=True)
class Seeding:
    """One seeding: its people, its content, its calendar, and where it tells how far it is."""

    cast: Cast
    content: Catalogue
    stories: Mapping[str, DemoCase]
    days: Days
    progress: Progress


def seed(
    *, at: datetime, progress: Progress, second: Beside | None = None, only: frozenset[str] = frozenset()
) -> Cast:
    """Make the cast and bring each case to where it stands; `only` names pathways (empty: all).

    `second` is a process beside this one that shares the work; without it everything is done here.
    """
    every = load_demo_cases(Path(settings.SECUNDA_CLINICAL))
    stories = {name: story for name, story in every.items() if not only or name in only}
    cast = make_cast({story.id: story for story in every.values()}, at=at)
    one = Seeding(cast, catalogue(), stories, Days(at, ZONE), progress)
    if NEWCOMER in stories:
        _open_for_the_newcomer(one, second)
    cases = _open_all(one, second)
    helping = second.read() if second else None
    settle(list(cases.values()), lambda left: progress.tell(f"reading the records: {left} files left"))
    if helping is not None:
        helping.result()
    for name, case in cases.items():
        progress.tell(f"{stories[name].patient.name}: the way of the case", now=True)
        _take_onward(_telling(one, name, case))
    while render_opinions(WORKER):
        progress.tell("printing the signed opinion")
    return cast


def _open_for_the_newcomer(one: Seeding, second: Beside | None) -> None:
    """The newcomer's case has just been opened; their shoebox lies on disk, to be handed in by hand."""
    story, at = one.stories[NEWCOMER], one.days.now - JUST_OPENED
    open_for(one.cast, one.content, story, sent_on=one.days.today, at=at)
    for _ in _written(one, {NEWCOMER: place.shoebox()}, second):
        one.progress.tell(f"{story.patient.name}: the shoebox")


def _open_all(one: Seeding, second: Beside | None) -> dict[str, Case]:
    """Open the other cases and hand each shoebox in as soon as it is written."""
    cases: dict[str, Case] = {}
    with tempfile.TemporaryDirectory(prefix="secunda-demo-") as boxes:
        folders = {name: Path(boxes) / name for name in COURSES if name in one.stories}
        for name, files in _written(one, folders, second):
            story, course = one.stories[name], COURSES[name]
            one.progress.tell(f"{story.patient.name}: {len(files)} files handed in", now=True)
            opened = one.days.at(*course.opened)
            cases[name] = open_for(one.cast, one.content, story, sent_on=_sent_on(one, name), at=opened)
            handed_in = one.days.at(*(course.sent or course.opened)) - HANDING_IN
            hand_in(cases[name], folders[name], files, by=asker(one.cast, story), at=handed_in)
    return cases


def _written(
    one: Seeding, folders: Mapping[str, Path], second: Beside | None
) -> Iterator[tuple[str, list[Path]]]:
    """Each shoebox with its files, as it is written; while the process beside writes, this one reads."""
    days = {name: _sent_on(one, name) for name in folders}
    if second is None:
        for name, folder in folders.items():
            yield name, write_shoebox(one.stories[name].id, folder, today=days[name])
        return
    writing = {
        name: second.write(one.stories[name].id, folder, days[name]) for name, folder in folders.items()
    }
    for name, files in writing.items():
        while not files.done():
            one.progress.tell(f"{one.stories[name].patient.name}: the shoebox")
            read_some()
        yield name, files.result()


def _sent_on(one: Seeding, name: str) -> date:
    """The day from which the days of a case's papers count: that of sending, or of seeding."""
    course = COURSES.get(name)
    return one.days.back(course.sent[0]) if course and course.sent else one.days.today


def _telling(one: Seeding, name: str, case: Case) -> Telling:
    return Telling(
        case=case,
        story=one.stories[name],
        course=COURSES[name],
        days=one.days,
        cast=one.cast,
        content=one.content,
        read=lambda each: settle([each], lambda _: None),
    )


def _take_onward(one: Telling) -> None:
    """Every step that the case has taken, in order."""
    course = one.course
    if course.sent:
        stages.send_in(one, course.sent)
    if course.accepted:
        stages.accept(one, course.accepted)
    if course.offered:
        made = stages.offer(one, course.offered)
        if course.taken:
            stages.take(one, made, course.taken)
    if course.began:
        reviewing.review(one, course.began)
    stages.ask(one)
    if course.joined and stages.shares(one):
        stages.bring_in_the_doctor(one, course.joined)

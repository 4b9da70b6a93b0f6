"""What a box lacks by its own account: awaited results, advised tests, pictures, readable copies."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from secunda.engines.pathways.diagnoses import Cues, Examination, Examinations, Importance
from secunda.engines.pathways.recognising.box import Box, Paper, Pictures, mentions
from secunda.engines.pathways.recognising.phrases import says
from secunda.engines.pathways.recognising.statements import Section, Statement
from secunda.engines.words import Words, say

type Code = Literal[
    "result_pending",
    "recommended_not_found",
    "mentioned_not_found",
    "images_missing",
    "report_missing",
    "unreadable_copy",
    "out_of_date",
    "checklist",
]

# A result dated a little before the letter that asks for it is still that result.
SLACK = dt.timedelta(days=3)
# Pictures and their report carry the same day, or the report comes within a month.
NEAR = dt.timedelta(days=31)
# What was advised long before the newest paper is no longer news.
STALE = dt.timedelta(days=540)
LONGEST_QUOTE = 200
_FUTURE = re.compile(
    r"\b(?:in|at|after|every|within|each|in etwa|alle|dans|tous les|cada|dentro de|ogni|tra|over|elke)\s"
    r"(?:\w+\s)?(?:\d+|one|two|three|four|six|nine|twelve|zwei|drei|sechs|zwolf|dos|tres|seis|doce|deux|trois"
    r"|douze|due|sei|dodici|drie|zes)\s?(?:to \d+ )?"
    r"(?:w(?:ee)?ks?|months?|years?|mo|wochen?|monaten?|jahren?|semanas|meses|anos|semaines|mois|ans"
    r"|settimane|mesi|anni|weken|maanden|jaar)\b"
)
_REFUSED = re.compile(r"\b(?:no|not|kein\w*|nicht|ohne|pas|geen|niet)\s(?:\w+\s)?$")
# Letters before a word in which "no evidence of" still speaks of it.
NEGATION = 25
_RANK: dict[Importance, int] = {"low": 0, "medium": 1, "high": 2}


@dataclass(frozen=True, slots=True)
class Lacking:
    """Something that is not in the box: what to ask for, why, and where that was seen."""

    code: Code
    item: str
    why: Words
    importance: Importance
    document: str | None = None
    papers: tuple[str, ...] = ()
    checklist_item: str | None = None
    examination: str | None = None


@dataclass(frozen=True, slots=True)
class _Wish:
    """An examination that a statement asks for or awaits."""

    code: Code
    examination: Examination
    paper: Paper
    statement: Statement


def lacking(box: Box, examinations: Examinations, cues: Cues) -> list[Lacking]:
    """Everything that the papers themselves show to be missing, the most important first."""
    known = examinations.examinations
    found = [
        *_unreadable(box, known),
        *_unfulfilled(box, known, cues),
        *_without_pictures(box, known),
        *_without_report(box, known),
    ]
    return sorted(_merged(found), key=lambda one: -_RANK[one.importance])


def _unreadable(box: Box, known: tuple[Examination, ...]) -> Iterator[Lacking]:
    for file in box.unread:
        named = next((each for each, _ in mentions(file.words, known)), None)
        importance: Importance = named.result if named else "medium"
        item = (
            f"{named.item}: a copy that can be read ({file.name})"
            if named
            else f"A readable copy of {file.name}"
        )
        papers = (file.id,) if file.id else ()
        yield Lacking(
            "unreadable_copy", item, file.says, importance,
            named.document if named else None, papers, examination=named.id if named else None,
        )  # fmt: skip


def _unfulfilled(box: Box, known: tuple[Examination, ...], cues: Cues) -> Iterator[Lacking]:
    for paper in box.papers:
        for statement in paper.statements:
            wishes = list(_wishes(paper, statement, known, cues))
            named = [wish for wish in wishes if wish.examination.id != "supplementary"]
            for wish in named or wishes:
                if not _fulfilled(wish, box, cues):
                    yield _as_lacking(wish, box)


def _wishes(
    paper: Paper, statement: Statement, known: tuple[Examination, ...], cues: Cues
) -> Iterator[_Wish]:
    code = _code(statement, cues)
    if code is None:
        return
    for examination, start in mentions(statement.plain, known):
        before = statement.plain[:start]
        if not says(before[-NEGATION:], cues.negated) and not _REFUSED.search(before):
            yield _Wish(code, examination, paper, statement)


def _code(statement: Statement, cues: Cues) -> Code | None:
    """What the statement says of the examinations that it names; None when nothing is missing by it."""
    plain = statement.plain
    if says(plain, cues.not_available):
        return "mentioned_not_found"
    if statement.section is Section.HISTORY or says(plain, cues.denied) or says(plain, cues.conditional):
        return None
    if says(plain, cues.elsewhere):
        return "mentioned_not_found"
    if _FUTURE.search(plain) or says(plain, cues.later):
        return None
    if says(plain, cues.pending):
        return "result_pending"
    if statement.section is Section.PLAN or says(plain, cues.advised):
        return "recommended_not_found"
    return None


def _fulfilled(wish: _Wish, box: Box, cues: Cues) -> bool:
    """Whether a later paper or picture is what was asked for."""
    since = wish.paper.day - SLACK if wish.paper.day else None
    reported_elsewhere = wish.code == "mentioned_not_found"
    if not reported_elsewhere and any(_shows(wish.examination, one, since) for one in box.pictures):
        return True
    others = (one for one in box.papers if one.id != wish.paper.id and _after(one.day, since))
    return any(_answers(wish.examination, paper, cues) for paper in others)


def _after(day: dt.date | None, since: dt.date | None) -> bool:
    return day is None or since is None or day >= since


def _shows(examination: Examination, pictures: Pictures, since: dt.date | None) -> bool:
    if examination.by != "imaging" or not pictures.modalities.intersection(examination.modality):
        return False
    right_part = not examination.body or any(word in pictures.words for word in examination.body)
    return right_part and _after(pictures.day, since)


def _answers(examination: Examination, paper: Paper, cues: Cues) -> bool:
    """Whether a paper is the report of an examination, or gives its result."""
    if paper.kind in examination.kinds:
        return True
    if says(paper.head, examination.words):
        return True
    if examination.by == "imaging":
        return False
    return any(
        says(statement.plain, examination.words) and statement.section is not Section.HISTORY
        for statement in paper.statements
        if _code(statement, cues) is None
    )


def _as_lacking(wish: _Wish, box: Box) -> Lacking:
    examination, paper = wish.examination, wish.paper
    importance: Importance = examination.result
    newest = box.newest
    if paper.day and newest and newest - paper.day > STALE:
        importance = "low"
    elif wish.code == "mentioned_not_found" and importance == "high" and examination.by != "imaging":
        importance = "medium"
    quote = wish.statement.text[:LONGEST_QUOTE].strip()
    match wish.code:
        case "result_pending":
            why = say("A record says that this result is still to come: “%(quote)s”", quote=quote)
        case "recommended_not_found":
            why = say("A record asks for it, and it is not here: “%(quote)s”", quote=quote)
        case _:
            why = say("A record speaks of it, and it is not here: “%(quote)s”", quote=quote)
    return Lacking(
        wish.code, examination.item, why, importance, examination.document, (paper.id,),
        examination=examination.id,
    )  # fmt: skip


def _without_pictures(box: Box, known: tuple[Examination, ...]) -> Iterator[Lacking]:
    """Reports whose pictures are not here; old ones matter little when newer pictures of the same are."""
    for paper, examination in _reports(box, known):
        near = [one for one in box.pictures if one.modalities.intersection(_modalities(examination))]
        if any(one.day is None or paper.day is None or abs(one.day - paper.day) <= NEAR for one in near):
            continue
        superseded = any(
            other.id != paper.id and same.modality == examination.modality and _later(other, paper)
            for other, same in _reports(box, known)
        )
        importance: Importance = "low" if near or superseded else examination.images or "low"
        yield Lacking(
            "images_missing", f"{examination.item} images (the pictures, not only the report)",
            say("The report is here. An expert needs the pictures themselves."), importance,
            examination.document, (paper.id,),
        )  # fmt: skip


def _later(one: Paper, other: Paper) -> bool:
    return (one.day or dt.date.min) > (other.day or dt.date.min)


def _reports(box: Box, known: tuple[Examination, ...]) -> Iterator[tuple[Paper, Examination]]:
    pictured = tuple(each for each in known if each.images)
    for paper in box.papers:
        if paper.kind in ("imaging_report", "procedure_report"):
            yield from ((paper, each) for each, _ in list(mentions(paper.head, pictured))[:1])


def _modalities(examination: Examination) -> frozenset[str]:
    """DICOM modalities that its pictures may carry; a PET-CT is one study of both."""
    return frozenset(examination.modality)


def _without_report(box: Box, known: tuple[Examination, ...]) -> Iterator[Lacking]:
    read = {"CT", "MR", "PT", "MG", "XA", "NM"}
    reports = [(paper, _modalities(each)) for paper, each in _reports(box, known)]
    written = [paper for paper in box.papers if paper.kind == "imaging_report"]
    for pictures in box.pictures:
        if not pictures.modalities & read:
            continue
        same_day = any(
            paper.day and pictures.day and abs(paper.day - pictures.day) <= NEAR for paper in written
        )
        if same_day or any(
            pictures.modalities & modalities and paper.day is None for paper, modalities in reports
        ):
            continue
        names = " and ".join(sorted(pictures.modalities & read))
        on = f" of {pictures.day.isoformat()}" if pictures.day else ""
        yield Lacking(
            "report_missing", f"Written report of the {names} {pictures.words}{on}".replace("  ", " "),
            say("The pictures are here without their report."), "medium", "imaging_report", (pictures.id,),
        )  # fmt: skip


def _merged(found: Iterable[Lacking]) -> list[Lacking]:
    """One entry for one thing: the most important, with all the papers that speak of it."""
    by_item: dict[str, Lacking] = {}
    for one in found:
        key = one.examination or one.item
        known = by_item.get(key)
        if known is None:
            by_item[key] = one
            continue
        best = one if _RANK[one.importance] > _RANK[known.importance] else known
        papers = tuple(dict.fromkeys((*known.papers, *one.papers)))
        by_item[key] = replace(best, papers=papers)
    return list(by_item.values())

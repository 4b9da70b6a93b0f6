"""DICOM objects gathered into studies and series, with what is visibly missing from them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from secunda.engines.intake.casefile import BelongsTo, Series, Study, Who
from secunda.engines.intake.incomplete import series_problems, views_missing
from secunda.engines.intake.names import parts
from secunda.engines.intake.reading import Person, Problem, ProblemCode, Reading, Severity
from secunda.engines.intake.whose import belongs
from secunda.engines.words import in_a_row, say


def studies_of(
    objects: Sequence[Reading], patient: Person, listed: Mapping[str, int] | None = None
) -> tuple[Study, ...]:
    """Group by study and person: one study number on two people's images is two studies.

    Images that name nobody stand with the one person on whose images their study number is, for no two
    studies have the same (PS3.3 §C.7.2.1); unless their patient's number is another.
    `listed`: how many images of each series a disc's index lists.
    """
    grouped: dict[str, dict[_Named, list[Reading]]] = defaultdict(lambda: defaultdict(list))
    for one in objects:
        uid = one.dicom.study_uid if one.dicom else None
        grouped[uid or one.path][_named(one)].append(one)
    found = (group for people in grouped.values() for group in _with_nameless(people).values())
    return tuple(_study(number, group, patient, listed or {}) for number, group in enumerate(found, 1))


type _Named = tuple[tuple[str, ...], str]
"""The parts of a name, and a date of birth."""

_NOBODY: _Named = ((), "")


def _named(one: Reading) -> _Named:
    birth = one.person.birth_date.value if one.person.birth_date else ""
    return tuple(sorted(parts(one.person.name or ""))), birth


def _with_nameless(people: dict[_Named, list[Reading]]) -> dict[_Named, list[Reading]]:
    if len(people) != 2 or _NOBODY not in people:
        return people
    (name, own), nameless = next(each for each in people.items() if each[0] != _NOBODY), people[_NOBODY]
    theirs, ours = _numbers(nameless), _numbers(own)
    if theirs and ours and not theirs & ours:
        return people
    return {name: [*own, *nameless]}


def _numbers(group: Sequence[Reading]) -> set[str]:
    return {identifier.value for one in group for identifier in one.person.identifiers}


def _study(number: int, group: list[Reading], patient: Person, listed: Mapping[str, int]) -> Study:
    first = group[0]
    if first.dicom is None:
        raise ValueError("only DICOM objects make a study")
    by_series: dict[str, list[Reading]] = defaultdict(list)
    for one in group:
        by_series[(one.dicom.series_uid if one.dicom else None) or one.path].append(one)
    series = tuple(_series(members, listed) for members in by_series.values())
    whose = belongs(first.person, patient)
    return Study(
        id=f"study-{number}",
        uid=first.dicom.study_uid,
        description=next(
            (one.dicom.study_description for one in group if one.dicom and one.dicom.study_description), None
        ),
        date=next((one.date for one in group if one.date), None),
        person=first.person,
        belongs_to=whose,
        series=series,
        problems=(*identity_problems(whose), *views_missing(group)),
    )


def identity_problems(whose: BelongsTo) -> tuple[Problem, ...]:
    """What to say about a record that is another person's, or perhaps."""
    if whose.who is Who.OTHER:
        return (
            Problem(
                ProblemCode.OTHER_PERSON,
                Severity.HIGH,
                in_a_row(whose.reason, say("It is held apart and not used.")),
            ),
        )
    if whose.who is Who.UNKNOWN and whose.confirm:
        return (Problem(ProblemCode.IDENTITY_UNCLEAR, Severity.MEDIUM, whose.reason),)
    return ()


def _series(members: list[Reading], listed: Mapping[str, int]) -> Series:
    ordered = sorted(
        members, key=lambda one: ((one.dicom.instance_number or 0) if one.dicom else 0, one.path)
    )
    first = ordered[0]
    problems = {problem: None for one in ordered for problem in one.problems}
    return Series(
        uid=first.dicom.series_uid if first.dicom else None,
        modality=first.dicom.modality if first.dicom else None,
        kind=first.kind.name,
        description=first.dicom.series_description if first.dicom else None,
        instances=tuple(ordered),
        problems=(*problems, *series_problems(ordered, listed)),
    )

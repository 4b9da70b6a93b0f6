"""DICOM objects gathered into studies and series, with what is visibly missing from them."""

from collections import defaultdict
from collections.abc import Sequence

from secunda.engines.intake.casefile import BelongsTo, Series, Study, Who
from secunda.engines.intake.names import parts
from secunda.engines.intake.reading import Person, Problem, ProblemCode, Reading, Severity
from secunda.engines.intake.whose import belongs

_NUMBERED = frozenset({"CT", "MR", "PT"})
_VIEWS = frozenset({("R", "CC"), ("L", "CC"), ("R", "MLO"), ("L", "MLO")})
"""The four standard views of a screening mammogram."""


def studies_of(objects: Sequence[Reading], patient: Person) -> tuple[Study, ...]:
    """Group by study and person: one study number on two people's images is two studies."""
    grouped: dict[tuple[str, tuple[str, ...], str], list[Reading]] = defaultdict(list)
    for one in objects:
        birth = one.person.birth_date.value if one.person.birth_date else ""
        uid = one.dicom.study_uid if one.dicom else None
        grouped[(uid or one.path, tuple(sorted(parts(one.person.name or ""))), birth)].append(one)
    return tuple(_study(number, group, patient) for number, group in enumerate(grouped.values(), 1))


def _study(number: int, group: list[Reading], patient: Person) -> Study:
    first = group[0]
    if first.dicom is None:
        raise ValueError("only DICOM objects make a study")
    by_series: dict[str, list[Reading]] = defaultdict(list)
    for one in group:
        by_series[(one.dicom.series_uid if one.dicom else None) or one.path].append(one)
    series = tuple(_series(members) for members in by_series.values())
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
        problems=(*identity_problems(whose), *_views_missing(group)),
    )


def identity_problems(whose: BelongsTo) -> tuple[Problem, ...]:
    """What to say about a record that is another person's, or perhaps."""
    if whose.who is Who.OTHER:
        return (
            Problem(
                ProblemCode.OTHER_PERSON, Severity.HIGH, f"{whose.reason} It is held apart and not used."
            ),
        )
    if whose.who is Who.UNKNOWN and "confirm" in whose.reason:
        return (Problem(ProblemCode.IDENTITY_UNCLEAR, Severity.MEDIUM, whose.reason),)
    return ()


def _series(members: list[Reading]) -> Series:
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
        problems=(*problems, *_slices_missing(ordered)),
    )


def _slices_missing(members: list[Reading]) -> list[Problem]:
    """Holes in the numbering of a stack; numbers may start anywhere."""
    numbers = sorted(
        {one.dicom.instance_number for one in members if one.dicom and one.dicom.instance_number is not None}
    )
    modality = members[0].dicom.modality if members[0].dicom else None
    if modality not in _NUMBERED or len(numbers) < 3:
        return []
    missing = numbers[-1] - numbers[0] + 1 - len(numbers)
    if not 0 < missing < len(numbers):
        return []
    whole = missing + len(numbers)
    says = f"{missing} of {whole} images of this series are missing. Please ask for the whole examination."
    return [Problem(ProblemCode.SERIES_INCOMPLETE, Severity.MEDIUM, says)]


def _views_missing(group: list[Reading]) -> list[Problem]:
    seen = {
        (one.dicom.laterality, (one.dicom.view or "").upper())
        for one in group
        if one.dicom and one.dicom.modality == "MG"
    }
    missing = sorted(_VIEWS - seen)
    if len(seen & _VIEWS) != 3:
        return []
    side, view = ("left" if missing[0][0] == "L" else "right"), missing[0][1]
    says = f"The {side} {view} view of this mammogram is missing. Please ask for all four views."
    return [Problem(ProblemCode.SERIES_INCOMPLETE, Severity.MEDIUM, says)]

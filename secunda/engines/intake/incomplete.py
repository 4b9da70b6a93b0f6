"""What is visibly missing from a series or study: slices, views, and what the disc's own index lists."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from secunda.engines.intake.facts import Fact
from secunda.engines.intake.reading import DicomObject, Filing, Problem, ProblemCode, Reading, Severity
from secunda.engines.words import say, say_many

_NUMBERED = frozenset({"CT", "MR", "PT"})
_VIEWS = frozenset({("R", "CC"), ("L", "CC"), ("R", "MLO"), ("L", "MLO")})
"""The four standard views of a screening mammogram."""
POSITION, _ORIENTATION = "00200032", "00200037"
_ACQUISITION, _IN_ACQUISITION = "00200012", "00201002"
USED = (POSITION, _ORIENTATION, _ACQUISITION, _IN_ACQUISITION)
"""The attributes by which the images of a series are told to be all there."""
LISTED = "images listed on the disc"
"""The fact by which the reader of a DICOMDIR tells how many images of a series the disc should hold."""


def series_problems(members: Sequence[Reading], listed: Mapping[str, int]) -> tuple[Problem, ...]:
    """Everything that is wrong with one series as a whole."""
    objects = list(_distinct(members).values())
    missing = (
        _by_number(objects) or _by_position(objects) or _by_promise(objects) or _by_index(objects, listed)
    )
    return (*missing, *_unlike_copies(members))


def listed_on_discs(readings: Sequence[Reading]) -> dict[str, int]:
    """How many images of each series the indexes of the discs list; of several indexes the fullest."""
    found: dict[str, int] = {}
    for reading in readings:
        if reading.filing is Filing.DISC_INDEX:
            for fact in filter(_counts, reading.facts):
                uid = fact.place or ""
                found[uid] = max(found.get(uid, 0), int(fact.value))
    return found


def _counts(fact: Fact) -> bool:
    return fact.name == LISTED and fact.value.isdigit()


def _distinct(members: Sequence[Reading]) -> dict[str, DicomObject]:
    return {one.dicom.sop_instance_uid or one.path: one.dicom for one in members if one.dicom}


def _by_number(objects: Sequence[DicomObject]) -> list[Problem]:
    """Holes in the numbering of a stack; numbers may start anywhere."""
    numbers = sorted({one.instance_number for one in objects if one.instance_number is not None})
    if not objects or objects[0].modality not in _NUMBERED or len(numbers) < 3:
        return []
    missing = numbers[-1] - numbers[0] + 1 - len(numbers)
    return [_missing(missing, missing + len(numbers))] if 0 < missing < len(numbers) else []


def _by_position(objects: Sequence[DicomObject]) -> list[Problem]:
    """Holes in space: slices stand evenly, but for gaps of whole steps (PS3.3 C.7.6.2.1.1)."""
    if not objects or objects[0].modality not in _NUMBERED or len(objects) < 4:
        return []
    places = sorted({round(place, 3) for one in objects if (place := _along(one)) is not None})
    if len(places) != len(objects):
        return []
    steps = [after - before for before, after in pairwise(places)]
    usual = sorted(steps)[len(steps) // 2]
    if usual <= 0:
        return []
    whole = [step / usual for step in steps]
    if any(abs(each - round(each)) > 0.05 or round(each) < 1 for each in whole):
        return []
    missing = sum(round(each) - 1 for each in whole)
    return [_missing(missing, missing + len(places))] if 0 < missing < len(places) else []


def _along(one: DicomObject) -> float | None:
    """How far a slice lies along the normal of its plane, in millimetres."""
    place, plane = _numbers(one, POSITION), _numbers(one, _ORIENTATION)
    if len(place) != 3 or len(plane) != 6:
        return None
    (a, b, c), (d, e, f) = plane[:3], plane[3:]
    normal = (b * f - c * e, c * d - a * f, a * e - b * d)
    return sum(one * other for one, other in zip(normal, place, strict=True))


def _numbers(one: DicomObject, tag: str) -> list[float]:
    values = one.metadata.get(tag, {}).get("Value", [])
    try:
        return [float(value) for value in values]
    except (TypeError, ValueError):
        return []


def _by_promise(objects: Sequence[DicomObject]) -> list[Problem]:
    """A series cut short: its one acquisition says that it has more images (Images in Acquisition)."""
    promised = {n for one in objects for n in _numbers(one, _IN_ACQUISITION)}
    acquired = {n for one in objects for n in _numbers(one, _ACQUISITION)}
    if len(promised) != 1 or len(acquired) != 1 or len(objects) < 2:
        return []
    whole = int(promised.pop())
    highest = max((one.instance_number or 0 for one in objects), default=0)
    return [_missing(whole - len(objects), whole)] if len(objects) < whole and highest < whole else []


def _by_index(objects: Sequence[DicomObject], listed: Mapping[str, int]) -> list[Problem]:
    """Images that the disc's index lists and that are not here."""
    whole = listed.get(objects[0].series_uid or "", 0) if objects else 0
    return [_missing(whole - len(objects), whole)] if len(objects) < whole else []


def _missing(missing: int, whole: int) -> Problem:
    says = say(
        "%(missing)s of %(whole)s images of this series are missing. Please ask for the whole examination.",
        missing=missing,
        whole=whole,
    )
    return Problem(ProblemCode.SERIES_INCOMPLETE, Severity.MEDIUM, says)


def _unlike_copies(members: Sequence[Reading]) -> Iterator[Problem]:
    """One image number on files that are not the same, bytes for bytes."""
    digests: dict[str, set[str]] = {}
    for one in members:
        if one.dicom and one.dicom.sop_instance_uid and one.sha256:
            digests.setdefault(one.dicom.sop_instance_uid, set()).add(one.sha256)
    unlike = sum(len(each) > 1 for each in digests.values())
    if unlike:
        says = say_many(
            "An image of this series is here twice, and the two differ. Please check which is right.",
            "%(count)s images of this series are here twice, and differ. Please check which are right.",
            unlike,
        )
        yield Problem(ProblemCode.CORRUPT, Severity.LOW, says)


def views_missing(group: Sequence[Reading]) -> tuple[Problem, ...]:
    """The fourth standard view of a mammogram of which three are here."""
    seen = {
        (one.dicom.laterality, (one.dicom.view or "").upper())
        for one in group
        if one.dicom and one.dicom.modality == "MG"
    }
    missing = sorted(_VIEWS - seen)
    if len(seen & _VIEWS) != 3:
        return ()
    side, view = say("left") if missing[0][0] == "L" else say("right"), missing[0][1]
    says = say(
        "The %(side)s %(view)s view of this mammogram is missing. Please ask for all four views.",
        side=side,
        view=view,
    )
    return (Problem(ProblemCode.SERIES_INCOMPLETE, Severity.MEDIUM, says),)

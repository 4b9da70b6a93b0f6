"""Whose record it is: the person on it, held against the patient."""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum

from rapidfuzz.distance import OSA
from stdnum.gb import nhs

from secunda.engines.intake.casefile import BelongsTo, Who
from secunda.engines.intake.dates import swapped
from secunda.engines.intake.names import Likeness, compare, family_of, parts
from secunda.engines.intake.reading import Identifier, PartialDate, Person, Reading
from secunda.engines.words import say


class _Birth(StrEnum):
    SAME = "same"
    NEAR = "near"
    DIFFERENT = "different"
    UNSAID = "unsaid"


def belongs(shown: Person, patient: Person, *, scanned: bool = False) -> BelongsTo:
    """Say whose a record is, from what it shows."""
    if not patient.name and not patient.birth_date:
        return BelongsTo(Who.UNKNOWN, say("We do not know yet whom these records are about."))
    names = _names(shown, patient, noisy=scanned)
    birth = _birth(shown.birth_date, patient.birth_date, scanned=scanned)
    number = _number(shown.identifiers, patient.identifiers)
    return _judged(names, birth, number)


def _judged(names: Likeness, birth: _Birth, number: bool | None) -> BelongsTo:  # noqa: FBT001
    known = birth in (_Birth.SAME, _Birth.NEAR)
    if names is Likeness.SAME:
        return _same_name(birth, known=known, number=number)
    if names is Likeness.UNSAID:
        return _no_name(birth, number=number)
    if names is Likeness.GIVEN_NAME_ONLY:
        if known or (number and birth is not _Birth.DIFFERENT):
            return BelongsTo(
                Who.UNKNOWN,
                say(
                    "The first name and date of birth agree, but the family name is another: "
                    "please confirm it."
                ),
                confirm=True,
            )
        return BelongsTo(Who.OTHER, say("The family name is another."))
    if known and number:
        return BelongsTo(
            Who.UNKNOWN,
            say("The number and date of birth agree, but the name is another: please confirm it."),
            confirm=True,
        )
    return BelongsTo(Who.OTHER, say("The name on it is another person's."))


def _same_name(birth: _Birth, *, known: bool, number: bool | None) -> BelongsTo:
    if birth is _Birth.DIFFERENT:
        if number:
            return BelongsTo(
                Who.UNKNOWN,
                say("The name and the number agree, but the date of birth is another: please confirm it."),
                confirm=True,
            )
        return BelongsTo(Who.OTHER, say("The name is the same, but the date of birth is another."))
    if number is False and not known:
        return BelongsTo(Who.OTHER, say("The name is the same, but the patient number is another."))
    if number is False:
        return BelongsTo(
            Who.UNKNOWN,
            say("The name and date of birth agree, but the NHS number is another: please confirm it."),
            confirm=True,
        )
    if known:
        return BelongsTo(Who.SAME, say("The name and the date of birth agree."))
    if number:
        return BelongsTo(Who.SAME, say("The number and the name agree."))
    return BelongsTo(Who.SAME, say("The name agrees."))


def _no_name(birth: _Birth, *, number: bool | None) -> BelongsTo:
    if number and birth is not _Birth.DIFFERENT:
        return BelongsTo(Who.SAME, say("The patient number agrees."))
    if birth is _Birth.SAME:
        return BelongsTo(Who.SAME, say("The date of birth agrees; no name could be read."))
    if birth is _Birth.DIFFERENT and number is False:
        return BelongsTo(Who.OTHER, say("The date of birth and the patient number are another person's."))
    if birth is _Birth.DIFFERENT:
        return BelongsTo(
            Who.UNKNOWN,
            say("The date of birth is another, and no name could be read: please confirm it."),
            confirm=True,
        )
    return BelongsTo(Who.UNKNOWN, say("It does not say whom it is about."))


def _names(shown: Person, patient: Person, *, noisy: bool) -> Likeness:
    mine, theirs = _called(patient), _called(shown)
    if not shown.name or not mine:
        return Likeness.UNSAID
    found = {compare(one, other, noisy=noisy) for one in theirs for other in mine}
    for likeness in (Likeness.SAME, Likeness.GIVEN_NAME_ONLY, Likeness.DIFFERENT):
        if likeness in found:
            return likeness
    return Likeness.UNSAID


def _called(person: Person) -> list[str]:
    """Every name of a person; a former family name that stands alone ("née") goes with the given names."""
    words = parts(person.name or "")
    family = family_of(person.name or "")
    given = " ".join(word for word in words if word != family)
    former = [f"{given} {name}" if given and len(parts(name)) == 1 else name for name in person.other_names]
    return [name for name in (person.name, *former) if name]


def _birth(one: PartialDate | None, other: PartialDate | None, *, scanned: bool) -> _Birth:
    if one is None or other is None:
        return _Birth.UNSAID
    length = min(len(one.value), len(other.value))
    if one.value[:length] == other.value[:length]:
        return _Birth.SAME
    if swapped(one).value == other.value or swapped(other).value == one.value:
        return _Birth.SAME
    if scanned and OSA.distance(one.value, other.value) == 1:
        return _Birth.NEAR
    return _Birth.DIFFERENT


def _number(ones: Sequence[Identifier], others: Sequence[Identifier]) -> bool | None:
    """True: a number agrees. False: both show an NHS number, and not the same. None: nothing to compare."""
    mine = {_plain(i.value): _system(i) for i in others}
    theirs = {_plain(i.value): _system(i) for i in ones}
    for value, system in theirs.items():
        if (
            value in mine
            and len(value) >= 5
            and (system == mine[value] or not system or not mine[value] or nhs.is_valid(value))
        ):
            return True
    return False if any(map(_national, ones)) and any(map(_national, others)) else None


def _national(one: Identifier) -> bool:
    """An NHS number by its label: a hospital's own number may pass the check of the digits by chance."""
    return "nhs" in (one.system or "").casefold()


def _plain(value: str) -> str:
    return "".join(letter for letter in value.upper() if letter.isalnum())


def _system(one: Identifier) -> str:
    digits = _plain(one.value)
    valid = len(digits) == 10 and digits.isdigit() and nhs.is_valid(digits)
    return "nhs" if valid or _national(one) else (one.system or "").casefold()


def patient_of(readings: Iterable[Reading]) -> Person:
    """The person on whom most records agree. A DICOM study counts once; of equals the more files decide."""
    given = list(readings)
    shown = _shown(given)
    if not shown:
        return Person()
    files = Counter(person for reading in given for person in _persons(reading))

    def weight(one: Person) -> tuple[float, int, int]:
        return _support(one, shown), len(parts(one.name or "")), files[one]

    best = max(shown, key=weight)
    if not best.name:
        # A bare birth date fits a twin as well: whose it is, those with a name decide.
        best = max(
            (one for one in shown if one.name and belongs(one, best).who is Who.SAME),
            key=weight,
            default=best,
        )
    theirs = [(one, n) for one, n in shown.items() if belongs(one, best).who is Who.SAME]
    return _merged(best, theirs)


def _shown(readings: Iterable[Reading]) -> dict[Person, int]:
    # A dict, not a set: the order in which equals are met must not depend on chance.
    seen: dict[tuple[str, Person], None] = {}
    for reading in readings:
        for person in _persons(reading):
            if person.name or person.birth_date:
                seen[reading.dicom.study_uid or "" if reading.dicom else reading.path, person] = None
    return Counter(person for _, person in seen)


def _persons(reading: Reading) -> tuple[Person, ...]:
    """Whom a file shows: of several records in it, each its own person."""
    return tuple(part.person for part in reading.parts) or (reading.person,)


def _support(one: Person, shown: dict[Person, int]) -> float:
    total = 0.0
    for other, times in shown.items():
        if belongs(other, one).who is Who.SAME:
            total += times * (1.0 if one.birth_date and other.birth_date else 0.6)
    return total + (0.5 if one.name and one.birth_date else 0.0)


def _merged(best: Person, theirs: list[tuple[Person, int]]) -> Person:
    named = Counter({one.name: 0 for one, _ in theirs if one.name})
    births: Counter[str] = Counter()
    sexes: Counter[str] = Counter()
    numbers: Counter[Identifier] = Counter()
    for one, times in theirs:
        named[one.name or ""] += times
        births[one.birth_date.value if one.birth_date else ""] += times * (
            1 if one.birth_date and one.birth_date.ambiguous else 2
        )
        sexes[one.sex or ""] += times
        numbers.update(dict.fromkeys(one.identifiers, times))
    for counted in (named, births, sexes):
        del counted[""]
    name = max(named, key=lambda n: (named[n] > 0, len(parts(n)), named[n]), default=best.name)
    birth = next((PartialDate(b, "day") for b, _ in births.most_common(1)), best.birth_date)
    others = tuple(n for n, _ in named.most_common() if n != name and parts(n) != parts(name or ""))
    former = tuple(n for one, _ in theirs for n in one.other_names)
    return Person(
        name,
        tuple(dict.fromkeys((*others, *former))),
        birth,
        next((s for s, _ in sexes.most_common(1)), None),
        tuple(n for n, _ in numbers.most_common(6)),
    )

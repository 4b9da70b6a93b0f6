"""Imaginary people, the ways in which their names are written, and those who are easily taken for them."""

import random
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from secunda.engines.intake.reading import Identifier, PartialDate, Person

_GIVEN = tuple(
    name
    for line in (
        "Agnes Birgit Chiara Dorothea Elena Fatima Grzegorz Henrik Ingeborg Joaquín Kazimierz Lørke Mireille",
        "Noëlle Oumar Przemysław Quentin Rosalía Søren Tomasz Ulrike Věra Wolfgang Ximena Yusuf Zoë",
        "Anne-Marie Jean-Luc",
    )
    for name in line.split()
)
_FAMILY = tuple(
    name
    for line in (
        "Adeyemi Brzęczyszczykiewicz Castellanos Dąbrowska Eriksen Fürstenberg Göransson Halloran Iglesias",
        "Jørgensen Kowalczyk Lefèvre Müller Nakamura Oyelaran Papadopoulos Quesnel Rodríguez Strauß Tilbury",
        "Unwin Vandenberghe Whitcombe Xanthakis Yıldız Zieliński O'Brien McAllister",
    )
    for name in line.split()
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a record shows, whether it is a scan, and in which way it came about."""

    person: Person
    scanned: bool
    how: str


def somebody(rng: random.Random) -> Person:
    """A person with a first name, a second name, a family name, a birth date and two numbers."""
    first, second = rng.sample(_GIVEN, 2)
    born = f"{rng.randint(1930, 2012)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    numbers = (Identifier("NHS number", nhs_number(rng)), Identifier("MRN", str(rng.randint(100000, 999999))))
    return Person(f"{first} {second} {rng.choice(_FAMILY)}", (), PartialDate(born, "day"), None, numbers)


def nhs_number(rng: random.Random) -> str:
    """A number of the test range (999) with its check digit (NHS Data Dictionary, modulus 11)."""
    while True:
        digits = [9, 9, 9, *(rng.randint(0, 9) for _ in range(6))]
        check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            written = "".join(map(str, [*digits, check % 11]))
            return f"{written[:3]} {written[3:6]} {written[6:]}"


def own(rng: random.Random, patient: Person) -> Iterator[Shown]:
    """The patient's own records, as different senders write them."""
    first, second, family = (patient.name or "").split()
    written = {
        "family first": f"{family}, {first} {second}",
        "DICOM": f"{family}^{first}^{second}",
        "DICOM in capitals": f"{family}^{first}".upper(),
        "capitals first": f"{family.upper()} {first}",
        "initial": f"{first[0]} {family}",
        "first and second initial": f"{first} {second[0]}. {family}",
        "title": f"Mrs {first} {family}",
        "without accents": _plain(f"{first} {family}"),
        "umlauts written out": _written_out(f"{first} {family}"),
        "second name used": f"{second} {family}",
        "double name": f"{first} {family}-{rng.choice(_FAMILY)}",
        "two family names": f"{first} {family} {rng.choice(_FAMILY)}",
    }
    for how, name in written.items():
        yield Shown(replace(patient, name=name, identifiers=()), scanned=False, how=how)
    yield Shown(replace(patient, birth_date=None, identifiers=()), scanned=False, how="no birth date")
    yield Shown(
        replace(patient, identifiers=_elsewhere(rng)), scanned=False, how="number of another hospital"
    )
    yield Shown(replace(patient, name=_misread(rng, f"{first} {family}")), scanned=True, how="misread name")
    yield Shown(_misread_birth(rng, patient), scanned=True, how="misread birth date")
    yield Shown(_other_order(patient), scanned=False, how="day and month exchanged")
    maiden = replace(patient, name=f"{first} {second} {_another(rng, _FAMILY, family)}")
    yield Shown(maiden, scanned=False, how="maiden name")
    yield Shown(replace(patient, name=None), scanned=False, how="no name")
    yield Shown(replace(patient, name="山田 花子"), scanned=False, how="name in a script of no one spelling")


def kin(rng: random.Random, patient: Person) -> Iterator[Shown]:
    """Other people's records that come into the same shoebox."""
    first, second, family = (patient.name or "").split()
    sibling = f"{_another(rng, _GIVEN, first, second)} {family}"
    own_birth, other_birth = patient.birth_date, somebody(rng).birth_date
    hospital = tuple(one for one in patient.identifiers if one.system == "MRN")
    strangers = {
        "sibling": Person(sibling, birth_date=other_birth),
        "sibling at the same hospital, other number": Person(
            sibling, birth_date=other_birth, identifiers=_elsewhere(rng)
        ),
        "twin": Person(sibling, birth_date=own_birth),
        "spouse with a double name": Person(
            f"{_another(rng, _GIVEN, first, second)} {_another(rng, _FAMILY, family)}-{family}",
            birth_date=other_birth,
        ),
        "parent of the same name": Person(patient.name, birth_date=_generation_before(patient)),
        "stranger": replace(somebody(rng), identifiers=()),
        "stranger with the same number of another hospital": replace(
            somebody(rng),
            name=f"{_another(rng, _GIVEN, first, second)} {_another(rng, _FAMILY, family)}",
            birth_date=other_birth,
            identifiers=hospital,
        ),
        "namesake with another national number": Person(
            f"{first} {family}",
            birth_date=_generation_before(patient),
            identifiers=(Identifier("NHS number", nhs_number(rng)),),
        ),
        "same name, one digit of the number another, no birth date": Person(
            f"{first} {family}", identifiers=(Identifier("NHS number", nhs_number(rng)),)
        ),
    }
    for how, person in strangers.items():
        for scanned in (False, True):
            yield Shown(person, scanned=scanned, how=how)


def _another(rng: random.Random, words: Sequence[str], *taken: str) -> str:
    """A name that nobody takes for one of these."""
    return rng.choice([word for word in words if word not in taken])


def _elsewhere(rng: random.Random) -> tuple[Identifier, ...]:
    return (Identifier("MRN", str(rng.randint(100000, 999999))),)


def _generation_before(patient: Person) -> PartialDate:
    assert patient.birth_date
    return PartialDate(f"{int(patient.birth_date.value[:4]) - 29}-11-27", "day")


def _plain(name: str) -> str:
    letters = {"ø": "o", "ł": "l", "ß": "ss", "ı": "i"}
    apart = unicodedata.normalize("NFKD", "".join(letters.get(letter, letter) for letter in name))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _written_out(name: str) -> str:
    letters = {"ü": "ue", "ö": "oe", "ä": "ae", "ß": "ss", "ø": "oe"}
    return "".join(letters.get(letter, letter) for letter in name)


def _misread(rng: random.Random, name: str) -> str:
    """One letter of the family name taken for one that looks like it."""
    confused = {"l": "i", "i": "l", "e": "c", "n": "r", "u": "n", "o": "c", "a": "o", "t": "l", "r": "n"}
    places = [place for place, letter in enumerate(name) if letter in confused and place > name.rindex(" ")]
    place = rng.choice(places)
    return name[:place] + confused[name[place]] + name[place + 1 :]


def _misread_birth(rng: random.Random, patient: Person) -> Person:
    assert patient.birth_date
    value = patient.birth_date.value
    place = rng.choice((3, 9))
    digit = {"0": "8", "1": "7", "3": "8", "5": "6", "6": "8", "8": "6", "9": "8"}.get(value[place], "1")
    return replace(patient, birth_date=PartialDate(value[:place] + digit + value[place + 1 :], "day"))


def _other_order(patient: Person) -> Person:
    assert patient.birth_date
    year, month, day = patient.birth_date.value.split("-")
    if int(day) > 12:
        return patient
    return replace(patient, birth_date=PartialDate(f"{year}-{day}-{month}", "day", ambiguous=True))

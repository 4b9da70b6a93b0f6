"""Personal names compared: any order, initials, DICOM forms, accents, spelling and OCR noise."""

import re
import unicodedata
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "master",
        "dr",
        "prof",
        "sir",
        "dame",
        "herr",
        "frau",
        "hr",
        "fr",
        "sr",
        "sra",
        "srta",
        "don",
        "dona",
        "mme",
        "mlle",
        "mw",
        "dhr",
        "pan",
        "pani",
        "maiden",
    ]
)
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "ß": "ss", "œ": "oe", "ı": "i", "ə": "a"}
    # Cyrillic after ISO 9 in the simplified form that passports use (ICAO Doc 9303-3 §6), and Greek.
    | dict(zip("абвгдезиклмнопрстуфыэіѕј", "abvgdeziklmnoprstufyeisj", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "є": "ie"}
    | {"ъ": "", "ь": "", "ґ": "g", "ђ": "d", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz"}
    | dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo", strict=True))
    | {"θ": "th", "χ": "ch", "ψ": "ps"}
)
_LATIN = re.compile(r"[a-z]")


class Likeness(StrEnum):
    """How two names relate."""

    SAME = "same"
    GIVEN_NAME_ONLY = "given_name_only"
    """The given name agrees and the family name does not: marriage, or another person."""
    DIFFERENT = "different"
    UNSAID = "unsaid"


def parts(name: str) -> tuple[str, ...]:
    """Lower-case parts of a name without accents and titles, in the order written."""
    text = unicodedata.normalize("NFKD", name.casefold())
    text = "".join(letter for letter in text if not unicodedata.combining(letter)).translate(_LETTERS)
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.replace("^", " "))
    return tuple(word.replace("'", "").replace("’", "") for word in words if word not in _TITLES)


def _in_latin(words: tuple[str, ...]) -> bool:
    """Can these be read in Latin letters? Names in Han or Arabic script have no one spelling there."""
    return any(_LATIN.search(word) for word in words)


def alike(one: str, other: str, *, noisy: bool = False) -> bool:
    """Are two parts of a name one, up to spelling (and, when noisy, to misread letters)?"""
    if one == other:
        return True
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    for umlaut, written in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        if one.replace(umlaut, written) == other.replace(umlaut, written):
            return True
    shortest = min(len(one), len(other))
    allowed = (1 if shortest >= 4 else 0) if noisy else (1 if shortest >= 7 else 0)
    return bool(OSA.distance(one, other) <= allowed) or (
        noisy and shortest > 6 and fuzz.ratio(one, other) >= 80
    )


def family_of(name: str) -> str:
    """The part that is most likely the family name: before a comma, in capitals, else the last."""
    if "," in name:
        before = parts(name.split(",", maxsplit=1)[0])
        return before[-1] if before else ""
    capitals = [word for word in name.split() if len(word) > 2 and word.isupper()]
    words = parts(" ".join(capitals)) if capitals and len(capitals) < len(name.split()) else parts(name)
    return words[-1] if words else ""


def compare(one: str | None, other: str | None, *, noisy: bool = False) -> Likeness:
    """Say how two names relate."""
    if not one or not other:
        return Likeness.UNSAID
    first, second = parts(one), parts(other)
    if not first or not second or _in_latin(first) != _in_latin(second):
        return Likeness.UNSAID
    small, large = sorted((first, second), key=len)
    matched, unused = 0, list(large)
    for word in sorted(small, key=len, reverse=True):
        hit = next(
            (
                candidate
                for candidate in sorted(unused, key=lambda c: c != word)
                if alike(word, candidate, noisy=noisy)
            ),
            None,
        )
        if hit is not None:
            unused.remove(hit)
            matched += 1
    full = [word for word in small if len(word) > 1]
    if matched == len(small) and full:
        return Likeness.SAME
    if len("".join(first)) > 5 and "".join(sorted(first)) == "".join(sorted(second)):
        return Likeness.SAME
    families = (family_of(one), family_of(other))
    given = [word for word in small if word not in families and len(word) > 1]
    others = [word for word in large if word not in families and len(word) > 1]
    agree = any(alike(word, candidate, noisy=noisy) for word in given for candidate in others)
    if agree and not alike(*families, noisy=noisy):
        double = families[0] in second or families[1] in first
        return Likeness.SAME if double and matched >= 2 else Likeness.GIVEN_NAME_ONLY
    if agree and matched >= 2 and matched >= len(small) - 1:
        return Likeness.SAME
    return Likeness.DIFFERENT

"""Text from pictures, mended only for finding names and dates: labels and months with one wrong letter.

What a person is shown and what is cited stays as it was read.
"""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from secunda.engines.intake.date_words import MONTHS

_LABELS = (
    "patient name birth born date reported collected admitted discharged admission discharge",
    "geburtsdatum geboren datum entlassung aufnahme untersuchung",
    "naissance fecha nacimiento paciente geboortedatum patiënt urodzenia pacjent",
    "fødselsdato fødselsdag dato",
)
_LABEL_WORDS = frozenset(word for line in _LABELS for word in line.split())
_MONTHS = frozenset(name for name in MONTHS if len(name) >= 4)
_WORD = re.compile(r"[^\W\d_]{4,}(?!\w)")
_NEXT_TO_DIGITS = re.compile(r"\d[\d.,\s]{0,4}$|^[\s.,]{0,2}\d")
_TENS = str.maketrans({"8": "0", "6": "0", "9": "0", "O": "0", "o": "0"})
_NUMBERS = re.compile(
    r"(?<![\dA-Za-z])(?P<year>(?:19|20)\d\d)(?P<s>[-./])(?P<month>[\doO]{2})(?P=s)(?P<day>[\doO]{2})(?![\dA-Za-z])"
    r"|(?<![\dA-Za-z])(?P<day2>[\doO]{2})(?P<s2>[-./])(?P<month2>[\doO]{2})(?P=s2)(?P<year2>(?:19|20)\d\d)(?![\dA-Za-z])"
)
_MARKS = (
    (re.compile(r"(?<!\d)((?:19|20)\d\d)[.\-/:](\d\d)[.\-/:](\d\d)(?!\d)"), r"\1-\2-\3"),
    (re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})[.,:;](\d{4})(?!\d)"), r"\1\2\3\2\4"),
    (re.compile(r"(?<!\d)(\d{1,2})[.,:;](\d{1,2})([/-])(\d{4})(?!\d)"), r"\1\3\2\3\4"),
    (re.compile(r"(?<=\d)['’*_](?=[A-Za-z]{3})"), " "),
)
"""One mark of a date taken for another."""
_FIRST_WORD = re.compile(
    r"^([^\W\d_]{3,5})\b(?=(?: o\w b\w+)?\W{0,4}(?:\d{1,4}\W{0,2}\w{2,9}\W{0,2}\d{2,4}|\w{3,9} \d))"
)
_NOT_DATE = frozenset({"rate", "late", "gate", "data", "dates", "dated", "mate"})
LABEL_LINE = 90


def mended(text: str) -> str:
    """The text with misread labels and months put right, line by line; everything else untouched."""
    return "\n".join(_mended_line(line) for line in text.splitlines())


def _mended_line(line: str) -> str:
    if len(line) > LABEL_LINE or not any(map(str.isalpha, line)):
        return line
    dated = sum(map(str.isdigit, line)) >= 4
    line = re.sub(r"^[\W_]+(?=[^\W\d_]{3,})", "", line)
    if dated:
        line = _FIRST_WORD.sub(_date_label, line)
        line = re.sub(r"(?<=ate )o\w (?=b\w{3,5}\b)", "of ", line)
        for pattern, written in _MARKS:
            line = pattern.sub(written, line)
    line = _WORD.sub(lambda found: _near(found, line, dated=dated), line)
    return _NUMBERS.sub(_possible, line)


def _date_label(found: re.Match[str]) -> str:
    word = found[0].casefold()
    return "Date" if word not in _NOT_DATE and OSA.distance(word, "date") == 1 else found[0]


def _near(found: re.Match[str], line: str, *, dated: bool) -> str:
    word = found[0]
    beside = _NEXT_TO_DIGITS.search(line[: found.start()]) or _NEXT_TO_DIGITS.search(line[found.end() :])
    vocabulary: frozenset[str] = _LABEL_WORDS if beside or dated or found.start() == 0 else frozenset()
    vocabulary |= _MONTHS if beside else frozenset()
    other = _neighbour(word.casefold(), vocabulary) if len(word) >= 4 else None
    return other.capitalize() if other else word


@lru_cache(maxsize=4096)
def _neighbour(word: str, vocabulary: frozenset[str]) -> str | None:
    """The one word of the vocabulary that is a letter away, when there is only one."""
    if word in vocabulary or word in MONTHS:
        return None
    near = {one for one in vocabulary if len(one) >= 5 and OSA.distance(word, one, score_cutoff=1) <= 1}
    return near.pop() if len(near) == 1 else None


def _possible(found: re.Match[str]) -> str:
    """A date whose month or day cannot be, with the noughts that were taken for 6, 8 or 9 put back.

    No month has 6, 8 or 9 tens and no day has, and printers strike their noughts through.
    """
    if found["year"]:
        return f"{found['year']}{found['s']}{_tens(found['month'])}{found['s']}{_tens(found['day'])}"
    return f"{_tens(found['day2'])}{found['s2']}{_tens(found['month2'])}{found['s2']}{found['year2']}"


def _tens(number: str) -> str:
    """Its first digit as it must have been, and letters as digits."""
    return number[0].translate(_TENS) + number[1].replace("o", "0").replace("O", "0")

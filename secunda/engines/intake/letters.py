"""Which letters the bytes of a text stand for, when the text does not say."""

import re
from collections.abc import Sequence

SAMPLE = 20_000
"""Bytes that are looked at; the letters of a text do not change on the way."""

# Letters beyond ASCII of each language that records come in, small ones; capitals are taken along.
_ALPHABETS = (
    "äöüß",  # German
    "àâæçéèêëîïôœùûüÿ",  # French
    "áéíñóúü",  # Spanish
    "ëïéèöüáó",  # Dutch
    "ąćęłńóśźż",  # Polish
    "æøåéö",  # Danish, Norwegian
    "åäöé",  # Swedish, Finnish
    "ãõáâàçéêíóôú",  # Portuguese
    "àèéìîòù",  # Italian
    "áčďéěíňóřšťúůýž",  # Czech
    "áéíóöőúüű",  # Hungarian
    "ăâîșțşţ",  # Romanian
    "çğıöşü",  # Turkish
    "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ",  # Russian, Ukrainian
)
_FAMILIES = tuple(frozenset(letters + letters.upper().replace("SS", "")) for letters in _ALPHABETS)
_SIGNS = frozenset("«»„“”‘’–—…•·°±µ²³½¼¾×÷§£€©®ªº¿¡´\u00a0≤≥")

# The commonest first: of two that fit alike, the first is taken.
CANDIDATES = (
    "cp1252", "cp1250", "cp1251", "iso8859_15", "iso8859_2", "cp1254",
    "cp850", "cp852", "cp866", "koi8_r", "mac_roman", "mac_latin2",
)  # fmt: skip
_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def wide_encoding(raw: bytes) -> str | None:
    """The encoding of a text with two or four bytes to a letter, marked so or not; None for any other."""
    for mark, name in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return name
    sample = raw[: 2000 & ~1]
    if len(sample) < 16:
        return None
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    most = len(sample) // 2
    if high > most * 0.7 and low < most * 0.05:
        return "utf-16-le"
    return "utf-16-be" if low > most * 0.7 and high < most * 0.05 else None


def decode(raw: bytes, said: str | None = None) -> tuple[str, bool]:
    """Return the text and whether its encoding had to be guessed; `said`: what the file itself claims."""
    wide = wide_encoding(raw)
    if wide:
        return raw.decode(wide, "replace").removeprefix("\ufeff"), False
    for name in ("utf-8-sig", *([said] if said else [])):
        try:
            return raw.decode(name), False
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode(_likeliest(raw[:SAMPLE]), "replace"), True


def _likeliest(sample: bytes) -> str:
    return max(CANDIDATES, key=lambda name: _fits(sample.decode(name, "replace")))


def _fits(text: str) -> float:
    """How well the letters beyond ASCII go together: one alphabet, within words, in the case of the word."""
    odd = [(found.start(), found[0]) for found in re.finditer(r"[^\x00-\x7f]", text)]
    letters = [(place, letter) for place, letter in odd if letter not in _SIGNS]
    score = sum(_sign_fits(text, place) for place, letter in odd if letter in _SIGNS)
    best = max((_in_family(text, letters, family) for family in _FAMILIES), default=0.0)
    return score + best


def _in_family(text: str, letters: Sequence[tuple[int, str]], family: frozenset[str]) -> float:
    """Small letters are commoner: the Cyrillic alphabets of two encodings differ in little but the case."""
    fitting = (letter in family and _in_case(text, place) for place, letter in letters)
    return sum(
        (1.0 if letter.islower() else 0.8) if fits else -2.0
        for fits, (_, letter) in zip(fitting, letters, strict=True)
    )


def _in_case(text: str, place: int) -> bool:
    """No letter of this word: a capital after a small letter, or a Cyrillic one beside a Latin one."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if text[place] >= "\u0400":
        return not any(one.isascii() and one.isalpha() for one in (before, after))
    return not (text[place].isupper() and before.islower())


def _sign_fits(text: str, place: int) -> float:
    """Signs stand beside words, not within them."""
    within = text[place - 1 : place].isalpha() and text[place + 1 : place + 2].isalpha()
    return -1.0 if within and text[place] not in "’·" else 0.5

"""How hard a text is to read: the Flesch-Kincaid grade, banned words, long sentences, and numbers.

Grade = 0.39 × words per sentence + 11.8 × syllables per word - 15.59 (Kincaid and others 1975, Navy Research
Branch Report 8-75). It is a proxy and not a reading test. Syllables are counted by rule; words that the
glossary explains count as one syllable, since names of illnesses cannot be made shorter (lint rule L01).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

# The formula is for running text. A shorter one is judged by its words alone: as one sentence of this length.
SHORTEST = 8
LONGEST_SENTENCE = 25
_WORD = re.compile(r"[A-Za-zÀ-ÿ’'-]*[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ’'-]*")
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
_FILLING = re.compile(r"\{\w+\}|%\(\w+\)[sd]")
_ONE_IN = re.compile(
    r"\b(?:1|one) in (?!100\b|1,000\b|1000\b)(?:\d|ten|a hundred|a thousand|five|four|three)"
)
_DECIMAL = re.compile(r"\b\d+\.\d+\s?(?:%|in 100|out of)")
_VOWELS = re.compile(r"[aeiouyàâäéèêëíîïóôöúûü]+")
_SPOKEN_END = re.compile(r"(?:[td]ed|[sxz]es|[cs]hes|[cg]es|ies|ied|les)$")
# Words whose written vowels mislead the rule.
_SYLLABLES = {
    "area": 3, "idea": 3, "diet": 2, "quiet": 2, "being": 2, "doing": 2, "going": 2, "seeing": 2,
    "people": 2, "every": 2, "different": 3, "medicine": 3, "medicines": 3, "something": 2, "sometimes": 2,
    "someone": 2, "somebody": 3, "anyone": 3, "everyone": 3, "everything": 3, "therefore": 2, "before": 2,
    "safely": 2, "lately": 2, "nurse": 1, "science": 2, "trial": 2, "trials": 2, "hours": 1, "hour": 1,
    "our": 1, "fire": 1, "years": 1, "poem": 2, "create": 2, "created": 3, "react": 2, "reaction": 3,
    "business": 2, "maybe": 2, "homes": 1, "names": 1, "times": 1, "likely": 2, "useful": 2, "hopeful": 2,
    "careful": 2, "carefully": 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the lint says of one text. `grade` is rounded to one place."""

    grade: float
    faults: tuple[str, ...]


def judge(text: str, names: tuple[str, ...], banned: Mapping[str, str]) -> Judgement:
    """The grade of a text, and each fault in words. `names` count as short; `banned`: word to better word."""
    return Judgement(round(grade(text, names), 1), tuple(_faults(text, names, banned)))


def grade(text: str, names: tuple[str, ...] = ()) -> float:
    """The Flesch-Kincaid grade of a text; 0 when it holds no word."""
    plain = _without(names).sub("it", _FILLING.sub("it", text)) if names else _FILLING.sub("it", text)
    words = _WORD.findall(plain)
    if not words:
        return 0.0
    sentences = max(1, sum(1 for each in _SENTENCE.split(plain) if _WORD.search(each)))
    a_sentence = max(len(words), SHORTEST) / sentences
    spoken = sum(map(syllables, words)) + max(0, SHORTEST - len(words))
    return max(0.0, 0.39 * a_sentence + 11.8 * spoken / max(len(words), SHORTEST) - 15.59)


@lru_cache(maxsize=8192)
def syllables(word: str) -> int:
    """The syllables of an English word, by rule; each part of a word with hyphens by itself."""
    if "-" in word.strip("-"):
        return sum(syllables(part) for part in word.split("-") if part)
    plain = word.casefold().replace("’", "'").removesuffix("'s").strip("'-")
    if plain in _SYLLABLES:
        return _SYLLABLES[plain]
    if word.isupper() and len(plain) <= 4:
        return len(plain)  # NHS, MRI: spelt out
    count = len(_VOWELS.findall(plain)) - _silent(plain)
    count += len(re.findall(r"ia(?!l$|n$)|io(?!n|us)|eo|ua(?!l)|iu|uou", plain))
    return max(1, count)


def _silent(word: str) -> int:
    """1 when the last e of a word is not spoken."""
    if word.endswith(("es", "ed")):
        return int(not _SPOKEN_END.search(word))
    if word.endswith("le"):
        return int(len(word) > 2 and word[-3] in "aeiou")
    return int(word.endswith("e") and len(_VOWELS.findall(word)) > 1)


def _faults(text: str, names: tuple[str, ...], banned: Mapping[str, str]) -> Iterable[str]:
    for sentence in _SENTENCE.split(_FILLING.sub("it", text)):
        length = len(_WORD.findall(sentence))
        if length > LONGEST_SENTENCE:
            yield f"a sentence of {length} words"
    plain = _without(_of_several_words(names)).sub(" ", text).casefold()
    for word in banned:
        if _banned(word).search(plain):
            yield f"“{word}”: say “{banned[word]}”"
    if _ONE_IN.search(text):
        yield "“1 in …”: say “… out of 100”"
    if _DECIMAL.search(text):
        yield "a number with decimals"


@lru_cache(maxsize=512)
def _banned(word: str) -> re.Pattern[str]:
    bare = re.sub(r"\s*\(.*\)", "", word).casefold()
    return re.compile(rf"(?<![\w-]){re.escape(bare)}(?![\w-])")


@lru_cache(maxsize=8)
def _of_several_words(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names such as "acute leukaemia", in which a banned word is part of the name."""
    return tuple(name for name in names if " " in name) or ("\0",)


@lru_cache(maxsize=8)
def _without(names: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?![\w-])", re.IGNORECASE)

"""Content that helps people to read: words explained, words for risk, what to bring, words to watch for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from secunda.engines.pathways.envelope import Envelope


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A medical word, other forms of it, and what it means in plain words."""

    where: str
    term: str
    means: str
    also: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The word and its other forms."""
        return (self.term, *self.also)


@dataclass(frozen=True, kw_only=True)
class Glossary(Envelope):
    """report/glossary.yaml"""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskWord:
    """A word for how often something happens, and the range it stands for, of 1,000 people."""

    where: str
    word: str
    of_1000: str


@dataclass(frozen=True, kw_only=True)
class RiskWords(Envelope):
    """report/risk_words.yaml"""

    words: tuple[RiskWord, ...]
    template: str
    fit_line: str
    no_number: str
    rules: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class GettingReady(Envelope):
    """report/getting_ready.yaml: cards before a consultation, for the person and for the expert."""

    days_before: tuple[int, ...]
    for_you: tuple[str, ...]
    for_the_expert: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WatchWords(Envelope):
    """watch_words.yaml: words in free text that show the danger signs again. They decide nothing."""

    words: Mapping[str, tuple[str, ...]]
    unless: Mapping[str, tuple[str, ...]]


def words_explained(glossary: Glossary, text: str) -> tuple[Term, ...]:
    """The terms that a text uses, in the order of the glossary: only words that were used are explained."""
    plain = text.casefold()
    return tuple(term for term in glossary.terms if _pattern(term.forms).search(plain))


def watched(watch: WatchWords, text: str, language: str = "en") -> tuple[str, ...]:
    """The words to watch for that a text holds: show the danger signs, and let the person decide."""
    plain = " ".join(re.findall(r"[\w']+", text.casefold().replace("’", "'")))
    for harmless in watch.unless.get(language, ()):
        plain = re.sub(rf"\b{re.escape(harmless)}", " ", plain)
    return tuple(word for word in watch.words.get(language, ()) if re.search(rf"\b{re.escape(word)}", plain))


@lru_cache(maxsize=1024)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(form.casefold()) for form in forms)
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")

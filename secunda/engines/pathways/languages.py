"""Clinical content in other languages: each text beside the very English that it translates.

A translation counts for that English only. Where the English has changed since, or was never translated,
the English is shown and says that it is English: nobody reads what no clinician has approved.
"""

import dataclasses
import re
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from secunda.engines.pathways.binding import bind
from secunda.engines.pathways.catalogue import Catalogue, Files
from secunda.engines.pathways.envelope import Envelope
from secunda.engines.pathways.forms import in_words
from secunda.engines.pathways.levels import Phase
from secunda.engines.pathways.loading import composed
from secunda.engines.pathways.nodes import ContentError, read
from secunda.engines.pathways.rules import Rule
from secunda.engines.words import Borrowed

OWN = "en"
"""The language in which the content is written."""
FOLDER = "languages"
_ID = re.compile(r"[A-Za-z0-9_+-]+")

# What people read, by the class that holds it. All other text is ids, codes and marks for the program, or
# for those who keep the content; a test asks of every new attribute to which of the two it belongs.
READ: Mapping[str, frozenset[str]] = {
    name: frozenset(fields.split())
    for name, fields in {
        "CallOutcome": "label patient",
        "ChecklistItem": "why_when note",
        "CommonQuestion": "q a",
        "Condition": "label",
        "ConsentText": "label shared with_whom purpose until text",
        "CriticalClass": "act_within examples do choose",
        "DayZero": "question answers mistake",
        "Diagnosis": "label",
        "Document": "label",
        "EligibilityRule": "why",
        "EmergencyNumbers": "emergency urgent crisis",
        "Enums": "enums",
        "Evidence": "why limit",
        "Examination": "item",
        "FormField": "label choices hint",
        "FormSection": "label hint",
        "GettingReady": "for_you for_the_expert",
        "Guard": "say",
        "Headline": "text",
        "HelpTexts": "texts",
        "HoldKind": "label says",
        "Ladder": "says",
        "NextSteps": "heading steps",
        "Question": "text choices help",
        "QuestionsToAsk": "questions",
        "RedFlag": "ask say staff",
        "RedFlags": "screen none_of_these footer",
        "Right": "place text basis",
        "LocalFact": "text",
        "Route": "title cost time steps",
        "SelfCheck": "delay_questions",
        "RiskWord": "word of_1000",
        "RiskWords": "template fit_line no_number",
        "SomethingElse": "label",
        "Term": "means",
        "PathWords": "why sides endings",
        "TieBreak": "why sides endings",
        "TimeWords": "in_time faster cannot passed no_date do_not_wait team_safe team_not_after team_not_safe"
        " team_cannot_say clock_runs",
        "Topic": "label",
        "Usual": "item why",
        "Watch": "says",
    }.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """One text of the content and what it is in another language."""

    where: str
    en: str
    says: str


@dataclass(frozen=True, kw_only=True)
class Translation(Envelope):
    """languages/<code>/<any name>.yaml: texts of the content in one language, with their own approval."""

    texts: tuple[Translated, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text that people read, and where in the content it stands."""

    where: str
    says: str


def translations(folder: Path) -> dict[str, list[Translation]]:
    """The translations beside the content of a folder, by language. Raises ContentError with its line."""
    found: dict[str, list[Translation]] = {}
    for path in sorted((folder / FOLDER).glob("*/*.yaml")):
        name = path.relative_to(folder.parent).as_posix()
        found.setdefault(path.parent.name, []).append(bind(read(path, name), Translation))
    return found


def words_in(translated: list[Translation]) -> dict[str, str]:
    """English to the other language. One English with two translations is a ContentError."""
    said: dict[str, Translated] = {}
    for file in translated:
        for text in file.texts:
            before = said.setdefault(text.en, text)
            if before.says != text.says:
                raise ContentError(text.where, f"this English is translated otherwise at {before.where}.")
    return {english: text.says for english, text in said.items()}


def in_language(catalogue: Catalogue, words: Mapping[str, str]) -> Catalogue:
    """The catalogue as a reader of that language gets it; what is not translated is English and says so."""
    return _Speaker(lambda said: words.get(said) or Borrowed(said, OWN)).catalogue(catalogue)


def spoken[T](content: T, say: Callable[[str], str]) -> T:
    """A part of the content, such as a form, with each text that people read put through `say`."""
    return typing.cast(T, _Speaker(say).walked(content))


def missing(catalogue: Catalogue, words: Mapping[str, str]) -> list[Text]:
    """The texts that a reader of a language gets in English, each once, where it stands first."""
    untranslated = {text.says: text for text in reversed([*texts(catalogue)]) if text.says not in words}
    return list(reversed(untranslated.values()))


def texts(catalogue: Catalogue) -> Iterator[Text]:
    """Every text that people read, in the order of the files."""
    listener = _Speaker(str)
    listener.catalogue(catalogue)
    return iter(listener.met)


class _Speaker:
    """Walks through the content and puts each text that people read into another language."""

    def __init__(self, say: Callable[[str], str]) -> None:
        self.say = say
        self.met: list[Text] = []

    def catalogue(self, catalogue: Catalogue) -> Catalogue:
        files = {name: self.walked(value) for name, value in vars(catalogue.files).items()}
        return composed(Files(**files), catalogue.version)  # type: ignore[arg-type]

    def walked(self, value: object) -> object:
        """The value with what people read in it translated."""
        if isinstance(value, Rule | Phase):
            return value
        if isinstance(value, Mapping):
            return {name: self.walked(each) for name, each in value.items()}
        if isinstance(value, tuple):
            return tuple(self.walked(each) for each in value)
        if not dataclasses.is_dataclass(value) or isinstance(value, type):
            return value
        read = READ.get(type(value).__name__, frozenset())
        where = str(getattr(value, "where", ""))
        changed = {
            field.name: self.read(held, where) if field.name in read else self.walked(held)
            for field in dataclasses.fields(value)
            if (held := getattr(value, field.name)) is not None
        }
        return replace(value, **changed)

    def read(self, held: object, where: str) -> object:
        """What people read: a text, texts, or texts by name; a list of ids gets the words of each."""
        if isinstance(held, Mapping):
            return {name: self.read(each, where) for name, each in held.items()}
        if isinstance(held, tuple | list):
            if held and all(isinstance(each, str) and _is_id(each) for each in held):
                return {each: self.text(in_words(each), where) for each in held}
            return type(held)(self.read(each, where) for each in held)
        return self.text(held, where) if isinstance(held, str) else held

    def text(self, said: str, where: str) -> str:
        if not any(letter.isalpha() for letter in said):
            return said
        self.met.append(Text(where, said))
        return self.say(said)


def _is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None

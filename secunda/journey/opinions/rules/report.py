"""The signed report as plain values, in the order in which it is printed. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from secunda.engines.comparison.wording import READINGS
from secunda.engines.pathways import plain
from secunda.engines.words import say
from secunda.journey.opinions.rules.asking import Asked
from secunda.journey.opinions.rules.citing import CITE, citation
from secunda.journey.opinions.rules.printed import PRINTED
from secunda.journey.opinions.rules.telling import INTERNAL, Telling

# clinical.md 1.2: the confidence scale as patients read it.
CONFIDENCE_WORDS = {
    "high": say("The expert is quite sure."),
    "moderate": say("The expert is fairly sure."),
    "low": say("The expert is not sure."),
    "very_low": say("This is a best guess. More facts are needed."),
}


YES, NO = say("Yes"), say("No")
JUDGEMENT = say("My clinical judgement")


@dataclass(frozen=True)
class Signature:
    """Who signed, when, and what proves it. Times are already in the words and zone of the service."""

    author: str
    title: str
    licence: str
    signed_at: str
    digest: str
    locked_at: str
    blind_digest: str
    compare_digest: str


@dataclass(frozen=True)
class About:
    """Whom the report is about, and which service made it. `caution`: empty where the content is approved."""

    service: str
    phone: str
    email: str
    reference: str
    patient: str
    born: str
    nhs_number: str
    emergency: str
    demo: bool
    caution: str
    partial: bool = False


@dataclass(frozen=True)
class Voice:
    """Somebody who was asked when two opinions differed: who, the view they came closer to, their words."""

    who: str
    side: str
    words: str
    how: str
    dissents: bool


@dataclass(frozen=True)
class Settled:
    """What was done about a difference that mattered, in words. Empty where a step was not taken."""

    why: tuple[str, ...]
    calls: tuple[str, ...]
    readers: tuple[Voice, ...]
    question: str
    panel: tuple[Voice, ...]
    advice: str
    ending: str
    reason: str
    by: str


def report(
    about: About,
    signature: Signature,
    says: Telling,
    forms: Iterable[tuple[Asked, Mapping[str, Any]]],
    records: Mapping[str, str],
    looked: Iterable[str],
    settled: Settled | None = None,
    language: str = "en",
) -> dict[str, object]:
    """Everything the document prints, in the active language, which is called `language` (BCP 47).

    `records` names every record of the case by id; `looked` are ids. `settled`: what was done about a
    difference that mattered, where there was one.
    """
    seen = set(looked)
    return {
        "about": asdict(about),
        "signature": asdict(signature),
        "says": asdict(says),
        "language": language,
        "printed": {name: str(words) for name, words in PRINTED.items()},
        "relation_words": {str(name): str(words) for name, (words, _) in READINGS.items()},
        "confidence": str(CONFIDENCE_WORDS.get(says.confidence, "")),
        "settled": asdict(settled) if settled else None,
        "looked_at": sorted(words for name, words in records.items() if name in seen),
        "not_opened": sorted(words for name, words in records.items() if name not in seen),
        "parts": [_part(form, answers, records) for form, answers in forms],
    }


def _part(form: Asked, answers: Mapping[str, Any], records: Mapping[str, str]) -> dict[str, object]:
    sections = [_section(form, section, answers, records) for section in form["sections"]]
    return {
        "phase": form["phase"],
        "version": form["version"],
        "sections": [s for s in sections if s["rows"]],
    }


def _section(
    form: Asked, section: Asked, answers: Mapping[str, Any], records: Mapping[str, str]
) -> dict[str, object]:
    rows = answers.get(section["id"]) or [] if section["repeat"] else [answers]
    printed = [_row(form, section, row, records) for row in rows if isinstance(row, Mapping)]
    return {
        "label": section["label"],
        "repeat": section["repeat"],
        "rows": [row for row in printed if row],
    }


def _row(
    form: Asked, section: Asked, row: Mapping[str, Any], records: Mapping[str, str]
) -> list[dict[str, object]]:
    """The answered fields of one row in words, without those meant for the clinical lead only."""
    return [
        {"label": field["label"], "values": _values(form, field, row[field["id"]], records)}
        for field in section["fields"]
        if row.get(field["id"]) not in (None, "", []) and INTERNAL not in field["label"]
    ]


def _values(form: Asked, field: Asked, value: object, records: Mapping[str, str]) -> list[str]:
    if isinstance(value, bool):
        return [str(YES if value else NO)]
    if isinstance(value, list):
        return [text for each in value for text in _values(form, field, each, records)]
    if isinstance(value, Mapping):
        return [_cited(value, records) if field["of"] == CITE else _source(form, value)]
    text = str(value)
    if field["type"] == "ref" or field["of"] == "ref":
        return [_reference(field, text, records)]
    return [plain(str(dict(field["choices"]).get(text, text)))]


def _cited(value: Mapping[str, Any], records: Mapping[str, str]) -> str:
    cited = citation(value)
    return plain(cited.words(records)) if cited else ""


def _reference(field: Asked, text: str, records: Mapping[str, str]) -> str:
    if field["id"].endswith("_own_row") and text.isdecimal():
        return str(PRINTED["number"]) % {"number": int(text) + 1}
    return records.get(text, text)


def _source(form: Asked, source: Mapping[str, Any]) -> str:
    """One source in one line: the author's own judgement, or kind, title, year, finding and address."""
    if source.get("judgement_only") is True:
        return str(JUDGEMENT)
    choices = [field["choices"] for field in form["evidence"] if field["id"] == "kind"]
    kind = dict(choices[0]).get(source.get("kind"), "") if choices else ""
    named = [kind, source.get("title"), source.get("year")]
    named += [source.get("finding"), source.get("doi_or_url")]
    return ". ".join(plain(str(each)) for each in named if each)

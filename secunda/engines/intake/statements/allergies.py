"""Allergies in letters and lists, with their reactions; and denials, which are told from silence."""

import re
from collections.abc import Iterator, Sequence

from secunda.engines.intake.date_words import joined
from secunda.engines.intake.drug_classes import allergen_class
from secunda.engines.intake.facts import Certainty, Fact, FactKind
from secunda.engines.intake.statements.passages import Passage, certainty_at
from secunda.engines.intake.statements.vocabulary import NOTHING, RELATIVES, SILENT, Section

_NONE = re.compile(
    joined(r"""
        \b(?:no (?:known )?(?:drug |medication |food )?allerg(?:y|ies)|nkda|nka)\b
        \b(?:is |was |are )?not (?:known to be )?allergic\b(?! to)|\bdenies (?:any )?(?:drug )?allergies\b
        \bkeine (?:bekannten )?allergien\b|\bsin alergias\b|\bno (?:refiere |tiene )?alergias\b
        \bpas d.allergies? connues?\b|\bgeen (?:bekende )?allergie(?:ën)?\b|\bingen (?:kendte )?allergier\b
        \bnie zgłasza (?:uczuleń|alergii)\b|\bbrak (?:uczuleń|alergii)\b
    """),
    re.IGNORECASE,
)
_TO = re.compile(
    r"\b(?:allerg(?:ic|y|isch)|al[ée]rgic[oa]|allergique|allergische?|uczulon[ya]|anaphylaxis)\s+"
    r"(?:reactions? )?(?:to|gegen|auf|a la|al|a|à la|aux?|à|voor|na|over for|for)\s+"
    r"([^\W\d_][^,.;:()\n]{2,40})",
    re.IGNORECASE,
)
_NOT_TO = re.compile(r"\b(?:not|nicht|no es|niet|pas|ikke)\s+(?:\w+\s+)?$", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:[,;]|\band\b|\bund\b|\by\b|\bet\b|\ben\b|\bi\b)\s*(?![^(]*\))")
_REACTION = re.compile(r"^(?P<what>[^(:]+?)\s*(?:\((?P<in>[^)]*)\)|(?:\s[-–]|:)\s*(?P<after>.+))?$")
_NO_SUBSTANCE = re.compile(
    joined(r"""
        please|reviewed|see|history|noted|documented|clinic|tests?|testing|reactions?|information|refer
        with|that|this
        from|substance|status|recorded|unknown|known|type|severity|he|she|they|it|them|which
    """),
    re.IGNORECASE,
)
LONGEST = 45
"""Letters: more is a sentence and no substance."""


def allergies(lines: Sequence[Passage]) -> Iterator[Fact]:
    """Each allergy or denial, once for each line that says it."""
    for line in lines:
        if line.section is Section.FAMILY:
            continue
        if found := _NONE.search(line.text):
            if certainty_at(line.text, found.start())[0] is not Certainty.RELATIVE:
                yield _fact(line, "no known allergies", None, Certainty.DENIED)
            continue
        if line.section is Section.ALLERGIES:
            yield from _listed(line)
        else:
            yield from _told(line)


def _listed(line: Passage) -> Iterator[Fact]:
    if SILENT.match(line.text) and not NOTHING.match(line.text):
        return
    if NOTHING.match(line.text):
        yield _fact(line, "no known allergies", None, Certainty.DENIED)
        return
    if line.after and not _item(line.text):
        return
    first = re.split(r"(?<=[a-z)])\.\s", line.text, maxsplit=1)[0].strip(" .")
    for piece in _SPLIT.split(first):
        found = _REACTION.match(piece.strip(" .*•-"))
        if not found:
            continue
        what = found["what"].strip()
        if not 2 < len(what) <= LONGEST or _NO_SUBSTANCE.fullmatch(what.split()[0]) or what[0].isdigit():
            continue
        if RELATIVES.search(what) or NOTHING.match(what) or SILENT.match(what):
            continue
        reaction = (found["in"] or found["after"] or "").strip(" .") or None
        yield _fact(line, what, reaction, Certainty.STATED)


def _item(text: str) -> bool:
    """Is a later line one more entry? A bullet, a reaction behind it, or a known allergen."""
    if text.endswith(".") and len(text.split()) > 6:
        return False
    named = re.match(r"[-•*]\s*\w|[^(:]{3,30}(?:\(|:\s|\s[-–]\s)", text)
    return len(text) <= 80 and (named is not None or allergen_class(text) is not None)


def _told(line: Passage) -> Iterator[Fact]:
    for found in _TO.finditer(line.text):
        certainty, relative = certainty_at(line.text, found.start())
        if _NOT_TO.search(line.text[: found.start()]):
            certainty = Certainty.DENIED
        for piece in _SPLIT.split(found[1].strip()):
            what = re.sub(r"^(?:the|a|an|all)\s+|\s+(?:in|as|when|since|which|but)\b.*$", "", piece.strip())
            if len(what) > 2 and not _NO_SUBSTANCE.fullmatch(what) and not NOTHING.match(what):
                yield _fact(line, what, None, certainty, relative)


def _fact(
    line: Passage, name: str, reaction: str | None, certainty: Certainty, relative: str | None = None
) -> Fact:
    return Fact(
        name=name,
        value=reaction or name,
        page=line.page,
        quote=line.text[:300],
        kind=FactKind.ALLERGY,
        certainty=certainty,
        reaction=reaction,
        relative=relative,
    )

"""SMART Health Cards and Links (1.0): a card is decoded, offline; a link is described and never followed.

A card's signature is not checked: the issuer's keys are kept online. What the card says is filed as what it
says, with the issuer named.
"""

import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.facts import Fact
from secunda.engines.intake.health_link import letters_of, link_of
from secunda.engines.intake.letters import decode
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers.embedded import decoded
from secunda.engines.intake.readers.fhir import content_of
from secunda.engines.intake.readers.fhir.bundles import Gathered
from secunda.engines.intake.readers.several import joined
from secunda.engines.intake.readers.shapes import Json, TooDeepError, bounded, first, many, text, texts
from secunda.engines.intake.readers.text import read_bytes, too_long
from secunda.engines.intake.reading import Kind, Page, Problem, ProblemCode, RecordKind, Severity
from secunda.engines.words import say

DAMAGED = say("This health card is damaged. Please ask for it again.")
SOME_DAMAGED = say("One of the health cards in this file is damaged. Please ask for it again.")
CHUNKS_MISSING = say("This health card is in several codes, and some are missing. Please send them all.")
_JWS = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")
_NUMERIC = re.compile(r"shc:/(?:(\d+)/(\d+)/)?(\d+)")
_LINK = re.compile(r"shlink:/([\w-]+)")
_FLAGS = {"L": "stays up to date", "P": "needs a passcode", "U": "one file"}


def read(path: Path, options: Options) -> Content:
    """Read a card or link from a file: JSON, a signed token, or the text of its code."""
    raw = read_bytes(path, options)
    if raw is None:
        return too_long()
    said = decode(raw)[0].strip()
    if said.startswith("{"):
        try:
            value = json.loads(said, parse_float=str)
            bounded(value, options.limits.nesting)
        except (ValueError, RecursionError, TooDeepError):
            return failed(ProblemCode.CORRUPT, DAMAGED)
        if "vc" in value:  # a card that somebody has unpacked already
            return _content([value], 0, options)
        if "verifiableCredential" not in value:
            return _linked(letters_of(said), options) if "key" in value else _link(value)
        return of_tokens(texts(value.get("verifiableCredential")), options)
    return of_codes([said], options) or failed(ProblemCode.CORRUPT, DAMAGED)


def of_codes(codes: Sequence[str], options: Options) -> Content | None:
    """The content of the codes on one picture or document; None when none is a card or link."""
    tokens = [found for code in codes for found in _JWS.findall(code)]
    chunks: dict[int, str] = {}
    promised = 0
    for code in codes:
        for number, count, digits in _NUMERIC.findall(code):
            if not count:
                tokens.append(_letters(digits))
                continue
            promised = max(promised, int(count))
            chunks[int(number)] = digits
    if promised and len(chunks) < promised:
        return failed(ProblemCode.CORRUPT, CHUNKS_MISSING, Severity.MEDIUM)
    if chunks:
        tokens.append(_letters("".join(chunks[number] for number in sorted(chunks))))
    if tokens:
        return of_tokens(list(dict.fromkeys(tokens)), options)
    links = [found for code in codes for found in _LINK.findall(code)]
    return _linked(links[0], options) if links else None


def of_tokens(tokens: Sequence[str], options: Options) -> Content:
    """The content of signed cards."""
    payloads = [_payload(token, options) for token in tokens]
    sound = [one for one in payloads if one is not None]
    if not sound:
        return failed(ProblemCode.CORRUPT, DAMAGED)
    return _content(sound, len(payloads) - len(sound), options)


def _letters(digits: str) -> str:
    """Pairs of digits are letters, counted from 45 on (SMART Health Cards 1.0, numerical mode)."""
    return "".join(chr(int(digits[at : at + 2]) + 45) for at in range(0, len(digits) - 1, 2))


def _payload(token: str, options: Options) -> Json | None:
    """What a token says (RFC 7515), inflated within the limit (RFC 1951); None when it is damaged."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    header, body = (decoded(part.replace("-", "+").replace("_", "/"), options) for part in parts[:2])
    if header is None or body is None:
        return None
    try:
        if text(first(json.loads(header)).get("zip")) == "DEF":
            inflater = zlib.decompressobj(wbits=-15)
            body = inflater.decompress(body, options.limits.text_bytes)
            if not inflater.eof:
                return None
        value: Any = json.loads(body, parse_float=str)
        bounded(value, options.limits.nesting)
    except (ValueError, zlib.error, RecursionError, TooDeepError):
        return None
    return value if isinstance(value, dict) else None


def _content(payloads: Sequence[Json], damaged: int, options: Options) -> Content:
    """Each card by itself: two cards use the same names for different resources."""
    contents: list[Content] = []
    for number, payload in enumerate(payloads, 1):
        found = Gathered()
        subject = first(first(payload.get("vc")).get("credentialSubject"))
        found.add(first(subject.get("fhirBundle")))
        if not found.resources:
            damaged += 1
            continue
        before = contents[-1].pages[-1].number if contents else 0
        content = content_of(found, options, before=before)
        said = tuple(_said_of(payload, f"card {number}", before + 1))
        contents.append(replace(content, facts=(*content.facts, *said)))
    if not contents:
        return failed(ProblemCode.CORRUPT, DAMAGED)
    content = joined(contents)
    problems = (Problem(ProblemCode.CORRUPT, Severity.MEDIUM, SOME_DAMAGED),) if damaged else ()
    return replace(
        content, title=content.title or "SMART Health Card", problems=(*problems, *content.problems)
    )


def _said_of(payload: Json, place: str, page: int) -> Iterator[Fact]:
    if issuer := text(payload.get("iss")):
        yield Fact("issuer of the card", issuer, page, f"Issuer: {issuer}", place=place)
    unchecked = "not checked; the issuer's keys are kept online"
    yield Fact("signature of the card", unchecked, page, f"Signature: {unchecked}", place=place)


def _linked(coded: str, options: Options) -> Content:
    raw = decoded(coded.replace("-", "+").replace("_", "/"), options)
    try:
        value = json.loads(raw or b"")
    except ValueError:
        return failed(ProblemCode.CORRUPT, DAMAGED)
    content = _link(first(value))
    return replace(content, link=coded) if link_of(coded) else content


def _link(link: Json) -> Content:
    """A link by its label, hosts and flags. Its key opens the records, so it is named nowhere."""
    addresses = [text(link.get("url")), *(text(one.get("location")) for one in many(link.get("files")))]
    hosts = list(dict.fromkeys(host for each in addresses if (host := urlsplit(each).hostname)))
    if not hosts:
        return failed(ProblemCode.CORRUPT, DAMAGED)
    label = text(link.get("label"))
    flags = ", ".join(_FLAGS[flag] for flag in text(link.get("flag")) if flag in _FLAGS)
    said = [("records kept elsewhere", host) for host in hosts]
    said += [(f"{name} of the link", value) for name, value in (("label", label), ("terms", flags)) if value]
    lines = ["SMART Health Link: records that are kept elsewhere. It was not opened."]
    return Content(
        pages=(Page(1, "\n".join([*lines, *(f"{name.capitalize()}: {value}" for name, value in said)])),),
        kind=Kind(RecordKind.OTHER, 0.9, ("SMART Health Link",)),
        title=f"SMART Health Link: {label}" if label else "SMART Health Link",
        language="en",
        facts=tuple(Fact(name, value, 1, value, place="link") for name, value in said),
    )

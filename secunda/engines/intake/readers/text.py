"""Plain text, HTML and RTF."""

import re
from html.parser import HTMLParser
from pathlib import Path

from striprtf.striprtf import rtf_to_text

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.letters import decode
from secunda.engines.intake.limits import Options
from secunda.engines.intake.reading import Filing, Page, Problem, ProblemCode, Severity
from secunda.engines.words import say

_WEB_PAGE_ENDS = re.compile(
    r"\b(log ?in|sign ?in|session (has )?expired|password|enable cookies|access denied)\b"
    r"|\b(anmelden|iniciar sesi[oó]n|connexion)\b",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_HEADERS = re.compile(r"\\(header|footer)[lrf]?(?![a-z])")
GUESSED = Problem(
    ProblemCode.ENCODING_GUESSED,
    Severity.INFO,
    say("The text did not say how its letters are encoded. Accented letters may be wrong."),
)


def read_bytes(path: Path, options: Options) -> bytes | None:
    """Return the whole file, or None when it is larger than a text may be."""
    limit = options.limits.text_bytes
    with path.open("rb") as opened:
        raw = opened.read(limit + 1)
    return None if len(raw) > limit else raw


def too_long() -> Content:
    """A text beyond the limit."""
    return failed(ProblemCode.OVER_LIMIT, say("This text is too large to read. Please send it in parts."))


def paged(text: str) -> tuple[Page, ...]:
    """Pages between form feeds."""
    pieces = [piece for piece in text.split("\f") if piece.strip()]
    return tuple(Page(number, piece) for number, piece in enumerate(pieces, 1))


def read_plain(path: Path, options: Options) -> Content:
    """Plain text: in UTF-8, UTF-16 or UTF-32, or else in the encoding that its letters fit best."""
    raw = read_bytes(path, options)
    if raw is None:
        return too_long()
    text, guessed = decode(raw)
    if re.match(r"\s*\[autorun\]", text, re.IGNORECASE):
        return Content(filing=Filing.DISC_SOFTWARE)
    if not text.strip():
        return failed(ProblemCode.EMPTY, say("There is nothing in this file. Please send it again."))
    return Content(pages=paged(text), problems=(GUESSED,) if guessed else ())


class _Words(HTMLParser):
    """The words of a page, without scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in ("script", "style"):
            self._skip += 1
        if tag in ("p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "table"):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style") and self._skip:
            self._skip -= 1
        if tag in ("td", "th"):
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.words.append(data)


def words_of_html(markup: str) -> str:
    """Return the words of a page of HTML, a line for each block."""
    parser = _Words()
    parser.feed(markup)
    lines = (" ".join(line.split()) for line in "".join(parser.words).splitlines())
    return "\n".join(line for line in lines if line)


def read_html(path: Path, options: Options) -> Content:
    """A saved web page: a record, or only the page that asked to log in."""
    raw = read_bytes(path, options)
    if raw is None:
        return too_long()
    said = _CHARSET.search(raw[:2048])
    letters, guessed = decode(raw, said[1].decode("ascii") if said else None)
    text = words_of_html(letters)
    if len(text) < 600 and (_WEB_PAGE_ENDS.search(text) or len(text) < 20):
        note = Problem(
            ProblemCode.NOT_A_RECORD,
            Severity.LOW,
            say("This is a saved web page and not the record. Please sign in and download the record again."),
        )
        return Content(pages=paged(text), filing=Filing.NOT_A_RECORD, problems=(note,))
    return Content(pages=paged(text), problems=(GUESSED,) if guessed else ())


def read_rtf(path: Path, options: Options) -> Content:
    """Rich text (RTF 1.9.1): the words of body, headers and footers; pictures and objects are left out."""
    raw = read_bytes(path, options)
    if raw is None:
        return too_long()
    # The library leaves headers out, and on letters they say whose paper it is.
    source = _HEADERS.sub("", raw.decode("latin-1"))
    try:
        text = str(rtf_to_text(source, errors="replace")).replace("|", " ")  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, KeyError, LookupError, OverflowError):
        return failed(ProblemCode.CORRUPT, say("This document is damaged. Please send it again."))
    if not text.strip():
        return failed(ProblemCode.EMPTY, say("There is no text in this file."))
    return Content(pages=paged(text))

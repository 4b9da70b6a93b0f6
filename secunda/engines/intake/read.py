"""One file: identify, read, classify, date. Runs where the bytes of strangers are opened."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path, PurePosixPath

from secunda.engines.intake import identify
from secunda.engines.intake.classify import classify, title_of
from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.date_words import joined
from secunda.engines.intake.dates import date_of
from secunda.engines.intake.facts import Fact, FactKind
from secunda.engines.intake.language import language_of
from secunda.engines.intake.limits import Options
from secunda.engines.intake.misread import mended
from secunda.engines.intake.parts import parts_of
from secunda.engines.intake.people import person_in
from secunda.engines.intake.readers import reader_for
from secunda.engines.intake.reading import (
    Filing,
    Person,
    Problem,
    ProblemCode,
    Reading,
    RecordKind,
    Severity,
)
from secunda.engines.intake.statements import statements_in
from secunda.engines.words import Words, say

LOOKED_AT = 60_000
"""Letters, about twenty full pages: what a record is, whose and of when stands in its beginning. A longer
text has the same say, and a hostile one takes no longer.
"""

_SYSTEM_NAMES = re.compile(r"(^|/)(\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*|__MACOSX/.*)$", re.IGNORECASE)
_SOFTWARE_NAMES = re.compile(
    r"\.(exe|dll|msi|inf|ico|bat|cmd|app|jar|so|dylib|chm|class|ocx|sys)$", re.IGNORECASE
)
_NOTE_NAMES = re.compile(r"(^|/)(read[ _-]?me|lies[ _-]?mich|lisez[ _-]?moi|leame)[^/]*$", re.IGNORECASE)
_OF_A_DISC = re.compile(r"viewer|disc|disk|\bcd\b|\bdvd\b|dicom|windows|drive|autorun|\.exe\b")
_EXPECTED = {
    ".pdf": ("application/pdf",),
    ".jpg": ("image/",),
    ".jpeg": ("image/",),
    ".png": ("image/",),
    ".tif": ("image/",),
    ".tiff": ("image/",),
    ".dcm": ("application/dicom",),
    ".zip": ("application/zip",),
    ".docx": (identify.DOCX,),
}
_INSTRUCTION = re.compile(
    joined(r"""
        \b(ignore|disregard|forget|override)\b.{0,40}\b(instruction|prompt|rule|message|guideline|direction)s?\b
        \b(ignore|disregard) (all |any )?(the )?(other|previous|prior)( \w+)? (document|record|report)s?\b
        \b(you are|act as|pretend to be) (now )?(an?|the) (ai|artificial|language model|assistant)\b
        \bsystem prompt\b|(^|\n)\s*(system|assistant)\s*:|<\|?(system|im_start)
        \bnote to (the )?(ai|automated|llm|assistant)
        \b(ai|automated|language model)s?( \w+){0,3} (must|should|shall)\b
        \binstructions? (to|for) (the |any )?(ai|automated|assistant|language model|software|system)
        \bignor(a|e|ar|iere|ieren)\b.{0,30}\b(instrucciones|indicaciones|anweisungen|documentos|dokumente)
        \b(vorherige|obige)n? anweisungen
    """),
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    joined(r"""
        \b(hospital|surgery|clinic|klinik\w*|\w*klinikum|centre|center|practice|trust|institut\w*|laborator\w+|labor)\b
        \b(universit\w+|praxis|cl[ií]nica|centro de salud|diagnostics|partnership|ziekenhuis|h[oô]pital)\b
    """),
    re.IGNORECASE,
)


def sha256_of(path: Path) -> str:
    """Return the digest of a file, read in pieces."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def read_file(
    path: Path, label: str, options: Options, *, sha256: str | None = None, media_type: str | None = None
) -> Reading:
    """Read one file; digest and media type may be known. Whatever is wrong is a problem of the reading."""
    media_type = media_type or identify.media_type(path)
    digest = sha256_of(path) if sha256 is None else sha256
    blank = Reading(label, digest, path.stat().st_size, media_type)
    aside = _aside(label, media_type)
    if aside is not None:
        return replace(blank, filing=aside)
    try:
        content = reader_for(media_type)(path, options)
    except RecursionError:
        content = failed(ProblemCode.OVER_LIMIT, say("This file is nested too deeply to read."))
    except MemoryError:
        content = failed(
            ProblemCode.OVER_LIMIT, say("This file needs too much memory to read. Please send it in parts.")
        )
    return described(blank, content, options)


def _aside(label: str, media_type: str) -> Filing | None:
    if _SYSTEM_NAMES.search(label):
        return Filing.SYSTEM_FILE
    if media_type in identify.ARCHIVES:
        return Filing.ARCHIVE
    if _SOFTWARE_NAMES.search(label) and media_type not in (identify.DICOM, identify.PDF):
        return Filing.DISC_SOFTWARE
    return None


def says_nothing(label: str, media_type: str) -> bool:
    """Whether a file of this type is read the same under this name as under any other plain one."""
    return _aside(label, media_type) is None and not _misnamed(label, media_type)


def described(blank: Reading, content: Content, options: Options) -> Reading:
    """Add what the text says where the structure said nothing."""
    reading = replace(
        blank,
        filing=content.filing,
        pages=content.pages,
        readable=content.readable,
        facts=content.facts,
        dicom=content.dicom,
        attached=content.attached,
        drawable=content.drawable,
        link=content.link,
        body_part=content.body_part,
        side=content.side,
        author=content.author,
        problems=(*content.problems, *_misnamed(blank.path, blank.media_type)),
    )
    if content.filing not in (Filing.RECORD, Filing.STUDY):
        return reading
    text = reading.text[:LOOKED_AT]
    kind = content.kind or classify(text)
    spoken = mended(text) if reading.scanned else text
    person = _person(content.person, spoken, options)
    date = content.date
    if date is None and content.dicom is None:
        date = date_of(spoken, kind.name, person.birth_date, today=options.today, country=options.country)
    reading = replace(
        reading,
        kind=kind,
        date=date,
        title=content.title or title_of(text),
        language=content.language or language_of(text),
        person=person,
        sender=content.sender or _sender(text),
        parts=content.parts or (parts_of(content.pages, options) if content.kind is None else ()),
    )
    if _is_note_of_disc(reading):
        return replace(reading, filing=Filing.NOT_A_RECORD, person=Person(), date=None, parts=())
    reading = replace(reading, facts=_facts(reading, content.prose_from))
    return replace(reading, problems=(*reading.problems, *_remarks(reading)))


def _is_note_of_disc(reading: Reading) -> bool:
    """Whether a file only tells how to look at a disc: by its name and its words, and it names no patient."""
    person = reading.person
    if person.birth_date or person.identifiers or reading.dicom is not None:
        return False
    return bool(
        _NOTE_NAMES.search(reading.path) and len(set(_OF_A_DISC.findall(reading.text.casefold()))) > 1
    )


def _facts(reading: Reading, prose_from: int) -> tuple[Fact, ...]:
    """What the structure states; where it states nothing of the person, what its prose states."""
    coded = any(fact.kind not in (FactKind.STATEMENT, FactKind.IMAGING) for fact in reading.facts)
    if coded or not reading.readable or reading.kind.name is RecordKind.IMAGE:
        return reading.facts
    pages = [page for page in reading.pages if page.number >= prose_from]
    if not reading.parts:
        return (*reading.facts, *statements_in(pages, reading.kind.name))
    found = list(reading.facts)
    for part in reading.parts:
        mine = [page for page in pages if part.first_page <= page.number <= part.last_page]
        found += statements_in(mine, part.kind.name)
    return tuple(found)


def _person(said: Person | None, text: str, options: Options) -> Person:
    if said is not None and (said.name or said.birth_date):
        return said
    found = person_in(text, options.country)
    if said is None:
        return found
    return replace(found, sex=said.sex or found.sex, identifiers=(*said.identifiers, *found.identifiers))


def _sender(text: str) -> str | None:
    for line in text.splitlines()[:6]:
        if _INSTITUTION.search(line):
            return " ".join(line.split())[:120]
    return None


def _misnamed(label: str, media_type: str) -> list[Problem]:
    expected = _EXPECTED.get(PurePosixPath(label).suffix.lower())
    if not expected or media_type == identify.EMPTY or media_type.startswith(expected):
        return []
    severity = Severity.INFO if media_type in (identify.DICOM, identify.PDF) else Severity.LOW
    says = say("This file is not what its name says. It was read as %(what)s.", what=_spoken(media_type))
    return [Problem(ProblemCode.MISNAMED, severity, says)]


def _spoken(media_type: str) -> str | Words:
    known = {
        identify.DICOM: say("a medical image"),
        identify.TEXT: say("plain text"),
        identify.HTML: say("a web page"),
        identify.PDF: say("a PDF"),
    }
    return known.get(media_type, media_type)


def _remarks(reading: Reading) -> list[Problem]:
    found = []
    if _INSTRUCTION.search(reading.text):
        says = say("The text tries to instruct a computer. That was ignored. Somebody should look at it.")
        found.append(Problem(ProblemCode.PROMPT_INJECTION, Severity.MEDIUM, says))
    if (
        reading.filing is Filing.RECORD
        and reading.readable
        and reading.kind.name is not RecordKind.IMAGE
        and reading.date is None
    ):
        says = say("No date was found on this record. Please tell us when it was written.")
        found.append(Problem(ProblemCode.DATE_MISSING, Severity.INFO, says))
    if reading.parts:
        says = say("This file holds %(count)s records. Each is filed by itself.", count=len(reading.parts))
        found.append(Problem(ProblemCode.SEVERAL_DOCUMENTS, Severity.INFO, says))
    return found

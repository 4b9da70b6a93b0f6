"""Medicines in lists and letters: name, dose and how often, under a heading that says so."""

import re
from collections.abc import Iterator, Sequence

from secunda.engines.intake.date_words import joined
from secunda.engines.intake.drug_classes import known_drug
from secunda.engines.intake.facts import Certainty, Fact, FactKind
from secunda.engines.intake.reading import RecordKind
from secunda.engines.intake.statements.passages import Passage
from secunda.engines.intake.statements.vocabulary import NOTHING, Section

# "meg" is how recognised pages often show "mcg"; it is kept as it stands there.
UNITS = (
    r"(?:mg/ml|mcg/ml|mg/h|mcg/h|mg|mcg|meg|µg|ug|μg|micrograms?|grams?|g|ml|units?|iu|ie|ui|u|mmol|%|puffs?"
    r"|drops?"
    r"|tablets?|capsules?|tabs?|caps?|sprays?|patch(?:es)?)"
)
_AMOUNT = (
    rf"\d[\d.,]*(?:\s?[-–/]\s?\d[\d.,]*)?\s?{UNITS}"
    r"(?:\s?/\s?(?:\d[\d.,]*\s?)?(?:ml|h|actuat|dose|day|tag))?(?!\w)"
)
_DOSED = re.compile(
    rf"^(?P<name>(?:\d{{1,2}} ?hr )?[^\W\d_][^\n|]{{1,70}}?)[\s|,]+(?P<dose>{_AMOUNT})(?P<rest>.*)$",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    r"(?<!\w)(?:"
    + joined(r"""
        (?:\w+ )?(?:once|twice|(?:three|four) times|one|two|three) (?:a day|per day|weekly)
        (?:\w+ )?(?:once|twice|(?:three|four) times|one|two|three) (?:puffs |times )?daily
        (?:one|two|half) (?:daily|at night|in the morning|bd|od|tds)|once|twice daily|daily|weekly|monthly
        nightly
        o\.?d\.?|b\.?d\.?|b\.?i\.?d\.?|t\.?d\.?s\.?|t\.?i\.?d\.?|q\.?d\.?s\.?|q\.?i\.?d\.?|q\d{1,2}h|prn
        nocte|mane|stat
        every \d+(?:[-–]\d+)? (?:hours?|days?|weeks?)|cada \d+ (?:horas?|d[íi]as?|semanas?)|al d[íi]a
        por la noche
        toutes les \d+ heures|par jour
        \d+ ?[x×] ?(?:t[äa]glich|daily|tgl\.?|al d[íi]a|par jour|per dag|dziennie|dagligt)
        (?:\d|½|1/2)-(?:\d|½|1/2)-(?:\d|½|1/2)(?:-(?:\d|½|1/2))?|t[äa]glich|w[öo]chentlich
        (?:\d+ )?pro (?:woche|tag)
        per dag|per week|when (?:needed|required)|as (?:needed|required|directed)|if (?:needed|required)
        at night
        in the morning|bei bedarf|si precisa|si besoin|zo nodig|w razie potrzeby|efter behov|in \d+ fractions
    """)
    + r")(?!\w)",
    re.IGNORECASE,
)
_ROUTE = re.compile(
    r"(?<!\w)(?:oral(?:ly)?|by mouth|po|iv|i\.v\.|intravenous|subcutaneous|sc|s\.c\.|im|i\.m\.|inhal\w*"
    r"|topical|nasal"
    r"|intrauterine|sublingual|transdermal|eye|rectal)(?!\w)",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"(?<!\w)(active|stopped|completed|on-hold|suspended|discontinued|paused|abgesetzt|suspendido)(?!\w)",
    re.IGNORECASE,
)
_STOPPED = re.compile(
    r"(?<!\w)(?:stop(?:ped)?|discontinued?|abgesetzt|suspend\w*|arr[êe]t[ée]?)(?!\w)", re.IGNORECASE
)
_DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
_SPLIT = re.compile(r";\s*|,\s+(?!\d)|\s{3,}|\s+\+\s+(?=[A-Z])|(?<=\w{3})\.\s+(?=[A-ZÄÖÜ])")
_ROW_ENDS = re.compile(
    r"(?:\d{4}-\d{2}-\d{2})?\s*(?:active|stopped|completed)\s*$|\d{4}-\d{2}-\d{2}\s*$", re.IGNORECASE
)
_TABLE_HEAD = re.compile(
    r"^\W*(?:medicine|drug|medication|wirkstoff|medikament|f[áa]rmaco|name|substance|directions|dose"
    r"|strength|st[äa]rke"
    r"|frequency|started|status|indications?|start date|monitored by|h[äa]ufigkeit|dosis)\b",
    re.IGNORECASE,
)
_NO_MEDICINE = re.compile(
    r"^(?:inr|target|review|bp|hr|see|as above|unchanged|continue|start date|total|page|dr|prof|yours"
    r"|please|bring"
    r"|allerg\w+|mit freundlichen|vitamin$)\b",
    re.IGNORECASE,
)


def medicines(lines: Sequence[Passage], kind: RecordKind) -> Iterator[Fact]:
    """Each medicine once for each line; "none" under such a heading is a denial."""
    listed = kind is RecordKind.MEDICATION_LIST
    for line in _rows(lines, listed=listed):
        if line.section is Section.MEDICINES and NOTHING.match(line.text.split(". ")[0]):
            yield _fact(line, "no medicines", "none", certainty=Certainty.DENIED)
        elif line.section is Section.MEDICINES or (listed and line.section is Section.OTHER):
            for piece in _SPLIT.split(line.text):
                row = bool(_ROW_ENDS.search(piece))
                yield from _item(line, piece, listed=row or line.section is Section.MEDICINES)


def _rows(lines: Sequence[Passage], *, listed: bool) -> Iterator[Passage]:
    """Lines, those of one table row joined: a row ends with its date or status, where the table has them."""
    ended = listed and sum(bool(_ROW_ENDS.search(line.text)) for line in lines) >= 1
    waiting: list[str] = []
    for line in lines:
        inside = line.section is Section.MEDICINES or (listed and line.section is Section.OTHER)
        if not ended or not inside or _TABLE_HEAD.match(line.text):
            waiting.clear()
            yield line
            continue
        waiting.append(line.text)
        if _ROW_ENDS.search(line.text):
            whole = " ".join(waiting[-8:])
            waiting.clear()
            yield Passage(line.page, line.section, whole)


def _item(line: Passage, piece: str, *, listed: bool) -> Iterator[Fact]:
    text = piece.strip(" .*•|_-–\t")
    if _TABLE_HEAD.match(text) or _NO_MEDICINE.match(text) or _STOPPED.match(text):
        return
    found = _DOSED.match(text)
    if found and not _NO_MEDICINE.match(found["name"]):
        name = found["name"].strip(" :|,.-–")
        if listed or known_drug(name) or _OFTEN.search(found["rest"]):
            yield _fact(line, name, text, dose=" ".join(found["dose"].split()), rest=found["rest"])
        return
    row = _ROW_ENDS.search(text)
    words = _OFTEN.split(text[: row.start()] if row else text)[0].strip(" ,|")
    short = bool(words) and words[0].isalpha() and 3 < len(words) <= 60 and len(words.split()) <= 6
    if (short and (known_drug(words) if listed else False) and not re.search(r"\d", words)) or (
        short and row and not _TABLE_HEAD.match(words)
    ):
        yield _fact(line, words, text, rest=text[len(words) :])


def _fact(
    line: Passage,
    name: str,
    text: str,
    *,
    dose: str | None = None,
    rest: str = "",
    certainty: Certainty = Certainty.STATED,
) -> Fact:
    often = ", ".join(dict.fromkeys(found[0].strip() for found in _OFTEN.finditer(rest)))
    route, status, day = _ROUTE.search(rest), _STATUS.search(rest), _DAY.search(rest)
    return Fact(
        name=name,
        value=text[:200],
        page=line.page,
        quote=line.text[:300],
        kind=FactKind.MEDICINE,
        certainty=certainty,
        date=day[1] if day else None,
        status=status[1].lower() if status else None,
        dose=dose,
        schedule=often or None,
        route=route[0] if route else None,
    )

"""Rows of results in tables: name, number, unit, reference range and flag, verbatim."""

import re
from collections.abc import Iterator, Sequence

from secunda.engines.intake.date_words import joined
from secunda.engines.intake.facts import Code, Fact, FactKind
from secunda.engines.intake.reading import RecordKind
from secunda.engines.intake.statements.measures import NOT_A_NAME, NUMBER, in_prose
from secunda.engines.intake.statements.passages import Passage

_UNIT = (
    r"(?:(?:10[*^]\d{1,2}|x?10\^?\d{1,2}|[xX×]\s?10\S{1,3}|[mµμunpfk]?g|[mµμunpf]?mol"
    r"|[mµμunk]?(?:IU|iu|U|u|IE)|[mµμcdnkf]?[lL]"
    r"|mm|cm|ms|s|kPa|mmHg|mm\[Hg\]|Zellen|cells|bpm|beats|m|mL|%|mEq|mOsm|Gpt|Tpt|G|T|score|ratio)?"
    r"(?:/(?:\d+\s?)?(?:[mµμdnfhk]?[lL]|[mk]?g|mmol|mol|min|h|24h|nl|pl|µl|ul|uL|mm3|mm\^3|m2|HPF"
    r"|1\.73\s?m2|d|s|L/L)){0,2}"
    r"(?:\d(?!\d))?)"
)
_KNOWN_UNIT = re.compile(
    r"^(?:%|g/[dmkL]?l|[mµμunp]?g/[dm]?l|[mµμunp]?mol/l|[mµμuk]?(?:iu|u|ie)/m?l|/[nµpu]l|10\S+/\S+|f[lL]"
    r"|pg|mmhg|mm\[hg\]|kpa|m/s"
    r"|cm2|ms|mm|cm|ml|l|kg|mg|g|ng/\S+|pg/\S+|ml/min\S*|zellen/\S+|cells/\S+|meq/l|mm/h|ratio|score|u/l"
    r"|miu/l|bpm|beats/min)$",
    re.IGNORECASE,
)
_RANGE = r"\(?(?:[<>≤≥]\s?\d[\d.,]*|\d[\d.,]*\s?[-–]\s?\d[\d.,]*|\d[\d.,]*\s(?:to|bis)\s\d[\d.,]*)\)?"
_FLAG = r"(?:\*{1,2}|HH?|LL?|high|low|hoch|niedrig|alto|bajo|abnormal|[+-]{1,2}|↑|↓)"
_ROW = re.compile(
    rf"^(?P<name>[^\W\d_][^\n|]{{0,60}}?"
    rf"|)[\s|:]*(?<![\w.,*^-])(?P<number>{NUMBER})\s*(?:\((?P<flag1>{_FLAG})\)\s*)?"
    rf"(?P<unit>{_UNIT})?(?![\w.])\s*(?P<rest>.*)$"
)
_REST = re.compile(
    rf"^(?P<flag>{_FLAG})?\s*(?P<range>{_RANGE})?(?:\s*(?!{_FLAG}(?:\s|$)){_UNIT}(?=\s|$))?\s*(?P<flag2>{_FLAG})?(?![\w])"
)
_LOINC = re.compile(r"(?<![\d-])(\d{1,5}-\d)(?![\d-])")
_HEAD = re.compile(r"\b(?:" + joined(r"""
    test|parameter|analyte|result|value|unit|units|reference|range|wert|einheit|referenz|loinc|resultado
    unidad
    examen|r[ée]sultat|valeurs?
""") + r")\b", re.IGNORECASE)  # fmt: skip
LONGEST_NAME = 160


def results(lines: Sequence[Passage], kind: RecordKind) -> Iterator[Fact]:
    """Rows of laboratory reports; in other records measurements that have a name and a unit."""
    table = kind is RecordKind.LAB_REPORT
    waiting: list[str] = []
    for line in lines:
        made = _row(line, waiting) if table else None
        if made:
            yield made
            waiting.clear()
            continue
        if table:
            _wait(line.text, waiting)
        yield from in_prose(line)


def _wait(text: str, waiting: list[str]) -> None:
    """Names of a table may be broken over several lines above their number."""
    heads = len(_HEAD.findall(text))
    if heads >= 2 or ":" in text or len(text) > 40 or text.endswith("."):
        waiting.clear()
    else:
        waiting.append(text)
        del waiting[:-5]


def _row(line: Passage, waiting: Sequence[str]) -> Fact | None:
    found = _ROW.match(line.text)
    if not found:
        return None
    unit = (found["unit"] or "").strip()
    known = bool(unit) and bool(_KNOWN_UNIT.match(unit))
    tail, coded = _code(found["rest"])
    rest = _REST.match(tail)
    span = (rest["range"] if rest else None) or None
    own = found["name"].strip(" :|.")
    name = " ".join(filter(None, [*waiting, own])) if waiting and _goes_on(waiting, own) else own
    plain = known or span or _plain_ratio(name)
    if not name or len(name) > LONGEST_NAME or NOT_A_NAME.search(own) or not plain:
        return None
    flag = found["flag1"] or (rest and (rest["flag"] or rest["flag2"])) or None
    number = " ".join(found["number"].split())
    return Fact(
        name=name,
        value=f"{number} {unit}".strip(),
        page=line.page,
        quote=line.text[:300],
        kind=FactKind.RESULT,
        number=number,
        unit=unit or None,
        codes=coded,
        reference=span.strip("()") if span else None,
        flag=flag,
    )


def _code(rest: str) -> tuple[str, tuple[Code, ...]]:
    """What follows a number without its LOINC code, known from a range by its check digit (Mod 10)."""
    for found in _LOINC.finditer(rest):
        digits, check = found[1].split("-")
        doubled = [int(d) * (2 if place % 2 == 0 else 1) for place, d in enumerate(reversed(digits))]
        if (10 - sum(d - 9 if d > 9 else d for d in doubled) % 10) % 10 == int(check) and len(digits) > 2:
            return rest.replace(found[0], "", 1).strip(), (Code("LOINC", found[1]),)
    return rest, ()


def _plain_ratio(name: str) -> bool:
    """Results that have no unit, by name."""
    return bool(re.fullmatch(r"(?i)(?:inr|ph|hba1c|quick|ratio|specific gravity)", name.strip()))


def _goes_on(waiting: Sequence[str], name: str) -> bool:
    """Does a row's name go on from the lines above? An empty one does, and one that begins small."""
    plain = name.strip(" :|.")
    return (
        not plain
        or plain[0].islower()
        or plain[0] in "[("
        or waiting[-1].rstrip().endswith((",", "/", "-", "in", "by", "of"))
    )

"""The day a record speaks for: every date in the text, judged by the words before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from secunda.engines.intake.date_words import LABELS, MONTHS
from secunda.engines.intake.reading import PartialDate, RecordKind

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})([./-]|\s[./-]\s)(\d{1,2})\2(\d{4}|\d{2})(?![\d/-]|\.\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|°)?\.?[\s-]*(?:of\s|de\s|del\s)?\s*({_MONTH})"
    r"\.?,?[\s-]*(?:de\s|del\s)?(\d{4}|\d{2}(?!\d))(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:[.,]\s*|\s+)(\d{{4}})(?!\d)", re.IGNORECASE
)
_MONTH_ONLY = re.compile(rf"\b({_MONTH})\.?,?\s+(?:de\s)?(\d{{4}})(?!\d)", re.IGNORECASE)
_AMERICAN = re.compile(
    r"\b(center|tumor|estrogen|hematology|anesthesia|pediatric|gynecolog\w*|MD|zip|orthopedic|hemoglobin|color)\b"
)
_BRITISH = re.compile(
    r"\b(centre|tumour|oestrogen|haematology|anaesthe\w*|paediatric|gynaecolog\w*|NHS|GP|surgery)\b"
    r"|\b(haemoglobin|consultant|colour|theatre)\b"
)
OLDEST = 1900


@dataclass(frozen=True, slots=True)
class Found:
    """One date in a text, and how far it may be trusted to date the record."""

    at: int
    end: int
    day: PartialDate
    label: str = ""
    weight: float = 0.0


def exists(iso: str) -> bool:
    """Is this ISO day in the calendar, and not absurd?"""
    try:
        return date.fromisoformat(iso).year >= 1880
    except ValueError:
        return False


def swapped(day: PartialDate) -> PartialDate:
    """The same date with day and month exchanged; itself when that is no date."""
    year, month, number = day.value.split("-") if day.precision == "day" else ("", "", "")
    other = f"{year}-{number}-{month}"
    if day.ambiguous and exists(other):
        return PartialDate(other, "day", day.as_written, day.confidence, ambiguous=True)
    return day


def month_first(text: str, country: str = "GB") -> bool:
    """Does this text write the month first? Its own dates decide, then its spelling, then the country."""
    numbers = [(int(one[1]), int(one[3]), one[4]) for one in _NUMERIC.finditer(text)]
    day_first = sum(first > 12 >= second for first, second, _ in numbers)
    other = sum(second > 12 >= first for first, second, _ in numbers)
    if day_first != other:
        return other > day_first
    day_first, other = _agreeing(text, numbers)
    if day_first != other:
        return other > day_first
    american, british = _kinds(_AMERICAN, text), _kinds(_BRITISH, text)
    return american > british if american != british else country == "US"


def _agreeing(text: str, numbers: list[tuple[int, int, str]]) -> tuple[int, int]:
    """How many dates, read with the day or with the month first, also stand there written out or as ISO."""
    found = (day for _, _, day in _all(text, month_leads=False))
    plain = {day.value for day in found if day.precision == "day" and not day.ambiguous}
    unclear = {(first, second, year) for first, second, year in numbers if first != second}
    return (
        sum(f"{year}-{second:02d}-{first:02d}" in plain for first, second, year in unclear),
        sum(f"{year}-{first:02d}-{second:02d}" in plain for first, second, year in unclear),
    )


def _kinds(pattern: re.Pattern[str], text: str) -> int:
    return len({found[0] for found in pattern.finditer(text)})


def dates_in(text: str, *, month_leads: bool = False, today: str | None = None) -> list[Found]:
    """Every date in the text, in order, each with the words that label it."""
    taken: list[tuple[int, int]] = []
    found: list[Found] = []
    for at, end, written in _all(text, month_leads=month_leads):
        if any(at < other_end and end > other for other, other_end in taken):
            continue
        taken.append((at, end))
        label, weight = _label(text, at, end)
        day = swapped(written) if _to_come(written, today) else written
        weight = min(weight, -2.0) if _to_come(day, today) else weight
        found.append(Found(at, end, day, label, weight))
    return sorted(found, key=lambda one: one.at)


def _to_come(day: PartialDate, today: str | None) -> bool:
    return today is not None and day.value > today[: len(day.value)]


def _all(text: str, *, month_leads: bool) -> Iterator[tuple[int, int, PartialDate]]:
    for one in _ISO.finditer(text):
        yield from _made(one, one[1], one[3], one[4])
    for one in _DAY_FIRST.finditer(text):
        yield from _made(one, one[3], str(MONTHS[one[2].casefold()]), one[1])
    for one in _MONTH_FIRST.finditer(text):
        yield from _made(one, one[3], str(MONTHS[one[1].casefold()]), one[2])
    for one in _NUMERIC.finditer(text):
        first, second = int(one[1]), int(one[3])
        day, month = (
            (second, first)
            if (month_leads and second <= 31 and first <= 12) or second > 12
            else (first, second)
        )
        unclear = first <= 12 and second <= 12 and first != second and one[2].strip() != "."
        yield from _made(one, one[4], str(month), str(day), ambiguous=unclear)
    for one in _MONTH_ONLY.finditer(text):
        iso = f"{one[2]}-{MONTHS[one[1].casefold()]:02d}"
        if exists(f"{iso}-01"):
            yield one.start(), one.end(), PartialDate(iso, "month", one[0].strip())


def _made(
    one: re.Match[str], year: str, month: str, day: str, *, ambiguous: bool = False
) -> Iterator[tuple[int, int, PartialDate]]:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < 50 else 1900
    iso = f"{number:04d}-{int(month):02d}-{int(day):02d}"
    if exists(iso) and number >= OLDEST:
        yield one.start(), one.end(), PartialDate(iso, "day", one[0].strip(), ambiguous=ambiguous)


def _label(text: str, at: int, end: int) -> tuple[str, float]:
    """The strongest label in the words right before the date (or on the line above, in a table)."""
    line_start = text.rfind("\n", 0, at) + 1
    before = text[max(line_start, at - 60) : at]
    if len(before.strip(" :.-\t")) < 2 and line_start > 1:
        above = text.rfind("\n", 0, line_start - 1) + 1
        before = text[above:line_start][-40:] + before
    best = ("", 0.0)
    for pattern, weight in LABELS:
        hits = list(pattern.finditer(before))
        if hits and len(before) - hits[-1].end() <= 25 and (best[0] == "" or abs(weight) > abs(best[1])):
            best = (hits[-1][0], weight)
    after = text[end : end + 14].lower()
    if not best[0] and re.match(r"\s*\(?(dob|geb|born)\b", after):
        return "birth", -9.0
    return best


_PREFERRED: dict[RecordKind, re.Pattern[str]] = {
    RecordKind.DISCHARGE_SUMMARY: re.compile(r"discharge|entlass|alta|sortie|ontslag", re.IGNORECASE),
    RecordKind.IMAGING_REPORT: re.compile(
        r"exam|scan|study|untersuch|estudio|examen|performed|acqui|onderzoek", re.IGNORECASE
    ),
    RecordKind.LAB_REPORT: re.compile(
        r"collect|sampl|entnahme|abnahme|toma|extracci|pr[eé]l[eè]v|drawn|specimen|afname", re.IGNORECASE
    ),
    RecordKind.OPERATIVE_REPORT: re.compile(
        r"operation|surgery|procedure|op-datum|intervenci|eingriff|operatie", re.IGNORECASE
    ),
    RecordKind.PROCEDURE_REPORT: re.compile(
        r"procedure|exam|performed|untersuch|procedimiento|onderzoek", re.IGNORECASE
    ),
    RecordKind.PATHOLOGY_REPORT: re.compile(r"report|befund|informe|sign|auth", re.IGNORECASE),
    RecordKind.GENETIC_REPORT: re.compile(r"report|befund|informe|sign|auth", re.IGNORECASE),
    RecordKind.MDT_OUTCOME: re.compile(
        r"meeting|mdt|konferenz|tumou?r ?board|sesi[oó]n|comit[eé]|rcp", re.IGNORECASE
    ),
    RecordKind.CLINIC_LETTER: re.compile(r"clinic|seen|consult|visit|letter", re.IGNORECASE),
}


def date_of(
    text: str,
    kind: RecordKind,
    birth: PartialDate | None = None,
    *,
    today: str | None = None,
    country: str = "GB",
) -> PartialDate | None:
    """Return the day the record speaks for, or None when no date may be trusted with that."""
    dates = dates_in(text, month_leads=month_first(text, country), today=today)
    wanted = _PREFERRED.get(kind)
    best: tuple[float, Found] | None = None
    for order, one in enumerate(dates):
        if one.weight <= -2 or (birth and one.weight < 3 and one.day.value == birth.value):
            continue
        if birth and birth.precision == "day" and one.day.value < birth.value[: len(one.day.value)]:
            continue
        score = one.weight + (2.0 if wanted and one.label and wanted.search(one.label) else 0.0)
        score += 1.0 if one.at < 700 else 0.0
        score += {"day": 1.0, "month": -0.5}.get(one.day.precision, -1.0)
        score -= min(order, 20) * 0.05
        if best is None or score > best[0]:
            best = (score, one)
    if best is None or best[0] < 0.5:
        return None
    day = best[1].day
    sure = min(0.98, 0.5 + best[0] / 10) * (0.75 if day.ambiguous else 1.0)
    return PartialDate(day.value, day.precision, day.as_written, round(max(0.3, sure), 2), day.ambiguous)

"""The data types of FHIR as words: concepts, quantities, ranges, dates and how often."""

from typing import Any

from secunda.engines.intake.dates import exists
from secunda.engines.intake.facts import Code
from secunda.engines.intake.readers.shapes import Json, first, many, text, texts
from secunda.engines.intake.reading import PartialDate

_UNITS = {"h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year", "min": "minute", "s": "second"}


def concept(value: Any) -> str:
    """The words of a concept: its text, else the first display, else the first code."""
    if isinstance(value, str):
        return value.strip()
    for one in many(value):
        inner = one.get("concept")  # R5 wraps a concept or a reference
        if isinstance(inner, dict) and (found := concept(inner)):
            return found
        if said := text(one.get("text")) or text(one.get("display")):
            return said
        codings = many(one.get("coding")) or [one]
        for name in ("display", "code"):
            if said := next((d for c in codings if (d := text(c.get(name)))), ""):
                return said
    return ""


def codes(value: Any) -> tuple[Code, ...]:
    """Every code of a concept, with its system as written."""
    written = [coding for one in many(value) for coding in _codings(one)]
    made = (
        Code(text(one.get("system")) or None, text(one.get("code")), text(one.get("display")) or None)
        for one in written
    )
    return tuple(dict.fromkeys(code for code in made if code.code))


def _codings(one: Json) -> list[Json]:
    inner = first(one.get("concept")) or one  # R5 wraps a concept or a reference
    return many(inner.get("coding")) or ([one] if text(one.get("code")) else [])


def token(value: Any) -> str:
    """A status: a code in older releases, a concept in R4."""
    if isinstance(value, str):
        return value.strip()
    return next((found.code for found in codes(value)), "") or concept(value)


def partial(written: Any) -> PartialDate | None:
    """A FHIR date or dateTime as a date of the precision it has."""
    said = text(written)
    day = said[:10]
    for length, precision, rest in ((10, "day", ""), (7, "month", "-01"), (4, "year", "-01-01")):
        if len(day) == length and exists(day + rest):
            return PartialDate(day, precision, said)
    return None


def when(resource: Json, *stems: str) -> str | None:
    """The first date among these elements, whichever type it has: dateTime, instant, Period or plain."""
    for stem in stems:
        for name in (stem, f"{stem}DateTime", f"{stem}Instant", f"{stem}Date"):
            if day := partial(resource.get(name)):
                return day.value
        for name in (stem, f"{stem}Period"):
            period = first(resource.get(name))
            if day := partial(period.get("start")) or partial(period.get("end")):
                return day.value
    return None


def quantity(value: Any) -> str:
    """A quantity as written: comparator, number and unit."""
    one = first(value)
    number = text(one.get("value"))
    if not number:
        return ""
    pieces = (text(one.get("comparator")) + number, text(one.get("unit")) or text(one.get("code")))
    return " ".join(piece for piece in pieces if piece)


def between(value: Any) -> str:
    """A range as written: low and high, or the one that is said."""
    one = first(value)
    low, high = quantity(one.get("low")), quantity(one.get("high"))
    if low and high:
        return f"{low} to {high}"
    return f"from {low}" if low else f"up to {high}" if high else ""


def ratio(value: Any) -> str:
    """A ratio as written."""
    one = first(value)
    top, bottom = quantity(one.get("numerator")), quantity(one.get("denominator"))
    return f"{top} / {bottom}" if top and bottom else top


def how_often(timing: Any) -> str:
    """A schedule in words: its own text or code, else frequency and period."""
    one = first(timing)
    if said := concept(one.get("code")):
        return said
    repeat = first(one.get("repeat"))
    times, period = text(repeat.get("frequency")), text(repeat.get("period"))
    unit = text(repeat.get("periodUnit")) or text(repeat.get("periodUnits"))
    unit = _UNITS.get(unit, unit)
    pieces = []
    if period and unit:
        pieces.append(f"{times or '1'} time(s) every {period} {unit}(s)")
    pieces += texts(repeat.get("when")) + texts(repeat.get("timeOfDay")) + texts(repeat.get("dayOfWeek"))
    return ", ".join(pieces)

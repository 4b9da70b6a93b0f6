"""Time stamps of HL7 version 2 and 3: YYYYMMDD and on, in as many digits as are known."""

import re

from secunda.engines.intake.dates import exists
from secunda.engines.intake.reading import PartialDate


def day_of(written: str) -> PartialDate | None:
    """An HL7 time stamp as a date of the precision it has; the day as written, whatever the time zone."""
    digits = re.match(r"\d{4,8}", written)
    if not digits:
        return None
    d = digits[0]
    if len(d) >= 8 and exists(f"{d[:4]}-{d[4:6]}-{d[6:8]}"):
        return PartialDate(f"{d[:4]}-{d[4:6]}-{d[6:8]}", "day", written)
    if len(d) >= 6 and exists(f"{d[:4]}-{d[4:6]}-01"):
        return PartialDate(f"{d[:4]}-{d[4:6]}", "month", written)
    return PartialDate(d[:4], "year", written) if exists(f"{d[:4]}-01-01") else None


def iso_of(written: str) -> str | None:
    """The same as ISO text."""
    day = day_of(written)
    return day.value if day else None

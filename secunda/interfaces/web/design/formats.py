"""How dates, moments, sizes and references are written for people."""

from datetime import date, datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext

from secunda.foundation.language.tongue import is_english, partial_day, plain_day

__all__ = ["clock", "day", "moment", "partial_day", "plain_day", "reference", "size"]

NEAR = timedelta(days=60)
"""Within this distance of today a date carries the name of its day."""

_GROUP = 4


def day(value: date | None, today: date | None = None) -> str:
    """Write a date in words, with the weekday when it is near; an absent date is an empty string."""
    if value is None:
        return ""
    asked = timezone.localtime(value).date() if isinstance(value, datetime) else value
    distance = abs(asked - (today or timezone.localdate()))
    words = plain_day(asked)
    return f"{formats.date_format(asked, 'l')} {words}" if distance <= NEAR else words


def clock(value: datetime) -> str:
    """Write the time of day in the reader's zone: 2pm, 2:05pm, or as the language has it."""
    local = timezone.localtime(value)
    if not is_english():
        return formats.time_format(local, "TIME_FORMAT")
    if (local.hour, local.minute) in ((0, 0), (12, 0)):
        return gettext("midday") if local.hour else gettext("midnight")
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def moment(value: datetime | None, today: date | None = None) -> str:
    """Write a date and time in the reader's zone; an absent moment is an empty string."""
    if value is None:
        return ""
    return gettext("%(day)s at %(time)s") % {"day": day(value, today), "time": clock(value)}


def size(count: int | None) -> str:
    """Write a number of bytes as people say it (decimal units, as shops and phones use them)."""
    if count is None:
        return ""
    if count < 1000:
        return ngettext("%(count)d byte", "%(count)d bytes", count) % {"count": count}
    amount = float(count)
    for unit in ("kB", "MB", "GB", "TB"):
        amount /= 1000
        if round(amount, 1) < 1000 or unit == "TB":
            break
    places = 1 if amount < 10 and round(amount, 1) % 1 else 0
    return f"{formats.number_format(round(amount, places), places)} {unit}"


def reference(value: str) -> str:
    """Group a reference in fours, so that it can be read aloud; one already grouped stays as it is."""
    if not value.isalnum():
        return value
    return "-".join(value[start : start + _GROUP] for start in range(0, len(value), _GROUP))


def sentence(text: str) -> str:
    """A phrase of the content as a sentence: a capital first, and a stop at its end."""
    said = text.strip()
    return said[:1].upper() + said[1:] + ("" if not said or said[-1] in ".!?" else ".")

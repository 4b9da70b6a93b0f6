"""Working days and working hours of a jurisdiction: its weekends and public holidays."""

import datetime as dt
from dataclasses import dataclass
from functools import cache, lru_cache

ONE_DAY = dt.timedelta(days=1)
# Office hours of a service, local time; "working hours" of clinical.md 3.3 are counted within them.
OPENS, CLOSES = dt.time(9), dt.time(17)
HOURS_A_DAY = CLOSES.hour - OPENS.hour


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of one jurisdiction (ISO 3166, such as GB-ENG); England unless another is named.

    A part of a country without holidays of its own has the country's; a country that the library of
    holidays does not know has Saturdays and Sundays only.
    """

    jurisdiction: str = "GB-ENG"

    def count(self, after: dt.date, until: dt.date) -> int:
        """Working days after one date, up to and including the other; 0 when `until` is not later."""
        return _count(self.jurisdiction, after, until)

    def is_open(self, day: dt.date) -> bool:
        """Whether it is a working day."""
        return self.count(day - ONE_DAY, day) == 1

    def later(self, day: dt.date, days: int) -> dt.date:
        """The first day that is this many working days after another; no days: the day itself."""
        found = day
        while self.count(day, found) < days:
            found += ONE_DAY
        return found

    def earlier(self, day: dt.date, days: int) -> dt.date:
        """The last working day that leaves this many working days, up to and including `day`."""
        found = day
        while self.count(found, day) < days or (days and not self.is_open(found)):
            found -= ONE_DAY
        return found

    def hours_later(self, moment: dt.datetime, hours: float) -> dt.datetime:
        """The moment after this many working hours; `moment` is local time of the service."""
        now, left = self._at_work(moment), dt.timedelta(hours=hours)
        while (evening := now.replace(hour=CLOSES.hour, minute=0, second=0, microsecond=0)) - now < left:
            left -= evening - now
            now = self._at_work(evening)
        return now + left

    def _at_work(self, moment: dt.datetime) -> dt.datetime:
        """The moment itself in office hours, else when the office opens next."""
        morning = moment.replace(hour=OPENS.hour, minute=0, second=0, microsecond=0)
        if not self.is_open(moment.date()) or moment.time() >= CLOSES:
            return morning + (self.later(moment.date(), 1) - moment.date())
        return max(moment, morning)


@lru_cache(maxsize=8192)
def _count(jurisdiction: str, after: dt.date, until: dt.date) -> int:
    days = (until - after).days
    if days <= 0:
        return 0
    resting = _weekend(jurisdiction)
    weeks, rest = divmod(days, 7)
    count = weeks * (7 - len(resting))
    count += sum((after.weekday() + step) % 7 not in resting for step in range(1, rest + 1))
    closed = (day for year in range(after.year, until.year + 1) for day in _closed(jurisdiction, year))
    return count - sum(after < day <= until and day.weekday() not in resting for day in closed)


@cache
def _closed(jurisdiction: str, year: int) -> tuple[dt.date, ...]:
    import holidays  # late: its import takes longer than loading all content

    country, _, part = jurisdiction.partition("-")
    supported = holidays.list_supported_countries()
    if country not in supported:
        return ()
    return tuple(
        holidays.country_holidays(country, subdiv=part if part in supported[country] else None, years=year)
    )


@cache
def _weekend(jurisdiction: str) -> frozenset[int]:
    import holidays

    country = jurisdiction.partition("-")[0]
    if country not in holidays.list_supported_countries():
        return frozenset({5, 6})
    return frozenset(holidays.country_holidays(country).weekend)

"""Plausible moments before the day of seeding: services work in the daytime, on working days."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from secunda.engines.pathways import working_days

ONE_DAY = timedelta(days=1)
OPENS, CLOSES = time(9), time(17, 30)
A_WHILE = timedelta(minutes=40)


@dataclass(frozen=True)
class Days:
    """Moments counted back from `now`, by the calendar and the clock of the service."""

    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """The day of seeding."""
        return self.now.astimezone(self.zone).date()

    def back(self, count: int) -> date:
        """The working day (England) that lies this many working days before the day of seeding."""
        day = self.today
        while count:
            day -= ONE_DAY
            count -= is_working(day)
        return day

    def at(self, back: int, clock: str) -> datetime:
        """That working day at a time such as 09:40."""
        return datetime.combine(self.back(back), time.fromisoformat(clock), self.zone)

    def just_now(self, *, within: timedelta) -> datetime:
        """The last working moment that is not older than `within`; where there is none, a while ago."""
        for days in range(within.days + 1):
            day = self.today - ONE_DAY * days
            closing = min(self.now - A_WHILE, datetime.combine(day, CLOSES, self.zone))
            opening = datetime.combine(day, OPENS, self.zone)
            if is_working(day) and opening <= closing and self.now - closing < within:
                return closing
        return self.now - A_WHILE


def is_working(day: date) -> bool:
    """Whether England works on that day."""
    return working_days(day - ONE_DAY, day) == 1

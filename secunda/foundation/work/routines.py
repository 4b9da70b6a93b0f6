"""Daily work on a timetable that is state: when each is due stands in its row, and a worker leases it."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta

from secunda.foundation.work.models import ATTEMPTS, Routine, Shared

log = logging.getLogger("secunda.worker")

# When few people are up in Europe; an installation that sleeps at night does it when it is next awake.
NIGHT = time(3, 0, tzinfo=UTC)
# Looking through a large store takes long; whoever is killed over it is followed after this.
LEASE = timedelta(hours=1)
DOING = "doing"

type Work = Callable[[datetime], int]


def do_due(routines: Mapping[str, Work], *, worker: str, at: datetime) -> int:
    """Do what is due; how many were done. Of several workers one does each, once a day.

    One that fails is tried again when its lease ends, five times at most, and then on the next day.
    """
    if not _wake(routines, at):
        return 0
    done = 0
    mine = Routine.objects.filter(name__in=routines)
    while claimed := mine.claim(worker=worker, at=at, lease=LEASE, most=1):
        done += _do(claimed[0], routines[claimed[0].name], worker=worker, at=at)
    return done


def next_night(at: datetime) -> datetime:
    """The first night after a moment."""
    tonight = datetime.combine(at.astimezone(UTC).date(), NIGHT)
    return tonight if tonight > at else tonight + timedelta(days=1)


def forget_shared(at: datetime) -> int:
    """Remove what the server processes need to know no longer; how much."""
    return Shared.objects.filter(expires__lt=at).delete()[0]


def _wake(routines: Mapping[str, Work], at: datetime) -> bool:
    """Bring the timetable up to date; whether anything awaits work. Writes only where something is due."""
    known = {row.name: row for row in Routine.objects.filter(name__in=routines)}
    if new := routines.keys() - known.keys():
        rows = [Routine(name=name, due_at=next_night(at)) for name in new]
        Routine.objects.bulk_create(rows, ignore_conflicts=True)
    if any(not row.awaiting and row.due_at <= at for row in known.values()):
        Routine.objects.filter(awaiting="", due_at__lte=at).update(awaiting=DOING)
        return True
    given_up = [row.name for row in known.values() if _is_given_up(row, at)]
    if given_up:
        _settle(given_up, at)
    return any(row.awaiting for row in known.values())


def _is_given_up(row: Routine, at: datetime) -> bool:
    held = row.leased_until is not None and row.leased_until > at
    return bool(row.awaiting) and row.attempts >= ATTEMPTS and not held


def _do(routine: Routine, work: Work, *, worker: str, at: datetime) -> int:
    try:
        count = work(at)
    except Exception as fault:
        log.exception("a daily routine failed", extra={"job": routine.name, "worker": worker})
        Routine.objects.filter(pk=routine.pk, leased_by=worker).update(last_error=type(fault).__name__)
        return 0
    log.info("done for today: %d", count, extra={"job": routine.name, "worker": worker})
    Routine.objects.filter(pk=routine.pk, leased_by=worker).update(done_at=at, last_error="")
    _settle([routine.pk], at)
    return 1


def _settle(names: list[str], at: datetime) -> None:
    """Nothing is awaited until the next night. A row that fails for good keeps its last error."""
    Routine.objects.filter(name__in=names).update(
        awaiting="", leased_by="", leased_until=None, attempts=0, due_at=next_night(at)
    )

"""Work is state: a row that awaits work says so itself, and a worker holds it by a lease."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models, transaction
from django.db.models import F, Q

ATTEMPTS = 5


class AwaitingQuerySet[Row: "Awaiting"](models.QuerySet[Row]):
    """Claiming rows that await work, some at a time; of two who try at once, one has each row."""

    def ready(self, at: datetime) -> Self:
        """Rows that await work and that nobody holds at the moment `at`."""
        return self.filter(~Q(awaiting=""), attempts__lt=ATTEMPTS).filter(
            Q(leased_until__isnull=True) | Q(leased_until__lte=at)
        )

    def claim(self, *, worker: str, at: datetime, lease: timedelta, most: int) -> list[Row]:
        """Take up to `most` ready rows; of two workers that try at once, each row goes to exactly one.

        A row whose worker dies is ready again when its lease ends; `attempts` counts the tries, so that a
        row that kills every worker stops after ATTEMPTS.
        """
        if not self.ready(at).exists():
            return []
        with transaction.atomic():
            # What another worker is taking at this moment is passed over, not waited for.
            free = self.ready(at).select_for_update(skip_locked=True, of=("self",)).only("pk")
            wanted = [row.pk for row in free[:most]]
            type(self)(self.model, using=self.db).filter(pk__in=wanted).update(
                leased_by=worker, leased_until=at + lease, attempts=F("attempts") + 1
            )
            return list(self.filter(pk__in=wanted))

    def give_back(self, *, worker: str) -> int:
        """Let others have at once what a worker holds that was told to stop; its try does not count."""
        held = self.filter(leased_by=worker).exclude(awaiting="")
        return held.update(leased_by="", leased_until=None, attempts=F("attempts") - 1)


class Awaiting(models.Model):
    """Columns of a row that a worker finishes. `awaiting` names the step; empty means nothing is awaited."""

    awaiting = models.CharField(max_length=30, blank=True, db_index=True)
    leased_by = models.CharField(max_length=60, blank=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True

    def done(self, then: str = "") -> None:
        """Give up the lease; the row now awaits `then`, or nothing. The caller saves, with the result."""
        self.awaiting, self.leased_by, self.leased_until, self.attempts, self.last_error = (
            then,
            "",
            None,
            0,
            "",
        )


class Routine(Awaiting):
    """Work that comes again every day. When it is due is kept here, so that a restart forgets nothing."""

    name = models.CharField(primary_key=True, max_length=40)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = AwaitingQuerySet["Routine"].as_manager()


class Shared(models.Model):
    """What all server processes must know together for a while: counters of tries, codes that were used.

    The table of Django's database cache (CACHES in the settings), made by a migration like every other.
    """

    cache_key = models.CharField(primary_key=True, max_length=255)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

"""What comes again every day: when it is due stands in a row, and one worker does it."""

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache

from secunda.foundation.vault import erasing, vault
from secunda.foundation.vault.models import Blob
from secunda.foundation.work.models import ATTEMPTS, Routine, Shared
from secunda.foundation.work.routines import LEASE, do_due, next_night
from secunda.interfaces.operations import working
from tests.integration.cast import NOW

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)  # the first after NOW
DAY = timedelta(days=1)


class Diary:
    """A routine that notes when it was done, and fails as often as it is told to."""

    def __init__(self, *, failing: int = 0) -> None:
        self.done: list[datetime] = []
        self.tries = 0
        self.failing = failing

    def __call__(self, at: datetime) -> int:
        """Do it."""
        self.tries += 1
        if self.tries <= self.failing:
            raise RuntimeError("not today")
        self.done.append(at)
        return 1


def test_it_is_done_once_each_night_by_whichever_worker_comes_first() -> None:
    diary = Diary()
    at = NOW
    while at < NOW + 3 * DAY:
        for worker in ("one", "other"):
            do_due({"tidy": diary}, worker=worker, at=at)
        at += timedelta(minutes=10)
    assert diary.done == [NIGHT, NIGHT + DAY, NIGHT + 2 * DAY]


def test_a_machine_that_slept_for_days_does_it_once_when_it_wakes() -> None:
    diary = Diary()
    do_due({"tidy": diary}, worker="w", at=NOW)
    woken = NOW + 5 * DAY
    assert do_due({"tidy": diary}, worker="w", at=woken) == 1
    assert do_due({"tidy": diary}, worker="w", at=woken) == 0
    assert Routine.objects.get().due_at == next_night(woken)


def test_a_worker_that_was_killed_over_it_is_followed_by_another_when_its_lease_ends() -> None:
    diary = Diary()
    do_due({"tidy": diary}, worker="w", at=NOW)
    Routine.objects.update(awaiting="doing")
    assert Routine.objects.all().claim(worker="killed", at=NIGHT, lease=LEASE, most=1)
    assert do_due({"tidy": diary}, worker="other", at=NIGHT + LEASE - timedelta(seconds=1)) == 0
    assert do_due({"tidy": diary}, worker="other", at=NIGHT + LEASE) == 1


def test_a_worker_that_stops_gives_it_back() -> None:
    diary = Diary()
    do_due({"tidy": diary}, worker="w", at=NOW)
    Routine.objects.update(awaiting="doing")
    Routine.objects.all().claim(worker="stopping", at=NIGHT, lease=LEASE, most=1)
    Routine.objects.all().give_back(worker="stopping")
    assert do_due({"tidy": diary}, worker="other", at=NIGHT) == 1


def test_one_that_fails_is_tried_again_and_holds_up_no_other(caplog: pytest.LogCaptureFixture) -> None:
    bad, good = Diary(failing=1), Diary()
    both = {"bad": bad, "good": good}
    do_due(both, worker="w", at=NOW)
    assert do_due(both, worker="w", at=NIGHT) == 1
    assert (bad.done, good.done) == ([], [NIGHT])
    assert Routine.objects.get(name="bad").last_error == "RuntimeError"
    assert do_due(both, worker="w", at=NIGHT + LEASE) == 1
    assert bad.done == [NIGHT + LEASE]
    assert Routine.objects.get(name="bad").last_error == ""
    assert [getattr(record, "job", "") for record in caplog.records if record.levelname == "ERROR"] == ["bad"]


def test_one_that_always_fails_rests_until_the_next_night() -> None:
    bad = Diary(failing=99)
    do_due({"bad": bad}, worker="w", at=NOW)
    at = NIGHT
    while at < NIGHT + DAY:
        do_due({"bad": bad}, worker="w", at=at)
        at += timedelta(minutes=10)
    assert bad.tries == ATTEMPTS
    do_due({"bad": bad}, worker="w", at=NIGHT + DAY)
    assert bad.tries == ATTEMPTS + 1


def test_the_worker_forgets_what_is_over_and_nothing_else() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        working.do_daily("w")
        for name, lasts in (("over", timedelta(hours=1)), ("lasting", 5 * DAY)):
            Session.objects.create(session_key=name, session_data="", expire_date=NOW + lasts)
            cache.set(name, 1, timeout=lasts.total_seconds())
        clock.move_to(NIGHT)
        assert working.do_daily("w") == len(working.DAILY)
    assert [session.session_key for session in Session.objects.all()] == ["lasting"]
    assert [row.cache_key for row in Shared.objects.all()] == [cache.make_key("lasting")]


def stored(folder: Path, *contents: bytes) -> list[vault.Placed]:
    """Bytes in the store that nothing names yet."""
    paths = [folder / uuid.uuid4().hex for _ in contents]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    return vault.place_many(CASE, paths)


CASE = uuid.UUID(int=7)


def test_the_worker_sweeps_what_was_nameless_for_a_whole_day(tmp_path: Path) -> None:
    stored(tmp_path, b"left by a crash")
    (kept,) = vault.name_many(CASE, stored(tmp_path, b"kept"))
    with time_machine.travel(NOW, tick=False) as clock:
        working.do_daily("w")
        clock.move_to(NIGHT)
        working.do_daily("w")
        assert len(list(vault.door())) == 2, "it may be about to be named"
        clock.move_to(NIGHT + DAY)
        working.do_daily("w")
    assert list(vault.door()) == [kept.object_key]
    assert vault.read(kept) == b"kept"


def test_what_is_named_between_two_looks_stays(tmp_path: Path) -> None:
    arriving = stored(tmp_path, b"on its way")
    assert erasing.sweep_patiently(NIGHT) == 0
    (blob,) = vault.name_many(CASE, arriving)
    assert erasing.sweep_patiently(NIGHT + DAY) == 0
    assert erasing.sweep_patiently(NIGHT + 2 * DAY) == 0
    assert vault.read(blob) == b"on its way"


def test_an_erasure_that_was_cut_short_is_finished(tmp_path: Path) -> None:
    gone, kept = vault.name_many(CASE, stored(tmp_path, b"secret words", b"kept words"))
    erasing.bury([gone], at=NOW)  # and the machine stopped before `clear`
    assert erasing.sweep_patiently(NIGHT) == 1
    assert vault.read(Blob.objects.get(pk=kept.pk)) == b"kept words"
    assert not [key for key in vault.door() if b"secret" in b"".join(vault.door().whole(key))]

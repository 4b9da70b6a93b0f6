"""The worker's rounds: one step's fault is its own, and clocks are kept."""

import threading
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest
import time_machine
from django.db import OperationalError

from secunda.foundation.outbox.models import Notice
from secunda.foundation.vault import vault
from secunda.interfaces.operations import working
from secunda.journey.cases.models import Case
from secunda.journey.cases.states import State
from secunda.journey.matching.actions import offer_case
from tests.integration.cast import NOW, Cast
from tests.integration.records.files import zipped
from tests.integration.records.steps import make_sendable, send, work

pytestmark = pytest.mark.django_db


def broken(_worker: str) -> int:
    """A step that always fails."""
    raise RuntimeError("this step is broken")


def test_a_step_that_fails_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    def sound(worker: str) -> int:
        done.append(worker)
        return 1

    assert working.work_once("w", [broken, sound, broken, sound]) == 2
    assert done == ["w", "w"]
    assert [record.job for record in caplog.records] == ["broken", "broken"]  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
def test_an_alert_does_not_wait_for_a_long_file(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, sent, stop = threading.Event(), threading.Event(), threading.Event()

    def read(_worker: str) -> int:
        reading.set()
        assert sent.wait(10), "the notice waited for the reading"
        stop.set()
        return 1

    def send(_worker: str) -> int:
        reading.wait(10)
        sent.set()
        return 0

    monkeypatch.setattr(working, "LONG", [read])
    monkeypatch.setattr(working, "QUICK", [send])
    monkeypatch.setattr(working, "CALM", [])
    working.work(stop, "w")
    assert sent.is_set()


@pytest.mark.django_db(transaction=True)
def test_what_is_due_by_the_day_is_asked_for_seldom_but_done_at_once_as_long_as_there_is_some(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop, rounds, found = threading.Event(), iter(range(30)), [1, 1, 0]

    def quick(_worker: str) -> int:
        if next(rounds, None) is None:
            stop.set()
        return 0

    monkeypatch.setattr(working, "LONG", [])
    monkeypatch.setattr(working, "QUICK", [quick])
    monkeypatch.setattr(working, "CALM", [lambda _worker: found.pop(0)])
    monkeypatch.setattr(working, "IDLE_SECONDS", 0.01)
    monkeypatch.setattr(working, "CALM_SECONDS", 600.0)
    working.work(stop, "w")
    assert found == []


def test_a_worker_that_rests_is_woken_by_a_file_and_survives_a_database_that_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers: list[Exception | bool] = [OperationalError("away"), False, True]

    def files_wait() -> bool:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(working, "files_wait", files_wait)
    monkeypatch.setattr(working, "IDLE_SECONDS", 60.0)
    begun = monotonic()
    working._rest(threading.Event(), working._files_wait)
    assert not answers
    assert monotonic() - begun < 30


def test_an_archive_of_which_nothing_is_seen_is_kept_and_said_to_be_so(cast: Cast, case: Case) -> None:
    whole = bytearray(zipped({"a.txt": b"Date: 9 January 2025\n" * 40, "b.txt": b"Patient: Amina Rahman"}))
    # The count of members and the size of their list (APPNOTE 4.3.16), as a bad disc may leave them.
    whole[-14:] = bytes(14)
    [item] = send(case, {"box.zip": bytes(whole)}, by=cast.amina)
    work()
    item.refresh_from_db()
    assert item.outcome == "empty"
    assert item.blob is not None
    assert vault.read(item.blob) == bytes(whole)


def test_names_of_workers_differ_and_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.node", lambda: "a" * 64)
    names = {working.name_of_worker() for _ in range(9)}
    assert len(names) == 9
    assert max(map(len, names)) <= 60


def test_an_offer_lapses_when_its_time_is_over_and_not_before(cast: Cast, case: Case) -> None:
    make_sendable(case, cast)
    Case.objects.filter(pk=case.pk).update(state=State.ACCEPTED)
    case.refresh_from_db()
    offer = offer_case(case, cast.expert, by=cast.carlos, at=NOW)
    with time_machine.travel(offer.expires_at - timedelta(seconds=1), tick=False):
        working.lapse_offers("w")
    case.refresh_from_db()
    assert case.state == State.OFFERED
    with time_machine.travel(offer.expires_at, tick=False):
        assert working.lapse_offers("w") == 1
        assert working.lapse_offers("w") == 0
    case.refresh_from_db()
    offer.refresh_from_db()
    assert (case.state, offer.answer) == (State.ACCEPTED, "lapsed")
    assert Notice.objects.filter(template="offer_answered", person=cast.carlos.person).count() == 1


def test_anchors_are_written_once_a_day(case: Case, data_folder: Path) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        assert [working.write_anchor("w") for _ in range(3)] == [1, 0, 0]
        clock.shift(timedelta(hours=14))
        assert working.write_anchor("w") == 0
        clock.shift(timedelta(hours=1))
        assert working.write_anchor("w") == 1
    names = sorted(path.name for path in (data_folder / "anchors").iterdir())
    assert names == ["2026-03-02.jsonl", "2026-03-03.jsonl"]


def test_what_a_stopping_worker_gives_back_is_free_at_once_and_no_try_is_counted(cast: Cast) -> None:
    for person in (cast.amina.person, cast.ben.person):
        Notice.objects.create(person=person, template="message", made_at=NOW, awaiting="sending")
    lease = timedelta(minutes=2)
    Notice.objects.all().claim(worker="stopping", at=NOW, lease=lease, most=1)
    Notice.objects.all().claim(worker="other", at=NOW, lease=lease, most=1)
    assert not Notice.objects.ready(NOW).exists()
    assert Notice.objects.all().give_back(worker="stopping") == 1
    [free] = Notice.objects.ready(NOW)
    assert free.attempts == 0

"""`secunda work`: a worker. Any number may run; each row that awaits work goes to exactly one of them."""

import argparse
import gc
import logging
import os
import platform
import secrets
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import monotonic
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from secunda.foundation.audit import anchors
from secunda.foundation.content.work import keep_content
from secunda.foundation.outbox.work import send_notices
from secunda.foundation.people.sessions import forget_ended
from secunda.foundation.vault.erasing import sweep_patiently
from secunda.foundation.work.models import Awaiting
from secunda.foundation.work.routines import do_due, forget_shared
from secunda.journey.matching.work import lapse_offers, remind_offers
from secunda.journey.opinions.work import render_opinions
from secunda.journey.records.work import (
    chase_records,
    clear_abandoned,
    evaluate_cases,
    files_wait,
    read_items,
)
from secunda.journey.safety.work import ask_again, climb_ladders
from secunda.journey.waiting.work import ask_teams, watch_cases

log = logging.getLogger("secunda.worker")

IDLE_SECONDS = 0.5
LOOK_SECONDS = 0.1
"""How often a worker that rests asks whether somebody sent a file: one short question."""
CALM_SECONDS = 10.0
"""How often it asks what is due by the hour or the day: at each round, that was a fifth of all it did."""
SELDOM = 50_000, 20, 50
"""Python looks for rings of dead objects each time it has made so many (700 by itself). Readings are made of
many small ones that form no rings, and a third of the time went into looking.
"""
GRACE_SECONDS = 1.5
GIVING_BACK_SECONDS = 3.0


def write_anchor(_worker: str) -> int:
    """Anchor the audit chains once a day."""
    return 1 if anchors.write(settings.SECUNDA_ANCHORS, on=timezone.now().date()) else 0


# Done once a day by one of the workers: what they remove, nobody needs any more.
DAILY = {"signs": ask_again, "sweep": sweep_patiently, "sessions": forget_ended, "shared": forget_shared}


def do_daily(worker: str) -> int:
    """Do what the timetable says."""
    return do_due(DAILY, worker=worker, at=timezone.now())


type Step = Callable[[str], int]

# Everything that may be waiting. Each step claims what it does, and returns how much that was. Reading may
# take minutes; an alert or a code to sign in with must not wait for it, so the quick ones go by themselves.
LONG: list[Step] = [read_items, evaluate_cases, render_opinions, keep_content, do_daily]
QUICK: list[Step] = [climb_ladders, send_notices]
CALM: list[Step] = [
    ask_teams,
    watch_cases,
    remind_offers,
    lapse_offers,
    chase_records,
    write_anchor,
    clear_abandoned,
]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--until-idle", action="store_true", help="stop when nothing is waiting")


def run(args: argparse.Namespace) -> int:
    """Work until told to stop (SIGTERM, SIGINT), or until nothing is waiting."""
    stop, ended = threading.Event(), threading.Event()
    worker = name_of_worker()
    gc.freeze()
    gc.set_threshold(*SELDOM)

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    threading.Thread(target=_leave_in_time, args=(stop, ended, worker), daemon=True).start()
    work(stop, worker, until_idle=args.until_idle)
    ended.set()
    return 0


def name_of_worker() -> str:
    """A name that no other worker has: in containers, host and process id may be the same for several."""
    return f"{platform.node()[:40]}:{os.getpid()}:{secrets.token_hex(3)}"


def work(stop: threading.Event, worker: str, *, until_idle: bool = False) -> None:
    """Go round the steps until told to stop, until the parent has gone, or until nothing is waiting."""
    if until_idle:
        while not stop.is_set() and work_once(worker):
            pass
        return
    quick = threading.Thread(target=_go_round, args=(stop, worker, QUICK, CALM))
    quick.start()
    _go_round(stop, worker, LONG)
    quick.join()


def work_once(worker: str, steps: Sequence[Step] = (*LONG, *QUICK, *CALM)) -> int:
    """One round; how many rows were handled. A step that fails is logged and the others go on."""
    handled = 0
    # Once a round, or after a fault: to open a connection costs more than what a waiting worker asks.
    close_old_connections()
    for step in steps:
        try:
            handled += step(worker)
        except Exception:
            log.exception("a step failed", extra={"job": step.__name__, "worker": worker})
            close_old_connections()
    return handled


def _go_round(stop: threading.Event, worker: str, steps: Sequence[Step], calm: Sequence[Step] = ()) -> None:
    parent, due = os.getppid(), 0.0
    while not stop.is_set():
        all_of_them = monotonic() >= due
        if work_once(worker, (*steps, *calm) if all_of_them else steps):
            continue
        if all_of_them:
            due = monotonic() + CALM_SECONDS
        if os.getppid() != parent:
            stop.set()
        _rest(stop, _files_wait if read_items in steps else None)
    connection.close()


def _files_wait() -> bool:
    with suppress(DatabaseError):  # a database that is away is met, and said, in the next round
        return files_wait()
    return False


def _rest(stop: threading.Event, sooner: Callable[[], bool] | None) -> None:
    """Wait for the next round, or until there is something to do sooner."""
    if sooner is None:
        stop.wait(IDLE_SECONDS)
        return
    until = monotonic() + IDLE_SECONDS
    while monotonic() < until and not stop.wait(LOOK_SECONDS) and not sooner():
        pass


def _leave_in_time(stop: threading.Event, ended: threading.Event, worker: str) -> None:
    """End the process soon after it was told to stop, even in the middle of a long file.

    A round may take minutes (text recognition), and a machine that shuts down does not wait. Leaving
    without a word is safe, because a worker killed anywhere leaves nothing half done; what it held is
    given back first, so that another takes it up at once.
    """
    stop.wait()
    if ended.wait(GRACE_SECONDS):
        return
    giving = threading.Thread(target=_give_back, args=(worker,), daemon=True)
    giving.start()
    giving.join(GIVING_BACK_SECONDS)
    os._exit(0)


def _give_back(worker: str) -> None:
    for table in Awaiting.__subclasses__():
        table.objects.all().give_back(worker=worker)  # type: ignore[attr-defined]

"""`secunda work`: a worker. Any number may run; each row that awaits work goes to exactly one of them."""

import argparse
import logging
import os
import platform
import signal
import threading
from collections.abc import Callable
from types import FrameType

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from secunda.foundation.audit import anchors
from secunda.foundation.outbox.work import send_notices
from secunda.journey.matching.work import lapse_offers
from secunda.journey.opinions.work import render_opinions
from secunda.journey.records.work import read_items

log = logging.getLogger("secunda.worker")

IDLE_SECONDS = 0.5


def write_anchor(_worker: str) -> int:
    """Anchor the audit chains once a day."""
    return 1 if anchors.write(settings.SECUNDA_ANCHORS, on=timezone.now().date()) else 0


# Everything that may be waiting. Each step claims what it does, and returns how much that was.
STEPS: list[Callable[[str], int]] = [read_items, send_notices, render_opinions, lapse_offers, write_anchor]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--until-idle", action="store_true", help="stop when nothing is waiting")


def run(args: argparse.Namespace) -> int:
    """Work until told to stop (SIGTERM, SIGINT), or until nothing is waiting."""
    stop = threading.Event()

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    work(stop, until_idle=args.until_idle)
    return 0


def work(stop: threading.Event, *, until_idle: bool = False) -> None:
    """Go round the steps; a step that fails is logged and the others go on."""
    worker = f"{platform.node()}:{os.getpid()}"
    parent = os.getppid()
    while not stop.is_set():
        if work_once(worker):
            continue
        if until_idle or os.getppid() != parent:
            return
        stop.wait(IDLE_SECONDS)


def work_once(worker: str) -> int:
    """One round; how many rows were handled."""
    handled = 0
    for step in STEPS:
        close_old_connections()
        try:
            handled += step(worker)
        except Exception:
            log.exception("a step failed", extra={"job": step.__name__, "worker": worker})
    return handled

"""`secunda demo`: seven invented cases through the real intake, served with links that sign in."""

import argparse
import contextlib
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from secunda.adapters.ports import is_free
from secunda.engines.pathways import ContentError
from secunda.foundation.content import catalogue
from secunda.interfaces.operations.demo import place
from secunda.interfaces.operations.demo.beside import beside
from secunda.interfaces.operations.demo.codes import seconds_left, staff_codes
from secunda.interfaces.operations.demo.people import entrances
from secunda.interfaces.operations.demo.port import HOST, add_port
from secunda.interfaces.operations.demo.telling import Progress
from secunda.interfaces.operations.serving import serve

_STOPPING_SECONDS = 10
_NOT_HERE, _STOPPED = 1, 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_port(parser)
    parser.add_argument("--reset", action="store_true", help="remove the demonstration's data first")
    parser.add_argument("--codes", action="store_true", help="only print the codes that staff are asked for")
    parser.add_argument("--no-serve", action="store_true", help="seed and print the links, without serving")


def run(args: argparse.Namespace) -> int:
    """Seed what is not seeded yet, print the way in, and serve until stopped."""
    if not settings.SECUNDA_DEMO:
        return _say("SECUNDA_DEMO is off here, so there is no demonstration. Take that setting away.")
    try:
        if args.codes:
            return _print_codes()
        if not args.no_serve:
            _refuse_taken(args.port)
        with place.taken():
            _prepare(reset=args.reset)
            _print_people()
            if not args.no_serve:
                _serve(args.port)
    except (place.NotHere, ContentError) as refusal:
        return _say(str(refusal))
    except KeyboardInterrupt:
        print("\nStopped while seeding. The next make demo begins the seeding again.")
        return _STOPPED
    return 0


def _refuse_taken(port: int) -> None:
    if not is_free(HOST, port):
        raise place.NotHere(
            f"Port {port} is taken by another program. Stop it, or choose another port: "
            f"make demo PORT={port % 65535 + 1}"
        )


def _prepare(*, reset: bool) -> None:
    """Bring database, content and cases to where they should be; what is there already is left alone."""
    progress = Progress()
    place.refuse_real_cases()
    catalogue()
    if reset or place.stand() is place.Stand.INTERRUPTED:
        if not reset:
            print("The last seeding was interrupted, so it begins again.")
        place.remove()
    progress.tell("bringing the database up to this version")
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    place.refuse_others()
    if place.stand() is place.Stand.SEEDED:
        return
    print("Seeding seven invented cases: their papers are written, then read as a patient's would be.")
    print("This is done once and takes a minute or two.", flush=True)
    place.note_begun(timezone.now())
    seed_all(progress)
    place.note_done(timezone.now())
    progress.done()


def seed_all(progress: Progress) -> None:
    """Seed every case, with a second process to share the work."""
    # Late, as everything that makes papers and pictures takes seconds to import, and is needed only once.
    from secunda.interfaces.operations.demo.seed import seed

    with beside() as second:
        seed(at=timezone.now(), progress=progress, second=second)


def _print_people() -> None:
    people = list(entrances())
    wide = max(len(person.name) for person in people)
    print("\nEverybody here is invented. Each link signs in as that person:\n")
    group = ""
    for person in people:
        if person.group != group:
            group = person.group
            print(f"  {group}")
        print(f"    {person.name:<{wide}}  {person.says}")
        print(f"    {'':<{wide}}  {settings.SECUNDA_ORIGIN}{person.link}")
    print(
        f"\nGrace Adeyemi's case has just been opened. Her records wait to be uploaded:\n  {place.shoebox()}"
    )
    print("Signing an opinion asks for a code. To see the codes:  .venv/bin/secunda demo --codes")


def _print_codes() -> int:
    place.refuse_real_cases()
    codes = staff_codes() if place.stand() is place.Stand.SEEDED else []
    if not codes:
        raise place.NotHere("There is no demonstration here yet. Start it first: make demo")
    wide = max(len(code.name) for code in codes)
    print(f"These codes count for {seconds_left(timezone.now())} more seconds; then ask again.\n")
    for code in codes:
        print(f"  {code.code}  {code.name:<{wide}}  {code.email}")
    return 0


def _serve(port: int) -> None:
    """Serve the pages here, with a worker beside; both end together."""
    print(f"\nServing on {settings.SECUNDA_ORIGIN}  (Ctrl-C stops it; everything is kept)", flush=True)
    # The links above stay in sight: requests are not worth a line here, faults are.
    logging.getLogger("secunda.web").setLevel(logging.WARNING)
    with contextlib.suppress(KeyboardInterrupt), _ending_on_term(), _worker():
        serve(HOST, port)
    print("\nStopped. Everything is kept; make demo goes on from here.")


@contextmanager
def _worker() -> Iterator[None]:
    """A worker for as long as the block lasts; it also ends by itself when this process is gone."""
    command = [sys.executable, "-m", "secunda.interfaces.operations.command", "work"]
    with subprocess.Popen(command, env=dict(os.environ)) as worker:  # noqa: S603 - our own module
        try:
            yield
        finally:
            worker.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                worker.wait(_STOPPING_SECONDS)
            if worker.poll() is None:
                worker.kill()


@contextmanager
def _ending_on_term() -> Iterator[None]:
    """Turn SIGTERM into KeyboardInterrupt, so that what must be ended is ended."""

    def told(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, told)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _say(words: str) -> int:
    print(words, file=sys.stderr)
    return _NOT_HERE

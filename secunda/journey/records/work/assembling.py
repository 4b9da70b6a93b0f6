"""Making the case file of what was read and of what people said about it. Run as often as you like."""

import ctypes
import logging
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from secunda.engines.intake.assemble import sort_out
from secunda.foundation.work.leases import lease
from secunda.foundation.work.models import AwaitingQuerySet
from secunda.journey.cases.models import Case
from secunda.journey.records.models import Assembly, Item
from secunda.journey.records.work import opening
from secunda.journey.records.work.children import end_readers
from secunda.journey.records.work.describing import described, described_anew, patient_of
from secunda.journey.records.work.filing import write_records
from secunda.journey.records.work.judging import copies_of
from secunda.journey.records.work.laying_out import lay_out
from secunda.journey.records.work.noticing import notice
from secunda.journey.records.work.outcomes import tell_outcomes
from secunda.journey.records.work.planning import study_plans, whose_images
from secunda.journey.records.work.settling import want_assembly
from secunda.journey.records.work.studies import write_studies

log = logging.getLogger("secunda.worker")

TRIES = 2
MANY = 20_000
"""Files of a case; sketches of so many need as much memory as a reader that waits, about 50 MB."""
QUICK, REST_FOR_WORK, LONGEST_REST = 3.0, 4, 60.0
"""Seconds, and times of the work: a case file that takes longer to make is not made anew at once when
files trickle in. It rests four times as long as it took, a minute at most; what a person says never waits.
"""


def assemble_waiting(worker: str) -> int:
    """Make the case files whose files are all read; how many."""
    _want_anew()
    at = timezone.now()
    claimed = to_assemble(at).claim(worker=worker, at=at, lease=lease(), most=4)
    for assembly in claimed:
        try:
            assemble_case(assembly.case)
        except Exception:
            # One case that cannot be made must not keep the others waiting; it is tried again, then alarms.
            log.exception("a case file could not be made", extra={"case": str(assembly.case_id)})
    return len(claimed)


def to_assemble(at: datetime) -> AwaitingQuerySet[Assembly]:
    """Case files that can be made now: every file is read, and they have rested."""
    unread = Item.objects.filter(awaiting="reading").values("case_id")
    return Assembly.objects.exclude(case_id__in=unread).exclude(rests_until__gt=at)


def assemble_case(case: Case) -> None:
    """Make records, studies, series and instances anew from readings and rulings.

    What was there keeps its id, so that doing it twice changes nothing. A person's word stands above
    the engine's. Everything is written in one transaction, which is begun late: SQLite lets nobody else
    write meanwhile. When something new came in while the case was laid out, that is done again.
    """
    _make_room(case)
    if any(_assembled(case) for _ in range(TRIES)):
        return
    with transaction.atomic():
        want_assembly(case.pk)  # whoever brings something new waits from here on
        _assembled(case)


def _make_room(case: Case) -> None:
    """End the readers where a large case file needs the memory; they start again with the next file."""
    if not opening.cases() and Item.objects.filter(case=case, removed_at__isnull=True).count() > MANY:
        end_readers()
        _give_back()


def _give_back() -> None:
    """Let the system have what is free between what is used (malloc_trim(3), of glibc): some 12 MB."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _assembled(case: Case) -> bool:
    begun, wanted = monotonic(), Assembly.objects.get_or_create(case=case)[0].wanted
    desk = lay_out(case)
    made_for = described(case)
    patient = patient_of(case, desk.lessons)
    made = sort_out(desk.readings.values(), patient, desk.texts)
    copies = copies_of(made, desk)
    with transaction.atomic():
        if Assembly.objects.select_for_update().get(case=case).wanted != wanted:
            return False
        shown = write_records(made, copies, desk)
        write_studies(case, study_plans(made, desk), desk.files)
        tell_outcomes(desk, copies, whose_images(made, desk))
        notice(desk, shown, patient)
        Assembly.objects.filter(case=case).update(
            built=wanted,
            made_for=made_for,
            rests_until=timezone.now() + rest_after(monotonic() - begun),
            leased_by="",
            leased_until=None,
            attempts=0,
        )
        Assembly.objects.filter(case=case, wanted=F("built")).update(awaiting="")
    return True


def rest_after(seconds: float) -> timedelta:
    """How long a case file rests that took so long to make, before files alone make it anew."""
    return timedelta(seconds=0 if seconds < QUICK else min(REST_FOR_WORK * seconds, LONGEST_REST))


def _want_anew() -> None:
    """Where the patient or the first opinion was described anew, the case file follows."""
    for case_id in described_anew():
        with transaction.atomic():
            want_assembly(case_id)

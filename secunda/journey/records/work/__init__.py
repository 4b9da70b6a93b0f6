"""What a worker does with records: read files, then make the case file."""

from django.utils import timezone

from secunda.journey.records.models import Item
from secunda.journey.records.work.assembling import assemble_case, assemble_waiting, to_assemble
from secunda.journey.records.work.chasing import chase_records
from secunda.journey.records.work.children import end_readers
from secunda.journey.records.work.clearing import clear_abandoned
from secunda.journey.records.work.drawing import draw_waiting
from secunda.journey.records.work.evaluating import evaluate_cases
from secunda.journey.records.work.opening import clear_up
from secunda.journey.records.work.reading import read_waiting
from secunda.journey.records.work.settling import want_assembly

__all__ = [
    "assemble_case",
    "assemble_waiting",
    "chase_records",
    "clear_abandoned",
    "draw_waiting",
    "end_readers",
    "evaluate_cases",
    "files_wait",
    "read_items",
    "read_waiting",
    "want_assembly",
]


def files_wait() -> bool:
    """Whether a file waits to be read, or a case file to be made, that nobody holds."""
    at = timezone.now()
    unread = Item.objects.ready(at).filter(awaiting="reading")
    return unread.exists() or to_assemble(at).ready(at).exists()


def read_items(worker: str) -> int:
    """Read some of the files that wait, make the case files that are ready, and draw what they show.

    Readings and states are kept together, so that a worker killed anywhere leaves nothing half done.
    """
    try:
        return read_waiting(worker) + assemble_waiting(worker) + draw_waiting(worker)
    finally:
        clear_up()

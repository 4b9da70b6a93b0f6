"""What a worker does with records: read files, then make the case file."""

from secunda.journey.records.work.assembling import assemble_case, assemble_waiting
from secunda.journey.records.work.children import end_readers
from secunda.journey.records.work.reading import read_waiting, want_assembly

__all__ = ["assemble_case", "assemble_waiting", "end_readers", "read_items", "read_waiting", "want_assembly"]


def read_items(worker: str) -> int:
    """Read some of the files that wait, then make the case files that are ready; how many rows were handled.

    Readings and states are kept together, so that a worker killed anywhere leaves nothing half done.
    """
    return read_waiting(worker) + assemble_waiting(worker)

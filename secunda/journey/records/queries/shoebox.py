"""Reading the shoebox: what came in, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum

from secunda.engines.intake.identify import PDF
from secunda.foundation.refusal import Hidden, Refusal
from secunda.foundation.vault import spool
from secunda.foundation.vault.models import Blob
from secunda.journey.cases.models import Case
from secunda.journey.records.models import Item, Upload
from secunda.journey.records.rules import NewFile, Outcome, Room, expiry, may_receive

# Files that did not become a record and about which the family can do something.
TO_SEND_AGAIN = (Outcome.LOCKED, Outcome.DAMAGED, Outcome.EMPTY, Outcome.UNSUPPORTED, Outcome.REFUSED)
# Files that need nobody.
NOT_NEEDED = (Outcome.COPY, Outcome.DISC_SOFTWARE, Outcome.NOT_A_RECORD)


@dataclass(frozen=True)
class Progress:
    """How far the reading of a shoebox is; counts of files. An archive counts by what was in it."""

    total: int
    unread: int
    counts: dict[str, int]

    @property
    def read(self) -> int:
        """How many files are read."""
        return self.total - self.unread

    def count(self, *outcomes: str) -> int:
        """How many files ended in one of these ways."""
        return sum(self.counts.get(outcome, 0) for outcome in outcomes)


def progress(case: Case) -> Progress:
    """Counts of the case's files by outcome. What is to be read, opened or filed counts as unread, and so
    does a file about which something is known already but that a worker has yet to finish.
    """
    rows = (
        _kept(case)
        .exclude(outcome=Outcome.OPENED, awaiting="")
        .values("outcome")
        .annotate(files=Count("id"), awaited=Count("id", filter=~Q(awaiting="")))
    )
    found = {row["outcome"]: (row["files"], row["awaited"]) for row in rows.order_by()}
    waiting = found.get(Outcome.WAITING, (0, 0))[0]
    awaited = sum(awaited for outcome, (_, awaited) in found.items() if outcome != Outcome.WAITING)
    counts = {outcome: files for outcome, (files, _) in found.items()}
    return Progress(sum(counts.values()), waiting + awaited, counts)


@dataclass(frozen=True)
class Moment:
    """What a worker has in hand of a case, how many files wait behind it, and what was read last."""

    in_hand: tuple[str, ...]
    waiting: int
    just_read: tuple[Item, ...]


def moment(case: Case, at: datetime, *, most: int = 5) -> Moment:
    """The reading of a case as it is now: names of files, in the order in which they are read."""
    awaited = _kept(case).filter(awaiting="reading")
    held = awaited.exclude(leased_by="").filter(leased_until__gt=at)
    in_hand = tuple(held.order_by("received_at", "position", "name").values_list("name", flat=True)[:most])
    read = _kept(case).filter(awaiting="", read_at__isnull=False).exclude(outcome=Outcome.OPENED)
    just_read = tuple(read.order_by("-read_at", "name").defer("reading")[:most])
    return Moment(in_hand, max(0, awaited.count() - len(in_hand)), just_read)


def files_with(case: Case, *outcomes: str) -> QuerySet[Item]:
    """The files that ended in one of these ways, by name."""
    return _kept(case).filter(outcome__in=outcomes).order_by("name", "id").defer("reading")


def all_files(case: Case) -> QuerySet[Item]:
    """Every file that was not taken back, by name."""
    return _kept(case).order_by("name", "id").defer("reading")


def item_for(case: Case, item_id: UUID) -> Item:
    """One file of the case that was not taken back; else `Hidden`."""
    item = _kept(case).filter(pk=item_id).first()
    if item is None:
        raise Hidden
    return item


@dataclass(frozen=True)
class LockedFile:
    """A file that opens only with a password. `can_be_opened`: it is a PDF, so that we can use one."""

    item: Item
    blob: Blob
    can_be_opened: bool

    @property
    def name(self) -> str:
        """As its sender calls it."""
        return self.item.name


def locked_file(case: Case, item_id: UUID) -> LockedFile:
    """A locked file of the case; `Hidden` for any other."""
    found = _kept(case).filter(pk=item_id, outcome=Outcome.LOCKED).select_related("blob", "case").first()
    if found is None or found.blob is None:
        raise Hidden
    return LockedFile(found, found.blob, (found.reading or {}).get("media_type") == PDF)


def upload_for(case: Case, upload_id: UUID) -> Upload | None:
    """A file on its way into this case, or None."""
    return Upload.objects.filter(case=case, pk=upload_id).first()


def received(case: Case, upload_id: UUID) -> Item | None:
    """The file that an upload became: it keeps the upload's id."""
    return Item.objects.filter(case=case, pk=upload_id).first()


def expires_at(upload: Upload) -> datetime:
    """When an unfinished upload is forgotten."""
    return expiry(upload.begun_at, settings.SECUNDA_UPLOAD_DAYS)


def room_of(case: Case) -> Room:
    """How much room the case has: what is stored and what is on its way count."""
    stored = Blob.objects.filter(case_id=case.pk, erased_at__isnull=True).aggregate(held=Sum("length"))
    coming = Upload.objects.filter(case=case).aggregate(held=Sum("size"), files=Count("id"))
    return Room(
        settings.SECUNDA_MAX_FILE_BYTES,
        settings.SECUNDA_MAX_CASE_BYTES,
        (stored["held"] or 0) + (coming["held"] or 0),
        settings.SECUNDA_MAX_CASE_FILES,
        _kept(case).count() + coming["files"],
        spool.free_bytes(),
    )


def refusal_of(case: Case, files: Sequence[NewFile]) -> Refusal | None:
    """Why these files may not come in, or None: asked before their bytes are taken."""
    return may_receive(case, files, room_of(case))


def _kept(case: Case) -> QuerySet[Item]:
    return Item.objects.filter(Q(case=case), removed_at__isnull=True)

"""The shoebox as it came, and the case file that was made of it."""

import uuid
from datetime import datetime
from typing import Any, Self

from django.db import models

from secunda.foundation.language.fields import WordsField
from secunda.foundation.people.models import Account
from secunda.foundation.stored_json import StoredJSONField
from secunda.foundation.vault.models import Blob
from secunda.foundation.work.models import Awaiting, AwaitingQuerySet
from secunda.journey.cases.models import Case


class Upload(models.Model):
    """A file on its way in, by tus. Its bytes so far lie in the spool; their size is the offset."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="uploads")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=500)
    size = models.PositiveBigIntegerField()
    begun_at = models.DateTimeField()


class Item(Awaiting):
    """One file of the shoebox: as sent, or a member of an archive that was sent. Never changed, never lost.

    `reading` is what the engine made of it (rebuilt at will); `outcome` and `says` are for the patient.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="items")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="members")
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(
        max_length=1000, help_text="The path as the patient's computer or the archive named it"
    )
    blob = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="items")
    size = models.PositiveBigIntegerField(default=0)
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    reading = StoredJSONField(null=True)
    outcome = models.CharField(max_length=30, default="waiting")
    says = WordsField(max_length=500, blank=True)
    # Its place in the archive it came out of: opening an archive twice makes no second row.
    position = models.PositiveIntegerField(null=True)
    # Taken back before sending: the row stays as a tombstone, the bytes go.
    removed_at = models.DateTimeField(null=True)

    objects = AwaitingQuerySet["Item"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case", "outcome"], name="item_by_outcome"),
            # Counted at each upload: from the index alone.
            models.Index(fields=["case"], name="item_kept", condition=models.Q(removed_at__isnull=True)),
        ]
        constraints = [models.UniqueConstraint(fields=["parent", "position"], name="member_once")]

    @classmethod
    def unread(cls, case: Case, name: str, blob: Blob, *, by: Account, at: datetime, **more: Any) -> Self:
        """A file that a person brought, not saved yet, which waits to be read. `more`: further columns."""
        told = {"received_at": at, "awaiting": "reading", **more}
        return cls(case=case, by=by, name=name, blob=blob, size=blob.length, **told)


class Layout(models.Model):
    """Where the words of a file stand on its pages, packed by `engines.intake.layout`.

    Derived like the reading, and rebuilt with it. Kept apart, because only who cites a place needs it.
    """

    item = models.OneToOneField(Item, on_delete=models.CASCADE, primary_key=True, related_name="layout")
    pages = models.JSONField(help_text="Number of the page → its words' places")


class Assembly(Awaiting):
    """The case file of a case is to be made anew. `wanted` counts the reasons, `built` those already met."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="assembly")
    wanted = models.PositiveIntegerField(default=0)
    built = models.PositiveIntegerField(default=0)
    # What it was made for: patient, first opinion, pathway and content. When these change, it is made anew.
    made_for = models.CharField(max_length=64, blank=True)
    # Until then files alone do not make it anew: it took long the last time.
    rests_until = models.DateTimeField(null=True)

    objects = AwaitingQuerySet["Assembly"].as_manager()


class Rearrangement(models.Model):
    """A coordinator cut a document apart, or put documents together. Undone, it never was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="rearrangements")
    what = models.CharField(max_length=10, help_text="split or merge")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)


class Arranged(models.Model):
    """A document as a person arranged it, until the arrangement is undone or replaced by a later one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_by = models.ForeignKey(Rearrangement, on_delete=models.CASCADE, related_name="made")
    replaced_by = models.ForeignKey(
        Rearrangement, null=True, on_delete=models.CASCADE, related_name="replaced"
    )
    pieces = models.JSONField(help_text="Pages of files in order: file, first page, last page or null, turn")


class Excerpt(Awaiting):
    """Pages of files as one PDF, drawn by a worker: what is shown of a record that is no file as sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="excerpts")
    pieces = models.JSONField()
    blob = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AwaitingQuerySet["Excerpt"].as_manager()


class Record(models.Model):
    """A document of the case file: a file or pages of files, rebuilt at will; a person's word stands above.

    `item` is the file that it begins in. Its id is that file's, where it is the file as it was sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="records")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="records")
    # Empty for a file as it was sent; else pages of files in order, as in Arranged.
    pieces = models.JSONField(default=list)
    # What is shown of it where it is not a file as it was sent, and has pages that can be drawn.
    excerpt = models.ForeignKey(Excerpt, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=40)
    document = models.CharField(max_length=40, blank=True, help_text="Narrowest id in the document catalogue")
    documents = models.JSONField(default=list, help_text="Every id in the catalogue that it stands for")
    title = models.CharField(max_length=300)
    on = models.CharField(max_length=10, blank=True, help_text="ISO date, possibly only year or year-month")
    language = models.CharField(max_length=10, blank=True)
    media_type = models.CharField(max_length=100, blank=True, help_text="By content, not by name")
    pages = models.PositiveIntegerField(null=True)
    scanned = models.BooleanField(default=False)
    sender = models.CharField(max_length=200, blank=True)
    belongs = models.CharField(max_length=10, help_text="same, other (held apart) or unknown (to be asked)")
    belongs_because = WordsField(max_length=300, blank=True)
    copy_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="copies")
    problems = models.JSONField(default=list)
    # Whether it shows the first opinion; unknown is hidden from a blind reader like yes.
    reveals = models.CharField(max_length=10, default="unknown")
    # The person as written on it, for the question whether it is theirs; `asks` is equal for records that
    # one question covers.
    shown_name = models.CharField(max_length=200, blank=True)
    shown_birth = models.CharField(max_length=10, blank=True)
    asks = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["case", "on"], name="record_by_date"),
            models.Index(fields=["case", "belongs", "asks"], name="record_by_question"),
        ]


class Conflict(models.Model):
    """Records of the patient that say what cannot both be so. Derived like the records, rebuilt with them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="conflicts")
    number = models.PositiveSmallIntegerField(help_text="Its place in the order in which they are told")
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=10)
    says = WordsField(max_length=1000)
    records = models.JSONField(help_text="Ids of all that it follows from: who may not see one sees none")
    places = models.JSONField(help_text="Where it is said: record, page or null, quotation, box or empty")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="conflict_in_order")]

    def told(self) -> tuple[object, ...]:
        """Everything that is said of it, to compare."""
        return self.number, self.code, self.severity, str(self.says), self.records, self.places


class Ruling(models.Model):
    """What a person said about a record, above what the engine thinks; the engine's word is kept beside it.

    What was said in one go has one `act`, and is undone in one go.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="rulings")
    # The record, where it is not the file itself.
    record = models.UUIDField(null=True)
    act = models.UUIDField(null=True)
    about = models.CharField(max_length=20, help_text="belongs, kind, date, title, reveals, document, turned")
    value = models.CharField(max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)


class Learned(models.Model):
    """What an answer about one record says of others of the same case: a name or a number that is the
    patient's, or another person whose papers lie among theirs. Undone, it was never said.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="learned")
    mine = models.BooleanField()
    # The person as written on the record that was asked about.
    name = models.CharField(max_length=200, blank=True)
    birth = models.CharField(max_length=10, blank=True)
    asks = models.CharField(max_length=64, blank=True, help_text="As of the records of the same question")
    numbers = models.JSONField(default=list, help_text="Pairs of system (or null) and value")
    # Mine, and one of my names (a maiden name): not only papers written exactly like this one.
    also_named = models.BooleanField(default=False)
    # The answer that it was learned from: undone with it.
    act = models.UUIDField()
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="learned")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)


class GapAnswer(models.Model):
    """What the family, or a coordinator, said about a missing record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="gap_answers")
    document = models.CharField(max_length=40)
    answer = models.CharField(max_length=20, help_text="have_it, ask_hospital, never_done, not_sure, waived")
    because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "document"], name="one_answer_a_gap")]


class RecordRequest(models.Model):
    """A letter that asks a hospital for records, as the family sent it, and the time the law gives for it.

    Settled when the records came, or when somebody said that nothing will come.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="record_requests")
    items = models.JSONField(help_text="Ids of the gaps that it asks for")
    holder = models.CharField(max_length=200, help_text="The hospital or department that it went to")
    letter = models.TextField(max_length=8000, help_text="The words as they were shown and sent")
    law = models.CharField(max_length=40, help_text="Which rule of report/letters.yaml it rests on")
    content_version = models.CharField(max_length=64)
    sent_on = models.DateField()
    due_on = models.DateField(null=True, help_text="The last day that the law allows; empty: none known")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=20, blank=True, help_text="came, refused or not_needed")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")


class Chaser(models.Model):
    """A reminder of such a letter: planned when it went, due on a day, and gone once that day has come."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(RecordRequest, on_delete=models.CASCADE, related_name="chasers")
    number = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=40, help_text="Id of the letter in report/letters.yaml")
    due_on = models.DateField()
    went_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="chaser_once")]
        indexes = [models.Index(fields=["went_at", "due_on"], name="chaser_by_day")]


class Evaluated(models.Model):
    """When the content was last applied to a case, which content, and what it said.

    `told` and `built`: what it had read of the case (see Case) and of its case file (see Assembly). Without
    `told`, an action noted it in passing, and a worker is to look once more.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="evaluated")
    at = models.DateTimeField()
    content_version = models.CharField(max_length=64)
    level = models.CharField(max_length=20)
    provisional = models.BooleanField()
    told = models.PositiveIntegerField(null=True)
    built = models.PositiveIntegerField(default=0)


class FiredRule(models.Model):
    """A red flag or guard that held for a case: since when, by which answers, and which wording of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="fired_rules")
    kind = models.CharField(max_length=10, help_text="red_flag or guard")
    rule = models.CharField(max_length=40)
    level = models.CharField(max_length=20)
    rank = models.PositiveSmallIntegerField(help_text="0 is the most urgent")
    says = models.TextField(max_length=2000)
    answers = models.JSONField(help_text="The answers that fired it, by question")
    content_version = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=16, help_text="Of this rule alone: the same as long as it is")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)


class ReturnRequest(models.Model):
    """A coordinator sent the case back: what is missing, in words, and when it was settled."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="returns")
    missing = models.JSONField(default=list, help_text="Ids in the document catalogue")
    says = models.TextField(max_length=2000)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

"""The second opinion: a blind part and a compare part, each locked once and for good."""

import uuid

from django.db import models
from django.db.models import Q

from secunda.foundation.people.models import Account, Person
from secunda.foundation.vault.models import Blob
from secunda.foundation.work.models import Awaiting, AwaitingQuerySet
from secunda.journey.cases.models import Case
from secunda.journey.cases.states import Role
from secunda.journey.opinions.states import PathState


class OpinionQuerySet(AwaitingQuerySet["Opinion"]):
    """Opinions, and the one of a reviewer that counts."""

    def own(self, case: Case | uuid.UUID, person: uuid.UUID | None) -> "Opinion | None":
        """A reviewer's opinion on a case; of a partial and a final one, the final."""
        if person is None:
            return None
        return self.filter(case=case, author=person).order_by("-begun_at").first()


class Opinion(Awaiting):
    """One reviewer's opinion on one case. Several may stand on a case: expert, second reader, panel, and the
    final one after a partial one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="opinions")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="opinions")
    role = models.CharField(max_length=20, default=Role.EXPERT)
    begun_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    released_at = models.DateTimeField(null=True)
    # Of its document: the patient's when it was signed, so that it can be made again byte for byte.
    language = models.CharField(max_length=10, blank=True)
    # Computed from the items when it is signed, never typed.
    headline = models.JSONField(default=dict)
    # The partial opinion that this one takes the place of; it stays as it is, and readable.
    replaces = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="finals")
    # What it was formed without, as pairs of record and reason in the language of its document: records that
    # come later must not change what was true at the signature. None in opinions from before it was kept.
    formed_without = models.JSONField(null=True)
    # The signed document as PDF, made by a worker after signing.
    document = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OpinionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "author"], condition=Q(replaces__isnull=True), name="one_opinion_an_author"
            ),
            models.UniqueConstraint(
                fields=["replaces", "author"],
                condition=Q(replaces__isnull=False),
                name="one_final_an_author",
            ),
        ]


class Part(models.Model):
    """The blind or the compare part: the form as asked, the answers, and the lock.

    The database refuses any change to a locked row (migration 0002).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="parts")
    phase = models.CharField(max_length=10, choices=[("blind", "blind"), ("compare", "compare")])
    # The questions as they were asked, so that the opinion reads the same in ten years.
    form = models.JSONField()
    answers = models.JSONField(default=dict)
    # Counts saves: of two open tabs, the one that has not seen the other's save is told.
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    # The page that saved last: it may save again without having seen its own revision come back.
    saved_from = models.UUIDField(null=True)
    locked_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opinion", "phase"], name="one_part_a_phase"),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True, digest="") | Q(locked_at__isnull=False) & ~Q(digest=""),
                name="locked_parts_have_a_digest",
            ),
        ]


class Looked(models.Model):
    """A record that the author had open while forming the opinion; the report lists them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="looked")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    first_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opinion", "subject"], name="looked_once")]


class TieBreak(models.Model):
    """The path of an opinion that differs where it matters; it holds the release until it ends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opinion = models.OneToOneField(Opinion, on_delete=models.CASCADE, related_name="tie_break")
    # Ids of `why` in clinical/rollup.yaml.
    because = models.JSONField(default=list)
    state = models.CharField(max_length=20, default=PathState.NEEDED)
    opened_at = models.DateTimeField()
    # What is put to the panel, and its form (clinical/forms/panel.yaml) as the chair signed it.
    question = models.TextField(blank=True)
    panel = models.JSONField(default=dict)
    chair = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ending = models.CharField(max_length=20, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    waived_because = models.TextField(blank=True)


class Call(models.Model):
    """A call between the doctors of both opinions: who, when, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tie_break = models.ForeignKey(TieBreak, on_delete=models.CASCADE, related_name="calls")
    on = models.DateField()
    who = models.CharField(max_length=300)
    # Id of `calls` in clinical/rollup.yaml.
    outcome = models.CharField(max_length=30)
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class Ballot(models.Model):
    """Whose view a further reader came closer to, in their own words; the database refuses any change to it.

    `knew_which`: they had seen the first opinion as such before, because no path was open when they locked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tie_break = models.ForeignKey(TieBreak, on_delete=models.CASCADE, related_name="ballots")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    side = models.CharField(max_length=20)
    words = models.TextField()
    knew_which = models.BooleanField()
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tie_break", "author"], name="one_ballot_an_author")]


class TextBlock(models.Model):
    """Words that a reviewer uses again and again, under a name; seen by nobody else, never of a patient."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="text_blocks")
    name = models.CharField(max_length=60)
    text = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["author", "name"], name="one_block_a_name")]

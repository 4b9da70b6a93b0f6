"""The case, its parties, consents, holds and what the family told us."""

import secrets
import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from stdnum.iso7064 import mod_37_36

from secunda.foundation.language.fields import LongWordsField, WordsField
from secunda.foundation.people.models import Account, Organisation, Person, Service, Team
from secunda.journey.cases.states import REVIEWERS, Role, State

# Without letters and digits that people confuse on the phone (0 O, 1 I L, 5 S, 2 Z, 8 B, U V).
REFERENCE_ALPHABET = "34679ACDEFGHJKMNPQRTWXY"


def new_reference() -> str:
    """Seven random characters and an ISO 7064 mod 37,36 check character; says nothing and counts nothing."""
    while True:
        body = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(7))
        check = mod_37_36.calc_check_digit(body)
        if check in REFERENCE_ALPHABET:
            return body + check


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases somebody may see. Nothing else in the house decides this."""

    def visible_to(
        self, account: Account, at: datetime, roles: frozenset[Role] | None = None
    ) -> "CaseQuerySet":
        """Cases in which the account's person, or a team of theirs, is a party at the moment `at`."""
        return self.filter(parties__in=Party.objects.of(account, at, roles)).distinct()


class Case(models.Model):
    """One request for a second opinion."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=8, unique=True, default=new_reference)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="cases")
    patient = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    pathway = models.CharField(max_length=30)
    condition = models.CharField(max_length=200, help_text="In the patient's words, or from the list")
    content_version = models.CharField(
        max_length=64, help_text="The clinical content that this case is held to"
    )
    state = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in State], default=State.GATHERING
    )
    urgency = models.CharField(max_length=20, default="standard")
    urgency_because = models.CharField(max_length=300, blank=True)
    is_demo = models.BooleanField(default=False)
    # Three clocks: when it was asked, when the case file was complete, and the day that we promised.
    opened_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    complete_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    # What the deadline clock last found, for lists: whether the report comes in time (empty: not looked at),
    # and the last useful day of the step in which the case is.
    arrives = models.CharField(max_length=10, blank=True)
    step_by = models.DateField(null=True)
    timed_at = models.DateTimeField(null=True)
    told = models.PositiveIntegerField(
        default=0, help_text="How often answers, signs or what the team says have changed"
    )

    objects = CaseQuerySet.as_manager()


class Move(models.Model):
    """A change of state, with its author: what happened to the case, in order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="moves")
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    because = LongWordsField(blank=True)


class PartyQuerySet(models.QuerySet["Party"]):
    """Parties in force."""

    def current(self, at: datetime) -> "PartyQuerySet":
        """Those whose time has begun and not ended."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)

    def of(self, account: Account, at: datetime, roles: frozenset[Role] | None = None) -> "PartyQuerySet":
        """Those that are the account's person, or a team in which they hold the post of that name now."""
        if account.person_id is None or not account.is_active:
            return self.none()
        member = Q(
            team__memberships__person=account.person_id,
            team__memberships__post=F("role"),
            team__memberships__since__lte=at,
        ) & (Q(team__memberships__until__isnull=True) | Q(team__memberships__until__gt=at))
        found = self.current(at).filter(Q(person=account.person_id) | member)
        return found.filter(role__in=roles) if roles is not None else found


class Party(models.Model):
    """Who may see a case, as what, on what basis, and for how long. The one table of access."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="parties")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="parties"
    )
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    basis = WordsField(
        max_length=200, help_text="Why: own case, parent of a child, power of attorney, offer …"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    # A reviewer is blind until their own view is locked: everything that reveals the first opinion is
    # hidden from them, on every route.
    blind = models.BooleanField(default=False)

    objects = PartyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(person__isnull=False, team__isnull=True, organisation__isnull=True)
                    | Q(person__isnull=True, team__isnull=False, organisation__isnull=True)
                    | Q(person__isnull=True, team__isnull=True, organisation__isnull=False)
                ),
                name="party_is_one_of_three",
            ),
            models.CheckConstraint(
                condition=Q(blind=False) | Q(role__in=sorted(REVIEWERS)), name="only_reviewers_are_blind"
            ),
        ]


class Consent(models.Model):
    """What somebody agreed to: what, to whom, for what, until when, and which text they read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consents")
    what = models.CharField(max_length=60, help_text="Id of the consent text in the clinical content")
    to_role = models.CharField(max_length=20)
    purpose = models.CharField(max_length=60)
    text_version = models.CharField(max_length=64)
    text = models.TextField(help_text="The words as they were shown")
    given_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)


class Hold(models.Model):
    """Clocks are stopped, and why. Which ones follows from the kind (clinical/clocks.yaml)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="holds")
    # Empty in holds from before there were kinds: they stop the promise only.
    kind = models.CharField(max_length=20, blank=True)
    because = models.CharField(max_length=200)
    since = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True)


class Answer(models.Model):
    """An answer to a question of the clinical content, kept with the question as it was asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=60)
    asked = models.CharField(max_length=400)
    value = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "question"], name="one_answer_a_question")]


class Question(models.Model):
    """What the patient wants to ask the expert; up to eight, each answered one by one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="question_number_once")]


FIRST_AXES = ("diagnosis", "plan", "finding", "urgency", "prognosis")


class FirstOpinion(models.Model):
    """What was diagnosed and planned, by whom and when. Own rows, so that it can be hidden and compared."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="first_opinion")
    doctor = models.CharField(max_length=200, blank=True)
    doctor_role = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField(null=True)
    planned_for = models.DateField(null=True)
    stated_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")


class FirstItem(models.Model):
    """One diagnosis, item of the plan, finding, or word on urgency or outlook, as the first team stated it.

    Diagnoses and plan are what a second opinion is compared with; the rest is shown beside them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opinion = models.ForeignKey(FirstOpinion, on_delete=models.CASCADE, related_name="items")
    axis = models.CharField(max_length=10, choices=[(axis, axis) for axis in FIRST_AXES])
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    code = models.CharField(max_length=20, blank=True)
    # Empty means not stated: it is never guessed.
    certainty = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=30, blank=True)
    planned_for = models.DateField(null=True)
    stage = models.CharField(max_length=120, blank=True, help_text="With its edition, as it is written")
    # The record, or the series of images, that it was taken from, and the page; without either it was told.
    record = models.UUIDField(null=True)
    series = models.UUIDField(null=True)
    page = models.PositiveIntegerField(null=True)
    confirmed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["axis", "number"]


class Invitation(models.Model):
    """A link that makes somebody a party, once. Only a digest of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=20)
    address = models.EmailField()
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Enquiry(models.Model):
    """The one question of day 0, put to one address of the treating team, and the answer to it.

    Its link is signed, not stored: it names this row, which says until when and whether it still counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="enquiries")
    name = models.CharField(max_length=200, blank=True)
    address = models.EmailField(blank=True, help_text="Empty: asked on paper or by phone")
    asked = models.CharField(max_length=400, help_text="The question as it was asked")
    content_version = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answer = models.CharField(
        max_length=20, blank=True, help_text="Empty: not answered. safe, not_after, not_safe, cannot_say"
    )
    until = models.DateField(null=True, help_text="The last safe day, where one was named")
    says = models.TextField(blank=True)
    way = models.CharField(max_length=10, blank=True, help_text="link, letter, phone")
    answered_at = models.DateTimeField(null=True)
    # Who wrote it down, where the team did not answer by the link itself.
    entered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="answered_enquiries_have_an_answer",
            ),
            models.CheckConstraint(
                condition=~Q(answer="not_after") | Q(until__isnull=False), name="a_last_safe_day_is_named"
            ),
        ]


class Measure(models.Model):
    """What was chosen when time is short: faster, partial, or do not wait. In force until it is ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="measures")
    way = models.CharField(max_length=20, help_text="expedite, partial, do_not_wait")
    at = models.DateTimeField()
    # Nobody: the answer of the treating team led to it.
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "way"], condition=Q(ended_at__isnull=True), name="one_measure_of_a_kind"
            )
        ]

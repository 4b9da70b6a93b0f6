"""Who there is: people, their accounts, and the organisations and teams they act for."""

import uuid
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q


class Organisation(models.Model):
    """A hospital, clinic, charity or company: first provider, employer, or operator of a service."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    jurisdiction = models.CharField(max_length=10, help_text="ISO 3166, such as GB-ENG")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "jurisdiction"], name="organisation_once")]


class Service(models.Model):
    """One second opinion service. Several share an installation without seeing each other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    operator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    country = models.CharField(max_length=2, default="GB")
    time_zone = models.CharField(max_length=50, default="Europe/London")
    phone = models.CharField(max_length=30)
    email = models.EmailField()


class Person(models.Model):
    """A human being. A person need not have an account; an account is never a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    other_names = models.JSONField(default=list, help_text="Earlier or other names, as told")
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=10, default="unknown")
    nhs_number = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=50, default="Europe/London")
    country = models.CharField(max_length=2, default="GB")
    # Register and number as an invited doctor gave them, unchecked; what was checked is a `Licence`.
    practises_as = models.CharField(max_length=120, blank=True)
    erased_at = models.DateTimeField(null=True)


class Accounts(BaseUserManager["Account"]):
    """Makes accounts. There is no password: people sign in by a code sent to them, or a passkey."""

    def create_user(self, email: str, person: Person | None = None) -> "Account":
        """An account that can be signed in to; its e-mail address is stored in lower case."""
        account = Account(email=email.lower(), person=person)
        account.set_unusable_password()
        account.save()
        return account


class Account(AbstractBaseUser):
    """A way to sign in. What it may do follows from its person's parties and memberships."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    person = models.OneToOneField(Person, null=True, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Of its pages and letters, as chosen on a page; empty until then. What a person speaks is theirs, above.
    language = models.CharField(max_length=10, blank=True)

    USERNAME_FIELD = "email"
    objects = Accounts()


class Team(models.Model):
    """People who share work, so that a new case is seen by whoever is there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=100)


class Post(models.TextChoices):
    """What a member of a service's staff is there for."""

    COORDINATOR = "coordinator"
    DIRECTOR = "director"
    EXPERT = "expert"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships in force."""

    def current(self, at: datetime) -> "MembershipQuerySet":
        """Those that have begun and not ended at the moment `at`."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)


class Membership(models.Model):
    """A person's post in a team, for a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    post = models.CharField(max_length=20, choices=Post)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()


class Employment(models.Model):
    """Where somebody works. Independence is judged by it: the same employer may not review itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="employments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="employments")
    since = models.DateField()
    until = models.DateField(null=True)


class Licence(models.Model):
    """A licence to practise: which register, which number, where, from when until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="licences")
    register = models.CharField(max_length=50, help_text="Such as GMC")
    number = models.CharField(max_length=50)
    jurisdiction = models.CharField(max_length=10)
    specialty = models.CharField(max_length=100)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    checked_at = models.DateTimeField()


class Duty(models.Model):
    """Who answers alerts, from when until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="duties")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="duties")
    since = models.DateTimeField()
    until = models.DateTimeField()

"""How long a worker holds what it claimed without a sign of life."""

from datetime import timedelta

from django.conf import settings


def lease() -> timedelta:
    """The length of a lease: when a worker was killed, another takes its rows up after this time."""
    return timedelta(seconds=settings.SECUNDA_LEASE_SECONDS)

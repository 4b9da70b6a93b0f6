"""A browser for the first pages."""

import pytest
from django.test import Client


@pytest.fixture
def browser() -> Client:
    """Somebody who has just come."""
    return Client()

"""The operator's own sign-in is set whole or not at all, and too many tries get a page of ours."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django.fixtures import Settings

from secunda.config.environment import Provider, provider

NAMES = ("X_ISSUER", "X_CLIENT_ID", "X_CLIENT_SECRET")
VALUES = ("https://login.example.org/realms/staff", "secunda", "hush")


@pytest.mark.parametrize("missing", NAMES)
def test_half_a_provider_stops_the_start(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    for name, value in zip(NAMES, VALUES, strict=True):
        monkeypatch.setenv(name, "" if name == missing else value)
    with pytest.raises(ImproperlyConfigured, match=missing):
        provider(*NAMES)


def test_a_whole_provider_and_none_are_both_right(monkeypatch: pytest.MonkeyPatch) -> None:
    assert provider(*NAMES) is None
    for name, value in zip(NAMES, VALUES, strict=True):
        monkeypatch.setenv(name, value)
    assert provider(*NAMES) == Provider(VALUES[0], "https://login.example.org", *VALUES[1:])


def test_an_issuer_without_tls_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in zip(NAMES, ("http://login.example.org", *VALUES[1:]), strict=True):
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match="https://"):
        provider(*NAMES)


@pytest.mark.django_db
def test_too_many_tries_from_one_place_get_a_page_of_ours(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    assert Client().post("/account/sign-up/", {"email": "one@example.org"}).status_code == 302
    answer = Client().post("/account/sign-up/", {"email": "two@example.org"})
    assert answer.status_code == 429
    assert "That was tried too often" in answer.content.decode()
    assert "Secunda is not for emergencies" in answer.content.decode()

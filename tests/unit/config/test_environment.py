"""Settings come from the environment; what cannot be read stops the start with a line that names it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from secunda.config import environment

HERE = Path("/srv/secunda")


def _bytes(name: str) -> int:
    return environment.number(name, 5, least=1)


def _flag(name: str) -> bool:
    return environment.flag(name, default=False)


def _folder(name: str) -> Path:
    return environment.folder(name, HERE)


def _origin(name: str) -> tuple[str, str, bool]:
    return environment.origin(name, "http://127.0.0.1:8000")


def _store(name: str) -> str:
    return environment.store(name, "file:///srv/blobs")


def _mail(name: str) -> str:
    return environment.mail(name, "file:///srv/mail")


def _sender(name: str) -> str:
    return environment.sender(name, "Secunda <no-reply@example.org>")


def _proxies(name: str) -> list[str]:
    return environment.addresses(name, "127.0.0.1")


def _database(name: str) -> dict[str, object]:
    return environment.database(name, HERE / "secunda.sqlite3")


BAD = [
    (_bytes, ["", "0", "-1", "1.5", "8 GiB"]),
    (_flag, ["", "on", "2"]),
    (_folder, [""]),
    (
        _origin,
        [
            "",
            "opinion.example.org",
            "ftp://opinion.example.org",
            "https://",
            "https://opinion.example.org/path",
            "https://opinion.example.org?x=1",
            "https://somebody@opinion.example.org",
            "https://opinion.example.org:port",
        ],
    ),
    (_store, ["", "/srv/blobs", "file://srv/blobs", "s4://bucket", "s3://", "s3://key:secret@bucket"]),
    (_mail, ["", "mail.example.org", "smtp://", "http://mail.example.org", "smtp://mail.example.org:x"]),
    (_sender, ["", "Secunda", "Secunda <>", "no-reply@", "a@example.org\nBcc: b@example.org"]),
    (_proxies, ["proxy.example.org", "10.0.0.0/33"]),
    (
        _database,
        [
            "",
            "sqlite://",
            "sqlite://folder/file",
            "mysql://localhost/secunda",
            "postgresql://localhost",
            "postgresql://localhost:x/secunda",
            "postgresql://localhost/secunda?sslmod=require",
        ],
    ),
]


@pytest.mark.parametrize(
    ("read", "value"),
    [(read, value) for read, values in BAD for value in values],
    ids=lambda each: getattr(each, "__name__", repr(each)),
)
def test_a_value_that_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[str], object], value: str
) -> None:
    monkeypatch.setenv("X_SETTING", value)
    with pytest.raises(ImproperlyConfigured, match="X_SETTING"):
        read("X_SETTING")


@pytest.mark.parametrize(
    ("read", "value", "meant"),
    [
        (_bytes, "7", 7),
        (_flag, "YES", True),
        (_folder, "/srv/other", Path("/srv/other")),
        (
            _origin,
            "https://opinion.example.org/",
            ("https://opinion.example.org", "opinion.example.org", True),
        ),
        (_store, "s3://bucket/and/prefix", "s3://bucket/and/prefix"),
        (_mail, "smtps://me:secret@mail.example.org:465", "smtps://me:secret@mail.example.org:465"),
        (_sender, "no-reply@example.org", "no-reply@example.org"),
        (_proxies, "10.0.0.0/8, ::1", ["10.0.0.0/8", "::1"]),
    ],
)
def test_a_value_that_can_be_read_is_taken(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[str], object], value: str, meant: object
) -> None:
    monkeypatch.setenv("X_SETTING", value)
    assert read("X_SETTING") == meant
    monkeypatch.delenv("X_SETTING")
    assert read("X_SETTING") != meant, "without a value the default stands"


def test_a_database_elsewhere_is_asked_for_its_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X_URL", "postgresql://me:p%40ss@db.example.org:5433/opinions?sslmode=verify-full")
    found = _database("X_URL")
    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("db.example.org", 5433, "p@ss")
    assert isinstance(found["OPTIONS"], dict)
    assert found["OPTIONS"]["sslmode"] == "verify-full"


def test_a_fault_in_an_address_with_a_secret_does_not_repeat_the_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for read, value in [(_database, "postgres://me:hush@db/x"), (_mail, "smpt://me:hush@mail.example.org")]:
        monkeypatch.setenv("X_URL", value)
        with pytest.raises(ImproperlyConfigured) as fault:
            read("X_URL")
        assert "hush" not in str(fault.value)


def test_a_secret_is_read_from_its_file_and_from_one_place_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("hush\n", encoding="utf-8")
    monkeypatch.setenv("X_TEXT_FILE", str(tmp_path / "secret"))
    assert environment.text("X_TEXT", "") == "hush"
    monkeypatch.setenv("X_TEXT", "other")
    with pytest.raises(ImproperlyConfigured, match="X_TEXT_FILE are both set"):
        environment.text("X_TEXT", "")
    monkeypatch.delenv("X_TEXT")
    monkeypatch.setenv("X_TEXT_FILE", str(tmp_path / "nothing"))
    with pytest.raises(ImproperlyConfigured, match="X_TEXT_FILE points to"):
        environment.text("X_TEXT", "")


def test_a_secret_key_is_long_or_is_made_for_its_owner_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("X_KEY", "short")
    with pytest.raises(ImproperlyConfigured, match="X_KEY must be at least 50"):
        environment.secret("X_KEY", keep_in=tmp_path)
    monkeypatch.delenv("X_KEY")
    made = environment.secret("X_KEY", keep_in=tmp_path / "data")
    assert len(made) >= 50
    assert environment.secret("X_KEY", keep_in=tmp_path / "data") == made
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o777 == 0o600

"""Typed readers for settings. A bad value stops the start-up with one clear line."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str) -> str:
    """The value of `name`, or of the file that `name_FILE` points to, or the default."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE points to {file}, which cannot be read: {error}"
            ) from error
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """A yes/no setting; anything but the six usual words is refused."""
    value = text(name, "yes" if default else "no").lower()
    if value in {"yes", "true", "1"}:
        return True
    if value in {"no", "false", "0"}:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}")


def number(name: str, default: int) -> int:
    """A whole number of at least 0."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}")
    return int(value)


def folder(name: str, default: Path) -> Path:
    """An absolute folder; it need not exist yet."""
    return Path(text(name, str(default))).expanduser().absolute()


def origin(name: str, default: str) -> tuple[str, str, bool]:
    """(origin, host, whether it is https) of an address such as https://opinion.example.org."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise ImproperlyConfigured(f"{name} must be like https://opinion.example.org, not {value!r}")
    return value, parts.hostname, parts.scheme == "https"


def database(name: str, default: Path) -> dict[str, object]:
    """Django's DATABASES entry from sqlite:///path or postgresql://user:secret@host:port/name."""
    value = text(name, f"sqlite:///{default}")
    parts = urlsplit(value)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path),
            # WAL lets readers go on while one writes; IMMEDIATE takes the write lock at once, so that a
            # transaction cannot fail half-way for lack of it; FULL makes "committed" mean "on disk".
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme == "postgresql":
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": parts.port or "",
            # A new connection costs more than most requests: threads take theirs from a pool.
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 16}},
        }
    raise ImproperlyConfigured(f"{name} must start with sqlite:/// or postgresql://, not {parts.scheme!r}")


@dataclass(frozen=True)
class Provider:
    """An OpenID Connect provider: its issuer, that issuer's origin, and how we are known there."""

    issuer: str
    origin: str
    client_id: str
    client_secret: str


def provider(issuer: str, client_id: str, client_secret: str) -> Provider | None:
    """The provider that these three settings describe; None where none of them is set.

    Half a provider is refused: staff would otherwise stand before a door that cannot open.
    """
    names = (issuer, client_id, client_secret)
    found = [text(name, "") for name in names]
    missing = [name for name, value in zip(names, found, strict=True) if not value]
    if len(missing) == len(names):
        return None
    if missing:
        raise ImproperlyConfigured(f"{' and '.join(missing)} must be set too, or none of {', '.join(names)}")
    parts = urlsplit(found[0])
    if parts.scheme != "https" or not parts.netloc:
        raise ImproperlyConfigured(f"{issuer} must be like https://login.example.org, not {found[0]!r}")
    return Provider(found[0], f"https://{parts.netloc}", found[1], found[2])


def secret(name: str, *, keep_in: Path) -> str:
    """The secret key; where none is set, one is made once and kept in the data folder, for its owner only."""
    value = text(name, "")
    if value:
        if len(value) < 50:
            raise ImproperlyConfigured(f"{name} must be at least 50 characters of randomness")
        return value
    file = keep_in / "secret-key"
    if not file.exists():
        import secrets

        keep_in.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(secrets.token_urlsafe(64))
    return file.read_text(encoding="utf-8")

"""Typed readers for settings. A bad value stops the start-up with one clear line."""

import os
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str) -> str:
    """The value of `name`, or of the file that `name_FILE` points to, or the default."""
    file = os.environ.get(f"{name}_FILE")
    if file and name in os.environ:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set. Take one of them away.")
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


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number of at least `least`."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} on, not {value!r}")
    return int(value)


def folder(name: str, default: Path) -> Path:
    """An absolute folder; it need not exist yet."""
    value = text(name, str(default))
    if not value:
        raise ImproperlyConfigured(f"{name} is empty. Name a folder, or take the setting away.")
    return Path(value).expanduser().absolute()


def daemon(name: str) -> str:
    """tcp://host:port or unix:///path of a program that listens; empty for none."""
    value = text(name, "")
    parts = _parts(name, value)
    here = parts.scheme == "unix" and not parts.netloc and parts.path.startswith("/")
    if not value or here or (parts.scheme == "tcp" and parts.hostname and parts.port):
        return value
    raise ImproperlyConfigured(f"{name} must be like tcp://127.0.0.1:3310 or unix:///run/x.ctl, not {value}")


def origin(name: str, default: str) -> tuple[str, str, bool]:
    """(origin, host, whether it is https) of an address such as https://opinion.example.org."""
    value = text(name, default).rstrip("/")
    parts = _parts(name, value)
    plain = not (parts.path or parts.query or parts.fragment or parts.username)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not plain:
        raise ImproperlyConfigured(f"{name} must be like https://opinion.example.org, not {value!r}")
    return value, parts.hostname, parts.scheme == "https"


def store(name: str, default: str) -> str:
    """Where originals are kept: file:///folder, or s3://, gs:// or az:// with a bucket, perhaps a prefix."""
    value = text(name, default)
    parts = _parts(name, value)
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return value
    # Keys to an object store come by its own variables, never in the address: addresses end up in logs.
    if parts.scheme in {"s3", "gs", "az"} and parts.netloc and "@" not in parts.netloc and not parts.query:
        return value
    raise ImproperlyConfigured(
        f"{name} must be like file:///folder, s3://bucket/prefix, gs://bucket or az://container"
    )


def mail(name: str, default: str) -> str:
    """Where notices go: file:///folder, smtp://user:secret@host:port or smtps://…"""
    value = text(name, default)
    parts = _parts(name, value)
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return value
    if parts.scheme in {"smtp", "smtps"} and parts.hostname and not parts.path.strip("/"):
        return value
    raise ImproperlyConfigured(
        f"{name} must be like smtp://user:secret@mail.example.org:587 or file:///folder"
    )


def sender(name: str, default: str) -> str:
    """An e-mail address, with or without a name before it."""
    value = text(name, default)
    address = parseaddr(value)[1]
    if "@" not in address.strip("@") or not value.isprintable():
        raise ImproperlyConfigured(f"{name} must be like Secunda <no-reply@example.org>, not {value!r}")
    return value


def addresses(name: str, default: str) -> list[str]:
    """IP addresses or networks with commas between them."""
    import ipaddress

    found = [each.strip() for each in text(name, default).split(",") if each.strip()]
    for each in found:
        try:
            ipaddress.ip_network(each, strict=False)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name} must be IP addresses or networks like 10.0.0.0/8, not {each!r}"
            ) from error
    return found


# What may follow the ? of a PostgreSQL address; anything else would be left out without a word.
POSTGRESQL_OPTIONS = {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout"}


def database(name: str, default: Path) -> dict[str, object]:
    """Django's DATABASES entry from sqlite:///path or postgresql://user:secret@host:port/name?sslmode=…"""
    value = text(name, f"sqlite:///{default}")
    parts = _parts(name, value)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.scheme == "sqlite" and not parts.netloc and not options and len(parts.path) > 1:
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
    if parts.scheme == "postgresql" and len(parts.path) > 1 and options.keys() <= POSTGRESQL_OPTIONS:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": parts.port or "",
            # A new connection costs more than most requests: threads take theirs from a pool.
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 16}, **options},
        }
    raise ImproperlyConfigured(
        f"{name} must be like sqlite:///folder/file or postgresql://user:secret@host:port/name, "
        f"perhaps with ?{'=…, ?'.join(sorted(POSTGRESQL_OPTIONS))}=…"
    )


def _parts(name: str, value: str) -> SplitResult:
    """An address in its parts; the value is not repeated where it cannot be read, as it may hold a secret."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not an address: {error}") from error
    return parts


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

"""A SMART Health Link (1.0) as it is written: where records are kept, and the key that opens them."""

import base64
import binascii
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class HealthLink:
    """`expires`: seconds since 1970, or None. `one_file`: the address gives the file, not a list of files."""

    url: str
    key: bytes
    label: str = ""
    expires: int | None = None
    one_file: bool = False
    passcode: bool = False

    @property
    def host(self) -> str:
        """Whose machine it points to."""
        return urlsplit(self.url).hostname or ""


def link_of(coded: str) -> HealthLink | None:
    """The link behind the letters after `shlink:/`; None when it is none."""
    try:
        value = json.loads(unpadded(coded))
        key = unpadded(value["key"])
        host = urlsplit(value["url"]).hostname
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if len(key) != KEY_BYTES or not host:
        return None
    flags, expires = str(value.get("flag") or ""), value.get("exp")
    return HealthLink(
        url=value["url"],
        key=key,
        label=str(value.get("label") or "")[:80],
        expires=expires if isinstance(expires, int) else None,
        one_file="U" in flags,
        passcode="P" in flags,
    )


def letters_of(written: str) -> str:
    """What stands behind `shlink:/`, of a link that is written as JSON."""
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def unpadded(letters: str) -> bytes:
    """Base64 for addresses without padding (RFC 7515 §2). Raises ValueError."""
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error

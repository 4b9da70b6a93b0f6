"""Fetching what a SMART Health Link (1.0) points to: a list of files, or one, each encrypted with its key."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from joserfc import jwe
from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jwa import DeflateZipModel
from joserfc.jwk import OctKey

from secunda.adapters.outward import Outward, OutwardError

MOST_BYTES = 32 * 1024 * 1024
"""Of one link in all, encrypted or not; it is held in memory."""
MOST_FILES = 50
_TAKEN = {
    "application/fhir+json": ".json",
    "application/smart-health-card": ".smart-health-card",
}


class LinkError(Exception):
    """Nothing could be fetched: `not_allowed`, `unreachable`, `too_large`, `gone`, `passcode`, `odd`.

    `tries`: how often a passcode may still be tried, where the other side says so.
    """

    def __init__(self, code: str, tries: int | None = None) -> None:
        super().__init__(code)
        self.code, self.tries = code, tries


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as it came, opened. `ending`: of its name, by what the other side says it is."""

    ending: str
    content: bytes


def fetch(
    outward: Outward, url: str, key: bytes, *, one_file: bool, recipient: str, passcode: str = ""
) -> list[Fetched]:
    """Fetch and open every file of a link. `recipient`: who asks, which is told to the other side.

    Raises LinkError; a passcode that is wrong counts there, so nothing is tried twice.
    """
    asked = _Asked(outward, OctKey.import_key(key))
    if one_file:
        return [asked.opened(asked.got(f"{url}?{urlencode({'recipient': recipient})}"))]
    told = {"recipient": recipient, "embeddedLengthMax": MOST_BYTES // 4}
    if passcode:
        told["passcode"] = passcode
    return list(asked.listed(asked.got(url, json.dumps(told).encode())))


class _Inflating(DeflateZipModel):
    MAX_SIZE = MOST_BYTES


class _Registry(jwe.JWERegistry):
    """Sizes as they occur: the library's own, 64 and 250 kB, fit no record."""

    max_ciphertext_length = MOST_BYTES

    def get_zip(self, name: str) -> DeflateZipModel:
        if name != _Inflating.name:
            raise UnsupportedAlgorithmError
        return _Inflating()


class _Asked:
    """One link being fetched; all of its answers together are bounded."""

    def __init__(self, outward: Outward, key: OctKey) -> None:
        self._outward, self._key = outward, key
        self._left = MOST_BYTES

    def got(self, url: str, body: bytes | None = None) -> bytes:
        headers = {"Accept": "application/json, application/jose", "Content-Type": "application/json"}
        try:
            answer = self._outward.ask(url, most=self._left, body=body, headers=headers)
        except OutwardError as error:
            raise LinkError(error.code) from error
        self._left -= len(answer.body)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            raise LinkError("passcode", _tries(answer.body))
        if answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            raise LinkError("gone")
        if answer.status != HTTPStatus.OK:
            raise LinkError("unreachable")
        return answer.body

    def listed(self, manifest: bytes) -> Iterator[Fetched]:
        files = _json(manifest).get("files")
        if not isinstance(files, list):
            raise LinkError("odd")
        for one in files[:MOST_FILES]:
            if isinstance(one, dict) and one.get("contentType") in _TAKEN:
                token = one.get("embedded") or self.got(str(one.get("location"))).decode("ascii", "replace")
                yield self.opened(str(token).encode(), str(one["contentType"]))

    def opened(self, token: bytes, kind: str = "") -> Fetched:
        """`kind`: what the list said it is; without a list, the file itself says so."""
        try:
            found = jwe.decrypt_compact(token.strip(), self._key, registry=_REGISTRY)
        except (JoseError, ValueError) as error:
            raise LinkError("odd") from error
        if found.plaintext is None:
            raise LinkError("odd")
        return Fetched(_ending(kind or str(found.headers().get("cty") or "")), found.plaintext)


_REGISTRY = _Registry(algorithms=["dir", "A256GCM", "DEF"])


def _ending(kind: str) -> str:
    return _TAKEN.get(re.split(r"[;\s]", kind)[0], ".json")


def _tries(body: bytes) -> int | None:
    left = _json(body).get("remainingAttempts")
    return left if isinstance(left, int) else None


def _json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}

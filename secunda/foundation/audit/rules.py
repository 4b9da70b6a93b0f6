"""How entries are chained, and how a chain is proved. Pure."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

START = "0" * 64


@dataclass(frozen=True)
class Link:
    """What an entry's digest covers. Times are UTC to the microsecond, ids their hexadecimal form."""

    chain: str
    number: int
    at: str
    actor: str
    event: str
    subject: str
    detail: dict[str, object]
    previous: str


def moment(at: datetime) -> str:
    """The one spelling of a time inside a digest, whatever zone it came in."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def digest(link: Link) -> str:
    """SHA-256 over the canonical JSON of a link (sorted keys, no spaces, UTF-8)."""
    canonical = json.dumps(asdict(link), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def faults(links: Iterable[tuple[Link, str]], *, head: tuple[int, str]) -> list[str]:
    """Every place where a chain does not hold, in words; empty when it does.

    `links` are the entries in order with their stored digests; `head` is the number and digest that the
    chain's head names, so that a cut tail shows.
    """
    found: list[str] = []
    expected, number = START, 0
    for link, stored in links:
        number += 1
        if link.number != number:
            found.append(f"{link.chain}: entry {number} is missing; the next one present is {link.number}")
            number = link.number
        if link.previous != expected:
            found.append(f"{link.chain}: entry {link.number} does not follow the one before it")
        if digest(link) != stored:
            found.append(f"{link.chain}: entry {link.number} was changed after it was written")
        expected = stored
    if (number, expected) != head:
        found.append(f"the chain ends at entry {number}, but its head says {head[0]}")
    return found

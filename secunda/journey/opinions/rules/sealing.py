"""What a lock covers, and its digest. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class SealedPart:
    """What the digest of a part covers: whose it is, the questions as asked, the answers, and when."""

    opinion: str
    case: str
    author: str
    phase: str
    form: Mapping[str, object]
    answers: Mapping[str, object]
    locked_at: str


@dataclass(frozen=True)
class SealedOpinion:
    """What the digest of an opinion covers: both parts, what was looked at, and the result."""

    opinion: str
    case: str
    author: str
    blind: str
    compare: str
    looked: tuple[str, ...]
    result: Mapping[str, object]
    signed_at: str


def digest(sealed: SealedPart | SealedOpinion) -> str:
    """SHA-256 over the canonical JSON of what is sealed."""
    return hashlib.sha256(canonical(asdict(sealed)).encode()).hexdigest()


def canonical(value: Mapping[str, object]) -> str:
    """The one spelling of a value: sorted keys, no spaces, UTF-8, no NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def moment(at: datetime) -> str:
    """The one spelling of a time inside a digest: UTC to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def in_order(subjects: Iterable[object]) -> tuple[str, ...]:
    """What was looked at, as sorted texts, so that the order of looking does not matter."""
    return tuple(sorted(str(subject) for subject in subjects))

"""What every content file says about itself."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """Version, approval and origin of one content file."""

    where: str
    version: str
    status: Literal["draft", "approved", "retired"]
    signoff: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    approved_by: str | None = None
    approved_on: str | None = None
    review_due: str | None = None

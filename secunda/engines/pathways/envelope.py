"""What every content file says about itself."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """Version, owner, approval and origin of one content file. `review_due`: look at it again by then."""

    where: str
    version: str
    status: Literal["draft", "approved", "retired"]
    signoff: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    owner: str = ""
    approved_by: str | None = None
    approved_on: dt.date | None = None
    review_due: dt.date | None = None

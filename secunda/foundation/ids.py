"""Ids that follow one another in time, for rows that are written by the thousand."""

import secrets
import time
import uuid


def in_time_order() -> uuid.UUID:
    """A UUID of version 7 (RFC 9562 §5.7): milliseconds, then 74 random bits.

    Random ids (version 4) touch a page of each index for every row, these the last page for many.
    """
    milliseconds = time.time_ns() // 1_000_000
    return uuid.UUID(
        int=milliseconds << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
    )

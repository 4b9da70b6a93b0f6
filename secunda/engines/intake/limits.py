"""How much one file or one archive may cost."""

from dataclasses import dataclass, field

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on hostile input. Sizes in bytes, times in seconds."""

    members: int = 100_000
    depth: int = 3
    """Archives inside archives: 1 is an archive that was handed in."""
    unpacked_bytes: int = 20 * 1024 * MEGABYTE
    member_bytes: int = 8 * 1024 * MEGABYTE
    ratio: int = 200
    """Unpacked to packed size, once a member is larger than `ratio_from_bytes`."""
    ratio_from_bytes: int = 8 * MEGABYTE
    text_bytes: int = 32 * MEGABYTE
    mail_bytes: int = 64 * MEGABYTE
    """An e-mail is taken apart in memory; mail servers pass on about half as much."""
    nesting: int = 200
    pixels: int = 100_000_000
    pages: int = 500
    recognised_pages: int = 60
    """Pages of one file that are put through text recognition."""
    seconds: float = 120.0
    unpack_seconds: float = 900.0
    memory_bytes: int = 1536 * MEGABYTE
    """Address space of the child process."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to read: where the language data of the text recognition lie, and the limits."""

    tessdata: str | None = None
    today: str | None = None
    """ISO day; a record is never dated after it."""
    country: str = "GB"
    """Decides only what nothing else decides: 03/04/2025 is April in GB and March in US."""
    limits: Limits = field(default_factory=Limits)

"""One level of one archive, unpacked: members go to files named by number, so no name is ever a path."""

from pathlib import Path

from secunda.engines.intake import identify
from secunda.engines.intake.containers import CONTAINERS, RATIOS
from secunda.engines.intake.containers.desk import (
    ALL,
    DAMAGED,
    TOO_MUCH,
    Desk,
    Full,
    Look,
    Member,
    Refusal,
    Serve,
    Share,
    Unpacked,
)
from secunda.engines.intake.limits import Limits

__all__ = ["DAMAGED", "TOO_MUCH", "Member", "Refusal", "Unpacked", "unpack"]


def unpack(
    archive: Path,
    into: Path,
    limits: Limits,
    *,
    skip: int = 0,
    share: Share = ALL,
    serve: Serve | None = None,
    looks: Look | None = None,
    in_place: bool = False,
) -> Unpacked:
    """Unpack a container into a folder that exists and is empty; `skip` members were taken before.

    With `serve`, the members are handed over some at a time, and only the last of them are returned.
    The others are as for `Desk`.

    What is wrong with a member is said of that member, what is wrong with the container of the container;
    members that were whole by then are kept. Raises MemoryError only.
    """
    kind = identify.media_type(archive)
    desk = Desk(
        archive,
        into,
        limits,
        RATIOS.get(kind),
        skip=skip,
        share=share,
        serve=serve,
        looks=looks,
        in_place=in_place,
    )
    # Bytes that begin like nothing we know were called an archive by somebody: zip is found from its end.
    container = CONTAINERS.get(kind, CONTAINERS[identify.ZIP])
    try:
        container(archive, desk)
    except Full:
        pass
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  libraries raise what they like over spoilt bytes
        desk.refuse(None, DAMAGED)
    return desk.unpacked

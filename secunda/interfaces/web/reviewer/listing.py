"""The records and studies of the reading room as lines; made quickly, for there may be thousands."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from secunda.journey.opinions.queries import ReadingRoom

_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Line:
    """One record or study: where it opens, what it is, its day and size, and whether it was opened."""

    href: str
    title: str
    note: str
    opened: bool


def lines_of(room: ReadingRoom) -> list[Line]:
    """Studies first, then records, each newest first."""
    study, record = (
        reverse(f"reviewer:open_{name}", args=[room.case.id, _NOBODY]).replace(str(_NOBODY), "%s")
        for name in ("study", "record")
    )
    scanned, undated = _("scanned"), _("No date")
    pages = cache(lambda count: ngettext("%(num)s page", "%(num)s pages", count) % {"num": count})
    studies = [
        Line(
            href=study % each.id,
            title=f"{each.modalities}: {each.description}" if each.description else each.modalities,
            note=" · ".join((each.day or undated, _images(each.instances))),
            opened=each.id in room.opened,
        )
        for each in room.file.studies
    ]
    return studies + [
        Line(
            href=record % each.id,
            title=each.title,
            note=" · ".join(
                part
                for part in (
                    each.day or undated,
                    pages(each.pages) if each.pages else "",
                    scanned if each.scanned else "",
                )
                if part
            ),
            opened=each.id in room.opened,
        )
        for each in room.file.records
    ]


def _images(count: int) -> str:
    return ngettext("%(num)s image", "%(num)s images", count) % {"num": count}

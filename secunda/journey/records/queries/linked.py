"""Records that lie behind a SMART Health Link which the family sent: fetched only when they ask for it."""

from datetime import UTC, datetime

from django.conf import settings

from secunda.adapters.health_links import Fetched, LinkError, fetch
from secunda.adapters.outward import Outward
from secunda.engines.intake.health_link import HealthLink, link_of
from secunda.foundation.refusal import Refused
from secunda.journey.records.models import Item, Record
from secunda.journey.records.rules import link_refusal

RECIPIENT = "Secunda, a medical second opinion service"
"""Who asks. The other side writes it down and may show it; nobody's name is in it."""


def link_in(record: Record) -> HealthLink | None:
    """The link in a record, where this installation may follow one."""
    reading = Item.objects.values_list("reading", flat=True).get(pk=record.item_id)
    coded = (reading or {}).get("link", "")
    return link_of(coded) if coded and settings.SECUNDA_HEALTH_LINKS else None


def fetched(link: HealthLink, passcode: str, at: datetime) -> list[Fetched]:
    """What lies behind a link, from the machine that it names; `Refused` says why there is nothing."""
    if link.expires is not None and datetime.fromtimestamp(link.expires, UTC) <= at:
        raise Refused(link_refusal("gone", link.host))
    outward = Outward(inside=settings.SECUNDA_LINKS_INSIDE)
    try:
        found = fetch(
            outward, link.url, link.key, one_file=link.one_file, recipient=RECIPIENT, passcode=passcode
        )
    except LinkError as error:
        raise Refused(link_refusal(error.code, link.host, error.tries)) from error
    if not found:
        raise Refused(link_refusal("nothing", link.host))
    return found

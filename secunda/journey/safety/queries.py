"""Reading alerts and red-flag checks."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from secunda.foundation.people.models import Service
from secunda.journey.cases.models import Case
from secunda.journey.safety.models import Alert, RedFlagCheck

# A "none of these" holds for the sitting in which it was said, not for the day.
STILL_HOLDS = timedelta(hours=1)


def open_alerts(service: Service) -> QuerySet[Alert]:
    """Alerts of a service that nobody has taken yet, oldest first."""
    waiting = Alert.objects.filter(service=service, acknowledged_at__isnull=True)
    return waiting.select_related("case", "case__patient").order_by("raised_at")


def alert_for(alert_id: UUID, *, service: Service) -> Alert | None:
    """One alert of the service, taken or not."""
    return Alert.objects.filter(pk=alert_id, service=service).select_related("case").first()


def last_check(case: Case) -> RedFlagCheck | None:
    """When the danger signs were last asked in this case, and what was ticked."""
    return case.red_flag_checks.order_by("-at").first()


def cleared_lately(case: Case, at: datetime) -> bool:
    """Whether the family said "none of these" within this sitting."""
    check = last_check(case)
    return check is not None and not check.ticked and at - check.at <= STILL_HOLDS


def open_services() -> list[Service]:
    """The services that take requests here, by name; the first page asks which, where there are several."""
    return list(Service.objects.order_by("name"))


def service_named(slug: str) -> Service | None:
    """The service of that short name, or the only one there is; None where it must be asked."""
    found = open_services()
    if len(found) == 1:
        return found[0]
    return next((service for service in found if service.slug == slug), None)

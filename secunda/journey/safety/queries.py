"""Reading alerts and red-flag checks."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language

from secunda.engines.pathways.languages import OWN
from secunda.engines.pathways.plain_words import watched
from secunda.foundation.content import catalogue
from secunda.foundation.people.models import Account, Service
from secunda.foundation.refusal import Hidden
from secunda.journey.cases.models import Case
from secunda.journey.cases.states import State
from secunda.journey.safety.models import Alert, AlertStep, RedFlagCheck
from secunda.journey.safety.rules import moments_due, points_open, still_to_ask

# A "none of these" holds for the sitting in which it was said, not for the day.
STILL_HOLDS = timedelta(hours=1)


def open_alerts(service: Service) -> QuerySet[Alert]:
    """Alerts of a service that nobody has taken yet, oldest first."""
    waiting = Alert.objects.filter(service=service, acknowledged_at__isnull=True)
    return waiting.select_related("case", "case__patient").order_by("raised_at")


def taken_alerts(service: Service) -> QuerySet[Alert]:
    """Alerts with a ladder that somebody has taken and nobody has settled, oldest first."""
    taken = Alert.objects.filter(
        service=service, acknowledged_at__isnull=False, settled_at__isnull=True, climbed__gt=0
    )
    people = taken.select_related("case", "case__patient", "acknowledged_by__person")
    return people.order_by("acknowledged_at")


def raised_by(case: Case, *, by: Account) -> QuerySet[Alert]:
    """What somebody raised themselves in a case, newest first: a reader sees nobody else's."""
    return Alert.objects.filter(case=case, raised_by=by).order_by("-raised_at")


def steps_of(alert: Alert) -> QuerySet[AlertStep]:
    """What happened to an alert, in order."""
    return alert.steps.select_related("by__person").order_by("at", "id")


def asked_to_call(case: Case) -> bool:
    """Whether the family is asked to call: a rung has told them, and nobody has settled it."""
    unsettled = Alert.objects.filter(case=case, settled_at__isnull=True, climbed__gt=0)
    return any(
        "patient" in rung["tell"]
        for rungs, climbed in unsettled.values_list("rungs", "climbed")
        for rung in rungs[:climbed]
    )


def alert_for(alert_id: UUID, *, service: Service) -> Alert:
    """One alert of the service, taken or not; `Hidden` where it has none of that id."""
    of_service = Alert.objects.filter(pk=alert_id, service=service)
    found = of_service.select_related("case__patient", "service").first()
    if found is None:
        raise Hidden
    return found


def last_check(case: Case) -> RedFlagCheck | None:
    """When the danger signs were last asked in this case, and what was ticked."""
    return case.red_flag_checks.order_by("-at").first()


def signs_due(case: Case, at: datetime) -> str:
    """The moment at which the signs wait to be asked again in a case; empty for none."""
    check = last_check(case)
    return still_to_ask(due_in(case, at), check.at if check is not None else None)


def due_in(case: Case, at: datetime) -> dict[str, datetime]:
    """Every moment of the content that has come in a case, with its time."""
    released = case.moves.filter(after=State.RELEASED).order_by("-at").values_list("at", flat=True).first()
    reached = {"sent": case.asked_at, "complete": case.complete_at, "released": released}
    points = {name: reached[name] for name in points_open(case)}
    return moments_due(catalogue(OWN).files.red_flags.again, points, at)


def words_to_watch(text: str) -> tuple[str, ...]:
    """The words in a free text after which the signs are shown again; they decide nothing."""
    language = (get_language() or OWN).partition("-")[0]
    words = catalogue(OWN).files.watch_words
    return tuple(dict.fromkeys([*watched(words, text, language), *watched(words, text, OWN)]))


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

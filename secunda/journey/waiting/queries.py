"""Reading the deadline clock of a case, what the treating team was asked, and what ran late."""

from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core import signing
from django.db.models import Exists, F, OuterRef, Q, QuerySet, prefetch_related_objects

from secunda.engines.pathways import Evaluation, GuardLevel
from secunda.engines.pathways.clocks import Clocks, HoldKind, Pace, Ticking
from secunda.engines.pathways.languages import OWN
from secunda.foundation.content import catalogue
from secunda.foundation.people.models import Service
from secunda.foundation.refusal import Hidden
from secunda.journey.cases.models import Case, Consent, Enquiry, Hold, Invitation, Move
from secunda.journey.cases.queries import (
    calendar_of,
    consents_in_force,
    measures_of,
    team_says_of,
    today_of,
)
from secunda.journey.cases.rules.asking import CONSENT_TO_ASK, may_ask
from secunda.journey.cases.rules.pacing import Way, agreed_level
from secunda.journey.cases.states import OPEN, State
from secunda.journey.records.queries import evaluation_of, facts_of, readable_of
from secunda.journey.waiting.models import Escalation
from secunda.journey.waiting.rules.lateness import Course, Place, stood, stopped_clocks
from secunda.journey.waiting.rules.moving import MOVED_IN, Shift, shift
from secunda.journey.waiting.rules.plan import Plan, Timing, plan

# How often every case is looked at; one whose state has changed is looked at at once.
LOOK_EVERY = timedelta(minutes=15)
# Rows that every look reads, so that they are read for all cases of a turn at once.
TOLD_IN = ("answers", "questions", "red_flag_checks", "enquiries", "measures")
LOOKED_AT = OPEN | {State.EMERGENCY}
# What a signed link is for: a link of another kind does not open this page.
_SALT = "secunda.waiting.day_0"


def clocks(language: str = "") -> Clocks:
    """The content about time, in the reader's language or the one named."""
    return catalogue(language).files.clocks


def hold_kinds() -> dict[str, HoldKind]:
    """Why a case may stand still, by id, in the reader's language."""
    return {kind.id: kind for kind in clocks().holds}


def read_at_once(case: Case) -> None:
    """Read what its clock and its evaluation rest on once, for a page that asks for both."""
    prefetch_related_objects([case], *TOLD_IN)


def plan_of(case: Case, at: datetime, found: Evaluation | None = None) -> Plan:
    """The deadline clock of a case, now. `found`: the evaluation of the case, where the caller has it."""
    found = found or evaluation_of(case, at, ready=ready_on(case))
    level = level_of(case, found)
    return plan(timing_of(case, found, level, at), clocks(OWN), hard_stop_days(level))


def timing_of(case: Case, found: Evaluation, level: GuardLevel, at: datetime) -> Timing:
    """What the deadline clock needs to know of a case."""
    planned = facts_of(case, at).get("treatment_date")
    said = team_says_of(case, at)
    return Timing(
        state=State(case.state),
        level=level,
        today=today_of(case, at),
        calendar=calendar_of(case.service),
        treatment=planned if isinstance(planned, date) else None,
        date_passed=found.date_passed,
        safe_until=said.until if said else None,
        asked_on=today_of(case, case.asked_at) if case.asked_at else None,
        promised_on=case.due_on,
        partial=Way.PARTIAL in measures_of(case),
    )


def level_of(case: Case, found: Evaluation) -> GuardLevel:
    """How fast the case goes: as the content says, or express where it was agreed to go faster."""
    return agreed_level(found.level, measures_of(case))


def hard_stop_days(level: GuardLevel) -> int | None:
    """Working days from sending after which there is a report on what there is."""
    return catalogue(OWN).files.delay_guards.service_levels[level].hard_stop_days


def ready_on(case: Case) -> date | None:
    """The day on which the records were complete."""
    return today_of(case, case.complete_at) if case.complete_at else None


def place_of(service: Service) -> Place:
    """Where a service is: its calendar and its time zone."""
    return Place(calendar_of(service), ZoneInfo(service.time_zone))


def stopped_of(case: Case) -> frozenset[Ticking]:
    """The clocks of a case that stand still now."""
    held = case.holds.filter(until__isnull=True).values_list("kind", flat=True)
    return stopped_clocks({kind.id: kind for kind in clocks(OWN).holds}, held)


def stood_days(case: Case, clock: Ticking, since: datetime, at: datetime) -> int:
    """Working days for which a clock of the case has stood still since a moment."""
    kinds = {kind.id: kind for kind in clocks(OWN).holds}
    calendar = calendar_of(case.service)
    holds = Hold.objects.filter(Q(until__isnull=True) | Q(until__gt=since), case=case)
    return sum(
        stood(calendar, today_of(case, max(hold.since, since)), today_of(case, hold.until or at))
        for hold in holds
        if clock in stopped_clocks(kinds, [hold.kind])
    )


def course_of(case: Case, found: Evaluation, now: Plan, at: datetime) -> Course:
    """A case as the ladders see it, from its evaluation and its plan."""
    content, level = clocks(OWN), level_of(case, found)
    pace = content.paces.get(level) or content.paces[GuardLevel.EXPRESS]
    move = Move.objects.filter(case=case, after=case.state).order_by("-at").first()
    entered = move.at if move else case.opened_at
    started = case.complete_at or case.asked_at
    return Course(
        state=State(case.state),
        plan=now,
        entered_at=entered,
        move=str(move.pk) if move else "",
        opened_on=today_of(case, entered),
        started_on=today_of(case, started) if started else None,
        promised_on=case.due_on,
        checked_by=_checked_by(case, pace, entered, at),
        collect_days=pace.collect + stood_days(case, Ticking.COLLECT, entered, at),
        unanswered={str(each.pk): each.made_at for each in unanswered(case, at)},
        seen=_seen(case),
    )


def shift_of(case: Case, version: str, at: datetime) -> Shift:
    """What would be otherwise if the case were held to another version of the content."""
    other = copy(case)
    other.content_version = version
    before, after = (evaluation_of(each, at, ready=ready_on(case), language=OWN) for each in (case, other))
    return shift(before, after, readable_of(case, at) - readable_of(other, at))


def to_move(version: str) -> QuerySet[Case]:
    """Cases that are not over and are held to another version of the content than this, the oldest first."""
    held = Case.objects.filter(state__in=sorted(MOVED_IN)).exclude(content_version=version)
    return held.select_related("service__operator", "patient").order_by("opened_at", "pk")


def escalations_of(case: Case) -> QuerySet[Escalation]:
    """The rungs that were climbed in a case, the newest first."""
    return Escalation.objects.filter(case=case).order_by("-at", "clock", "-rung")


def enquiries_of(case: Case) -> QuerySet[Enquiry]:
    """What the treating team was asked, the newest first."""
    return Enquiry.objects.filter(case=case).order_by("-made_at").select_related("entered_by__person")


def unanswered(case: Case, at: datetime) -> list[Enquiry]:
    """Questions of day 0 that nobody at their address has answered; the newest of each address."""
    last: dict[str, Enquiry] = {}
    for each in Enquiry.objects.filter(case=case).order_by("made_at"):
        last[each.address] = each
    if team_says_of(case, at) is not None:
        return []
    return [each for each in last.values() if each.answered_at is None]


def to_ask(at: datetime) -> QuerySet[Invitation]:
    """Treating doctors whose address is known and who were not asked yet, in cases that are under way."""
    asked = Enquiry.objects.filter(case=OuterRef("case"), address=OuterRef("address"))
    agreed = Consent.objects.filter(
        Q(until__isnull=True) | Q(until__gt=at),
        case=OuterRef("case"),
        what=CONSENT_TO_ASK,
        withdrawn_at__isnull=True,
        given_at__lte=at,
    )
    return (
        Invitation.objects.filter(Exists(agreed), ~Exists(asked), case__state__in=sorted(OPEN))
        .select_related("case__service__operator", "case__patient")
        .order_by("made_at")
    )


def to_look_at(at: datetime) -> QuerySet[Case]:
    """Cases under way that were not looked at for a while, or whose state has changed since."""
    moved = Move.objects.filter(case=OuterRef("pk"), at__gt=OuterRef("timed_at"))
    due = Q(timed_at__isnull=True) | Q(timed_at__lte=at - LOOK_EVERY) | Exists(moved)
    return (
        Case.objects.filter(due, state__in=sorted(LOOKED_AT))
        .select_related("service__operator", "patient", "first_opinion")
        .prefetch_related(*TOLD_IN)
        .order_by(F("timed_at").asc(nulls_first=True), "pk")
    )


@dataclass(frozen=True)
class Asked:
    """A question as its link shows it."""

    enquiry: Enquiry
    patient: str
    born: date | None
    treatment: date | None
    service: Service


def token_of(enquiry: Enquiry) -> str:
    """What its link holds: the row, signed with the key of the installation. Nothing secret is stored."""
    return signing.Signer(salt=_SALT).sign(enquiry.pk.hex)


def asked_by(token: str, *, at: datetime) -> Asked:
    """The question behind a link; `Hidden` where it was tampered with, or when the patient has taken their
    consent back.
    """
    try:
        key = UUID(signing.Signer(salt=_SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        raise Hidden from None
    found = Enquiry.objects.filter(pk=key).exclude(address="")
    enquiry = found.select_related("case__service__operator", "case__patient").first()
    if enquiry is None:
        raise Hidden
    case = enquiry.case
    agreed = {consent.what for consent in consents_in_force(case, at)}
    if enquiry.answered_at is None and may_ask(case, agreed) is not None:
        raise Hidden
    planned = facts_of(case, at).get("treatment_date")
    treatment = planned if isinstance(planned, date) else None
    return Asked(enquiry, case.patient.name, case.patient.birth_date, treatment, case.service)


def _checked_by(case: Case, pace: Pace, entered: datetime, at: datetime) -> datetime:
    """Until when the first look at a case is promised (clinical.md 3.3: clinician triage)."""
    place = place_of(case.service)
    local = entered.astimezone(place.zone)
    if pace.around_the_clock:
        return entered + timedelta(hours=pace.check_hours)
    by = place.calendar.hours_later(local, pace.check_hours)
    days = stood_days(case, Ticking.CHECK, entered, at)
    return by + (place.calendar.later(by.date(), days) - by.date())


def _seen(case: Case) -> dict[tuple[str, str], datetime]:
    first = Escalation.objects.filter(case=case, rung=1).values_list("clock", "occasion", "at")
    return {(clock, occasion): at for clock, occasion, at in first}

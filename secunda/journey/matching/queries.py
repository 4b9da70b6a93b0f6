"""Reading experts and offers."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from secunda.engines.pathways.languages import OWN
from secunda.foundation.content import catalogue
from secunda.foundation.people.models import Account, Licence, Service
from secunda.foundation.refusal import Hidden, Refusal
from secunda.journey.cases.models import Case, FirstOpinion
from secunda.journey.cases.queries import calendar_of, consents_in_force, standing, today_of
from secunda.journey.cases.states import Role
from secunda.journey.matching import rules
from secunda.journey.matching.models import Expert, Offer
from secunda.journey.matching.rules import (
    Candidate,
    ExpertFacts,
    LicenceFacts,
    Need,
    Places,
    may_read_too,
    rank,
)

# An offer whose expert has the case on their desk.
_READING = Q(answer="accepted", case__state="in_review")
# Id in clinical/consent.yaml: the one agreement without which no expert may read.
NEEDED_CONSENT = "doing_the_opinion"


def need_of(case: Case, at: datetime) -> Need:
    """What the case asks of an expert, from the case, its first opinion and its deadline."""
    first = FirstOpinion.objects.filter(case=case).select_related("organisation").first()
    today = today_of(case, at)
    return Need(
        pathway=case.pathway,
        jurisdiction=case.service.operator.jurisdiction,
        first_doctor=first.doctor if first else "",
        first_organisation=first.organisation.name if first and first.organisation else "",
        working_days=calendar_of(case.service).count(today, case.due_on) if case.due_on else 20,
        wanted_focus=wanted_focus(case),
        language=case.patient.language,
        parties=frozenset(_expert_ids_on(case)),
        consented=any(consent.what == NEEDED_CONSENT for consent in consents_in_force(case, at)),
    )


def need_of_reader(case: Case, at: datetime) -> Need:
    """The same for a further reader; who was asked and has not answered is not asked again."""
    need = need_of(case, at)
    asked = case.offers.filter(answer="", expires_at__gt=at).values_list("expert", flat=True)
    return replace(need, parties=need.parties | {str(expert) for expert in asked})


def wanted_focus(case: Case) -> tuple[str, ...]:
    """Specialties for the case, best first: by the first diagnosis that has a code, else by the pathway."""
    first = FirstOpinion.objects.filter(case=case).first()
    codes = (
        [i.code[:3].upper() for i in first.items.filter(axis="diagnosis").exclude(code="")] if first else []
    )
    for code in codes:
        for entry in catalogue().files.icd10_map.ranges:
            if entry.start <= code <= entry.end:
                return (entry.first, *entry.also)
    specialties = catalogue().files.taxonomy.specialties
    return tuple(name for name, specialty in specialties.items() if case.pathway in specialty.pathways)


def candidates(case: Case, *, at: datetime) -> list[Candidate]:
    """Every expert of the case's service with score and reasons, or with the gate that is closed."""
    experts = _with_facts(case.service)
    return rank([facts_of(expert, at.date()) for expert in experts], need_of(case, at), at.date())


def further_readers(case: Case, *, at: datetime) -> list[Candidate]:
    """Every expert of the service as a further reader: those who may first, then those who may not."""
    need, today = need_of_reader(case, at), at.date()
    found = [facts_of(expert, today) for expert in _with_facts(case.service)]
    everybody = [Candidate(each, refusal=may_read_too(each, need, today)) for each in found]
    return sorted(everybody, key=lambda each: (each.refusal is not None, each.expert.name))


@dataclass(frozen=True)
class ExpertLine:
    """An expert in the list of the service. `licensed_until`: the last day; None is not known."""

    facts: ExpertFacts
    title: str
    licensed: bool
    licensed_until: date | None


def experts_of(service: Service, today: date) -> list[ExpertLine]:
    """Every expert of a service, by name, with load and licence."""
    found: list[ExpertLine] = []
    for expert in _with_facts(service).order_by("person__name"):
        facts = facts_of(expert, today)
        valid = [each for each in facts.licences if each.in_force(service.operator.jurisdiction, today)]
        ends = [each.valid_until for each in valid]
        until = max((end for end in ends if end is not None), default=None) if None not in ends else None
        found.append(ExpertLine(facts, expert.title, bool(valid), until))
    return found


def licences_ending(service: Service, *, today: date, within: timedelta) -> list[Licence]:
    """Licences of the service's experts that have run out, or will run out soon; the first to end on top."""
    ending = Licence.objects.filter(
        person__expert_profiles__service=service, valid_until__isnull=False, valid_until__lte=today + within
    )
    return list(ending.select_related("person").order_by("valid_until", "person__name"))


def facts_of(expert: Expert, today: date) -> ExpertFacts:
    """An expert as the rules see them: licences, present employers and load."""
    employments = [each for each in expert.person.employments.all() if each.since <= today]
    reading: int | None = getattr(expert, "reading", None)
    return ExpertFacts(
        id=expert.id,
        name=expert.person.name,
        focus=expert.focus,
        pathways=frozenset(expert.pathways),
        licences=tuple(
            LicenceFacts(licence.jurisdiction, licence.valid_from, licence.valid_until)
            for licence in expert.person.licences.all()
        ),
        employers=frozenset(e.organisation.name for e in employments if e.until is None or e.until >= today),
        would_treat=expert.would_treat,
        available=expert.available,
        days_to_report=expert.days_to_report,
        years=expert.years,
        yearly_cases=expert.yearly_cases,
        languages=frozenset(expert.languages),
        open_cases=expert.offers.filter(_READING).count() if reading is None else reading,
    )


def offers_to(account: Account, *, at: datetime) -> list[Offer]:
    """Offers that wait for this account's answer, soonest to lapse first."""
    waiting = Offer.objects.filter(expert__person=account.person_id, answer="", expires_at__gt=at)
    return list(waiting.select_related("case__service").order_by("expires_at"))


def offer_for(offer_id: UUID, *, by: Account) -> Offer:
    """An offer made to the asker; else `Hidden`."""
    offer = (
        Offer.objects.filter(pk=offer_id, expert__person=by.person_id)
        .select_related("case__service", "case__patient", "expert__person")
        .first()
    )
    if offer is None or by.person_id is None:
        raise Hidden
    return offer


def reader_of(case: Case, at: datetime) -> Expert | None:
    """The expert in charge, where the case has one now."""
    people = case.parties.current(at).filter(role=Role.EXPERT).values("person")
    found = Expert.objects.filter(service=case.service_id, person__in=people)
    return found.select_related("person").first()


def may_give_back(case: Case, *, by: Account, at: datetime) -> Refusal | None:
    """Whether the asker may give the case back now to the expert who read it before."""
    reader, today = reader_of(case, at), at.date()
    facts = facts_of(reader, today) if reader else None
    return rules.may_give_back(case, standing(case, by=by, at=at).roles, facts, need_of(case, at), today)


def offers_of(case: Case) -> list[Offer]:
    """All offers of a case, newest first, for its coordinators."""
    return list(case.offers.select_related("expert__person").order_by("-made_at"))


def expert_for(expert_id: UUID, *, case: Case) -> Expert:
    """An expert of the service that the case is with; else `Hidden`."""
    expert = Expert.objects.filter(pk=expert_id, service=case.service_id).select_related("person").first()
    if expert is None:
        raise Hidden
    return expert


def open_offer(case: Case) -> Offer | None:
    """The offer that waits for an answer, if there is one."""
    waiting = case.offers.filter(answer="", role=Role.EXPERT)
    return waiting.select_related("expert__person").first()


def reading_offers(case: Case, at: datetime) -> list[Offer]:
    """The further readers who have not answered yet whether they read as well."""
    waiting = case.offers.filter(answer="", expires_at__gt=at).exclude(role=Role.EXPERT)
    return list(waiting.select_related("expert__person").order_by("made_at"))


def places_taken(case: Case, role: str, at: datetime) -> Places:
    """How many further readers in this role the case has or has asked, and how many it may have."""
    rules = catalogue(OWN).files.rollup.tie_break
    there = case.parties.current(at).filter(role=role).count()
    asked = case.offers.filter(answer="", role=role, expires_at__gt=at).count()
    most = rules.most_readers if role == Role.SECOND_READER else rules.panel_members
    return Places(there + asked, most)


def _with_facts(service: Service) -> QuerySet[Expert]:
    """Experts with all that their facts are made of, in a handful of queries however many there are."""
    reading = Q(offers__answer="accepted", offers__case__state="in_review")
    return (
        Expert.objects.filter(service=service)
        .select_related("person")
        .prefetch_related("person__licences", "person__employments__organisation")
        .annotate(reading=Count("offers", filter=reading))
    )


def _expert_ids_on(case: Case) -> list[str]:
    people = case.parties.filter(until__isnull=True, person__isnull=False).values("person")
    return [str(pk) for pk in Expert.objects.filter(person__in=people).values_list("pk", flat=True)]

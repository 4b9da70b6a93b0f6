"""The signed opinion as its readers get it: coordinators after signing, family and doctors after release."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min

from secunda.engines.pathways import Phase
from secunda.foundation.content import kept_text
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Hidden
from secunda.foundation.vault import vault
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import is_partial, standing
from secunda.journey.cases.states import FAMILY, Role
from secunda.journey.imaging.models import Study
from secunda.journey.matching.models import Expert
from secunda.journey.opinions.models import Opinion
from secunda.journey.opinions.rules.changes import Change, changes
from secunda.journey.opinions.rules.report import CONFIDENCE_WORDS
from secunda.journey.opinions.rules.telling import Telling, telling
from secunda.journey.records.models import Record
from secunda.journey.records.queries import Without, formed_without

READERS = FAMILY | {Role.TREATING_DOCTOR}


@dataclass(frozen=True)
class Read:
    """A record or image study that the expert had open; `on` is an ISO date, perhaps only its year or month,
    and empty where it is not known; `title` may be empty.
    """

    on: str
    title: str


@dataclass(frozen=True)
class Replaced:
    """The partial opinion that a final one takes the place of, and everything that is said otherwise now.

    `knew_first`: it was the author's own, so that they had seen the first opinion before; `locked_at` is then
    the moment before which they had not.
    """

    signed_at: datetime
    locked_at: datetime
    knew_first: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class ReleasedOpinion:
    """A signed opinion with who signed it and when. `document_id` is None while the PDF is being made.

    `partial`: it was agreed that it is formed on what was there. `replaced_on`: since then a final one is
    there in its place.
    """

    opinion_id: UUID
    author: str
    author_title: str
    author_licence: str
    author_role: str
    signed_at: datetime
    released_at: datetime | None
    blind_locked_at: datetime
    blind_digest: str
    digest: str
    document_id: UUID | None
    says: Telling
    without: tuple[Without, ...]
    partial: bool
    replaces: Replaced | None = None
    replaced_on: datetime | None = None

    @property
    def headline(self) -> str:
        """The first sentence that the patient reads."""
        return self.says.headline


def released_opinion(
    case: Case, *, by: Account, at: datetime, earlier: bool = False
) -> ReleasedOpinion | None:
    """The expert's opinion, if the asker may read it now; None while they may not or there is none.

    `earlier`: the partial one that it has taken the place of.
    """
    opinion = _readable(case, by=by, at=at, earlier=earlier)
    return described(opinion) if opinion else None


def signed_document(case: Case, *, by: Account, at: datetime, earlier: bool = False) -> bytes:
    """The signed PDF, for whoever may read the opinion; `Hidden` for others and while it is being made."""
    opinion = _readable(case, by=by, at=at, earlier=earlier)
    if opinion is None or opinion.document is None:
        raise Hidden
    return vault.read(opinion.document)


def records_read(case: Case, *, by: Account, at: datetime) -> list[Read]:
    """The records and image studies that the expert had open, by date, for whoever may read the opinion."""
    opinion = _readable(case, by=by, at=at)
    if opinion is None:
        return []
    looked = opinion.looked.values_list("subject", flat=True)
    records = Record.objects.filter(case=case, pk__in=looked).values_list("on", "title")
    studies = Study.objects.filter(case=case, pk__in=looked).values_list("on", "description")
    found = [Read(on, title) for on, title in records]
    found += [Read(on.isoformat() if on else "", title) for on, title in studies]
    return sorted(found, key=lambda each: (each.on or "9999", each.title))


def opinion_of(case: Case) -> Opinion | None:
    """The signed opinion of the expert in charge, to be released by a coordinator; the last, if several."""
    signed = Opinion.objects.filter(case=case, role=Role.EXPERT, signed_at__isnull=False)
    return signed.order_by("-signed_at").first()


def report_of(case: Case) -> Opinion | None:
    """The opinion that family and doctors have now; None before the first is released."""
    released = Opinion.objects.filter(case=case, role=Role.EXPERT, released_at__isnull=False)
    return released.order_by("-released_at").first()


def partial_report(case: Case) -> Opinion | None:
    """The same, where it is partial, so that a final one may follow."""
    report = report_of(case)
    if report is None or report.signed_at is None or not is_partial(case, report.signed_at):
        return None
    return report


def described(opinion: Opinion) -> ReleasedOpinion:
    """A signed opinion in words."""
    parts = {part.phase: part for part in opinion.parts.all()}
    blind = parts["blind"]
    if opinion.signed_at is None or blind.locked_at is None:
        raise Hidden
    expert = Expert.objects.filter(person=opinion.author, service=opinion.case.service_id).first()
    licence = opinion.author.licences.order_by("-valid_from").first()
    return ReleasedOpinion(
        opinion_id=opinion.id,
        author=opinion.author.name,
        author_title=expert.title if expert else "",
        author_licence=f"{licence.register} {licence.number}" if licence else "",
        author_role=opinion.role,
        signed_at=opinion.signed_at,
        released_at=opinion.released_at,
        blind_locked_at=blind.locked_at,
        blind_digest=blind.digest,
        digest=opinion.digest,
        document_id=opinion.document_id,
        without=_without(opinion, opinion.signed_at),
        partial=is_partial(opinion.case, opinion.signed_at),
        says=_says(opinion),
        replaces=_replaced(opinion),
        replaced_on=opinion.finals.aggregate(on=Min("released_at"))["on"],
    )


def _says(opinion: Opinion) -> Telling:
    parts = {part.phase: part for part in opinion.parts.all()}
    blind, compare = parts["blind"], parts["compare"]
    return telling(blind.form, blind.answers, compare.form, compare.answers, opinion.headline, kept_text)


def _without(opinion: Opinion, signed_at: datetime) -> tuple[Without, ...]:
    """As it was kept at the signature; records that came later change nothing."""
    if opinion.formed_without is None:
        return tuple(formed_without(opinion.case, signed_at))
    return tuple(Without(label, because) for label, because in opinion.formed_without)


def _replaced(opinion: Opinion) -> Replaced | None:
    before = opinion.replaces
    if before is None or before.signed_at is None:
        return None
    locked_at = before.parts.get(phase=Phase.BLIND).locked_at
    return Replaced(
        signed_at=before.signed_at,
        locked_at=locked_at or before.signed_at,
        knew_first=before.author_id == opinion.author_id,
        changes=changes(_says(before), _says(opinion), CONFIDENCE_WORDS),
    )


def _readable(case: Case, *, by: Account, at: datetime, earlier: bool = False) -> Opinion | None:
    held = standing(case, by=by, at=at)
    if held.blind:
        return None
    if Role.COORDINATOR in held.roles:
        opinion = opinion_of(case)
    else:
        opinion = report_of(case) if held.roles & READERS else None
    return opinion.replaces if earlier and opinion else opinion

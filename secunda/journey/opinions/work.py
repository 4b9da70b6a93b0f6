"""The slow part of signing: the PDF that patient and doctors read, made from the locked parts alone."""

import logging
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from secunda.adapters.documents import DocumentError, pdf
from secunda.engines.pathways import numbers_for
from secunda.foundation.audit import log as audit
from secunda.foundation.content import catalogue
from secunda.foundation.vault import vault
from secunda.journey.imaging.models import Study
from secunda.journey.opinions.models import Opinion, Part
from secunda.journey.opinions.queries.released import described
from secunda.journey.opinions.rules.report import About, Signature, report
from secunda.journey.records.models import Record

log = logging.getLogger(__name__)
TEMPLATE = Path(__file__).with_name("report.typ")
LEASE = timedelta(minutes=3)


def render_opinions(worker: str) -> int:
    """Make the signed document of opinions that await it; returns how many. May safely run twice."""
    claimed = Opinion.objects.all().claim(worker=worker, at=timezone.now(), lease=LEASE, most=5)
    for opinion in claimed:
        _render(opinion, at=timezone.now())
    return len(claimed)


def signed_pdf(opinion: Opinion) -> bytes:
    """The document of a signed opinion. The same opinion gives the same bytes, whenever it is made."""
    if opinion.signed_at is None:
        raise ValueError("only a signed opinion has a document")
    return pdf(TEMPLATE, _values(opinion), at=opinion.signed_at)


def _render(opinion: Opinion, *, at: datetime) -> None:
    try:
        made = signed_pdf(opinion)
    except DocumentError as fault:
        log.exception("opinion could not be printed")
        Opinion.objects.filter(pk=opinion.pk).update(
            last_error=str(fault)[:120], leased_until=at + timedelta(minutes=2**opinion.attempts)
        )
        return
    with tempfile.NamedTemporaryFile(prefix="secunda-opinion-", suffix=".pdf") as file:
        file.write(made)
        file.flush()
        placed = vault.place_many(opinion.case_id, [Path(file.name)])
    with transaction.atomic():
        opinion.document = vault.name_many(opinion.case_id, placed)[0]
        opinion.done()
        opinion.save()
        audit.record(
            "opinion.rendered",
            by=None,
            at=at,
            case=opinion.case,
            subject=opinion.id,
            sha256=opinion.document.sha256,
        )


def _values(opinion: Opinion) -> dict[str, object]:
    parts = {part.phase: part for part in opinion.parts.all()}
    blind, compare = parts["blind"], parts["compare"]
    return report(
        _about(opinion, blind),
        _signature(opinion, blind, compare),
        described(opinion).says,
        [(blind.form, blind.answers), (compare.form, compare.answers)],
        _records(opinion),
        [str(subject) for subject in opinion.looked.values_list("subject", flat=True)],
    )


def _about(opinion: Opinion, blind: Part) -> About:
    case, patient = opinion.case, opinion.case.patient
    return About(
        service=case.service.name,
        phone=case.service.phone,
        email=case.service.email,
        reference=f"{case.reference[:4]}-{case.reference[4:]}",
        patient=patient.name,
        born=f"{patient.birth_date.day} {patient.birth_date:%B %Y}" if patient.birth_date else "",
        nhs_number=patient.nhs_number,
        emergency=numbers_for(catalogue(), patient.country).emergency,
        demo=case.is_demo,
        draft_content=blind.form["status"] != "approved",
    )


def _signature(opinion: Opinion, blind: Part, compare: Part) -> Signature:
    author = described(opinion)
    zone = ZoneInfo(opinion.case.service.time_zone)
    return Signature(
        author=author.author,
        title=author.author_title,
        licence=author.author_licence,
        signed_at=_moment(author.signed_at, zone),
        digest=opinion.digest,
        locked_at=_moment(author.blind_locked_at, zone),
        blind_digest=blind.digest,
        compare_digest=compare.digest,
    )


def _records(opinion: Opinion) -> dict[str, str]:
    """Every record and study of the case in words, by id; studies by their DICOM UID as well."""
    found = Record.objects.filter(case=opinion.case, copy_of__isnull=True, belongs="same")
    named = {str(record.id): f"{record.on or 'No date'}: {record.title}" for record in found}
    for study in Study.objects.filter(case=opinion.case, belongs="same"):
        words = f"{study.on or 'No date'}: {study.description or 'Images'}"
        named |= {str(study.id): words}
    return named


def _moment(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M} ({local.tzname()})"

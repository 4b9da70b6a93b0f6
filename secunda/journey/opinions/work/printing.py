"""The slow part of signing: the PDF that patient and doctors read, made from the locked parts alone."""

import logging
import tempfile
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from secunda.adapters.documents import DocumentError, pdf
from secunda.engines.pathways import numbers_for
from secunda.foundation.audit import log as audit
from secunda.foundation.content import catalogue
from secunda.foundation.content.approval import caution
from secunda.foundation.language.choosing import speaking
from secunda.foundation.language.tongue import plain_day
from secunda.foundation.vault import vault
from secunda.journey.cases.queries import is_partial
from secunda.journey.imaging.models import Study
from secunda.journey.opinions.models import Opinion, Part
from secunda.journey.opinions.queries.differing import Vote, described_path, path_behind
from secunda.journey.opinions.queries.released import ReleasedOpinion, described
from secunda.journey.opinions.rules.printed import PRINTED
from secunda.journey.opinions.rules.report import About, Settled, Signature, Voice, report
from secunda.journey.records.models import Record
from secunda.journey.records.rules import record_title

log = logging.getLogger(__name__)
TEMPLATE = Path(__file__).parents[1] / "report.typ"
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
    """What the document says, in the language of the patient: a doctor can read it there too, in the form."""
    parts = {part.phase: part for part in opinion.parts.all()}
    blind, compare = parts["blind"], parts["compare"]
    with speaking(opinion.language) as language:
        return _printed(opinion, blind, compare, language)


def _printed(opinion: Opinion, blind: Part, compare: Part, language: str) -> dict[str, object]:
    told = described(opinion)
    values = report(
        _about(opinion, blind),
        _signature(opinion, blind, compare),
        told.says,
        [(blind.form, blind.answers), (compare.form, compare.answers)],
        _records(opinion),
        [str(subject) for subject in opinion.looked.values_list("subject", flat=True)],
        _settled(opinion),
        language.partition("-")[0],
    )
    return {
        **values,
        "without": [str(each.words) for each in told.without],
        "final": _final(told, ZoneInfo(opinion.case.service.time_zone)),
    }


def _final(told: ReleasedOpinion, zone: ZoneInfo) -> dict[str, object] | None:
    """What a final opinion takes the place of, and what is said otherwise now."""
    replaced = told.replaces
    if replaced is None:
        return None
    return {
        "of": _moment(replaced.signed_at, zone),
        "locked": _moment(replaced.locked_at, zone),
        "knew_first": replaced.knew_first,
        "changes": [asdict(each) for each in replaced.changes],
    }


def _settled(opinion: Opinion) -> Settled | None:
    """What was done about a difference; the document is made when that has ended, so it never changes."""
    path = path_behind(opinion)
    if path is None:
        return None
    told = described_path(path)
    signed = path.chair or (path.ended_by.person if path.waived_because and path.ended_by else None)
    calls = [f"{plain_day(each.on)}, {each.who}. {each.for_patient} {each.note}" for each in told.calls]
    return Settled(
        why=told.why,
        calls=tuple(call.strip() for call in calls),
        readers=tuple(_voice(each) for each in told.readers),
        question=path.question,
        panel=tuple(_voice(each) for each in told.panel),
        advice=told.advice,
        ending=told.ending,
        reason=path.waived_because,
        by=signed.name if signed else "",
    )


def _voice(vote: Vote) -> Voice:
    how = PRINTED["knew_which" if vote.knew_which else "not_told_which"]
    return Voice(vote.who, vote.side, vote.words, str(how), vote.dissents)


def _about(opinion: Opinion, blind: Part) -> About:
    case, patient = opinion.case, opinion.case.patient
    return About(
        service=case.service.name,
        phone=case.service.phone,
        email=case.service.email,
        reference=f"{case.reference[:4]}-{case.reference[4:]}",
        patient=patient.name,
        born=plain_day(patient.birth_date) if patient.birth_date else "",
        nhs_number=patient.nhs_number,
        emergency=numbers_for(catalogue(), patient.country).emergency,
        demo=case.is_demo,
        caution=caution(blind.form["version"], is_demo=case.is_demo),
        partial=opinion.signed_at is not None and is_partial(case, opinion.signed_at),
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
    named = {
        str(record.id): _dated(record.on, str(record_title(record.kind, record.title))) for record in found
    }
    for study in Study.objects.filter(case=opinion.case, belongs="same"):
        on = study.on.isoformat() if study.on else ""
        named[str(study.id)] = _dated(on, study.description or gettext("Images"))
    return named


def _dated(on: str, title: str) -> str:
    return f"{on or gettext('No date')}: {title}"


def _moment(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{plain_day(local)}, {local:%H:%M} ({local.tzname()})"

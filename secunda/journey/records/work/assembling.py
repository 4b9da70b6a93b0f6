"""Making the case file of what was read and of what people said about it. Run as often as you like."""

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from secunda.engines.intake.assemble import assemble
from secunda.engines.intake.casefile import CaseFile, Who
from secunda.engines.intake.casefile import Record as Filed
from secunda.engines.intake.casefile import Study as FiledStudy
from secunda.engines.intake.reading import Identifier, PartialDate, Person, ProblemCode, Reading, from_json
from secunda.engines.pathways import documents_of
from secunda.foundation.content import catalogue
from secunda.foundation.work.leases import lease
from secunda.journey.cases.models import Case
from secunda.journey.cases.states import OPEN
from secunda.journey.imaging.models import Study
from secunda.journey.records.models import Assembly, Item, Record, Ruling
from secunda.journey.records.rules import FirstTeam, Outcome, Said, kind_in_words, outcome_of, reveals
from secunda.journey.records.work.reading import want_assembly
from secunda.journey.records.work.studies import StudyPlan, write_studies

log = logging.getLogger("secunda.worker")

_DRAFT = [
    *("kind", "document", "documents", "title", "on", "language", "media_type", "pages", "scanned", "sender"),
    *("belongs", "belongs_because", "copy_of", "problems", "reveals"),
]


@dataclass
class _Desk:
    """What lies on the table while one case file is made."""

    case: Case
    items: dict[str, Item]
    readings: dict[str, Reading]
    rulings: Mapping[UUID, Mapping[str, str]]
    first: FirstTeam
    said: dict[UUID, Said] = field(default_factory=dict)

    def ruled(self, item: Item, about: str) -> str:
        """What a person said last about an item; empty when nobody did."""
        return self.rulings.get(item.id, {}).get(about, "")


def assemble_waiting(worker: str) -> int:
    """Make the case files whose files are all read; how many."""
    _want_anew()
    unread = Item.objects.filter(awaiting="reading").values("case_id")
    ready = Assembly.objects.exclude(case_id__in=unread)
    claimed = ready.claim(worker=worker, at=timezone.now(), lease=lease(), most=4)
    for assembly in claimed:
        try:
            assemble_case(assembly.case)
        except Exception:
            # One case that cannot be made must not keep the others waiting; it is tried again, then alarms.
            log.exception("a case file could not be made", extra={"case": str(assembly.case_id)})
    return len(claimed)


def assemble_case(case: Case) -> None:
    """Make records, studies, series and instances anew from readings and rulings, in one transaction.

    What was there keeps its id, so that doing it twice changes nothing. A person's word stands above
    the engine's.
    """
    with transaction.atomic():
        Assembly.objects.get_or_create(case=case)
        assembly = Assembly.objects.select_for_update().get(case=case)
        desk = _lay_out(case)
        made = assemble(desk.readings.values(), patient=_patient(case))
        copies = _copies(made, desk)
        _write_records(made, copies, desk)
        write_studies(case, _study_plans(made, desk), desk.items)
        _write_outcomes(copies, desk)
        Assembly.objects.filter(case=case).update(
            built=assembly.wanted, made_for=_made_for(case), leased_by="", leased_until=None, attempts=0
        )
        Assembly.objects.filter(case=case, wanted=F("built")).update(awaiting="")


def _lay_out(case: Case) -> _Desk:
    """Readings by a label that is unique among the files of a case and sorts as their names do."""
    case.refresh_from_db()
    found = Item.objects.filter(case=case, removed_at__isnull=True, reading__isnull=False, awaiting="")
    items = {f"{item.name}|{item.id}": item for item in found.order_by("name", "id")}
    rulings: dict[UUID, dict[str, str]] = {}
    for ruling in Ruling.objects.filter(item__case=case).order_by("at", "id"):
        rulings.setdefault(ruling.item_id, {})[ruling.about] = ruling.value
    readings = {
        label: replace(from_json(item.reading), path=label) for label, item in items.items() if item.reading
    }
    return _Desk(case, items, readings, rulings, _first_team(case))


def _patient(case: Case) -> Person:
    patient = case.patient
    birth = patient.birth_date
    numbers = (Identifier("NHS number", patient.nhs_number),) if patient.nhs_number else ()
    return Person(
        name=patient.name or None,
        other_names=tuple(patient.other_names),
        birth_date=PartialDate(birth.isoformat(), "day") if birth else None,
        sex=patient.sex if patient.sex in {"female", "male", "other"} else None,
        identifiers=numbers,
    )


def _first_team(case: Case) -> FirstTeam:
    first = getattr(case, "first_opinion", None)
    if first is None:
        return FirstTeam()
    return FirstTeam(first.doctor, tuple(first.items.filter(axis="plan").values_list("text", flat=True)))


def _copies(made: CaseFile, desk: _Desk) -> dict[str, str]:
    """Label of a copy → label of the file that is used; a file that somebody ruled on is never set aside."""
    copies: dict[str, str] = {}
    for group in made.duplicates:
        ruled = [path for path in group.paths if desk.ruled(desk.items[path], "belongs")]
        keep = ruled[0] if ruled else group.keep
        for path in group.paths:
            if path != keep and path not in ruled and path not in copies and keep not in copies:
                copies[path] = keep
    return copies


def _write_records(made: CaseFile, copies: Mapping[str, str], desk: _Desk) -> None:
    shown = [record for record in made.records if record.reading.readable]
    there = {record.reading.path for record in shown}
    drafts = [_draft(record, copies, there, desk) for record in shown]
    Record.objects.bulk_create(
        sorted(drafts, key=lambda draft: draft.copy_of_id is not None),
        update_conflicts=True,
        unique_fields=["item"],
        update_fields=_DRAFT,
        batch_size=200,
    )
    wanted = {draft.item_id for draft in drafts}
    gone = set(Record.objects.filter(case=desk.case).values_list("item_id", flat=True)) - wanted
    for item_id in gone:
        Record.objects.filter(item=item_id).delete()


def _draft(filed: Filed, copies: Mapping[str, str], there: set[str], desk: _Desk) -> Record:
    reading, item = filed.reading, desk.items[filed.reading.path]
    kind = desk.ruled(item, "kind") or reading.kind.name.value
    who, because = _whose(filed, item, desk)
    documents = _documents(kind, item, reading, desk)
    title = desk.ruled(item, "title") or reading.title or kind_in_words(kind)
    original = copies.get(reading.path)
    sign = reveals(
        kind,
        desk.case.pathway,
        f"{title}\n{item.name}\n{reading.text}",
        desk.first.doctor,
        desk.first.plans,
        confidence=1.0 if desk.ruled(item, "kind") else reading.kind.confidence,
        legible="hard_to_read" not in reading.codes() and "corrupt" not in reading.codes(),
    )
    return Record(
        id=item.id,
        case=desk.case,
        item=item,
        kind=kind,
        document=documents[-1] if documents else "",
        documents=list(documents),
        title=title[:300],
        on=desk.ruled(item, "date") or (reading.date.value if reading.date else ""),
        language=(reading.language or "")[:10],
        media_type=reading.media_type[:100],
        pages=len(reading.pages) or None,
        scanned=reading.scanned,
        sender=(reading.sender or "")[:200],
        belongs=who,
        belongs_because=because[:300],
        copy_of_id=desk.items[original].id if original in there else None,
        problems=[
            {"code": problem.code.value, "severity": problem.severity.value, "says": problem.says}
            for problem in filed.problems
        ],
        reveals=desk.ruled(item, "reveals") or sign.value,
    )


def _whose(filed: Filed, item: Item, desk: _Desk) -> tuple[str, str]:
    if ruled := desk.ruled(item, "belongs"):
        return ruled, "You told us." if ruled == "same" else "You told us that it is not yours."
    return filed.belongs_to.who.value, filed.belongs_to.reason


def _documents(kind: str, item: Item, reading: Reading, desk: _Desk) -> tuple[str, ...]:
    if ruled := desk.ruled(item, "document"):
        return (ruled,)
    words = " ".join(part for part in (reading.title, reading.body_part) if part)
    return documents_of(catalogue(), kind, words)


def _study_plans(made: CaseFile, desk: _Desk) -> list[StudyPlan]:
    """One plan for each study number: of two people with one number, only the patient's becomes a study."""
    plans: dict[str, StudyPlan] = {}
    whole = [study for study in map(_readable, made.studies) if study.series]
    ranked = sorted(whole, key=lambda study: list(Who).index(_study_whose(study, desk)[0]))
    for study in ranked:
        who, because = _study_whose(study, desk)
        plan = StudyPlan(study, who, because, desk.case.pathway, desk.first)
        before = plans.setdefault(plan.uid, plan)
        if before is not plan and before.who is who:
            before.more.append(study)
    return list(plans.values())


def _readable(study: FiledStudy) -> FiledStudy:
    """The study without objects that are too damaged to show; their files say so themselves."""
    kept = [replace(series, instances=tuple(filter(_whole, series.instances))) for series in study.series]
    return replace(study, series=tuple(series for series in kept if series.instances))


def _whole(reading: Reading) -> bool:
    one = reading.dicom
    named = one is not None and bool(one.study_uid and one.series_uid and one.sop_instance_uid)
    return reading.readable and (named or ProblemCode.CORRUPT not in reading.codes())


def _study_whose(study: FiledStudy, desk: _Desk) -> tuple[Who, str]:
    for series in study.series:
        for reading in series.instances:
            if ruled := desk.ruled(desk.items[reading.path], "belongs"):
                return Who(ruled), "You told us." if ruled == "same" else "You told us that it is not yours."
    return study.belongs_to.who, study.belongs_to.reason


def _write_outcomes(copies: Mapping[str, str], desk: _Desk) -> None:
    """Tell the outcome of every file; files with the same words are written at once."""
    whose = {record.item_id: Who(record.belongs) for record in Record.objects.filter(case=desk.case)}
    aside = {
        blob: Who(belongs)
        for blob, belongs in Study.objects.filter(case=desk.case).values_list(
            "series__instances__blob", "belongs"
        )
    }
    grouped: dict[Said, list[UUID]] = {}
    for label, item in desk.items.items():
        if item.outcome == Outcome.OPENED:
            continue
        who = whose.get(item.id) or (aside.get(item.blob_id) if item.blob_id else None) or Who.OTHER
        twin = copies.get(label)
        said = outcome_of(desk.readings[label], who, copy_of=desk.items[twin].name if twin else "")
        if (item.outcome, item.says) != (said.outcome, said.says):
            grouped.setdefault(said, []).append(item.id)
    for said, ids in grouped.items():
        for start in range(0, len(ids), 500):
            batch = Item.objects.filter(pk__in=ids[start : start + 500])
            batch.update(outcome=said.outcome, says=said.says[:500])


def _made_for(case: Case) -> str:
    """A digest of everything besides files and rulings that a case file follows from."""
    first, patient = _first_team(case), _patient(case)
    facts = [first.doctor, *first.plans, case.pathway, catalogue().version, repr(patient)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _want_anew() -> None:
    """Where the patient or the first opinion was described anew, the case file follows."""
    idle = Assembly.objects.filter(awaiting="", case__state__in=OPEN)
    for assembly in idle.select_related("case__patient", "case__first_opinion"):
        if assembly.made_for != _made_for(assembly.case):
            with transaction.atomic():
                want_assembly(assembly.case_id)

"""Making the case file of what was read and of what people said about it. Run as often as you like."""

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import batched
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from secunda.engines.intake.assemble import sort_out
from secunda.engines.intake.casefile import CaseFile, Who
from secunda.engines.intake.casefile import Record as Filed
from secunda.engines.intake.casefile import Study as FiledStudy
from secunda.engines.intake.reading import (
    Identifier,
    PartialDate,
    Person,
    ProblemCode,
    Reading,
)
from secunda.engines.pathways import documents_of
from secunda.engines.words import Words, say
from secunda.foundation.content import catalogue
from secunda.foundation.work.leases import lease
from secunda.journey.cases.models import Case
from secunda.journey.cases.states import OPEN
from secunda.journey.records.models import Assembly, Item, Record
from secunda.journey.records.rules import Sign, kind_in_words, reveals
from secunda.journey.records.rules.learning import Lesson, other_names, question_of, taught
from secunda.journey.records.work.drawing import drop_excerpts, want_excerpts
from secunda.journey.records.work.laying_out import AT_ONCE, Desk, first_team, lay_out
from secunda.journey.records.work.outcomes import tell_outcomes
from secunda.journey.records.work.settling import want_assembly
from secunda.journey.records.work.studies import StudyPlan, write_studies
from secunda.journey.records.work.watching import watch

log = logging.getLogger("secunda.worker")

TOLD = {
    "same": say("You told us."),
    "other": say("You told us that it is not yours."),
    "unknown": say("We looked at it and cannot tell whose it is."),
}

TRIES = 2
_DRAFT = [
    *("item", "pieces", "excerpt", "shown_name", "shown_birth", "asks"),
    *("kind", "document", "documents", "title", "on", "language", "media_type", "pages", "scanned", "sender"),
    *("belongs", "belongs_because", "copy_of", "problems", "reveals"),
]


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
    """Make records, studies, series and instances anew from readings and rulings.

    What was there keeps its id, so that doing it twice changes nothing. A person's word stands above
    the engine's. Everything is written in one transaction, which is begun late: SQLite lets nobody else
    write meanwhile. When something new came in while the case was laid out, that is done again.
    """
    if any(_assembled(case) for _ in range(TRIES)):
        return
    with transaction.atomic():
        want_assembly(case.pk)  # whoever brings something new waits from here on
        _assembled(case)


def _assembled(case: Case) -> bool:
    wanted = Assembly.objects.get_or_create(case=case)[0].wanted
    desk = lay_out(case)
    made_for = _made_for(case)
    made = sort_out(desk.readings.values(), _patient(case, desk.lessons), desk.texts)
    copies = _copies(made, desk)
    with transaction.atomic():
        if Assembly.objects.select_for_update().get(case=case).wanted != wanted:
            return False
        shown = _write_records(made, copies, desk)
        write_studies(case, _study_plans(made, desk), desk.files)
        tell_outcomes(desk, copies)
        watch(case, desk.whole(shown), {label: desk.record_id(label) for label in shown})
        Assembly.objects.filter(case=case).update(
            built=wanted, made_for=made_for, leased_by="", leased_until=None, attempts=0
        )
        Assembly.objects.filter(case=case, wanted=F("built")).update(awaiting="")
    return True


def _patient(case: Case, lessons: Sequence[Lesson]) -> Person:
    patient = case.patient
    birth = patient.birth_date
    numbers = (Identifier("NHS number", patient.nhs_number),) if patient.nhs_number else ()
    return Person(
        name=patient.name or None,
        other_names=(*patient.other_names, *other_names(lessons)),
        birth_date=PartialDate(birth.isoformat(), "day") if birth else None,
        sex=patient.sex if patient.sex in {"female", "male", "other"} else None,
        identifiers=numbers,
    )


def _copies(made: CaseFile, desk: Desk) -> dict[str, str]:
    """Label of a copy → label of the file that is used; a file that somebody ruled on is never set aside."""
    twins = desk.documents.twins
    copies = {
        label: twins[desk.slip(label).id]
        for label in desk.readings
        if desk.slip(label).id in twins and not desk.ruled(label, "belongs")
    }
    for group in made.duplicates:
        ruled = [path for path in group.paths if desk.ruled(path, "belongs")]
        keep = ruled[0] if ruled else group.keep
        for path in group.paths:
            if path != keep and path not in ruled and path not in copies and keep not in copies:
                copies[path] = keep
    return copies


def _write_records(made: CaseFile, copies: Mapping[str, str], desk: Desk) -> list[str]:
    """Write the records some at a time; the labels of all, in order."""
    shown = [record for record in made.records if record.reading.readable]
    there = {record.reading.path for record in shown}
    excerpts = want_excerpts(desk.case, desk.documents.made.values())
    drafts = partial(_drafts, copies=copies, there=there, excerpts=excerpts, desk=desk)
    apart = [record for record in shown if record.reading.path in desk.documents.made]
    inside = list(drafts(apart))
    _hide_beside(inside, desk)
    others = (record for record in shown if record.reading.path not in desk.documents.made)
    # What a copy points to is written first; both halves are gone through in order.
    originals: list[Filed] = []
    repeated: list[Filed] = []
    for record in others:
        (repeated if copies.get(record.reading.path) in there else originals).append(record)
    inside.sort(key=lambda draft: draft.copy_of_id is not None)
    _write(draft for draft in inside if draft.copy_of_id is None)
    _write(drafts(originals))
    _write(draft for draft in inside if draft.copy_of_id is not None)
    _write(drafts(repeated))
    kept = {desk.record_id(label) for label in there}
    before = Record.objects.filter(case=desk.case).values_list("id", flat=True)
    gone = [name for name in before.iterator(2000) if name not in kept]
    for some in batched(gone, 500, strict=False):
        Record.objects.filter(pk__in=some).delete()
    drop_excerpts(desk.case, excerpts.values())
    return [record.reading.path for record in shown]


def _write(drafts: Iterable[Record]) -> None:
    for some in batched(drafts, AT_ONCE, strict=False):
        Record.objects.bulk_create(some, update_conflicts=True, unique_fields=["id"], update_fields=_DRAFT)


def _drafts(
    records: Sequence[Filed],
    *,
    copies: Mapping[str, str],
    there: set[str],
    excerpts: Mapping[UUID, UUID],
    desk: Desk,
) -> Iterator[Record]:
    texts = desk.texts([record.reading for record in records])
    for record, text in zip(records, texts, strict=True):
        yield _draft(record, text, copies, there, excerpts, desk)


def _hide_beside(drafts: Sequence[Record], desk: Desk) -> None:
    """What lies in one file with the first opinion may hold a page of it: hidden until somebody looks."""
    documents = desk.documents.made.values()
    inside = {one.id: {piece.item for piece in one.pieces} for one in documents if not one.as_sent}
    ruled = {one.id for one in documents if one.rulings.get("reveals")}
    revealing = {item for draft in drafts if draft.reveals == Sign.YES for item in inside.get(draft.id, ())}
    for draft in drafts:
        shared = inside.get(draft.id, set()) & revealing
        if draft.reveals == Sign.NO and shared and draft.id not in ruled:
            draft.reveals = Sign.UNKNOWN.value


def _draft(
    filed: Filed,
    text: str,
    copies: Mapping[str, str],
    there: set[str],
    excerpts: Mapping[UUID, UUID],
    desk: Desk,
) -> Record:
    reading, label = filed.reading, filed.reading.path
    slip, document = desk.slip(label), desk.documents.made.get(label)
    kind = desk.ruled(label, "kind") or reading.kind.name.value
    who, because = _whose(filed, desk)
    documents = _documents(kind, label, reading, desk)
    title = desk.ruled(label, "title") or reading.title or kind_in_words(kind).said
    original = copies.get(reading.path)
    sign = reveals(
        kind,
        desk.case.pathway,
        f"{title}\n{slip.name}\n{text}",
        desk.first.doctor,
        desk.first.plans,
        confidence=1.0 if desk.ruled(label, "kind") else reading.kind.confidence,
        legible="hard_to_read" not in reading.codes() and "corrupt" not in reading.codes(),
    )
    if document is not None and document.by_hand and sign is Sign.NO:
        # The coordinator who moved pages says so next; until then nobody blind sees them.
        sign = Sign.UNKNOWN
    born = reading.person.birth_date
    return Record(
        id=desk.record_id(label),
        case=desk.case,
        item_id=slip.id,
        pieces=[piece.stored() for piece in document.pieces] if document and not document.as_sent else [],
        excerpt_id=excerpts.get(document.id) if document else None,
        shown_name=(reading.person.name or "")[:200],
        shown_birth=(born.value if born else "")[:10],
        asks=question_of(reading.person),
        kind=kind,
        document=documents[-1] if documents else "",
        documents=list(documents),
        title=title[:300],
        on=desk.ruled(label, "date") or (reading.date.value if reading.date else ""),
        language=(reading.language or "")[:10],
        media_type=reading.media_type[:100],
        pages=len(reading.pages) or None,
        scanned=reading.scanned,
        sender=(reading.sender or "")[:200],
        belongs=who,
        belongs_because=because,
        copy_of_id=desk.record_id(original) if original in there else None,
        problems=[
            {"code": problem.code.value, "severity": problem.severity.value, "says": problem.says.stored()}
            for problem in filed.problems
        ],
        reveals=desk.ruled(label, "reveals") or sign.value,
    )


def _whose(filed: Filed, desk: Desk) -> tuple[str, Words]:
    label = filed.reading.path
    if ruled := desk.ruled(label, "belongs"):
        return ruled, TOLD[ruled]
    judged = taught(filed.belongs_to, filed.reading.person, desk.lessons)
    # What was said of the whole, before its pages were moved: a "not mine" holds for each part, a "mine"
    # only for what does not name somebody else.
    before = desk.ruled(label, "belongs_before")
    if before == Who.OTHER or (before == Who.SAME and judged.who is Who.UNKNOWN):
        return before, TOLD[before]
    return judged.who.value, judged.reason


def _documents(kind: str, label: str, reading: Reading, desk: Desk) -> tuple[str, ...]:
    if ruled := desk.ruled(label, "document"):
        return (ruled,)
    words = " ".join(part for part in (reading.title, reading.body_part) if part)
    return documents_of(catalogue(), kind, words)


def _study_plans(made: CaseFile, desk: Desk) -> list[StudyPlan]:
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


def _study_whose(study: FiledStudy, desk: Desk) -> tuple[Who, Words]:
    for series in study.series:
        for reading in series.instances:
            if ruled := desk.ruled(reading.path, "belongs"):
                return Who(ruled), TOLD[ruled]
    judged = taught(study.belongs_to, study.person, desk.lessons)
    return judged.who, judged.reason


def _made_for(case: Case) -> str:
    """A digest of everything besides files and rulings that a case file follows from."""
    first, patient = first_team(case), _patient(case, ())
    facts = [first.doctor, *first.plans, case.pathway, catalogue().version, repr(patient)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _want_anew() -> None:
    """Where the patient or the first opinion was described anew, the case file follows."""
    idle = Assembly.objects.filter(awaiting="", case__state__in=OPEN)
    for assembly in idle.select_related("case__patient", "case__first_opinion"):
        if assembly.made_for != _made_for(assembly.case):
            with transaction.atomic():
                want_assembly(assembly.case_id)

"""What the content makes of a sorted box: pathway, readers, and what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass

from secunda.engines.intake.casefile import CaseFile
from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.gaps import DatedDocument, documents_of, gaps
from secunda.engines.pathways.levels import Need, Pathway
from secunda.engines.pathways.recognising.box import Box, box_of
from secunda.engines.pathways.recognising.missing import Lacking, lacking
from secunda.engines.pathways.recognising.phrases import says
from secunda.engines.pathways.recognising.subject import Subject, department, subjects
from secunda.engines.words import Words, in_a_row, say, say_many

READERS_SHOWN = 4
# How sure a suggestion is that rests on letterheads alone.
BY_CLINIC = 0.4
# What a person can simply tell is asked for in the journey, not looked for among the papers.
TOLD = "patient_typed"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who should read the case, with the reason and how sure that is (0 to 1)."""

    name: str
    specialty: str
    why: Words
    confidence: float


@dataclass(frozen=True, slots=True)
class Inference:
    """What a box seems to be. `sure` is 0 when nothing in it says so."""

    pathway: Pathway
    sure: float
    why: Words
    diagnosis: str | None
    readers: tuple[Suggestion, ...]
    lacking: tuple[Lacking, ...]
    content_version: str


def infer(catalogue: Catalogue, case: CaseFile, pathway: Pathway | None = None) -> Inference:
    """Pathway, readers and gaps of a case file. A pathway that is given is used as it is."""
    files = catalogue.files
    box = box_of(case, files.cues)
    found = subjects(box, files.diagnoses.diagnoses, files.cues)
    clinic = department(box, files.diagnoses.departments)
    first = found[0] if found else None
    chosen, sure, why = _pathway(found, clinic.pathway if clinic else None)
    missing = lacking(box, files.examinations, files.cues)
    missing += _usual(catalogue, box, first, missing)
    missing += _checklist(catalogue, box, pathway or chosen, missing)
    readers = _readers(found)
    if clinic is not None and not readers:
        readers = [
            Suggestion(clinic.name, clinic.specialty, say("Most letters come from this clinic."), BY_CLINIC)
        ]
    return Inference(
        pathway or chosen,
        1.0 if pathway else sure,
        why,
        first.diagnosis.id if first else None,
        tuple(readers[:READERS_SHOWN]),
        tuple(missing),
        catalogue.version,
    )


def _pathway(found: list[Subject], clinic: Pathway | None) -> tuple[Pathway, float, Words]:
    if found:
        first = found[0]
        why = say("The records speak of %(illness)s.", illness=first.diagnosis.label)
        return first.diagnosis.pathway, _share(found), why
    if clinic is not None:
        return clinic, BY_CLINIC, say("Most letters come from such a clinic.")
    return Pathway.GENERAL, 0.0, say("The records do not say what this is about.")


def _share(found: list[Subject]) -> float:
    """How far the first is ahead of the next: 0.5 when they are level."""
    points = [one.points for one in found[:2]]
    return round(points[0] / sum(points), 2)


def _readers(found: list[Subject]) -> list[Suggestion]:
    if not found:
        return []
    first, sure = found[0], _share(found)
    why = say_many(
        "%(count)s record speaks of %(illness)s (“%(word)s”).",
        "%(count)s records speak of %(illness)s (“%(word)s”).",
        len(first.papers),
        illness=first.diagnosis.label,
        word=first.word,
    )
    return [
        Suggestion(reader.name, reader.specialty, why, round(sure * 0.8**place, 2))
        for place, reader in enumerate(first.diagnosis.readers)
    ]


def _usual(catalogue: Catalogue, box: Box, first: Subject | None, already: list[Lacking]) -> list[Lacking]:
    """What a case of this kind is usually judged by, when no paper speaks of it. A hint only."""
    if first is None:
        return []
    spoken = " ".join(statement.plain for paper in box.papers for statement in paper.statements)
    known = {one.item for one in already}
    return [
        Lacking("checklist", usual.item, Words(usual.why), "low")
        for usual in catalogue.files.examinations.usual
        if usual.diagnosis == first.diagnosis.id and usual.item not in known and not says(spoken, usual.words)
    ]


def _checklist(catalogue: Catalogue, box: Box, pathway: Pathway, already: list[Lacking]) -> Iterator[Lacking]:
    """The pathway's list against the papers, as of the newest of them: nobody has asked the person yet."""
    newest = box.newest
    if newest is None:
        return
    asked = {one.document for one in already}
    for missing in gaps(catalogue, pathway, {}, held(catalogue, box), newest).missing:
        document = catalogue.documents[missing.document]
        if missing.need is Need.MUST and TOLD not in document.kinds and missing.document not in asked:
            code = "checklist" if missing.reason == "absent" else "out_of_date"
            why = in_a_row(say("A case of this kind needs it."), Words(missing.why))
            yield Lacking(code, missing.label, why, "low", missing.document, (), missing.item)  # type: ignore[arg-type]


def held(catalogue: Catalogue, box: Box) -> list[DatedDocument]:
    """Which documents of the catalogue the box holds, each with its day."""
    found: list[DatedDocument] = []
    for paper in box.papers:
        words = f"{paper.title} {paper.head}"
        found += [(name, paper.day) for name in documents_of(catalogue, paper.kind, words)]
    for one in box.pictures:
        for modality in sorted(one.modalities):
            found += [(name, one.day) for name in documents_of(catalogue, "image", one.words, modality)]
    return found

"""One case: whose, copies, studies, timeline. Pure, and fast enough to be run again at every change."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from secunda.engines.intake.casefile import (
    BelongsTo,
    CaseFile,
    Copies,
    Event,
    FiledFact,
    Record,
    SharedProblem,
    Study,
    Who,
)
from secunda.engines.intake.conflicts import conflicts_between
from secunda.engines.intake.copies import Texts, copies_among, own_texts
from secunda.engines.intake.dates import swapped
from secunda.engines.intake.incomplete import listed_on_discs
from secunda.engines.intake.reading import Filing, Person, Problem, ProblemCode, Reading, Severity
from secunda.engines.intake.studies import identity_problems, studies_of
from secunda.engines.intake.viewers import without_viewers
from secunda.engines.intake.whose import belongs, patient_of
from secunda.engines.words import Day, say

_ASIDE = frozenset(
    {
        Filing.ARCHIVE,
        Filing.DISC_INDEX,
        Filing.DISC_SOFTWARE,
        Filing.SYSTEM_FILE,
        Filing.NOT_A_RECORD,
        Filing.REFUSED,
    }
)


def assemble(readings: Iterable[Reading], patient: Person | None = None) -> CaseFile:
    """File the readings of one shoebox. `patient` is the known person; without one, the records decide."""
    made = sort_out(readings, patient)
    return replace(
        made,
        problems=(
            *conflicts_between(made.records, made.duplicates, made.patient),
            *_strangers(made.records, made.studies),
        ),
        facts=_facts(made.records, made.studies, made.duplicates),
        timeline=timeline_of(made.records, made.studies, made.duplicates),
    )


def sort_out(
    readings: Iterable[Reading], patient: Person | None = None, texts: Texts = own_texts
) -> CaseFile:
    """Whose everything is, its studies and its copies; nothing yet that follows from what is stated.

    Of the words of the readings only `texts` is asked, so that they need not all be held at once.
    """
    given = without_viewers(sorted(readings, key=lambda one: one.path))
    filed = [one for one in given if one.filing not in _ASIDE]
    person = patient or patient_of(filed)
    filed = [_without_birthday(settled(one, person), person) for one in filed]
    return CaseFile(
        patient=person,
        records=_records([one for one in filed if one.dicom is None], person),
        studies=studies_of([one for one in filed if one.dicom is not None], person, listed_on_discs(given)),
        other_files=tuple(one for one in given if one.filing in _ASIDE),
        duplicates=copies_among(filed, texts),
    )


def _facts(
    records: Sequence[Record], studies: Sequence[Study], copies: Sequence[Copies]
) -> tuple[FiledFact, ...]:
    """What this patient's records and studies state; a copy states nothing a second time."""
    aside = {path for group in copies for path in group.paths if path != group.keep}
    mine = [one for one in records if one.belongs_to.who is not Who.OTHER and one.reading.path not in aside]
    found = [FiledFact(fact, one.id) for one in mine for fact in one.facts]
    for study in studies:
        if study.belongs_to.who is Who.OTHER:
            continue
        instances = (one for series in study.series for one in series.instances if one.path not in aside)
        found += [FiledFact(fact, study.id) for one in instances for fact in one.facts]
    return tuple(dict.fromkeys(found))


def settled(reading: Reading, patient: Person) -> Reading:
    """Exchange day and month where the birth date on the same record proves that they are exchanged."""
    birth, known = reading.person.birth_date, patient.birth_date
    if birth is None or known is None or birth.value == known.value or swapped(birth).value != known.value:
        return reading
    person = replace(reading.person, birth_date=replace(swapped(birth), ambiguous=False))
    date = reading.date and replace(swapped(reading.date), ambiguous=False)
    return replace(reading, person=person, date=date)


def _without_birthday(reading: Reading, patient: Person) -> Reading:
    """On a scan a birth date whose label was not recognised can be mistaken for the record's date."""
    known = patient.birth_date
    if not reading.scanned or known is None or reading.date is None or reading.date.value != known.value:
        return reading
    says = say("No date was found on this record. Please tell us when it was written.")
    undated = Problem(ProblemCode.DATE_MISSING, Severity.INFO, says)
    return replace(reading, date=None, problems=(*reading.problems, undated))


def _records(readings: Sequence[Reading], patient: Person) -> tuple[Record, ...]:
    apart = [piece for reading in readings for piece in _apart(reading, patient)]
    return tuple(_record(number, reading, pages, patient) for number, (reading, pages) in enumerate(apart, 1))


def _record(number: int, reading: Reading, pages: tuple[int, int] | None, patient: Person) -> Record:
    whose = _whose(reading, patient)
    problems = (*reading.problems, *identity_problems(whose), *_unsure_date(reading, patient))
    return Record(f"record-{number}", reading, whose, problems, pages)


def _apart(reading: Reading, patient: Person) -> list[tuple[Reading, tuple[int, int] | None]]:
    """A reading for each record in the file; its problems stay with the first."""
    if not reading.parts:
        return [(reading, None)]
    made: list[tuple[Reading, tuple[int, int] | None]] = []
    for part in reading.parts:
        pages = tuple(page for page in reading.pages if part.first_page <= page.number <= part.last_page)
        piece = replace(
            reading,
            kind=part.kind,
            title=part.title,
            date=part.date,
            language=part.language or reading.language,
            person=part.person,
            pages=pages,
            problems=() if made else reading.problems,
            parts=(),
        )
        made.append((settled(piece, patient), (part.first_page, part.last_page)))
    return made


def _whose(reading: Reading, patient: Person) -> BelongsTo:
    if not reading.readable and not reading.person.name:
        return BelongsTo(Who.UNKNOWN, say("It could not be read, so we cannot tell."))
    return belongs(reading.person, patient, scanned=reading.scanned)


def _unsure_date(reading: Reading, patient: Person) -> tuple[Problem, ...]:
    """Day and month are only unclear when nothing on the record shows which comes first."""
    if reading.date is None or not reading.date.ambiguous:
        return ()
    birth = reading.person.birth_date
    if (
        birth
        and patient.birth_date
        and birth.value == patient.birth_date.value
        and swapped(birth).value != birth.value
    ):
        return ()
    other = swapped(reading.date).value
    taken = reading.date.value
    says = say(
        "The date %(written)s could be %(taken)s or %(other)s. We took it as %(taken)s.",
        written=reading.date.as_written,
        taken=Day(taken),
        other=Day(other),
    )
    return (Problem(ProblemCode.DATE_AMBIGUOUS, Severity.INFO, says),)


def _strangers(records: Sequence[Record], studies: Sequence[Study]) -> tuple[SharedProblem, ...]:
    """One note when several records are other people's."""
    strangers = [one.id for one in records if one.belongs_to.who is Who.OTHER]
    strangers += [one.id for one in studies if one.belongs_to.who is Who.OTHER]
    if len(strangers) < 2:
        return ()
    says = say(
        "%(count)s records are another person's. Please check that nothing of yours went to them.",
        count=len(strangers),
    )
    return (SharedProblem(ProblemCode.OTHER_PERSON, Severity.INFO, says, tuple(strangers)),)


def timeline_of(
    records: Sequence[Record], studies: Sequence[Study], copies: Sequence[Copies]
) -> tuple[Event, ...]:
    """Oldest first; only this patient's, and a paper with its copies once."""
    kept = {path: group.keep for group in copies for path in group.paths}
    events: dict[tuple[str, str, int], Event] = {}
    for record in sorted(
        records, key=lambda one: kept.get(one.reading.path, one.reading.path) != one.reading.path
    ):
        day = record.reading.date
        if record.belongs_to.who is Who.OTHER or day is None:
            continue
        key = (
            kept.get(record.reading.path, record.reading.path),
            day.value,
            record.pages[0] if record.pages else 0,
        )
        known = events.get(key)
        events[key] = Event(
            day.value,
            known.event if known else _event(record),
            (*(known.records if known else ()), record.id),
        )
    seen = [
        Event(study.date.value, _images(study), (study.id,))
        for study in studies
        if study.date and study.belongs_to.who is not Who.OTHER
    ]
    return tuple(sorted([*events.values(), *seen], key=lambda event: (event.date, event.records)))


def _event(record: Record) -> str:
    what = record.reading.kind.name.value.replace("_", " ").capitalize()
    return f"{what}: {record.reading.title}" if record.reading.title else what


def _images(study: Study) -> str:
    modalities = " and ".join(sorted({series.modality or "Other" for series in study.series}))
    return f"{modalities} images" + (f": {study.description}" if study.description else "")

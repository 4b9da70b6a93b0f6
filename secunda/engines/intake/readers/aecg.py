"""HL7 annotated ECGs: whose, when, which leads, and what was measured. Their curves: see `curves`."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from xml.etree.ElementTree import Element

from secunda.engines.intake.content import NO_PROSE, Content, failed
from secunda.engines.intake.facts import Code, Fact, FactKind
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers.cda.values import H, codes, concept, quantity, time_of, words
from secunda.engines.intake.readers.curves import drawable_if, of_aecg
from secunda.engines.intake.readers.text import paged
from secunda.engines.intake.readers.timestamps import day_of
from secunda.engines.intake.readers.xml_files import parsed_xml
from secunda.engines.intake.reading import Identifier, Kind, Person, ProblemCode, RecordKind
from secunda.engines.words import say

_NAMES = {
    "MDC_ECG_RHY": "rhythm",
    "MDC_ECG_HEART_RATE": "heart rate",
    "MDC_ECG_TIME_PD_P": "P duration",
    "MDC_ECG_TIME_PD_PR": "PR interval",
    "MDC_ECG_TIME_PD_QRS": "QRS duration",
    "MDC_ECG_TIME_PD_QT": "QT interval",
    "MDC_ECG_TIME_PD_QTc": "QTc interval",
}
EMPTY = say("There is no recording in this ECG file. Please ask for it again.")
_LEAD = "MDC_ECG_LEAD_"
_SEXES = {"F": "female", "M": "male", "UN": "other"}
_ASIDE = ("MDC_ECG_BEAT", "MDC_ECG_WAVC", "MDC_ECG_CTL")
"""Marks on single beats and waves: a drawing, and no statement about the person."""


def read(path: Path, options: Options) -> Content:
    """Read one annotated ECG."""
    root = parsed_xml(path, options)
    if isinstance(root, Content):
        return root
    if root.find(f".//{H}series") is None:
        return failed(ProblemCode.EMPTY, EMPTY)
    facts = (*_recordings(root), *_annotations(root))
    day = time_of(root.find(f"{H}effectiveTime")) or time_of(root.find(f".//{H}series/{H}effectiveTime"))
    return Content(
        pages=paged("\n".join(["Electrocardiogram", *(fact.quote for fact in facts)])),
        kind=Kind(RecordKind.ECG, 0.99, ("HL7 annotated ECG",)),
        title="Electrocardiogram",
        date=day_of(day.replace("-", "")) if day else None,
        person=_person(root),
        language="en",
        sender=words(root.find(f".//{H}trialSite/{H}location/{H}name")) or None,
        facts=facts,
        drawable=drawable_if(partial(of_aecg, root)),
        prose_from=NO_PROSE,
    )


def _person(root: Element) -> Person | None:
    subject = root.find(f".//{H}trialSubject")
    if subject is None:
        return None
    shown = subject.find(f"{H}subjectDemographicPerson")
    gender = shown.find(f"{H}administrativeGenderCode") if shown is not None else None
    birth = shown.find(f"{H}birthTime") if shown is not None else None
    number = subject.find(f"{H}id")
    value = number.get("extension", "") if number is not None else ""
    return Person(
        name=words(shown.find(f"{H}name")) or None if shown is not None else None,
        birth_date=day_of(birth.get("value", "")) if birth is not None else None,
        sex=_SEXES.get(gender.get("code", "")) if gender is not None else None,
        identifiers=(Identifier("trial subject", value),) if value else (),
    )


def _recordings(root: Element) -> Iterator[Fact]:
    for number, series in enumerate(root.iter(f"{H}series"), 1):
        leads = [c for c in (_code(s) for s in series.iter(f"{H}sequence")) if c.startswith(_LEAD)]
        names = [lead.removeprefix(_LEAD) for lead in dict.fromkeys(leads)]
        step = series.find(f".//{H}sequence/{H}value/{H}increment")
        model = words(series.find(f".//{H}manufacturerModelName"))
        said = (
            f"{len(names)} lead{'s' if len(names) > 1 else ''} ({', '.join(names)})" if names else "",
            f"one sample every {quantity(step)}" if quantity(step) else "",
            model,
        )
        value = ", ".join(filter(None, said)) or "without leads"
        yield Fact(
            "electrocardiogram",
            value,
            1,
            f"Recording: {value}",
            FactKind.RECORDING,
            place=f"series {number}",
            date=time_of(series.find(f"{H}effectiveTime")),
        )


def _annotations(root: Element) -> Iterator[Fact]:
    for number, annotation in enumerate(root.iter(f"{H}annotation"), 1):
        code, value = annotation.find(f"{H}code"), annotation.find(f"{H}value")
        name, said = concept(code, {}), quantity(value) or concept(value, {}) or words(value)
        if not name or not said or _code(annotation).startswith(_ASIDE):
            continue
        shown = _NAMES.get(name) or name.removeprefix("MDC_ECG_").replace("_", " ").lower()
        said = said.removeprefix("MDC_ECG_") if said.startswith("MDC_ECG_") else said
        number_said = value.get("value") if value is not None else None
        yield Fact(
            shown,
            said,
            1,
            f"{shown}: {said}",
            FactKind.RESULT,
            place=f"annotation {number}",
            codes=codes(code) or (Code(None, name),),
            number=number_said,
            unit=value.get("unit") if value is not None else None,
        )


def _code(element: Element) -> str:
    code = element.find(f"{H}code")
    return code.get("code", "") if code is not None else ""

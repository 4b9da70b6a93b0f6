"""What coded files state, held against other readers: plain JSON, lxml, python-hl7, the bare data set."""

import json
import re
import zlib
from base64 import urlsafe_b64decode
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hl7
import pydicom
import pytest
from lxml import etree

from secunda.engines.intake.facts import Certainty, Fact, FactKind
from secunda.engines.intake.limits import Options
from secunda.engines.intake.read import read_file
from secunda.engines.intake.reading import ProblemCode, Reading
from tests.conftest import CORPUS

pytestmark = [pytest.mark.fast, pytest.mark.timeout(300)]
H = {"h": "urn:hl7-org:v3", "xsi": "http://www.w3.org/2001/XMLSchema-instance"}
C = "2.16.840.1.113883.10.20.22.4."
SHELL = (
    '<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{}</ClinicalDocument>'
)


def found(pattern: str) -> list[Path]:
    return sorted(CORPUS.glob(pattern))


def named(path: Path) -> str:
    return path.name[:40]


def read(path: Path) -> Reading:
    return read_file(path, path.name, Options(today="2026-11-22"))


def of(reading: Reading, kind: FactKind) -> list[Fact]:
    return [fact for fact in reading.facts if fact.kind is kind]


def codes(facts: list[Fact]) -> Counter[str]:
    return Counter(fact.codes[0].code for fact in facts if fact.codes)


# --- FHIR: a walk over the plain JSON -------------------------------------------------------------


def bundled(path: Path) -> list[dict[str, Any]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    return [entry["resource"] for entry in json.loads(text, parse_float=str)["entry"] if "resource" in entry]


def first_code(resource: dict[str, Any], name: str) -> str:
    return str(resource[name]["coding"][0]["code"])


def in_words(part: dict[str, Any]) -> str:
    concept = part.get("valueCodeableConcept")
    return str(concept.get("text") or concept["coding"][0]["display"] if concept else part["valueString"])


def day_of(resource: dict[str, Any], name: str) -> str | None:
    said = resource.get(name)
    return str(said["start"] if isinstance(said, dict) else said)[:10] if said else None


@pytest.mark.parametrize("path", found("fhir/**/*.json"), ids=named)
def test_fhir(path: Path) -> None:
    reading, held = read(path), bundled(path)
    [patient] = [one for one in held if one["resourceType"] == "Patient"]
    official = next(one for one in patient["name"] if one.get("use") == "official")
    assert reading.person.name == f"{' '.join(official['given'])} {official['family']}"
    assert reading.person.birth_date is not None
    assert reading.person.birth_date.value == patient["birthDate"]
    assert {one.value for one in reading.person.identifiers} == {
        one["value"] for one in patient["identifier"]
    }

    measured = [
        (one, part)
        for one in held
        if one["resourceType"] == "Observation"
        for part in (one, *one.get("component", []))
    ]
    quantities = Counter(
        (
            first_code(part, "code"),
            str(part["valueQuantity"]["value"]),
            part["valueQuantity"].get("unit"),
            one["effectiveDateTime"][:10],
        )
        for one, part in measured
        if "valueQuantity" in part
    )
    results = of(reading, FactKind.RESULT)
    assert quantities == Counter((f.codes[0].code, f.number, f.unit, f.date) for f in results if f.number)
    worded = Counter(
        (first_code(part, "code"), in_words(part), one["effectiveDateTime"][:10])
        for one, part in measured
        if "valueCodeableConcept" in part or "valueString" in part
    )
    assert worded == Counter((f.codes[0].code, f.value, f.date) for f in results if not f.number)
    for kind, name, coded, day in (
        (FactKind.DIAGNOSIS, "Condition", "code", "onsetDateTime"),
        (FactKind.PROCEDURE, "Procedure", "code", "performedPeriod"),
        (FactKind.ALLERGY, "AllergyIntolerance", "code", "recordedDate"),
        (FactKind.IMMUNISATION, "Immunization", "vaccineCode", "occurrenceDateTime"),
        (FactKind.MEDICINE, "MedicationRequest", "medicationCodeableConcept", "authoredOn"),
    ):
        there = [one for one in held if one["resourceType"] == name and coded in one]
        assert Counter((f.codes[0].code, f.date) for f in of(reading, kind) if f.codes) == Counter(
            (first_code(one, coded), day_of(one, day)) for one in there
        ), name


# --- C-CDA: XPath ---------------------------------------------------------------------------------


def tree_of(path: Path, folder: Path) -> tuple[Any, Path]:
    """The document; a fragment of one gets the shell around it that its namespaces need."""
    text = path.read_text("utf-8-sig")
    if "<ClinicalDocument" not in text:
        body = re.sub(r"<\?xml.*?\?>", "", text)
        path = folder / "whole.xml"
        path.write_text(
            SHELL.format(f"<component><structuredBody>{body}</structuredBody></component>"), "utf-8"
        )
    return etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)), path


def entries(tree: Any, template: str) -> list[Any]:
    """Entries that follow a template, outside the plan and outside what is only an indication or reaction."""
    aside = " and ".join(
        f"not(ancestor::h:*[h:templateId/@root='{C}{one}'])"
        for one in ("19", "9", "42", "120", "41", "44", "39")
    )
    query = (
        f"//h:entry//*[h:templateId/@root='{C}{template}']"
        "[not(@moodCode) or @moodCode='EVN' or @moodCode='INT']"
        f"[{aside}]"
        "[not(ancestor::h:section/h:code[@code='18776-5' or @code='61146-7'])]"
    )
    made: list[Any] = tree.xpath(query, namespaces=H)
    return made


@pytest.mark.parametrize("path", found("ccda/**/*.xml"), ids=named)
def test_ccda(path: Path, tmp_path: Path) -> None:
    try:
        tree, path = tree_of(path, tmp_path)
    except etree.XMLSyntaxError:  # one of the examples uses a prefix that it does not declare
        assert ProblemCode.CORRUPT in read(path).codes()
        return
    reading = read(path)
    patient = "//h:recordTarget/h:patientRole/h:patient"
    for given in tree.xpath(f"{patient}/h:birthTime/@value", namespaces=H)[:1]:
        assert reading.person.birth_date is not None
        assert reading.person.birth_date.value.replace("-", "") == given[:8]
    for family in tree.xpath(f"{patient}/h:name[1]/h:family/text()", namespaces=H)[:1]:
        assert family in (reading.person.name or "")

    done = "/h:ClinicalDocument/h:documentationOf/h:serviceEvent/h:effectiveTime/h:high/@value"
    signed = "/h:ClinicalDocument/h:effectiveTime/@value"
    for day in (tree.xpath(done, namespaces=H) or tree.xpath(signed, namespaces=H))[:1]:
        assert reading.date is not None
        assert reading.date.value.replace("-", "") == day[:8]
    measured = Counter(
        (value.get("value"), value.get("unit") if value.get("unit") != "1" else None)
        for template in ("2", "27")
        for one in entries(tree, template)
        for value in one.xpath("h:value[@xsi:type='PQ'][@value]", namespaces=H)
    )
    assert measured == Counter((f.number, f.unit) for f in of(reading, FactKind.RESULT) if f.number)
    given = Counter(
        code
        for one in entries(tree, "16")
        if one.get("negationInd") != "true"
        for code in one.xpath(
            "h:consumable/h:manufacturedProduct/h:manufacturedMaterial/h:code/@code", namespaces=H
        )
    )
    assert given == Counter(
        f.codes[0].code for f in of(reading, FactKind.MEDICINE) if f.codes and f.certainty is Certainty.STATED
    )
    allergens = Counter(
        code
        for one in entries(tree, "7")
        for code in one.xpath("h:participant/h:participantRole/h:playingEntity/h:code/@code", namespaces=H)
    )
    assert allergens == codes(of(reading, FactKind.ALLERGY))
    denied = [one for one in entries(tree, "7") if one.get("negationInd") == "true"]
    assert len(denied) == sum(f.certainty is Certainty.DENIED for f in of(reading, FactKind.ALLERGY))


# --- HL7 version 2: python-hl7 --------------------------------------------------------------------


def parsed(path: Path) -> Any:
    text = path.read_bytes().decode("utf-8-sig", "replace")
    return hl7.parse("\r".join(line for line in re.split(r"[\r\n]+", text) if line.strip()))


def segments(message: Any, name: str) -> list[Any]:
    return [one for one in message if str(one[0]) == name]


def raw(segment: Any, number: int) -> str:
    return str(segment[number]) if number < len(segment) else ""


@pytest.mark.parametrize("path", found("hl7v2/*.hl7") + found("shoeboxes/*/records/*.hl7"), ids=named)
def test_hl7_version_2(path: Path) -> None:
    reading, message = read(path), parsed(path)
    [pid] = segments(message, "PID")
    family = raw(pid, 5).split("~")[0].split("^")[0].split("&")[0]
    assert family in (reading.person.name or "")
    born = raw(pid, 7)[:8]
    assert reading.person.birth_date is not None
    assert reading.person.birth_date.value.replace("-", "") == born
    numbers = {one.split("^")[0] for one in raw(pid, 3).split("~")}
    assert {one.value for one in reading.person.identifiers} == numbers

    wanted = [
        (raw(obx, 5), raw(obx, 6).split("^")[0] or None, raw(obx, 7) or None)
        for obx in segments(message, "OBX")
        if raw(obx, 2) == "NM" and raw(obx, 5) and raw(obx, 11) not in ("D", "W", "X", "N", "O")
    ]
    told = [f for f in of(reading, FactKind.RESULT) if f.number and f.place and f.place.startswith("OBX")]
    assert [((f.number or "").replace(", ", "~"), f.unit, f.reference) for f in told] == wanted
    days = {f.place: (f.date or "").replace("-", "") for f in told}
    for place, obx in enumerate(segments(message, "OBX"), 1):
        if f"OBX[{place}]" in days and raw(obx, 14):
            assert days[f"OBX[{place}]"] == raw(obx, 14)[:8]
    allergies = [raw(one, 3).split("^") for one in segments(message, "AL1")]
    assert [f.name for f in of(reading, FactKind.ALLERGY)] == [
        (one[1] if len(one) > 1 and one[1] else one[0]) for one in allergies
    ]
    assert len(of(reading, FactKind.DIAGNOSIS)) == len(segments(message, "DG1"))
    assert len(of(reading, FactKind.PROCEDURE)) == len(segments(message, "PR1"))
    assert [f.name for f in of(reading, FactKind.MEDICINE)] == [
        raw(one, 2).split("^")[1] for one in segments(message, "RXE")
    ]
    assert [(f.name, (f.date or "").replace("-", "")) for f in of(reading, FactKind.IMMUNISATION)] == [
        (raw(one, 5).split("^")[1], raw(one, 3)[:8]) for one in segments(message, "RXA")
    ]


# --- DICOM reports: the data set itself -----------------------------------------------------------


def measured_in(item: pydicom.Dataset) -> Iterator[tuple[str, str]]:
    """The code of every NUM item with a number, and the number as it stands in the file."""
    if item.get("ValueType") == "NUM" and item.get("MeasuredValueSequence"):
        value = item.MeasuredValueSequence[0].get("NumericValue")
        if value is not None:
            yield str(item.ConceptNameCodeSequence[0].get("CodeValue")), value.original_string.strip()
    for inner in item.get("ContentSequence", []):
        yield from measured_in(inner)


def holds_the_same(reading: Reading, report: pydicom.Dataset) -> None:
    """The person and the day of a report, as the data set says them."""
    shown = reading.person
    for part in re.split(r"[\^ ]+", str(report.get("PatientName", "")).strip("^ ")):
        assert part.casefold() in (shown.name or "").casefold()
    birth = str(report.get("PatientBirthDate", "") or "")
    assert (shown.birth_date.value.replace("-", "") if shown.birth_date else "") == birth
    numbers = {str(report.PatientID)} if report.get("PatientID") else set()
    assert {one.value for one in shown.identifiers} == numbers
    days = {str(report.get(name, "")) for name in ("StudyDate", "SeriesDate", "ContentDate")}
    assert reading.date is not None
    assert reading.date.value.replace("-", "") in days


@pytest.mark.parametrize("path", found("dicom/rdsr/*.dcm"), ids=named)
def test_radiation_dose_reports(path: Path) -> None:
    reading, report = read(path), pydicom.dcmread(path)
    holds_the_same(reading, report)
    held = Counter(measured_in(report))
    told = Counter((f.codes[0].code, f.number) for f in of(reading, FactKind.RADIATION))
    assert told
    assert not told - held
    dose = {code for code, _ in told} | {"113722", "113725", "122130", "113738", "113730", "113830", "113838"}
    assert {pair: n for pair, n in held.items() if pair[0] in dose} == dict(told)
    assert all(
        f.unit for f in of(reading, FactKind.RADIATION) if f.codes[0].code in ("113722", "113725", "122130")
    )


@pytest.mark.parametrize(
    "path",
    found("dicom/highdicom/sr*.dcm") + found("dicom/test-SR.dcm") + found("dicom/reportsi.dcm"),
    ids=named,
)
def test_structured_reports(path: Path) -> None:
    reading, report = read(path), pydicom.dcmread(path)
    holds_the_same(reading, report)
    held = Counter(measured_in(report))
    assert Counter((f.codes[0].code, f.number) for f in of(reading, FactKind.RESULT) if f.codes) == held


# --- phenopackets and health cards ----------------------------------------------------------------


@pytest.mark.parametrize("path", found("phenopackets/*.json"), ids=named)
def test_phenopackets(path: Path) -> None:
    packet, reading = json.loads(path.read_text("utf-8")), read(path)
    features = Counter(
        (one["type"]["id"], bool(one.get("excluded"))) for one in packet.get("phenotypicFeatures", [])
    )
    assert features == Counter(
        (f.codes[0].code, f.certainty is Certainty.DENIED) for f in of(reading, FactKind.FEATURE)
    )
    diseases = Counter(one["term"]["id"] for one in packet.get("diseases", []))
    assert diseases == codes(of(reading, FactKind.DIAGNOSIS))
    variants = [
        each
        for one in packet.get("interpretations", [])
        for each in one["diagnosis"].get("genomicInterpretations", [])
        if "variantInterpretation" in each
    ]
    assert len(of(reading, FactKind.VARIANT)) == len(variants)


@pytest.mark.parametrize("path", found("smart_links/*multi-jws*") + found("smart_links/*single*"), ids=named)
def test_health_cards(path: Path) -> None:
    card = CORPUS / "smart_links" / "test-example-00-e-file-multi-jws.smart-health-card"
    tokens = json.loads(card.read_text())["verifiableCredential"]
    wanted = tokens if path == card else tokens[:1]
    lots = []
    for token in wanted:
        body = token.split(".")[1]
        payload = json.loads(zlib.decompress(urlsafe_b64decode(body + "=" * (-len(body) % 4)), wbits=-15))
        entries = payload["vc"]["credentialSubject"]["fhirBundle"]["entry"]
        lots += [one["resource"]["lotNumber"] for one in entries if "lotNumber" in one["resource"]]
    assert [f.value for f in of(read(path), FactKind.IMMUNISATION)] == [f"lot {lot}" for lot in lots]

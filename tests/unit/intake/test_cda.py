"""Clinical documents: header, entries with their certainty, and what is embedded."""

import base64
from pathlib import Path

from secunda.engines.intake.facts import Certainty, Fact, FactKind
from secunda.engines.intake.limits import Options
from secunda.engines.intake.read import read_file
from secunda.engines.intake.reading import Reading, RecordKind

_C = "2.16.840.1.113883.10.20.22.4."


def document(body: str, code: str = "34133-9") -> str:
    return f"""<?xml version="1.0"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<code code="{code}"/><title>Summary</title><effectiveTime value="20250304"/><languageCode code="en-GB"/>
<recordTarget><patientRole><id extension="P-1" assigningAuthorityName="MRN"/><patient>
<name><given>Agnes</given><family>Tilbury</family></name><administrativeGenderCode code="F"/>
<birthTime value="19570314"/></patient></patientRole></recordTarget>
{body}</ClinicalDocument>"""


def section(code: str, entry: str, text: str = "") -> str:
    return f"""<component><structuredBody><component><section><code code="{code}"/><text>{text}</text>
<entry>{entry}</entry></section></component></structuredBody></component>"""


def read(folder: Path, text: str) -> Reading:
    path = folder / "record.xml"
    path.write_text(text, "utf-8")
    return read_file(path, "record.xml", Options(today="2026-01-01"))


def only(reading: Reading, kind: FactKind) -> Fact:
    [fact] = [one for one in reading.facts if one.kind is kind]
    return fact


def result(value: str, span: str = "") -> str:
    return f"""<organizer moodCode="EVN"><component><observation moodCode="EVN"><templateId root="{_C}2"/>
<code code="718-7" displayName="Hemoglobin" codeSystemName="LOINC"/><statusCode code="completed"/>
<effectiveTime value="20250301"/>{value}<interpretationCode code="L"/>
<referenceRange><observationRange>{span}</observationRange></referenceRange>
</observation></component></organizer>"""


def test_a_result_and_its_range_are_verbatim(tmp_path: Path) -> None:
    value = '<value xsi:type="PQ" value="11.80" unit="g/dL"/>'
    reading = read(tmp_path, document(section("30954-2", result(value, "<text>12.0 to 15.5</text>"))))
    fact = only(reading, FactKind.RESULT)
    assert (fact.name, fact.number, fact.unit, fact.reference) == (
        "Hemoglobin",
        "11.80",
        "g/dL",
        "12.0 to 15.5",
    )
    assert (fact.flag, fact.date, fact.place) == ("L", "2025-03-01", "section 30954-2, entry 1")
    assert (reading.person.name, reading.kind.name) == ("Agnes Tilbury", RecordKind.PATIENT_SUMMARY)


def test_a_bound_keeps_its_direction(tmp_path: Path) -> None:
    above = '<value xsi:type="IVL_PQ"><low value="100" unit="ug/L" inclusive="false"/></value>'
    assert (
        only(read(tmp_path, document(section("30954-2", result(above)))), FactKind.RESULT).value
        == ">100 ug/L"
    )


def allergy(more: str = "", substance: str = "Penicillin", code: str = "7980") -> str:
    return f"""<act moodCode="EVN"><templateId root="{_C}30"/><entryRelationship typeCode="SUBJ">
<observation moodCode="EVN" {more}><templateId root="{_C}7"/><statusCode code="completed"/>
<value xsi:type="CD" code="419199007" displayName="Allergy to substance"/><participant><participantRole>
<playingEntity><code code="{code}" displayName="{substance}"/></playingEntity></participantRole></participant>
<entryRelationship typeCode="MFST" inversionInd="true"><observation moodCode="EVN">
<templateId root="{_C}9"/><value xsi:type="CD" displayName="Hives"/></observation></entryRelationship>
</observation></entryRelationship></act>"""


def test_an_allergy_with_its_reaction_and_one_denied(tmp_path: Path) -> None:
    fact = only(read(tmp_path, document(section("48765-2", allergy()))), FactKind.ALLERGY)
    assert (fact.name, fact.reaction, fact.certainty) == ("Penicillin", "Hives", Certainty.STATED)
    none = allergy('negationInd="true"', "Substance", "105590001")
    fact = only(read(tmp_path, document(section("48765-2", none))), FactKind.ALLERGY)
    assert (fact.name, fact.certainty) == ("no known allergies", Certainty.DENIED)


def medicine(more: str = "", mood: str = "EVN") -> str:
    return f"""<substanceAdministration moodCode="{mood}" {more}><templateId root="{_C}16"/>
<text><reference value="#m1"/></text><statusCode code="active"/>
<effectiveTime xsi:type="IVL_TS"><low value="20250101"/></effectiveTime>
<effectiveTime xsi:type="PIVL_TS"><period value="12" unit="h"/></effectiveTime>
<routeCode displayName="Oral"/><doseQuantity value="5" unit="mg"/>
<consumable><manufacturedProduct><manufacturedMaterial><code code="1" displayName="Apixaban"/>
</manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>"""


def test_a_medicine_with_dose_route_and_schedule(tmp_path: Path) -> None:
    text = section("10160-0", medicine(), '<content ID="m1">Apixaban 5 mg twice a day</content>')
    fact = only(read(tmp_path, document(text)), FactKind.MEDICINE)
    assert (fact.dose, fact.route, fact.schedule) == ("5 mg", "Oral", "every 12 hour(s)")
    assert (fact.date, fact.quote) == ("2025-01-01", "Apixaban 5 mg twice a day")


def test_what_is_planned_or_refused_was_not_given(tmp_path: Path) -> None:
    refused = only(
        read(tmp_path, document(section("10160-0", medicine('negationInd="true"')))), FactKind.MEDICINE
    )
    assert refused.certainty is Certainty.DENIED
    assert read(tmp_path, document(section("10160-0", medicine(mood="RQO")))).facts == ()
    assert read(tmp_path, document(section("18776-5", medicine()))).facts == ()


def test_a_relatives_illness_is_not_the_patients(tmp_path: Path) -> None:
    entry = f"""<organizer moodCode="EVN"><templateId root="{_C}45"/><subject><relatedSubject>
<code displayName="Mother"/></relatedSubject></subject><component><observation moodCode="EVN">
<templateId root="{_C}46"/><value xsi:type="CD" displayName="Breast cancer"/></observation></component>
</organizer>"""
    fact = only(read(tmp_path, document(section("10157-6", entry))), FactKind.DIAGNOSIS)
    assert (fact.certainty, fact.relative) == (Certainty.RELATIVE, "Mother")


def test_an_embedded_letter_is_read(tmp_path: Path) -> None:
    inner = base64.b64encode(b"Allergies: penicillin (rash)").decode()
    body = f'<component><nonXMLBody><text representation="B64">{inner}</text></nonXMLBody></component>'
    fact = only(read(tmp_path, document(body, "11488-4")), FactKind.ALLERGY)
    assert (fact.name, fact.reaction, fact.page) == ("penicillin", "rash", 2)

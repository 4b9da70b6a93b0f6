"""An interval of an ECG: drawn from the recording, cited with leads and seconds, opened there again."""

import io

import numpy as np
import pydicom
import pytest
from django.test import Client
from pydicom.dataset import Dataset

from secunda.journey.cases.models import Case
from secunda.journey.imaging.models import Series
from secunda.journey.opinions.models import Part
from secunda.journey.opinions.rules.citing import citation
from secunda.journey.records.models import Record
from tests.integration.cast import Cast, sign_in
from tests.integration.opinions.filling import in_review
from tests.integration.records.files import ct, study_uid
from tests.integration.records.steps import send, work

pytestmark = pytest.mark.django_db
AECG = """<AnnotatedECG xmlns="urn:hl7-org:v3"><effectiveTime><center value="20260203"/></effectiveTime>
<componentOf><timepointEvent><componentOf><subjectAssignment><subject><trialSubject><subjectDemographicPerson>
<name>Amina Rahman</name><birthTime value="19790417"/></subjectDemographicPerson></trialSubject></subject>
</subjectAssignment></componentOf></timepointEvent></componentOf>
<component><series><component><sequenceSet>
<component><sequence><code code="TIME_RELATIVE"/><value><increment value="4" unit="ms"/></value></sequence>
</component><component><sequence><code code="MDC_ECG_LEAD_II"/><value><scale value="5" unit="uV"/>
<digits>{digits}</digits></value></sequence></component></sequenceSet></component></series></component>
</AnnotatedECG>"""
WAVE = [round(150 * np.sin(step / 20)) for step in range(2500)]


def ecg() -> bytes:
    """A recording of one lead, ten seconds, as a DICOM waveform."""
    source, channel, group = Dataset(), Dataset(), Dataset()
    source.CodeValue, source.CodingSchemeDesignator, source.CodeMeaning = "2:5", "MDC", "Lead V3"
    channel.ChannelSourceSequence = [source]
    group.ChannelDefinitionSequence = [channel]
    group.NumberOfWaveformChannels, group.NumberOfWaveformSamples = 1, len(WAVE)
    group.SamplingFrequency, group.WaveformBitsAllocated = 250, 16
    group.WaveformSampleInterpretation, group.WaveformData = "SS", np.array(WAVE, "<i2").tobytes()
    one = pydicom.dcmread(io.BytesIO(ct(1, series=study_uid("ecg series"), study=study_uid("ecg"))))
    for name in ("PixelData", "Rows", "Columns", "BitsAllocated", "PhotometricInterpretation"):
        del one[name]
    one.SOPClassUID = one.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.9.1.1"
    one.Modality, one.StudyDescription, one.SeriesDescription = "ECG", "ECG at rest", ""
    one.WaveformSequence = [group]
    out = io.BytesIO()
    one.save_as(out, enforce_file_format=True)
    return out.getvalue()


@pytest.fixture
def reviewer(case: Case, cast: Cast) -> Client:
    """Dr Rao's browser; an ECG came as a record and another as a study, and a worker has drawn both."""
    record = AECG.format(digits=" ".join(map(str, WAVE))).encode()
    send(case, {"ecg.xml": record, "ecg.dcm": ecg()}, by=cast.amina)
    work()
    in_review(case, cast.rao)
    browser = sign_in(cast.rao)
    browser.get(f"/reviews/{case.id}/read")
    return browser


def test_a_part_of_an_ecg_is_seen_cited_and_opened_again(reviewer: Client, case: Case) -> None:
    record, series = Record.objects.get(case=case), Series.objects.get(study__case=case)
    where = f"/reviews/{case.id}"
    html = reviewer.get(f"{where}/records/{record.id}").content.decode()
    assert "data-grid=" in html
    for drawn in (f"records/{record.id}?drawn=1", f"studies/{series.study_id}?drawn=1"):
        answer = reviewer.get(f"{where}/{drawn}")
        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    Part.objects.update(answers={"own_diagnoses": [{"dx_second": "Long QT"}]})
    asked = {"phase": "blind", "statement": "own_diagnoses-0", "number": "1", "label": "QTc 480 ms"}
    interval = {"leads": "II", "from": "1,2", "to": "1.64"}
    for named in (record.id, series.study_id):
        sent = {**asked, **interval, "named": str(named)}
        assert reviewer.post(f"{where}/cite", sent).status_code == 302
    kept = Part.objects.get().answers["own_diagnoses"][0]["cites"]
    assert kept[0] == {
        "record": str(record.id),
        "page": 1,
        "leads": ["II"],
        "span": [1200, 1640],
        "label": "QTc 480 ms",
    }
    shown = reviewer.get(f"{where}/read").content.decode()
    assert "lead II, 1.20–1.64 s (440 ms), QTc 480 ms" in shown
    opened = reviewer.get(f"{where}/{citation(kept[1]).address}").content.decode()  # type: ignore[union-attr]
    assert 'value="1.64"' in opened
    assert 'data-box=""' not in opened


def test_a_tracing_that_is_held_back_has_no_drawing(reviewer: Client, case: Case) -> None:
    record, series = Record.objects.get(case=case), Series.objects.get(study__case=case)
    Record.objects.update(reveals="unknown")
    Series.objects.update(reveals="unknown")
    for drawn in (f"records/{record.id}?drawn=1", f"studies/{series.study_id}?drawn=1"):
        assert reviewer.get(f"/reviews/{case.id}/{drawn}").status_code == 404

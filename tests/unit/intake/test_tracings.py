"""Recordings as curves on pages, and slides from afar: what is drawn, and where leads and seconds lie."""

import struct
from itertools import pairwise
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import tifffile
from PIL import Image
from pydicom import Dataset

from secunda.engines.intake.excerpt import NotOpenedError, Sheet, draw
from secunda.engines.intake.limits import Limits, Options
from secunda.engines.intake.plotting import curves_in
from secunda.engines.intake.read import read_file
from secunda.engines.intake.readers.curves import of_dicom, of_scp
from secunda.engines.intake.tracing import MOST_SECONDS, Drawable, grid_of, pages_of, place_of
from tests.unit.intake.making_dicom import save
from tests.unit.intake.test_dicom_statements import coded
from tests.unit.intake.test_recordings import scp

AECG = """<AnnotatedECG xmlns="urn:hl7-org:v3"><component><series><component><sequenceSet>
<component><sequence><code code="TIME_RELATIVE"/><value><head value="0" unit="s"/>
<increment value="2" unit="ms"/></value></sequence></component>
<component><sequence><code code="MDC_ECG_LEAD_II"/><value><origin value="0" unit="uV"/>
<scale value="5" unit="uV"/><digits>{digits}</digits></value></sequence></component>
<component><sequence><code code="MDC_ECG_LEAD_AVR"/><value><origin value="0" unit="uV"/>
<scale value="5" unit="uV"/><digits>{digits}</digits></value></sequence></component>
</sequenceSet></component></series></component></AnnotatedECG>"""
WAVE = [round(200 * np.sin(step / 40)) for step in range(6000)]


def aecg(path: Path) -> Path:
    """Two leads, twelve seconds at 500 samples a second."""
    path.write_text(AECG.format(digits=" ".join(map(str, WAVE))), encoding="utf-8")
    return path


def test_an_annotated_ecg_is_drawn_ten_seconds_a_page(tmp_path: Path) -> None:
    path = aecg(tmp_path / "a.xml")
    assert read_file(path, "a.xml", Options()).drawable == Drawable(("II", "aVR"), 12.0)
    curves = curves_in(path, Limits())
    assert curves is not None
    assert np.allclose(curves.samples[1] * 1000, np.array(WAVE) * 5)
    assert draw([Sheet(str(path))], tmp_path / "drawn.pdf", Limits()) == 2
    second = pypdfium2.PdfDocument(tmp_path / "drawn.pdf")[1]
    words = second.get_textpage().get_text_range()
    assert all(word in words for word in ("aVR", "10 s", "20 s", "25 mm/s, 10 mm/mV"))


def test_the_curve_stands_where_its_lead_and_its_seconds_are(tmp_path: Path) -> None:
    """One spike in one lead: its ink lies in the box around its interval, and nowhere else."""
    quiet = " ".join(["0"] * 5000)
    spike = " ".join("100" if 2000 <= step < 2030 else "0" for step in range(5000))
    path = tmp_path / "b.xml"
    path.write_text(AECG.replace("{digits}", quiet, 1).replace("{digits}", spike), encoding="utf-8")
    draw([Sheet(str(path))], tmp_path / "drawn.pdf", Limits())
    shown = np.asarray(pypdfium2.PdfDocument(tmp_path / "drawn.pdf")[0].render(scale=2).to_pil().convert("L"))
    drawn = read_file(path, "b.xml", Options()).drawable
    assert drawn is not None
    page, (left, top, right, bottom) = place_of(drawn, ["aVR"], 3900, 4160)
    assert page == 1
    height, width = shown.shape
    inside = shown[int(top * height) : int(bottom * height), int(left * width) : int(right * width)]
    above = inside[: inside.shape[0] // 2 - 8]
    other = shown[int(top * height) : int(bottom * height), int((right + 0.01) * width) :]
    assert (above < 60).any()
    assert not (other[: inside.shape[0] // 2 - 8] < 60).any()


def test_a_dicom_recording_is_scaled_and_a_long_one_is_cut(tmp_path: Path) -> None:
    group, channel, whole = Dataset(), Dataset(), Dataset()
    channel.ChannelSourceSequence = coded("2:1", "Lead I", "MDC")
    channel.ChannelSensitivity, channel.ChannelSensitivityCorrectionFactor = "2.5", "2"
    channel.ChannelSensitivityUnitsSequence = coded("uV", "microvolt", "UCUM")
    channel.ChannelBaseline = "0"
    group.ChannelDefinitionSequence = [channel, channel]
    group.SamplingFrequency, group.NumberOfWaveformSamples = "10", 3000
    group.WaveformSampleInterpretation = "SS"
    group.WaveformData = np.array([[100, -32768]] * 3000, "<i2").tobytes()
    whole.WaveformSequence = [group]
    curves = of_dicom(whole)
    assert curves is not None
    assert curves.drawable == Drawable(("I (1)", "I (2)"), 300.0)
    assert curves.samples.shape == (2, 10 * MOST_SECONDS)
    assert curves.samples[0, 0] == pytest.approx(0.5)  # millivolts
    assert np.isnan(curves.samples[1]).all()


def test_scp_curves_are_read_plainly_and_as_differences(tmp_path: Path) -> None:
    read = read_file(scp(tmp_path / "a.scp"), "a.scp", Options())
    assert read.drawable == Drawable(("I", "III"), 10.0)
    wanted = [3, 5, 4, -2, -9]
    first = [wanted[0], *(after - before for before, after in pairwise(wanted))]
    second = [
        *wanted[:2],
        *(third - 2 * two + one for one, two, third in zip(wanted, wanted[1:], wanted[2:], strict=False)),
    ]
    for differences, written in ((0, wanted), (1, first), (2, second)):
        rhythm = struct.pack("<HHBBH5h", 1000, 2000, differences, 0, 10, *written)
        curves = of_scp({3: b"\x01\x00", 6: rhythm}, ["II"])
        assert curves is not None
        assert curves.samples[0] == pytest.approx([each / 1000 for each in wanted])
    packed = {2: b"\x01", 3: b"\x01\x00", 6: struct.pack("<HHBBH5h", 1000, 2000, 0, 0, 10, *wanted)}
    assert of_scp(packed, ["II"]) is None


def test_places_on_a_page_go_there_and_back() -> None:
    drawn = Drawable(("I", "II", "III"), 25.0)
    assert pages_of(drawn) == 3
    page, (left, top, right, bottom) = place_of(drawn, ["II"], 12_000, 13_500)
    grid = grid_of(drawn)
    assert page == 2
    assert (left - grid["left"]) / grid["second"] == pytest.approx(2.0)  # type: ignore[operator]
    assert (right - left) / grid["second"] == pytest.approx(1.5)  # type: ignore[operator]
    assert (top - grid["top"]) / grid["row"] == pytest.approx(1.0)  # type: ignore[operator]
    assert bottom - top == pytest.approx(grid["row"])


def test_a_slide_is_shown_from_afar_and_its_label_never(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)  # a real slide is beyond what Pillow opens by itself
    path = tmp_path / "slide.svs"
    said = "Aperio Image Library v12\r\n512x256 [0,0 512x256] (256x256)|AppMag = 40"
    with tifffile.TiffWriter(path) as opened:
        for number, size in enumerate(((256, 512, 3), (64, 128, 3), (128, 256, 3))):
            tissue = np.full(size, (200, 60, 120), "uint8")
            opened.write(tissue, tile=(64, 64) if number != 1 else None, photometric="rgb", metadata=None,
                         description=said if not number else "Aperio thumb", subfiletype=0)  # fmt: skip
        opened.write(np.zeros((90, 90, 3), "uint8"), photometric="rgb", metadata=None,
                     description="Aperio\r\nlabel 90x90", subfiletype=1)  # fmt: skip
    assert read_file(path, "slide.svs", Options()).drawable == Drawable(magnification="40 x")
    assert draw([Sheet(str(path))], tmp_path / "drawn.pdf", Limits()) == 1
    shown = np.asarray(pypdfium2.PdfDocument(tmp_path / "drawn.pdf")[0].render().to_pil())
    assert shown.mean(axis=(0, 1)) == pytest.approx([200, 60, 120], abs=3)


def test_a_dicom_slide_is_shown_from_afar_and_its_label_never(tmp_path: Path) -> None:
    lens, tissue = Dataset(), np.full((40, 60, 3), (200, 60, 120), "uint8")
    lens.ObjectiveLensPower = "20"
    more = {
        "Rows": 40,
        "Columns": 60,
        "SamplesPerPixel": 3,
        "PhotometricInterpretation": "RGB",
        "PlanarConfiguration": 0,
        "BitsAllocated": 8,
        "BitsStored": 8,
        "HighBit": 7,
        "PixelRepresentation": 0,
        "OpticalPathSequence": [lens],
        "PixelData": tissue.tobytes(),
    }
    for what, drawable in (
        ("THUMBNAIL", Drawable(magnification="20 x")),
        ("LABEL", None),
        ("OVERVIEW", None),
    ):
        kind = {"ImageType": ["ORIGINAL", "PRIMARY", what, "NONE"]}
        path = save(tmp_path / f"{what}.dcm", "77.1.6", "SM", **more, **kind)
        assert read_file(path, path.name, Options()).drawable == drawable, what
    assert draw([Sheet(str(tmp_path / "THUMBNAIL.dcm"))], tmp_path / "drawn.pdf", Limits()) == 1
    shown = np.asarray(pypdfium2.PdfDocument(tmp_path / "drawn.pdf")[0].render().to_pil())
    assert shown.mean(axis=(0, 1)) == pytest.approx([200, 60, 120], abs=3)


def test_what_cannot_be_drawn_is_said_and_costs_nothing_else(tmp_path: Path) -> None:
    path = aecg(tmp_path / "c.xml")
    path.write_text(
        path.read_text(encoding="utf-8").replace("<digits>", "<digits>no number "), encoding="utf-8"
    )
    read = read_file(path, "c.xml", Options())
    assert read.readable
    assert read.drawable is None
    with pytest.raises(NotOpenedError):
        draw([Sheet(str(path))], tmp_path / "drawn.pdf", Limits())

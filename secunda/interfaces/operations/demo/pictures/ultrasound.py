"""The pelvic ultrasound stills."""

from datetime import date, time
from pathlib import Path

from pydicom.sequence import Sequence

from secunda.interfaces.operations.demo.dicom import US_IMAGE, Machine, Series, Study, blank, fill, keep
from secunda.interfaces.operations.demo.patients import Patient
from secunda.interfaces.operations.demo.phantoms import echoes
from secunda.interfaces.operations.demo.pictures.heart import region


def pelvic_ultrasound(folder: Path, patient: Patient, today: date) -> list[Path]:
    """Five stills, 57 days before `today`."""
    machine = Machine("Thamesmead General Hospital", "Fictional Imaging", "Sonata G", "TGUS02")
    study = Study(
        patient,
        today,
        -57,
        time(9, 50),
        "US Pelvis transabdominal and transvaginal",
        "TG-US-0083127",
        machine,
        "OKONEDO^P^^DR",
        "PELVIS",
    )
    extra: dict[str, object] = {
        "ImageType": ["ORIGINAL", "PRIMARY"], "BurnedInAnnotation": "YES", "LossyImageCompression": "00",
    }  # fmt: skip
    series = Series(study, 1, "Pelvis stills", "US", US_IMAGE, extra=extra)
    written: list[Path] = []
    views = ("UTERUS LS", "UTERUS TS", "CAVITY TV", "RT OVARY", "LT OVARY")
    for number, view in enumerate(views, start=1):
        picture, fan = echoes.womb(view, seed=80 + number)
        file = blank(series, number, after=45.0 * number)
        fill(file, picture, bits=8)
        file.SequenceOfUltrasoundRegions = Sequence([region(fan)])
        written.append(keep(file, folder / f"US_{number:02d}.dcm", squeeze=True))
    return written

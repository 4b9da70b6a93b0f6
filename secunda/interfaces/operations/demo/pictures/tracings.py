"""Heart tracings as DICOM waveforms (PS3.3 §A.34.3, twelve-lead ECG)."""

from datetime import date, time
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from secunda.interfaces.operations.demo import ecg
from secunda.interfaces.operations.demo.dicom import ECG_12_LEAD, Machine, Series, Study, blank, keep
from secunda.interfaces.operations.demo.patients import Patient

# ISO/IEEE 11073-10102 lead codes.
_CODES = {
    "I": "2:1", "II": "2:2", "III": "2:61", "aVR": "2:62", "aVL": "2:63", "aVF": "2:64",
    "V1": "2:3", "V2": "2:4", "V3": "2:5", "V4": "2:6", "V5": "2:7", "V6": "2:8",
}  # fmt: skip


def _code(value: str, scheme: str, meaning: str) -> Dataset:
    code = Dataset()
    code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = value, scheme, meaning
    return code


def _channel(lead: str) -> Dataset:
    channel = Dataset()
    channel.ChannelSourceSequence = Sequence([_code(_CODES[lead], "MDC", f"Lead {lead}")])
    channel.ChannelSensitivity = 1
    channel.ChannelSensitivityUnitsSequence = Sequence([_code("uV", "UCUM", "microvolt")])
    channel.ChannelSensitivityCorrectionFactor = 1
    channel.ChannelBaseline = 0
    channel.ChannelSampleSkew = 0
    channel.WaveformBitsStored = 16
    channel.FilterLowFrequency, channel.FilterHighFrequency = 0.05, 150
    return channel


def _write(folder: Path, study: Study, rhythm: ecg.Rhythm, seed: int) -> list[Path]:
    samples = ecg.tracing(rhythm, seed=seed)
    series = Series(study, 1, "Resting 12-lead ECG", "ECG", ECG_12_LEAD)
    file = blank(series, 1)
    file.AcquisitionDateTime = study.moment(0).strftime("%Y%m%d%H%M%S")
    file.AcquisitionContextSequence = Sequence([])
    group = Dataset()
    group.MultiplexGroupTimeOffset = 0
    group.WaveformOriginality = "ORIGINAL"
    group.NumberOfWaveformChannels = len(ecg.LEADS)
    group.NumberOfWaveformSamples = samples.shape[0]
    group.SamplingFrequency = ecg.RATE
    group.MultiplexGroupLabel = "RHYTHM"
    group.ChannelDefinitionSequence = Sequence([_channel(lead) for lead in ecg.LEADS])
    group.WaveformBitsAllocated = 16
    group.WaveformSampleInterpretation = "SS"
    group.WaveformData = samples.astype(np.dtype("<i2")).tobytes()
    file.WaveformSequence = Sequence([group])
    return [keep(file, folder / "ECG00001.dcm")]


def normal_ecg(folder: Path, patient: Patient, today: date) -> list[Path]:
    """A normal tracing at 78 beats a minute, 45 days before `today`."""
    machine = Machine("Docklands Heart Centre", "Fictional Imaging", "Trace 12", "DHEC01")
    study = Study(
        patient, today, -45, time(9, 5), "12-lead ECG", "DH-ECG-90233", machine, "CHOWDHURY^F^^DR", "HEART"
    )
    return _write(folder, study, ecg.NORMAL, seed=45)


def hypertrophy_ecg(folder: Path, patient: Patient, today: date) -> list[Path]:
    """A tracing with tall waves over the left ventricle, 26 days before `today`."""
    machine = Machine("Forest Road Surgery", "Fictional Imaging", "Trace 12", "FREC01")
    study = Study(
        patient, today, -26, time(11, 25), "12-lead ECG", "FR-ECG-1184", machine, "QUINN^B^^DR", "HEART"
    )
    return _write(folder, study, ecg.THICK, seed=26)

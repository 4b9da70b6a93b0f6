"""The curves of a recording: the samples of each lead, from DICOM, HL7 aECG or SCP-ECG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from secunda.engines.intake.readers.cda.values import H
from secunda.engines.intake.readers.dicom_tree import entries, meaning
from secunda.engines.intake.tracing import MOST_LEADS, MOST_SECONDS, Drawable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from numpy.typing import NDArray
    from pydicom import Dataset

_MILLIVOLTS = {"uV": 0.001, "mV": 1.0, "V": 1000.0, "nV": 1e-6}
_AECG_LEAD = "MDC_ECG_LEAD_"
_AUGMENTED = {"AVR": "aVR", "AVL": "aVL", "AVF": "aVF"}
# PS3.3 C.10.9.1.5: how a sample is written.
_DICOM_SAMPLES = {"SB": "<i1", "UB": "<u1", "SS": "<i2", "US": "<u2"}
_PADDING = -32768
_SAMPLE_NANOVOLTS = 1e-6


@dataclass(frozen=True)
class Curves:
    """Samples by lead, a row for each lead: millivolts, or the unit that the file has (`volts` False).

    Of a recording longer than `MOST_SECONDS` the beginning; `seconds` is how long the whole is.
    """

    leads: tuple[str, ...]
    rate: float
    samples: NDArray[Any]
    seconds: float
    volts: bool = True

    @property
    def drawable(self) -> Drawable:
        """What is said of them where they are not drawn."""
        return Drawable(self.leads, round(self.seconds, 3))


def drawable_if(curves: Callable[[], Curves | None]) -> Drawable | None:
    """What can be drawn of a recording; None where its curves are damaged: that costs only the drawing."""
    try:
        found = curves()
    except Exception:  # noqa: BLE001  whatever the damaged bytes lead to
        return None
    return found.drawable if found and found.leads and found.samples.shape[1] else None


def of_dicom(dataset: Dataset) -> Curves | None:
    """The first multiplex group (PS3.3 C.10.9): the recording itself; others are averages of it."""
    import numpy as np

    groups = dataset.get("WaveformSequence") or []
    written = _DICOM_SAMPLES.get(str(groups[0].get("WaveformSampleInterpretation"))) if groups else None
    if written is None:
        return None
    group = groups[0]
    channels = group.ChannelDefinitionSequence
    rate, count = float(group.SamplingFrequency), int(group.NumberOfWaveformSamples)
    kept = min(count, int(rate * MOST_SECONDS))
    raw = np.frombuffer(group.WaveformData, written, count=kept * len(channels))
    table = raw.reshape(kept, len(channels)).T[:MOST_LEADS].astype(float)
    factors = [_factor(channel) for channel in channels[:MOST_LEADS]]
    volts = all(_unit(channel) in _MILLIVOLTS for channel in channels)
    table[table == _PADDING] = np.nan
    table = (table + np.array([[base] for base, _ in factors])) * np.array([[times] for _, times in factors])
    names = [meaning(channel, "ChannelSourceSequence") for channel in channels[:MOST_LEADS]]
    return Curves(_named(names), rate, table, count / rate, volts)


def _factor(channel: Dataset) -> tuple[float, float]:
    times = float(channel.get("ChannelSensitivity") or 1)
    times *= float(channel.get("ChannelSensitivityCorrectionFactor") or 1)
    return float(channel.get("ChannelBaseline") or 0), times * _MILLIVOLTS.get(_unit(channel), 1.0)


def _unit(channel: Dataset) -> str:
    return next((each.code for each in entries(channel, "ChannelSensitivityUnitsSequence")), "")


def of_aecg(root: Element) -> Curves | None:
    """The first set of sequences of an annotated ECG: one of time, one for each lead."""
    import numpy as np

    together = root.find(f".//{H}sequenceSet")
    if together is None:
        return None
    leads: list[str] = []
    rows: list[NDArray[Any]] = []
    step = 0.0
    longest = 0
    for sequence in together.iter(f"{H}sequence"):
        code, value = sequence.find(f"{H}code"), sequence.find(f"{H}value")
        name = code.get("code", "") if code is not None else ""
        if value is None:
            continue
        if (increment := value.find(f"{H}increment")) is not None:
            step = float(increment.get("value", "0")) * {"ms": 0.001, "us": 1e-6}.get(
                increment.get("unit", "s"), 1
            )
        elif name.startswith(_AECG_LEAD) and step > 0 and len(leads) < MOST_LEADS:
            digits = (value.findtext(f"{H}digits") or "").split()
            longest = max(longest, len(digits))
            origin, scale = (_volts(value.find(f"{H}{each}")) for each in ("origin", "scale"))
            leads.append(name.removeprefix(_AECG_LEAD))
            rows.append(
                np.array(digits[: int(MOST_SECONDS / step)], float) * (scale or 1.0) + (origin or 0.0)
            )
    if not longest:
        return None
    shortest = min(len(row) for row in rows)
    return Curves(_named(leads), 1 / step, np.stack([row[:shortest] for row in rows]), longest * step)


def _volts(element: Element | None) -> float | None:
    if element is None:
        return None
    return float(element.get("value", "0")) * _MILLIVOLTS.get(element.get("unit", "uV"), 1.0)


def of_scp(sections: Mapping[int, bytes], leads: Sequence[str]) -> Curves | None:
    """The rhythm data (EN 1064 §5.9) where they are written plainly or as differences.

    None where they are packed: by Huffman's code (section 2), or with the beats at another rate or taken out.
    """
    import struct

    import numpy as np

    rhythm, described = sections.get(6, b""), sections.get(3, b"")
    if 2 in sections or len(rhythm) < 6 or len(described) < 2 or described[1] & 1 or rhythm[5]:
        return None
    nanovolts, step, differences = struct.unpack_from("<HHB", rhythm)
    lengths = struct.unpack_from(f"<{len(leads)}H", rhythm, 6)
    if not nanovolts or not step or not leads or differences > 2:
        return None
    at, rows, most = 6 + 2 * len(leads), [], int(MOST_SECONDS * 1_000_000 / step)
    for length in lengths:
        row = np.frombuffer(rhythm, "<i2", count=min(length // 2, (len(rhythm) - at) // 2), offset=at)
        row = row[:most].astype(float)
        if differences > 1:
            row[1:2] -= 2 * row[:1]  # the first two samples are written plainly
        for _ in range(differences):
            row = np.cumsum(row)
        rows.append(row * nanovolts * _SAMPLE_NANOVOLTS)
        at += length
    shortest = min(len(row) for row in rows)
    if not shortest:
        return None
    together = np.stack([row[:shortest] for row in rows[:MOST_LEADS]])
    return Curves(_named(leads[:MOST_LEADS]), 1_000_000 / step, together, max(lengths) / 2 * step / 1_000_000)


def _named(leads: Sequence[str]) -> tuple[str, ...]:
    """Lead names as people write them, each once: a place names a lead by them."""
    plain = [lead.removeprefix("Lead ").strip()[:12] or str(number) for number, lead in enumerate(leads, 1)]
    plain = [_AUGMENTED.get(lead.upper(), lead).replace(",", " ") for lead in plain]
    return tuple(
        f"{lead} ({number})" if plain.count(lead) > 1 else lead for number, lead in enumerate(plain, 1)
    )

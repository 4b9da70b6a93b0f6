"""Waveforms (PS3.3 C.10.9): which leads, how fast, how long, and what was measured or noted on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secunda.engines.intake.facts import Fact, FactKind
from secunda.engines.intake.readers.dicom_tree import entries, meaning, unit_of, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydicom import Dataset


def recordings(dataset: Dataset, date: str | None) -> Iterator[Fact]:
    """Each multiplex group, then each annotation."""
    for number, group in enumerate(dataset.get("WaveformSequence") or [], 1):
        leads = [
            meaning(channel, "ChannelSourceSequence")
            for channel in group.get("ChannelDefinitionSequence") or []
        ]
        leads = [lead for lead in leads if lead]
        rate, samples = written(group.get("SamplingFrequency")), written(group.get("NumberOfWaveformSamples"))
        said = [f"{len(leads)} channel{'s' if len(leads) != 1 else ''} ({', '.join(leads)})"]
        if rate:
            said.append(f"{float(rate):g} samples a second")
            if samples and float(rate):
                said.append(f"{float(samples) / float(rate):g} s")
        value = ", ".join(said)
        yield Fact("recording", value, 1, f"Recording: {value}", FactKind.RECORDING, date=date,
                   place=f"multiplex group {number}")  # fmt: skip
    for number, note in enumerate(dataset.get("WaveformAnnotationSequence") or [], 1):
        yield from _annotation(note, f"annotation {number}", date)


def _annotation(note: Dataset, place: str, date: str | None) -> Iterator[Fact]:
    name = meaning(note, "ConceptNameCodeSequence")
    number, unit = written(note.get("NumericValue")), unit_of(note)
    said = " ".join(str(note.get("UnformattedTextValue") or "").split()) or meaning(
        note, "ConceptCodeSequence"
    )
    if name and number:
        value = f"{number} {unit}".strip()
        yield Fact(
            name=name,
            value=value,
            page=1,
            quote=f"{name}: {value}",
            kind=FactKind.RESULT,
            place=place,
            codes=entries(note, "ConceptNameCodeSequence"),
            date=date,
            number=number,
            unit=unit or None,
        )
    elif said:
        yield Fact(name or "reading by the device", said, 1, said, place=place, date=date)

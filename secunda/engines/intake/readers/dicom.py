"""DICOM of every kind: what the header says, where the frames lie, and no pixel decoded."""

from __future__ import annotations

import mmap
import warnings
from functools import partial
from typing import TYPE_CHECKING, Any

from secunda.engines.intake.content import Content, failed
from secunda.engines.intake.readers.curves import drawable_if, of_dicom
from secunda.engines.intake.readers.dicom_documents import document_in
from secunda.engines.intake.readers.dicom_facts import facts_of
from secunda.engines.intake.readers.dicom_index import listed_series
from secunda.engines.intake.readers.dicom_slides import small_slide
from secunda.engines.intake.readers.dicom_values import (
    day,
    meta,
    number,
    person,
    transfer_syntax,
    word,
)
from secunda.engines.intake.readers.dicom_words import kind_of, text_of
from secunda.engines.intake.readers.frames import CutShortError, Layout, locate
from secunda.engines.intake.reading import (
    DicomObject,
    Filing,
    Frame,
    Page,
    PartialDate,
    Problem,
    ProblemCode,
    Severity,
)
from secunda.engines.words import say

if TYPE_CHECKING:
    from pathlib import Path

    from pydicom import DataElement, Dataset

    from secunda.engines.intake.facts import Fact
    from secunda.engines.intake.limits import Options
    from secunda.engines.intake.readers.frames import Whole

BULK_FROM = 1024
"""Bytes: of a longer binary value the metadata name the place in the file."""
# The start of a TIFF is lawful here (PS3.10 §7.1), the start of a program is not.
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"PK",
    b"<",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"%PDF",
    b"{\\rtf",
)
MEDIA_DIRECTORY = "1.2.840.10008.1.3.10"
"""SOP class of a DICOMDIR: the images are read themselves, so the index is only named."""
_VIEWS = {"R-10242": "CC", "399162004": "CC", "R-10226": "MLO", "399368009": "MLO", "R-10224": "ML"}
_DATES = ("StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate", "RTPlanDate", "StructureSetDate")
BAD_INDEX = say("The index of this disc is damaged. The images on it were read without it.")
_TELLING = ("SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "Modality", "PatientName", "PatientID")
_DEFLATED = "1.2.840.10008.1.2.1.99"
DAMAGED = say("This image file is damaged or cut short. Please ask for it again.")


def read(path: Path, options: Options) -> Content:
    """Read one object; damage is reported, and what the header says is kept."""
    import pydicom

    problems: list[Problem] = []
    with path.open("rb") as opened, warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # pydicom warns of each odd value; the value itself is kept as it stands
        preamble = opened.read(16)
        if preamble.startswith(_PROGRAMS):
            says = say("The start of this image file looks like a program or a web page. It was not run.")
            problems.append(Problem(ProblemCode.UNSAFE_CONTENT, Severity.LOW, says))
        opened.seek(0)
        try:
            dataset = pydicom.dcmread(opened, stop_before_pixels=True, force=True)
            after = opened.tell()
            if not _is_dicom(dataset):
                return failed(ProblemCode.CORRUPT, DAMAGED)
            if meta(dataset, "MediaStorageSOPClassUID") == MEDIA_DIRECTORY:
                return _index(dataset)
            with mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as whole:
                frames, more = _frames(whole, after, dataset)
                return _content(dataset, frames, [*problems, *more], whole, options)
        except RecursionError:
            return failed(
                ProblemCode.OVER_LIMIT,
                say("This image file is nested too deeply to read. Please ask for it again."),
            )
        except Exception:  # noqa: BLE001  pydicom raises whatever the damaged bytes lead it to
            return failed(ProblemCode.CORRUPT, DAMAGED)


def _is_dicom(dataset: Dataset) -> bool:
    """Reading by force accepts anything, so something that only DICOM has must be there."""
    return bool(meta(dataset, "MediaStorageSOPClassUID")) or any(name in dataset for name in _TELLING)


def _layout(dataset: Dataset) -> Layout:
    offsets, lengths = (
        dataset.get(name) or b"" for name in ("ExtendedOffsetTable", "ExtendedOffsetTableLengths")
    )
    implicit, little = dataset.original_encoding
    pairs = ((_long(offsets, i), _long(lengths, i)) for i in range(0, min(len(offsets), len(lengths)), 8))
    return Layout(
        rows=number(dataset, "Rows") or 0,
        columns=number(dataset, "Columns") or 0,
        samples=number(dataset, "SamplesPerPixel") or 1,
        bits=number(dataset, "BitsAllocated") or 0,
        frames=max(1, number(dataset, "NumberOfFrames") or 1),
        photometric=str(dataset.get("PhotometricInterpretation") or ""),
        little=bool(little),
        implicit=bool(implicit),
        table=tuple(pairs),
    )


def _long(raw: bytes, at: int) -> int:
    return int.from_bytes(raw[at : at + 8], "little")


def _frames(whole: mmap.mmap, after: int, dataset: Dataset) -> tuple[tuple[Frame, ...], list[Problem]]:
    if transfer_syntax(dataset) == _DEFLATED:
        return (), []
    try:
        return locate(whole, after, _layout(dataset)), []
    except CutShortError:
        return (), [Problem(ProblemCode.CORRUPT, Severity.HIGH, DAMAGED)]


def _index(dataset: Dataset) -> Content:
    """The index of a disc; one that cannot be walked costs nothing: the images are read themselves."""
    try:
        return Content(filing=Filing.DISC_INDEX, facts=tuple(listed_series(dataset)))
    except Exception:  # noqa: BLE001  as above
        problem = Problem(ProblemCode.CORRUPT, Severity.INFO, BAD_INDEX)
        return Content(filing=Filing.DISC_INDEX, problems=(problem,))


def _content(
    dataset: Dataset,
    frames: tuple[Frame, ...],
    problems: list[Problem],
    whole: mmap.mmap,
    options: Options,
) -> Content:
    if not word(dataset, "StudyInstanceUID") and not word(dataset, "SOPClassUID"):
        says = say("This image file lacks the numbers that say which examination it belongs to.")
        problems.append(Problem(ProblemCode.CORRUPT, Severity.MEDIUM, says))
    laterality = _laterality(dataset)
    date = day(dataset, *_DATES)
    inner, facts = _document(dataset, options), _facts(dataset, date)
    pages = inner.pages if inner else _pages(dataset, facts)
    named = word(dataset, "DocumentTitle") if inner else None
    return Content(
        pages=pages,
        filing=Filing.STUDY,
        # A document is of the kind that its words say.
        kind=None if inner and any(page.text.strip() for page in pages) else kind_of(dataset),
        title=named or word(dataset, "SeriesDescription") or word(dataset, "StudyDescription"),
        date=date,
        person=person(dataset),
        sender=word(dataset, "InstitutionName"),
        author=word(dataset, "ReferringPhysicianName"),
        body_part=word(dataset, "BodyPartExamined"),
        side={"L": "left", "R": "right", "B": "both"}.get(laterality or ""),
        facts=(*facts, *(inner.facts if inner else ())),
        problems=(*problems, *(inner.problems if inner else ())),
        dicom=_object(dataset, frames, laterality, whole),
        drawable=drawable_if(partial(of_dicom, dataset)) or small_slide(dataset),
    )


def _pages(dataset: Dataset, facts: tuple[Fact, ...]) -> tuple[Page, ...]:
    """The words of a report; of other objects what they state."""
    words = text_of(dataset) or "\n".join(fact.quote for fact in facts)
    return (Page(1, words),) if words else ()


def _facts(dataset: Dataset, date: PartialDate | None) -> tuple[Fact, ...]:
    try:
        return facts_of(dataset, date.value if date else None)
    except RecursionError:
        raise
    except Exception:  # noqa: BLE001  a value that breaks its own VR costs the statements, not the object
        return ()


def _document(dataset: Dataset, options: Options) -> Content | None:
    try:
        return document_in(dataset, options)
    except (OSError, ValueError, KeyError):
        return None


def _laterality(dataset: Dataset) -> str | None:
    said = word(dataset, "ImageLaterality") or word(dataset, "Laterality")
    for group in dataset.get("SharedFunctionalGroupsSequence") or []:  # enhanced objects say it for frames
        for anatomy in group.get("FrameAnatomySequence") or []:
            said = said or word(anatomy, "FrameLaterality")
    return said


def _view(dataset: Dataset) -> str | None:
    """The view of a projection; mammography codes it (PS3.16 CID 4014)."""
    if said := word(dataset, "ViewPosition"):
        return said
    for code in dataset.get("ViewCodeSequence") or []:
        known = word(code, "CodeValue") or ""
        return _VIEWS.get(known) or word(code, "CodeMeaning")
    return None


def _object(
    dataset: Dataset, frames: tuple[Frame, ...], laterality: str | None, whole: mmap.mmap
) -> DicomObject:
    return DicomObject(
        sop_class_uid=word(dataset, "SOPClassUID") or meta(dataset, "MediaStorageSOPClassUID"),
        sop_instance_uid=word(dataset, "SOPInstanceUID") or meta(dataset, "MediaStorageSOPInstanceUID"),
        study_uid=word(dataset, "StudyInstanceUID"),
        series_uid=word(dataset, "SeriesInstanceUID"),
        modality=word(dataset, "Modality"),
        transfer_syntax=transfer_syntax(dataset),
        study_description=word(dataset, "StudyDescription"),
        series_description=word(dataset, "SeriesDescription"),
        body_part=word(dataset, "BodyPartExamined"),
        laterality=laterality,
        view=_view(dataset),
        instance_number=number(dataset, "InstanceNumber"),
        series_number=number(dataset, "SeriesNumber"),
        number_of_frames=max(1, number(dataset, "NumberOfFrames") or 1),
        rows=number(dataset, "Rows"),
        columns=number(dataset, "Columns"),
        metadata=_metadata(dataset, whole),
        frames=frames,
    )


def _metadata(dataset: Dataset, whole: Whole) -> dict[str, Any]:
    """The JSON model of PS3.18 Annex F, an element at a time so that one bad value costs only itself."""
    model: dict[str, Any] = {}
    for tag in list(dataset.keys()):
        if tag.group in (0x0002, 0x7FE0):
            continue
        try:
            element = dataset[tag]
            made = element.to_json_dict(partial(_place, whole), BULK_FROM)
        except Exception:  # noqa: BLE001, S112  a value that breaks its own VR cannot be sent as JSON
            continue
        kept = _without_lost(made)
        if kept is not None:
            model[f"{int(tag):08X}"] = kept
    return model


def told(own: dict[int, tuple[bytes, bytes, int]], whole: Whole) -> dict[str, Any]:
    """The same of single elements, by tag: VR, value and where it stands; explicit VR little endian."""
    from pydicom import Dataset
    from pydicom.dataelem import RawDataElement
    from pydicom.tag import Tag

    dataset = Dataset()
    for tag, (vr, value, at) in own.items():
        raw = RawDataElement(Tag(tag), vr.decode(), len(value), value or None, at, False, True)  # noqa: FBT003
        dataset[tag] = raw
    return _metadata(dataset, whole)


def _place(whole: Whole, element: DataElement) -> str:
    """Where the bytes of a long value lie in the file, as `bulk/OFFSET-LENGTH`; empty when they do not."""
    value = element.value
    at = whole.find(value) if isinstance(value, bytes) and value else -1
    return f"bulk/{at}-{len(value)}" if at >= 0 else ""


def _without_lost(made: dict[str, Any]) -> dict[str, Any] | None:
    """An element without the long values that could not be placed; None when nothing is left of it."""
    if made.get("BulkDataURI") == "":
        return None
    if made.get("vr") == "SQ":
        items = [{tag: _without_lost(one) for tag, one in item.items()} for item in made.get("Value", [])]
        made["Value"] = [{tag: one for tag, one in item.items() if one is not None} for item in items]
    return made

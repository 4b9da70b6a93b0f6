"""The requests that a viewer makes (PS3.18 §10.4 and §10.6), each answered within one case."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from secunda.foundation.refusal import Hidden
from secunda.interfaces.dicomweb import datasets
from secunda.interfaces.dicomweb.answers import PRIVATE, Answer, dicom_json, frame_type, multipart, refused
from secunda.interfaces.dicomweb.gate import Reader
from secunda.journey.imaging import queries
from secunda.journey.imaging.actions import open_study
from secunda.journey.imaging.models import Instance

MOST_FRAMES = 64


@dataclass(frozen=True)
class Asked:
    """One request inside a case: names from the path, the query, and the address of the case's root."""

    names: Mapping[str, str]
    query: Mapping[str, str]
    root: str
    accept: str = "*/*"


def search_studies(reader: Reader, asked: Asked) -> Answer:
    """QIDO-RS for studies. Only this case's, whatever patient the viewer asks for."""
    rows = queries.studies_in(
        reader.series, uid=asked.query.get("StudyInstanceUID", asked.query.get("0020000D", ""))
    )
    found = []
    for row in rows:
        first = queries.instances_in(reader.series, row.study.uid).first()
        dataset = datasets.study(row, queries.header_of(first) if first else {})
        wanted = asked.query.get("PatientID", asked.query.get("00100020"))
        if wanted is None or wanted in dataset.get("00100020", {}).get("Value", []):
            found.append(dataset)
    start, most = _paging(asked.query)
    return dicom_json(found[start : start + most])


def search_series(reader: Reader, asked: Asked) -> Answer:
    """QIDO-RS for the series of a study."""
    found = queries.series_in(reader.series, asked.names["study"])
    return dicom_json([datasets.series(series, held) for series, held in found])


def search_instances(reader: Reader, asked: Asked) -> Answer:
    """QIDO-RS for the instances of a series."""
    found = queries.instances_in(reader.series, asked.names["study"], asked.names["series"])
    return dicom_json([datasets.instance(instance) for instance in found])


def metadata(reader: Reader, asked: Asked) -> Answer:
    """WADO-RS metadata of a study, a series or an instance; this is where a look begins."""
    found = queries.instances_in(reader.series, asked.names["study"], asked.names.get("series", ""))
    if "instance" in asked.names:
        found = found.filter(uid=asked.names["instance"])
    rows = list(found.select_related("series__study", "blob__header"))
    if not rows:
        raise Hidden
    open_study(reader.case, rows[0].series.study, why=reader.why, by=reader.by, at=reader.at)
    return dicom_json(
        [
            datasets.metadata(
                row,
                f"{asked.root}/studies/{row.series.study.uid}/series/{row.series.uid}/instances/{row.uid}",
            )
            for row in rows
        ]
    )


def frames(reader: Reader, asked: Asked) -> Answer:
    """WADO-RS frames, as they lie encoded in the original."""
    instance = _instance(reader, asked)
    numbers = [int(number) for number in asked.names["frames"].split(",")]
    if len(numbers) > MOST_FRAMES:
        return refused(413, f"Ask for at most {MOST_FRAMES} frames at a time.")
    content_type = frame_type(instance.transfer_syntax)
    parts = [(content_type, queries.frame_of(instance, number)) for number in numbers]
    return multipart(parts, content_type.partition(";")[0])


def whole(reader: Reader, asked: Asked) -> Answer:
    """WADO-RS of the original file, byte for byte."""
    body = queries.original_of(_instance(reader, asked))
    if asked.accept.startswith("application/dicom"):
        return Answer(200, "application/dicom", body)
    return multipart([("application/dicom", body)], "application/dicom")


def bulk(reader: Reader, asked: Asked) -> Answer:
    """A large value of the header, by the address that the metadata gave."""
    body = queries.part_of(_instance(reader, asked), int(asked.names["offset"]), int(asked.names["length"]))
    # A value may be a PDF or a page of markup: it is handed over, never shown.
    headers = (PRIVATE, (b"content-disposition", b"attachment"))
    return Answer(200, "application/octet-stream", body, headers)


def _instance(reader: Reader, asked: Asked) -> Instance:
    names = asked.names
    return queries.instance_in(reader.series, names["study"], names["series"], names["instance"])


def _paging(query: Mapping[str, str]) -> tuple[int, int]:
    start, most = query.get("offset", "0"), query.get("limit", "100")
    return (int(start) if start.isdecimal() else 0, min(int(most), 1000) if most.isdecimal() else 100)


_UID = "[0-9.]{1,64}"
_STUDY = rf"/studies/(?P<study>{_UID})"
_SERIES = rf"{_STUDY}/series/(?P<series>{_UID})"
_INSTANCE = rf"{_SERIES}/instances/(?P<instance>{_UID})"

type View = Callable[[Reader, Asked], Answer]

ROUTES: list[tuple[re.Pattern[str], View]] = [
    (re.compile(pattern), view)
    for pattern, view in [
        (r"/studies", search_studies),
        (rf"{_STUDY}/series", search_series),
        (rf"{_STUDY}/metadata", metadata),
        (rf"{_SERIES}/instances", search_instances),
        (rf"{_SERIES}/metadata", metadata),
        (rf"{_INSTANCE}/metadata", metadata),
        (rf"{_INSTANCE}/frames/(?P<frames>[0-9]{{1,6}}(?:,[0-9]{{1,6}})*)", frames),
        (rf"{_INSTANCE}/bulk/(?P<offset>[0-9]{{1,12}})-(?P<length>[0-9]{{1,12}})", bulk),
        (_INSTANCE, whole),
    ]
]


def answer(reader: Reader, path: str, asked: Asked) -> Answer:
    """Answer one request below a case's root; `Hidden` for an address that does not exist."""
    for pattern, view in ROUTES:
        found = pattern.fullmatch(path)
        if found:
            return view(reader, Asked(found.groupdict(), asked.query, asked.root, asked.accept))
    raise Hidden

"""Addresses that pages of several roles share."""

from urllib.parse import quote
from uuid import UUID


def record_file(case_id: UUID, record_id: UUID) -> str:
    """Where the original file of a record is shown."""
    return f"/case/{case_id}/records/{record_id}/file"


def study_viewer(case_id: UUID, study_uid: str) -> str:
    """Where an imaging study is opened in the viewer; it reads the images of this case only."""
    return f"/viewer/cases/{case_id}/viewer?StudyInstanceUIDs={quote(study_uid, safe='.')}"

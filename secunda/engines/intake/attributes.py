"""The header of an image apart from its reading: a viewer needs all of it, sorting a case a little of it."""

from typing import Any

from secunda.engines.intake.incomplete import USED

_TIME, _ACCESSION = "00080030", "00080050"
KEPT = (_TIME, _ACCESSION, *USED)
"""The attributes that sorting goes by (PS3.6)."""


def parted(stored: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """A reading as `to_json` made it, with no attributes but `KEPT`; and all of them, as DICOM JSON.

    None for a file that is not DICOM.
    """
    one = stored.get("dicom")
    if one is None:
        return stored, None
    whole = one["metadata"]
    few = {tag: whole[tag] for tag in KEPT if tag in whole}
    return {**stored, "dicom": {**one, "metadata": few}}, whole

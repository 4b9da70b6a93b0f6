"""SOP classes that DICOM retired and defined anew under another number (PS3.6 Annex A)."""

from collections.abc import Mapping

_STORAGE = "1.2.840.10008.5.1.4.1.1."
_SUCCESSORS: Mapping[str, str] = {
    f"{_STORAGE}3": f"{_STORAGE}3.1",  # Ultrasound Multi-frame Image
    f"{_STORAGE}5": f"{_STORAGE}20",  # Nuclear Medicine Image
    f"{_STORAGE}6": f"{_STORAGE}6.1",  # Ultrasound Image
}


def current_class(uid: str | None) -> str | None:
    """The class under which such an object is stored today; itself when it was not renumbered."""
    return _SUCCESSORS.get(uid, uid) if uid else uid

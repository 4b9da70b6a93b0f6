"""A series in the field's own terms: how it was acquired, from the header of its first object."""

from secunda.engines.intake.reading import DicomObject

_TERMS: tuple[tuple[str, str, str], ...] = (
    ("protocol", "00181030", ""),
    ("procedure", "00321060", ""),
    ("accession_number", "00080050", ""),
    ("institution", "00080080", ""),
    ("manufacturer", "00080070", ""),
    ("model", "00081090", ""),
    ("image_type", "00080008", ""),
    ("scanning_sequence", "00180020", ""),
    ("contrast_agent", "00180010", ""),
    ("slice_thickness", "00180050", "mm"),
    ("spacing_between_slices", "00180088", "mm"),
    ("pixel_spacing", "00280030", "mm"),
    ("tube_voltage", "00180060", "kV"),
    ("field_strength", "00180087", "T"),
    ("repetition_time", "00180080", "ms"),
    ("echo_time", "00180081", "ms"),
    ("kernel", "00181210", ""),
    ("frame_time", "00181063", "ms"),
    ("patient_position", "00185100", ""),
    ("lossy_compression", "00282110", ""),
    ("burned_in_words", "00280301", ""),
)
"""Name, attribute (PS3.6) and the unit that PS3.3 defines for it."""


def terms_of(one: DicomObject) -> dict[str, str]:
    """The attributes that are said, as text with their unit."""
    found: dict[str, str] = {}
    for name, tag, unit in _TERMS:
        values = one.metadata.get(tag, {}).get("Value") or []
        said = " \\ ".join(str(value) for value in values if value is not None and str(value).strip())
        if said:
            found[name] = f"{said} {unit}".strip()
    return found

"""Whole-slide images in the scanners' own TIFF (SVS, NDPI, SCN): described and kept. See `slide_picture`."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from secunda.engines.intake.content import NO_PROSE, Content, failed
from secunda.engines.intake.facts import Fact, FactKind
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers.text import paged
from secunda.engines.intake.reading import Kind, PartialDate, Problem, ProblemCode, RecordKind, Severity
from secunda.engines.intake.tracing import Drawable
from secunda.engines.words import say

DAMAGED = say("This slide image is damaged or cut short. Please ask for it again.")
LABELS = frozenset({"label", "macro", "overview"})
"""Pictures of the glass that lie beside the slide."""
_DAY = re.compile(r"\b(\d{4})[:/-](\d{2})[:/-](\d{2})\b")
_DAY_LAST = re.compile(r"\bDate = (\d{2})/(\d{2})/(\d{2,4})")


def read(path: Path, _options: Options) -> Content:
    """Read the tags of every directory; the pixels stay where they are."""
    import tifffile

    logging.getLogger("tifffile").setLevel(logging.CRITICAL)  # it logs file names and odd tags
    try:
        with tifffile.TiffFile(path) as opened:
            facts = tuple(_facts(opened))
            day = _taken(opened)
            short = _reaches(opened) > path.stat().st_size
    except Exception:  # noqa: BLE001  tifffile raises whatever the damaged bytes lead it to
        return failed(ProblemCode.CORRUPT, DAMAGED)
    if not facts:
        return failed(ProblemCode.CORRUPT, DAMAGED)
    return Content(
        pages=paged("\n".join(["Whole-slide image", *(fact.quote for fact in facts)])),
        kind=Kind(RecordKind.IMAGE, 0.99, ("whole-slide TIFF",)),
        title="Whole-slide image",
        date=day,
        language="en",
        facts=facts,
        prose_from=NO_PROSE,
        problems=(Problem(ProblemCode.CORRUPT, Severity.HIGH, DAMAGED),) if short else (),
        drawable=Drawable(magnification=next((f.value for f in facts if f.name == "magnification"), "")),
    )


def _facts(opened: Any) -> Iterator[Fact]:
    whole = [series for series in opened.series if str(series.name).lower() not in LABELS]
    if not whole:
        return
    series = max(whole, key=lambda one: int(one.size))
    sizes = [f"{level.keyframe.imagewidth} x {level.keyframe.imagelength}" for level in series.levels]
    page = series.levels[0].keyframe
    yield _fact("slide", f"{sizes[0]} pixels, {len(sizes)} level(s): {', '.join(sizes)}", "directory 1")
    if page.is_tiled:
        yield _fact("tiles", f"{page.tilewidth} x {page.tilelength} pixels", "directory 1")
    yield _fact("compression", str(page.compression.name).lower(), "directory 1")
    if said := _magnification(opened, page):
        yield _fact("magnification", said, "directory 1")
    if said := _spacing(opened, page):
        yield _fact("pixel size", said, "directory 1")
    if said := _scanner(page):
        yield _fact("scanner", said, "directory 1")
    aside = [str(one.name).lower() for one in opened.series if str(one.name).lower() in LABELS]
    if aside:
        # The photograph of the glass label often shows the patient's name.
        yield _fact("pictures of the glass", ", ".join(aside), "later directories")


def _fact(name: str, value: str, place: str) -> Fact:
    return Fact(name, value, 1, f"{name}: {value}", FactKind.IMAGING, place=place)


def _described(page: Any) -> str:
    said = page.description
    return said if isinstance(said, str) else ""


def _magnification(opened: Any, page: Any) -> str:
    if found := re.search(r"AppMag = (\d+(?:\.\d+)?)", _described(page)):
        return f"{found[1]} x"
    lens = page.tags.get("SourceLens") or page.tags.get(65421) if opened.is_ndpi else None
    return f"{lens.value:g} x" if lens is not None and float(lens.value) > 0 else ""


def _spacing(opened: Any, page: Any) -> str:
    if found := re.search(r"MPP = (\d+(?:\.\d+)?)", _described(page)):
        return f"{found[1]} µm"
    resolution, unit = page.tags.get("XResolution"), page.tags.get("ResolutionUnit")
    if not opened.is_ndpi or resolution is None or unit is None or int(unit.value) != 3:  # per centimetre
        return ""
    top, bottom = resolution.value
    return f"{10_000 * bottom / top:.4g} µm" if top else ""


def _scanner(page: Any) -> str:
    made = [page.tags.get(name) for name in ("Make", "Model")]
    said = " ".join(str(tag.value) for tag in made if tag is not None and isinstance(tag.value, str))
    first = _described(page).splitlines()[0].split("|")[0].strip() if _described(page) else ""
    return said.strip() or first[:100]


def _taken(opened: Any) -> PartialDate | None:
    from secunda.engines.intake.dates import exists

    page = opened.pages[0]
    stamp = page.tags.get("DateTime")
    written = str(stamp.value) if stamp is not None else ""
    if found := _DAY.search(written):
        iso = f"{found[1]}-{found[2]}-{found[3]}"
    elif found := _DAY_LAST.search(_described(page)):  # Aperio writes month/day/year
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        iso = f"{year}-{found[1]}-{found[2]}"
    else:
        return None
    return PartialDate(iso, "day", written or found[0]) if exists(iso) else None


def _reaches(opened: Any) -> int:
    """Where the last tile or strip of any directory ends, in bytes."""
    ends = [0]
    for page in opened.pages:
        ends += [at + length for at, length in zip(page.dataoffsets, page.databytecounts, strict=False)]
    return max(ends)

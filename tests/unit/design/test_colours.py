"""Every pair of colours used for text passes WCAG 2.2 AA, in the light and in the dark scheme."""

import re
from pathlib import Path

import pytest

from secunda.interfaces.web.design import forms

SHEET = (Path(forms.__file__).parent / "static" / "design" / "tokens.css").read_text()
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))
    for part in SHEET.split("@media print")[0].split("@media (prefers-color-scheme: dark)")
)

GROUNDS = ("paper", "surface", "sunk")
TEXT = [
    *((ink, ground) for ground in GROUNDS for ink in ("ink", "ink-soft", "accent", "accent-strong", "bad")),
    *(("ink", f"{tone}-tint") for tone in ("accent", "good", "warn", "bad")),
    *((tone, f"{tone}-tint") for tone in ("good", "warn", "bad")),
    *((ink, "accent-tint") for ink in ("accent", "accent-strong", "ink-soft")),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-bad", "bad"),
    ("on-bad", "bad-strong"),
]
EDGES = [(edge, ground) for ground in GROUNDS for edge in ("line-strong", "focus", "bad", "accent")]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(scheme: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(scheme[ink], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_of_controls_can_be_seen(scheme: dict[str, str], edge: str, ground: str) -> None:
    assert contrast(scheme[edge], scheme[ground]) >= 3


def test_the_sheets_know_no_left_and_right() -> None:
    sided = r"(?:margin|padding|border)-(?:left|right)|(?<![\w-])(?:left|right):|: (?:left|right);|float:"
    for sheet in (Path(forms.__file__).parent / "static" / "design").glob("*.css"):
        assert not re.search(sided, sheet.read_text()), sheet.name

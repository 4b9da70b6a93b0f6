"""Lines of a recognised page: where each stands, and which of them are one row of a form."""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was read: its text, where it stands in the straight picture, and how sure (0 to 100)."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float
    begins_paragraph: bool = False


LABEL_WORDS = 5
VALUE_WORDS = 8
_OVERLAP = 4


def joined(lines: Sequence[Line]) -> str:
    """The text of the lines, with an empty line before each paragraph."""
    return "".join(("\n\n" if line.begins_paragraph else "\n") + line.text for line in lines).strip()


def sideways(lines: Sequence[Line]) -> bool:
    """Do most lines of some length run up or down the page?"""
    long = [line for line in lines if len(line.text) >= 6]
    upright = [line for line in long if line.bottom - line.top < 2 * (line.right - line.left)]
    return len(upright) * 2 < len(long)


def rows_joined(lines: Sequence[Line]) -> list[Line]:
    """The lines, with each label of a form and the value to its right made one line.

    The analysis of a page takes a form for two columns of text and reads all labels before all values.
    """
    left = list(lines)
    made: list[Line] = []
    while left:
        line = left.pop(0)
        # A value may come before its label: blocks are not always read from left to right.
        partner = next((one for one in left if _one_row(line, one) or _one_row(one, line)), None)
        if partner is None:
            made.append(line)
            continue
        left.remove(partner)
        label, value = (line, partner) if line.left < partner.left else (partner, line)
        made.append(_together(label, value, begins=line.begins_paragraph))
    return made


def _one_row(label: Line, value: Line) -> bool:
    """Are these a short label and, right of it at the same height, a short value?"""
    if label.right > value.left or len(label.text.split()) > LABEL_WORDS:
        return False
    both = min(label.bottom, value.bottom) - max(label.top, value.top)
    height = min(label.bottom - label.top, value.bottom - value.top)
    return both > height * 0.6 and len(value.text.split()) <= VALUE_WORDS


def _together(label: Line, value: Line, *, begins: bool) -> Line:
    return replace(
        label,
        text=f"{label.text}  {value.text}",
        top=min(label.top, value.top),
        right=value.right,
        bottom=max(label.bottom, value.bottom),
        confidence=(label.confidence + value.confidence) / 2,
        begins_paragraph=begins,
    )


def in_order(lines: Sequence[Line], more: Sequence[Line]) -> list[Line]:
    """The lines with further ones, each put behind the nearest line that stands above it."""
    ordered = list(lines)
    for row in more:
        above = [place for place, line in enumerate(ordered) if line.bottom <= row.top + _OVERLAP]
        nearest = max(above, key=lambda place: _nearness(ordered[place], row), default=-1)
        ordered.insert(nearest + 1, row)
    return ordered


def _nearness(line: Line, row: Line) -> float:
    """The lower and the more above it, the nearer; a step aside counts less than a step up."""
    return line.bottom - abs(line.left - row.left) / 10

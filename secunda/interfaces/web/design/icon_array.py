"""So many of a hundred people, as a picture drawn by the server: readable without colour and as words."""

from django.utils.translation import gettext
from markupsafe import Markup

PEOPLE = 100
_ROW = 10
_STEP = 10
_RADIUS = 3.6


def icon_array(count: int, words: str) -> Markup:
    """Ten rows of ten: a full disc for each of `count`, an empty ring for the others.

    `words` say the same, and are what a screen reader reads; `ValueError` for a count that is not 0 to 100.
    """
    if not 0 <= count <= PEOPLE:
        raise ValueError("an icon array counts 0 to 100 people")
    drawn = Markup("").join(_person(number, full=number < count) for number in range(PEOPLE))
    side = _ROW * _STEP
    return Markup(
        '<svg class="icon-array" role="img" aria-label="{}" viewBox="0 0 {} {}" width="120" height="120">'
        "{}</svg>"
    ).format(words, side, side, drawn)


def of_100(count: float, means: str = "", *, harm: bool = False) -> Markup:
    """The picture with its words beneath it: how many of 100 people, and how many not.

    `means` says what is counted, such as "Had an infection within 30 days"; without it the words are only
    that so many are helped, or harmed.
    """
    count = round(count)
    numbers = {"what": means, "count": count, "rest": PEOPLE - count}
    if means:
        words = (
            gettext("%(what)s: this is so for about %(count)s out of 100 people, and not for about %(rest)s.")
            % numbers
        )
    elif harm:
        words = gettext("Out of 100 people, about %(count)s are harmed. About %(rest)s are not.") % numbers
    else:
        words = gettext("Out of 100 people, about %(count)s are helped. About %(rest)s are not.") % numbers
    return Markup('<figure class="of-100">{}<figcaption>{}</figcaption></figure>').format(
        icon_array(count, words), words
    )


def _person(number: int, *, full: bool) -> Markup:
    # clinical.md 8.3: filled from the bottom left.
    across, down = number % _ROW * _STEP + _STEP / 2, (_ROW - 1 - number // _ROW) * _STEP + _STEP / 2
    if not full:
        return Markup(
            '<circle cx="{}" cy="{}" r="{}" fill="none" stroke="currentColor" stroke-width="0.8"/>'
        ).format(across, down, _RADIUS)
    return Markup('<circle cx="{}" cy="{}" r="{}" fill="currentColor"/>').format(across, down, _RADIUS + 0.6)

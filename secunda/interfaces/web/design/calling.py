"""From what a danger sign says to the buttons that call for help."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from secunda.engines.pathways import Catalogue
from secunda.engines.pathways.asking import CallNumbers, ShownFlag, numbers_for, red_flags
from secunda.engines.pathways.languages import OWN
from secunda.engines.pathways.levels import Act
from secunda.foundation.content import catalogue as content

# The most urgent first, so that the first button is the one to press.
_ORDER = (Act.EMERGENCY, Act.HOSPITAL, Act.WARD, Act.HELPLINE, Act.SAME_DAY, Act.URGENT_ADVICE)
_NUMBER = re.compile(r"(?<!\d)\d[\d ]*\d(?!\d)")
_TO_CALL = re.compile(r"(?:call|text|on) (\d[\d ]*\d)")


@dataclass(frozen=True)
class Call:
    """A button that calls a number."""

    text: str
    number: str


@dataclass(frozen=True)
class Help:
    """What somebody in danger is told, and whom they can call from here."""

    says: tuple[str, ...]
    calls: tuple[Call, ...]


def footer_numbers(catalogue: Catalogue, country: str) -> dict[str, str]:
    """The numbers that stand at the foot of every page, for the country where the reader is."""
    numbers = numbers_for(catalogue, country)
    first = _NUMBER.search(numbers.emergency)
    return {"emergency_number": first[0] if first else numbers.emergency, "urgent_number": numbers.urgent}


def help_for(catalogue: Catalogue, ticked: Iterable[str], country: str) -> Help:
    """The words of the signs that were ticked, most urgent first, and the numbers of the country."""
    chosen = frozenset(ticked)
    flags = [flag for flag in red_flags(catalogue, country) if flag.id in chosen]
    flags.sort(key=lambda flag: _ORDER.index(flag.act))
    # Which numbers are to be called is read from the English: it is found by its words.
    to_call = _TO_CALL.findall(numbers_for(content(OWN), country).crisis)
    return Help(
        tuple(dict.fromkeys(flag.say for flag in flags)),
        _calls(flags, numbers_for(catalogue, country), to_call),
    )


def help_with(says: Iterable[str], catalogue: Catalogue, country: str) -> Help:
    """Other words that send somebody to help now, with the emergency and the urgent number of the country."""
    numbers = numbers_for(catalogue, country)
    return Help(tuple(says), _emergency(numbers) + _urgent(numbers))


def _calls(flags: Iterable[ShownFlag], numbers: CallNumbers, to_call: Iterable[str]) -> tuple[Call, ...]:
    calls = list(_emergency(numbers))
    for flag in flags:
        if numbers.urgent and numbers.urgent in flag.say:
            calls += _urgent(numbers)
        if numbers.crisis and numbers.crisis in flag.say:
            calls += [Call(_("Call %(number)s") % {"number": in_one_piece(each)}, each) for each in to_call]
    return tuple({call.number: call for call in reversed(calls)}.values())[::-1]


def _emergency(numbers: CallNumbers) -> tuple[Call, ...]:
    return tuple(
        Call(_("Call %(number)s now") % {"number": in_one_piece(each)}, each)
        for each in _NUMBER.findall(numbers.emergency)[:1]
    )


def _urgent(numbers: CallNumbers) -> tuple[Call, ...]:
    return tuple(
        Call(_("Call %(number)s") % {"number": in_one_piece(each)}, each)
        for each in _NUMBER.findall(numbers.urgent)
    )


def in_one_piece(number: str) -> str:
    """A number that stays as it is where the line runs from right to left (Unicode UAX #9, LRI and PDI)."""
    return f"\u2066{number}\u2069" if get_language_bidi() else number

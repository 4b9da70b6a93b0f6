"""The parts that a rule is made of, each compiled once to a plain function of the facts.

Every function answers True, False or None: None while an open fact decides. A fact by itself gives its
value. A `lax` scene asks what an answer could still change: then `known(x)` of a fact never asked is open.
"""

import datetime as dt
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

type Facts = Mapping[str, object]


class Scene(NamedTuple):
    """What a rule is asked about: the facts, the day, and whether it is asked what could still change it."""

    facts: Facts
    today: dt.date | None
    lax: bool


type Test = Callable[[Scene], Any]
"""A compiled part of a rule."""

NOWHERE = Scene({}, None, lax=False)


class Sort(StrEnum):
    """What a part is; the tests of `Part.open` go by it."""

    GROUP = "group"
    FACT = "fact"
    ORDERED = "ordered"
    CONSTANT = "constant"


@dataclass(frozen=True, slots=True)
class Part:
    """One node of a rule: what it is made of, and the function that answers for it."""

    sort: Sort
    test: Test
    parts: tuple["Part", ...] = ()
    name: str = ""
    answer: bool = False
    """It is the answer to the question `name`, and nothing made of it."""

    def open(self, scene: Scene) -> list[str]:
        """The names whose answers can still change it, in order; none when it is settled."""
        if self.test(scene) is not None:
            return []
        if self.sort is Sort.FACT:
            return [self.name]
        found: list[str] = []
        for part in self.parts:
            # A fact that is answered but cannot be ordered ("unsure" < 3) leaves its comparison open.
            unordered = self.sort is Sort.ORDERED and part.sort is Sort.FACT
            found += part.open(scene) or ([part.name] if unordered else [])
        return found


def fact(name: str) -> Part:
    """The answer to a question, None when there is none."""
    return Part(Sort.FACT, lambda scene: scene.facts.get(name), name=name, answer=True)


def known(name: str) -> Part:
    """Whether a question is answered; one asked and left blank is not."""

    def test(scene: Scene) -> bool | None:
        if scene.facts.get(name) is not None:
            return True
        return None if scene.lax and name not in scene.facts else False

    return Part(Sort.FACT, test, name=name)


def days(name: str, sign: int) -> Part:
    """Days from today to a date, or since it (sign -1)."""

    def test(scene: Scene) -> int | None:
        value = scene.facts.get(name)
        if scene.today is None or not isinstance(value, dt.date):
            return None
        return sign * (value - scene.today).days

    return Part(Sort.FACT, test, name=name)


def constant(value: object) -> Part:
    """A value written in the rule."""
    return Part(Sort.CONSTANT, lambda _scene: value)


def every(parts: Sequence[Part]) -> Part:
    """`and`: False as soon as one part is, else open while one part is."""
    tests = tuple(part.test for part in parts)

    def test(scene: Scene) -> bool | None:
        result: bool | None = True
        for each in tests:
            value = each(scene)
            if value is None:
                result = None
            elif not value:
                return False
        return result

    return Part(Sort.GROUP, test, tuple(parts))


def some(parts: Sequence[Part]) -> Part:
    """`or`: True as soon as one part is, else open while one part is."""
    tests = tuple(part.test for part in parts)

    def test(scene: Scene) -> bool | None:
        result: bool | None = False
        for each in tests:
            value = each(scene)
            if value is None:
                result = None
            elif value:
                return True
        return result

    return Part(Sort.GROUP, test, tuple(parts))


def opposite(part: Part) -> Part:
    """`not`: what is open stays open."""
    inner = part.test

    def test(scene: Scene) -> bool | None:
        value = inner(scene)
        return None if value is None else not value

    return Part(Sort.GROUP, test, (part,))


def compared(first: Part, second: Part, holds: Callable[[Any, Any], bool]) -> Part:
    """A comparison of two parts; open while one of them is."""
    return Part(Sort.GROUP, _comparison(first, second, holds), (first, second))


def _comparison(first: Part, second: Part, holds: Callable[[Any, Any], bool]) -> Test:
    """The shortest function for the shape of a comparison: nearly all hold an answer against fixed words."""
    one, other = first.test, second.test
    if second.sort is Sort.CONSTANT:
        return _against(first, second.test(NOWHERE), holds)
    if first.sort is Sort.CONSTANT:
        fixed = first.test(NOWHERE)

        def within(scene: Scene) -> bool | None:
            right = other(scene)
            return None if right is None else holds(fixed, right)

        return within

    def between(scene: Scene) -> bool | None:
        left, right = one(scene), other(scene)
        return None if left is None or right is None else holds(left, right)

    return between


def _against(first: Part, fixed: object, holds: Callable[[Any, Any], bool]) -> Test:
    one, name = first.test, first.name

    def word(scene: Scene) -> bool | None:
        value = scene.facts.get(name)
        return None if value is None else value == fixed

    def against(scene: Scene) -> bool | None:
        left = one(scene)
        return None if left is None else holds(left, fixed)

    # An answer that is a list equals no single word, so that plain equality is enough.
    return word if first.answer and holds is same and isinstance(fixed, str) else against


def ordered(first: Part, second: Part, sign: Callable[[Any, Any], bool]) -> Part:
    """`<`, `<=`, `>`, `>=` between numbers; anything else stays open."""
    one, other = first.test, second.test

    def test(scene: Scene) -> bool | None:
        left, right = one(scene), other(scene)
        if isinstance(left, (int, float)) and isinstance(right, (int, float)):
            return sign(left, right)
        return None

    return Part(Sort.ORDERED, test, (first, second))


def same(one: object, other: object) -> bool:
    """Equal values; of several answers the order they were ticked in says nothing."""
    if type(one) is str:
        return one == other
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(item in other for item in one)
    return one == other


def among(item: object, whole: object) -> bool:
    """Whether an answer is one of several."""
    if isinstance(whole, (list, tuple, set, frozenset)):
        return item in whole
    return item == whole


ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "Lt": operator.lt,
    "LtE": operator.le,
    "Gt": operator.gt,
    "GtE": operator.ge,
}

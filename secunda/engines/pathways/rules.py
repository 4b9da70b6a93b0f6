"""The rule language: one-line conditions over facts, with three values.

A subset of Python's expression syntax, parsed with `ast` and checked against a whitelist; nothing
is ever run with `eval`. A fact that is not known makes a comparison open (None): an unanswered
question is never the answer "no". A fact given as None was asked and left blank: `known()` of it
is false, and a comparison with it stays open.

`unsure` is an answer: `==`, `!=` and `in` treat it as a word; `<`, `<=`, `>`, `>=` and dates on it
are open.
"""

import ast
import datetime as dt
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Any

type Facts = Mapping[str, object]
UNSURE = "unsure"


class RuleError(Exception):
    """A rule that cannot be used; the message says why."""


class _Open(Enum):
    OPEN = "open"


OPEN = _Open.OPEN
type _Step = Callable[["_Scene"], object]


@dataclass(frozen=True, slots=True)
class _Scene:
    facts: Facts
    today: dt.date | None
    missing_is_open: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A parsed condition. Equal when the text is equal."""

    text: str
    names: tuple[str, ...] = field(compare=False)
    comparisons: tuple[tuple[str, object], ...] = field(compare=False)
    step: _Step = field(compare=False, repr=False)

    def holds(self, facts: Facts, today: dt.date | None = None) -> bool | None:
        """True, False, or None while an open fact decides."""
        return _truth(self.step(_Scene(facts, today, missing_is_open=False)))

    def may_hold(self, facts: Facts, today: dt.date | None = None) -> bool | None:
        """As `holds`, but `known(x)` of a fact never asked is open too: could an answer change it?"""
        return _truth(self.step(_Scene(facts, today, missing_is_open=True)))


def facts_in(rule: Rule | None) -> tuple[str, ...]:
    """The names a rule speaks of, in order, each once."""
    return rule.names if rule else ()


def parse_rule(text: str) -> Rule:
    """Parse a rule. Raises RuleError that says what is not allowed."""
    written = {"yes": "True", "no": "False"}.get(text, text)  # the short forms of `req` in the forms
    try:
        tree = ast.parse(written.strip(), mode="eval")
    except (SyntaxError, ValueError) as error:
        raise RuleError(f"this rule cannot be read: {text}") from error
    names: dict[str, None] = {}
    comparisons: list[tuple[str, object]] = []
    step = _Compiler(names, comparisons).step(tree.body)
    return Rule(text, tuple(names), tuple(comparisons), step)


def _truth(value: object) -> bool | None:
    return None if value is OPEN else bool(value)


_ORDER: dict[type[ast.cmpop], Callable[[Any, Any], object]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class _Compiler:
    def __init__(self, names: dict[str, None], comparisons: list[tuple[str, object]]) -> None:
        self.names = names
        self.comparisons = comparisons

    def step(self, node: ast.expr) -> _Step:
        match node:
            case ast.BoolOp(op=ast.And(), values=parts):
                return partial(_all, tuple(self.step(part) for part in parts))
            case ast.BoolOp(op=ast.Or(), values=parts):
                return partial(_any, tuple(self.step(part) for part in parts))
            case ast.UnaryOp(op=ast.Not(), operand=part):
                return partial(_not, self.step(part))
            case ast.Compare(left=left, ops=[comparison], comparators=[right]):
                return self.comparison(left, comparison, right)
            case ast.Call(func=ast.Name(id=called), args=[ast.Name(id=name)], keywords=[]):
                return self.call(called, name)
            case ast.Name(id=name):
                self.names[name] = None
                return partial(_fact, name)
            case _:
                return partial(_constant, self.literal(node))

    def call(self, called: str, name: str) -> _Step:
        self.names[name] = None
        match called:
            case "known":
                return partial(_known, name)
            case "days_until":
                return partial(_days, name, 1)
            case "days_since":
                return partial(_days, name, -1)
        raise RuleError(f"`{called}(...)` is not a function here. Use known, days_until or days_since.")

    def comparison(self, left: ast.expr, comparison: ast.cmpop, right: ast.expr) -> _Step:
        for one, other in ((left, right), (right, left)):
            if isinstance(one, ast.Name) and not isinstance(other, (ast.Name, ast.Call)):
                self.comparisons.append((one.id, self.literal(other)))
        first, second = self.step(left), self.step(right)
        match comparison:
            case ast.Eq():
                return partial(_equal, first, second)
            case ast.NotEq():
                return partial(_not, partial(_equal, first, second))
            case ast.In():
                return partial(_contained, first, second)
            case ast.NotIn():
                return partial(_not, partial(_contained, first, second))
            case _ if type(comparison) in _ORDER:
                return partial(_ordered, _ORDER[type(comparison)], first, second)
        raise RuleError("`is` is not used in rules. Use == or !=.")

    def literal(self, node: ast.expr) -> object:
        match node:
            case ast.Constant(value=value) if value is None or isinstance(value, (str, int, float, bool)):
                return value
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
                return -number
            case ast.List(elts=items):
                return [self.literal(item) for item in items]
        raise RuleError(f"`{ast.unparse(node)}` is not allowed in a rule.")


def _constant(value: object, _scene: _Scene) -> object:
    return value


def _fact(name: str, scene: _Scene) -> object:
    value = scene.facts.get(name)
    return OPEN if value is None else value


def _known(name: str, scene: _Scene) -> object:
    if scene.facts.get(name) is not None:
        return True
    return OPEN if scene.missing_is_open and name not in scene.facts else False


def _days(name: str, sign: int, scene: _Scene) -> object:
    value = scene.facts.get(name)
    if scene.today is None or not isinstance(value, dt.date):
        return OPEN
    return sign * (value - scene.today).days


def _all(steps: tuple[_Step, ...], scene: _Scene) -> object:
    result: object = True
    for step in steps:
        value = step(scene)
        if value is OPEN:
            result = OPEN
        elif not value:
            return False
    return result


def _any(steps: tuple[_Step, ...], scene: _Scene) -> object:
    result: object = False
    for step in steps:
        value = step(scene)
        if value is OPEN:
            result = OPEN
        elif value:
            return True
    return result


def _not(step: _Step, scene: _Scene) -> object:
    value = step(scene)
    return OPEN if value is OPEN else not value


def _listed(value: object) -> list[object] | None:
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) else None


def _equal(first: _Step, second: _Step, scene: _Scene) -> object:
    one, other = first(scene), second(scene)
    if one is OPEN or other is OPEN:
        return OPEN
    ones, others = _listed(one), _listed(other)
    if ones is not None and others is not None:  # several answers: the order they were ticked in says nothing
        return len(ones) == len(others) and all(item in others for item in ones)
    return one == other


def _contained(first: _Step, second: _Step, scene: _Scene) -> object:
    item, whole = first(scene), second(scene)
    if item is OPEN or whole is OPEN:
        return OPEN
    items = _listed(whole)
    return item == whole if items is None else item in items


def _ordered(test: Callable[[object, object], object], first: _Step, second: _Step, scene: _Scene) -> object:
    one, other = first(scene), second(scene)
    if one is OPEN or other is OPEN:
        return OPEN
    if not isinstance(one, (int, float)) or not isinstance(other, (int, float)):
        return OPEN
    return test(one, other)


def open_names(rule: Rule, facts: Facts, today: dt.date | None = None) -> tuple[str, ...]:
    """The names whose answers can still change the rule; none when it is settled."""
    scene = _Scene(facts, today, missing_is_open=True)
    return tuple(dict.fromkeys(_open_in(rule.step, scene)))


def _open_in(step: _Step, scene: _Scene) -> list[str]:
    if not isinstance(step, partial) or step(scene) is not OPEN:
        return []
    if step.func in (_fact, _known, _days):
        return [step.args[0]]
    parts = step.args[0] if step.func in (_all, _any) else step.args
    return [name for part in parts for name in (_open_in(part, scene) or _unordered(part, step))]


def _unordered(part: object, step: partial[object]) -> list[str]:
    """A fact that is answered but cannot be ordered ("unsure" < 3) leaves its comparison open."""
    compared = step.func is _ordered and isinstance(part, partial) and part.func in (_fact, _days)
    return [part.args[0]] if compared and isinstance(part, partial) else []

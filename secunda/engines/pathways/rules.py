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
from dataclasses import dataclass, field

from secunda.engines.pathways import conditions
from secunda.engines.pathways.conditions import Facts, Part, Scene

__all__ = ["UNSURE", "Facts", "Rule", "RuleError", "facts_in", "open_names", "parse_rule"]
UNSURE = "unsure"
FUNCTIONS = ("known", "days_until", "days_since")


class RuleError(Exception):
    """A rule that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A parsed condition. Equal when the text is equal."""

    text: str
    names: tuple[str, ...] = field(compare=False)
    comparisons: tuple[tuple[str, object], ...] = field(compare=False)
    part: Part = field(compare=False, repr=False)

    def holds(self, facts: Facts, today: dt.date | None = None) -> bool | None:
        """True, False, or None while an open fact decides."""
        value = self.part.test(Scene(facts, today, lax=False))
        return None if value is None else bool(value)

    def may_hold(self, facts: Facts, today: dt.date | None = None) -> bool | None:
        """As `holds`, but `known(x)` of a fact never asked is open too: could an answer change it?"""
        value = self.part.test(Scene(facts, today, lax=True))
        return None if value is None else bool(value)


def facts_in(rule: Rule | None) -> tuple[str, ...]:
    """The names a rule speaks of, in order, each once."""
    return rule.names if rule else ()


def open_names(rule: Rule, facts: Facts, today: dt.date | None = None) -> tuple[str, ...]:
    """The names whose answers can still change the rule; none when it is settled."""
    return tuple(dict.fromkeys(rule.part.open(Scene(facts, today, lax=True))))


def parse_rule(text: str) -> Rule:
    """Parse a rule. Raises RuleError that says what is not allowed."""
    written = {"yes": "True", "no": "False"}.get(text, text)  # the short forms of `req` in the forms
    try:
        tree = ast.parse(written.strip(), mode="eval")
    except (SyntaxError, ValueError) as error:
        raise RuleError(f"this rule cannot be read: {text}") from error
    compiler = _Compiler()
    part = compiler.part(tree.body)
    return Rule(text, tuple(compiler.names), tuple(compiler.comparisons), part)


class _Compiler:
    """Turns the syntax tree into parts, and notes which names are compared with what."""

    def __init__(self) -> None:
        self.names: dict[str, None] = {}
        self.comparisons: list[tuple[str, object]] = []

    def part(self, node: ast.expr) -> Part:
        match node:
            case ast.BoolOp(op=ast.And(), values=parts):
                return conditions.every([self.part(part) for part in parts])
            case ast.BoolOp(op=ast.Or(), values=parts):
                return conditions.some([self.part(part) for part in parts])
            case ast.UnaryOp(op=ast.Not(), operand=part):
                return conditions.opposite(self.part(part))
            case ast.Compare(left=left, ops=[comparison], comparators=[right]):
                return self.comparison(left, comparison, right)
            case ast.Call(func=ast.Name(id=called), args=[ast.Name(id=name)], keywords=[]):
                return self.call(called, name)
            case ast.Name(id=name):
                self.names[name] = None
                return conditions.fact(name)
            case _:
                return conditions.constant(self.literal(node))

    def call(self, called: str, name: str) -> Part:
        self.names[name] = None
        match called:
            case "known":
                return conditions.known(name)
            case "days_until":
                return conditions.days(name, 1)
            case "days_since":
                return conditions.days(name, -1)
        raise RuleError(f"`{called}(...)` is not a function here. Use known, days_until or days_since.")

    def comparison(self, left: ast.expr, comparison: ast.cmpop, right: ast.expr) -> Part:
        for one, other in ((left, right), (right, left)):
            if isinstance(one, ast.Name) and not isinstance(other, (ast.Name, ast.Call)):
                self.comparisons.append((one.id, self.literal(other)))
        first, second = self.part(left), self.part(right)
        match comparison:
            case ast.Eq():
                return conditions.compared(first, second, conditions.same)
            case ast.NotEq():
                return conditions.opposite(conditions.compared(first, second, conditions.same))
            case ast.In():
                return conditions.compared(first, second, conditions.among)
            case ast.NotIn():
                return conditions.opposite(conditions.compared(first, second, conditions.among))
        sign = conditions.ORDER.get(type(comparison).__name__)
        if sign is None:
            raise RuleError("`is` is not used in rules. Use == or !=.")
        return conditions.ordered(first, second, sign)

    def literal(self, node: ast.expr) -> object:
        match node:
            case ast.Constant(value=value) if value is None or isinstance(value, (str, int, float, bool)):
                return value
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
                return -number
            case ast.List(elts=items):
                return [self.literal(item) for item in items]
        raise RuleError(f"`{ast.unparse(node)}` is not allowed in a rule.")

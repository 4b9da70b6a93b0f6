"""The choices that a patient has, side by side, in the order of what matters to them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from secunda.engines.words import Words, say
from secunda.journey.opinions.rules.telling import ReasonableOption


class Matter(StrEnum):
    """What a choice can be judged by."""

    WORKS = "works"
    HARM = "harm"
    DAILY_LIFE = "daily_life"
    RECOVERY = "recovery"
    BURDEN = "burden"
    COST = "cost"
    UNDO = "undo"
    SUITS = "suits"


MATTERS: dict[Matter, Words] = {
    Matter.WORKS: say("How well it works"),
    Matter.HARM: say("Risks and side effects"),
    Matter.DAILY_LIFE: say("Daily life"),
    Matter.RECOVERY: say("Time to get back to normal"),
    Matter.BURDEN: say("Visits and travel"),
    Matter.COST: say("What it costs you"),
    Matter.UNDO: say("Can it be undone?"),
    Matter.SUITS: say("May suit you if"),
}
NOT_STATED = say("The expert did not say.")
EITHER = "either"
ALWAYS = {"wait": say("Wait, with checks"), "no_treatment": say("No treatment")}


@dataclass(frozen=True, slots=True)
class Cell:
    """What is said of one choice in one matter; `of_100` people, where one number is known.

    `means` says what the number counts, where the expert said it.
    """

    text: str
    of_100: int | None = None
    means: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One matter, and what each choice means for it, in the order of the choices."""

    matter: Matter
    label: Words
    cells: tuple[Cell, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: a treatment, waiting, or no treatment. `certainty` is of the evidence.

    Opinions signed before each had to be named may hold one that is `EITHER`.
    """

    name: str
    way: str
    certainty: str
    sources: tuple[str, ...]
    stated: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """All choices, waiting and no treatment always among them, and what matters most first."""

    choices: tuple[Choice, ...]
    rows: tuple[GridRow, ...]


def grid(options: Sequence[ReasonableOption], order: Iterable[str] = ()) -> Grid:
    """The options side by side. `order` names what the patient put first; the rest follows as usual."""
    first = [Matter(each) for each in dict.fromkeys(order) if each in set(Matter)]
    matters = [*first, *(each for each in Matter if each not in first)]
    ways = {_way(option) for option in options}
    lacking = [(way, name) for way, name in ALWAYS.items() if way not in ways]
    return Grid(
        choices=(
            *(Choice(each.name, _way(each), each.evidence, each.sources) for each in options),
            *(Choice(str(name), way, "", (), stated=False) for way, name in lacking),
        ),
        rows=tuple(
            GridRow(
                matter,
                MATTERS[matter],
                (*(_cell(each, matter) for each in options), *(Cell(str(NOT_STATED)) for _ in lacking)),
                chosen=matter in first,
            )
            for matter in matters
        ),
    )


def _way(option: ReasonableOption) -> str:
    """What the option is; one that is only said to be "waiting or no treatment" stands for neither."""
    return option.way or (EITHER if option.is_none else "treatment")


def _cell(option: ReasonableOption, matter: Matter) -> Cell:
    text, number, means = {
        Matter.WORKS: (option.benefit, option.helped_of_100, option.helped_means),
        Matter.HARM: (option.harm, option.harmed_of_100, option.harmed_means),
        Matter.DAILY_LIFE: (option.daily_life, None, ""),
        Matter.RECOVERY: (option.recovery, None, ""),
        Matter.BURDEN: (option.burden, None, ""),
        Matter.COST: (option.cost, None, ""),
        Matter.UNDO: (option.reversible, None, ""),
        Matter.SUITS: (option.suits, None, ""),
    }[matter]
    return Cell(text or str(NOT_STATED), None if number is None else round(number), means)

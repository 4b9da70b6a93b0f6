"""What the final opinion says otherwise than the partial one that it replaces. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from secunda.engines.comparison.wording import READINGS
from secunda.engines.words import Words, say
from secunda.journey.opinions.rules.telling import ComparedItem, FurtherTest, ReasonableOption, Telling

HEADLINE = say("In short")
TIME, WAIT = say("When treatment should happen"), say("How long it is safe to wait")
SURE = say("How sure the expert is")
NEXT, NOT_SEEN = say("What to do next"), say("What the expert could not see")
ADDED = say("The expert adds")
NAMED, NOT_NAMED = say("Named"), say("Not named")


@dataclass(frozen=True)
class Change:
    """One thing that changed: what it is about, what the partial opinion said, and what is said now."""

    about: str
    before: str
    now: str


def changes(before: Telling, now: Telling, sure: Mapping[str, Words]) -> tuple[Change, ...]:
    """Everything on the patient's pages that differs, the most important first; none where all stayed.

    `sure` says each step of the confidence in words.
    """
    return tuple(_all(before, now, sure))


def _all(before: Telling, now: Telling, sure: Mapping[str, Words]) -> Iterator[Change]:
    yield from _one(HEADLINE, before.headline, now.headline)
    then, after = _items(before.items), _items(now.items)
    for key in dict.fromkeys([*then, *after]):
        yield from _one(key[1] or ADDED, then.get(key, ""), after.get(key, ""))
    answered = {each.question: each.answer for each in before.answers}
    for each in now.answers:
        yield from _one(each.question, answered.get(each.question, ""), each.answer)
    yield from _named(before.options, now.options, lambda name: say("A choice: %(name)s", name=name))
    yield from _named(before.tests, now.tests, lambda name: say("A test: %(name)s", name=name))
    yield from _one(TIME, before.time_to_act, now.time_to_act)
    yield from _one(WAIT, before.safe_wait, now.safe_wait)
    yield from _one(NEXT, "\n".join(before.next_steps), "\n".join(now.next_steps))
    yield from _one(SURE, str(sure.get(before.confidence, "")), str(sure.get(now.confidence, "")))
    yield from _one(NOT_SEEN, "\n".join(before.not_seen), "\n".join(now.not_seen))


def _items(items: Iterable[ComparedItem]) -> dict[tuple[str, str, str], str]:
    """What is said of each item; one that the first team did not name is known by its own words."""
    return {
        (each.axis, each.first, "" if each.first else each.second): ". ".join(
            part for part in (str(READINGS[each.relation][0]), each.second) if part
        )
        for each in items
    }


def _one(about: str | Words, before: str, now: str) -> Iterator[Change]:
    if before != now:
        yield Change(str(about), before or str(NOT_NAMED), now or str(NOT_NAMED))


def _named(
    before: Iterable[ReasonableOption | FurtherTest],
    now: Iterable[ReasonableOption | FurtherTest],
    about: Callable[[str], Words],
) -> Iterator[Change]:
    then, after = (dict.fromkeys(each.name for each in those) for those in (before, now))
    for name in dict.fromkeys([*then, *after]):
        if (name in then) != (name in after):
            words = [str(NAMED if name in those else NOT_NAMED) for those in (then, after)]
            yield Change(str(about(name)), *words)

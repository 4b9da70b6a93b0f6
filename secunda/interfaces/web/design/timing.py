"""The deadline clock in words, for the family and for coordinators."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from secunda.engines.pathways.clocks import Clocks
from secunda.interfaces.web.design.values import Words
from secunda.journey.cases.rules.asking import Reply, TeamSays
from secunda.journey.cases.rules.pacing import Way
from secunda.journey.waiting.rules.choosing import Offered
from secunda.journey.waiting.rules.plan import Plan, Step, Verdict

STEPS: Mapping[Step, Words] = {
    Step.COLLECT: _("Records are here"),
    Step.CHECK: _("Records are checked"),
    Step.MATCH: _("An expert has the case"),
    Step.REVIEW: _("The expert has signed"),
    Step.RELEASE: _("The report is with the patient"),
    Step.TALK: _("Treatment, after a talk with the own team"),
}
OWN_STEPS: Mapping[Step, Words] = {
    Step.COLLECT: _("We have your records"),
    Step.CHECK: _("We have checked them"),
    Step.MATCH: _("An expert has your case"),
    Step.REVIEW: _("The expert has signed"),
    Step.RELEASE: _("You have the report"),
    Step.TALK: _("You have talked with your own team"),
}
# Each verdict with the tone of its tag in lists; one without words is not shown there.
VERDICTS: Mapping[str, tuple[Words, str]] = {
    Verdict.CANNOT: (_("Too late for treatment"), "bad"),
    Verdict.FASTER: (_("In time only if faster"), "warn"),
    Verdict.PASSED: (_("Treatment date has passed"), "warn"),
    Verdict.IN_TIME: (_("In time"), "calm"),
    Verdict.NO_DATE: (_("No treatment date"), "quiet"),
}
MEASURES: Mapping[str, Words] = {
    Way.EXPEDITE: _("Going faster"),
    Way.PARTIAL: _("A partial opinion was agreed"),
    Way.DO_NOT_WAIT: _("Told not to wait"),
}
# What a person chooses, and what it means.
CHOICES: Mapping[Way, tuple[Words, Words]] = {
    Way.EXPEDITE: (
        _("Go faster"),
        _("We move your case up. The report comes sooner, and the expert has less time."),
    ),
    Way.PARTIAL: (
        _("Give me what you can say now"),
        _("The expert works with the records that are here. The report says what is missing."),
    ),
    Way.DO_NOT_WAIT: (
        _("I will not wait for you"),
        _("You go ahead with your own team. We can still look at your case."),
    ),
}
# The same for coordinators, who choose with the patient.
DESK_CHOICES: Mapping[Way, tuple[Words, Words]] = {
    Way.EXPEDITE: (
        _("Go faster"),
        _("The case becomes express: the promised day comes forward, and expert and family are told."),
    ),
    Way.PARTIAL: (
        _("Agree a partial opinion"),
        _("The case can be accepted with what is here. Expert and report say that it is partial."),
    ),
    Way.DO_NOT_WAIT: (
        _("Tell the patient not to wait"),
        _("The family reads “do not wait for us” on every page of the case. The case goes on beside it."),
    ),
}
# What whoever reads the case must know of what was agreed about time.
FOR_READERS: Mapping[str, Words] = {
    Way.EXPEDITE: _("It was agreed to go faster. Look at the day on which the report is due."),
    Way.PARTIAL: _("A partial opinion was agreed: form it on what is here, and say what is missing."),
    Way.DO_NOT_WAIT: _("The patient was told not to wait for us. Treatment may go ahead."),
}
SHORT = frozenset({Verdict.FASTER, Verdict.CANNOT})


@dataclass(frozen=True)
class DueLine:
    """One step with its last useful day. `late`: that day has passed."""

    text: Words
    by: date
    now: bool
    late: bool


@dataclass(frozen=True)
class Choosing:
    """A way that can be chosen: its words, what it means, and whether the report then comes in time."""

    way: Way
    text: Words
    means: Words
    in_time: bool | None


def lines_of(found: Plan, today: date, words: Mapping[Step, Words]) -> list[DueLine]:
    """The steps that are still to come."""
    return [DueLine(words[due.step], due.by, due.step is found.now, due.by < today) for due in found.days]


def verdict_words(content: Clocks, found: Plan) -> tuple[str, str]:
    """What the patient is told about time, and the tone of it."""
    words = content.words
    match found.verdict:
        case Verdict.IN_TIME:
            return words.in_time, "calm"
        case Verdict.FASTER:
            return words.faster, "warn"
        case Verdict.CANNOT:
            return words.cannot, "bad"
        case Verdict.PASSED:
            return words.passed, "warn"
        case Verdict.NO_DATE:
            return words.no_date, "calm"
        case Verdict.OVER:
            return "", "calm"


def team_words(content: Clocks, said: TeamSays | None) -> str:
    """What the treating team says, for the patient; empty while it has said nothing."""
    if said is None:
        return ""
    words = content.words
    return {
        Reply.SAFE: words.team_safe,
        Reply.NOT_AFTER: words.team_not_after,
        Reply.NOT_SAFE: words.team_not_safe,
        Reply.CANNOT_SAY: words.team_cannot_say,
    }[said.reply]


def choices_of(
    open_ways: tuple[Offered, ...], words: Mapping[Way, tuple[Words, Words]] = CHOICES
) -> list[Choosing]:
    """The ways that can be chosen, in the family's words or those of the desk."""
    return [Choosing(each.way, *words[each.way], each.in_time) for each in open_ways]


def for_readers(taken: Collection[str]) -> list[Words]:
    """What whoever reads the case is told of what was agreed about time."""
    return [FOR_READERS[way] for way in Way if way in taken]

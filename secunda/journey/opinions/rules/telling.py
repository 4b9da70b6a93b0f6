"""What a signed opinion says, taken out of its parts in the order in which a patient reads it. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from secunda.engines.comparison.vocabulary import Axis
from secunda.engines.comparison.wording import reading
from secunda.engines.pathways import plain
from secunda.engines.words import say
from secunda.journey.opinions.rules.asking import Asked, Rows

# For opinions that were signed before the axis was kept with each item.
AXES = {"dx": Axis.DIAGNOSIS, "pi": Axis.TREATMENT, "ai": Axis.TREATMENT}
JUDGEMENT = say("The expert's own judgement")
# Seen by the clinical lead only (clinical.md 6.5); the content marks these fields so.
INTERNAL = "(internal)"


@dataclass(frozen=True)
class ComparedItem:
    """One item of the first opinion, or one that the expert adds, beside what the expert says. `relation` is
    a key of `wording.READINGS`.
    """

    axis: str
    first: str
    second: str
    relation: str
    reasons: str
    confidence: str
    impact: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReasonableOption:
    """One choice that the patient has; `is_none` marks waiting or no treatment.

    `helped_means` and `harmed_means` say what the number out of 100 counts, and by when.
    """

    name: str
    is_none: bool
    what: str
    benefit: str
    helped_of_100: float | None
    harm: str
    daily_life: str
    burden: str
    cost: str
    availability: str
    reversible: str
    evidence: str
    suits: str
    way: str = ""
    recovery: str = ""
    harmed_of_100: float | None = None
    helped_means: str = ""
    harmed_means: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class FurtherTest:
    """One more test, and what it would change."""

    name: str
    already_done: str
    changes: str
    radiation_msv: float | None
    invasive: str
    risk: str
    soon: str
    who: str


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question of the patient with its answer."""

    question: str
    answer: str
    confidence: str


@dataclass(frozen=True)
class Telling:
    """Everything a signed opinion tells the patient and their doctors, except who signed it and when."""

    headline: str
    items: tuple[ComparedItem, ...]
    options: tuple[ReasonableOption, ...]
    tests: tuple[FurtherTest, ...]
    answers: tuple[AnsweredQuestion, ...]
    next_steps: tuple[str, ...]
    time_to_act: str
    safe_wait: str
    safety_net: tuple[str, ...]
    do_not_stop: tuple[str, ...]
    plain_summary: str
    confidence: str
    change_my_mind: tuple[str, ...]
    not_seen: tuple[str, ...]
    exam_limits: str
    contact_mode: str
    common_ground: str
    did_well: str
    message_to_team: str
    interests: str
    summary_clinical: str
    result: Mapping[str, Any] = field(default_factory=dict)
    # What the expert knew of the first opinion before the lock, and why; empty where they were blind.
    not_blind: str = ""


def telling(
    blind_form: Asked,
    blind: Mapping[str, Any],
    compare_form: Asked,
    compare: Mapping[str, Any],
    result: Mapping[str, Any],
    content: Callable[[str], str] = str,
) -> Telling:
    """Read a signed opinion. Provenance tags of the clinical content do not appear; codes become words.

    `content` puts a text of the content into the reader's language.
    """
    own, other = _Reader(blind_form, blind, content), _Reader(compare_form, compare, content)
    return Telling(
        headline=plain(content(result["text"])),
        items=tuple(_item(each, other) for each in result["relations"]),
        options=tuple(_option(own.at(row)) for row in own.rows("alternatives")),
        tests=tuple(_test(own.at(row)) for row in own.rows("further_tests")),
        answers=tuple(_answer(other.at(row)) for row in other.rows("answers")),
        next_steps=other.texts("next_steps"),
        time_to_act=own.words("time_to_act"),
        safe_wait=own.text("safe_wait"),
        safety_net=own.texts("safety_net"),
        do_not_stop=_unless_none(own.texts("do_not_stop")),
        plain_summary=other.text("plain_summary"),
        confidence=str(blind.get("overall_confidence", "")),
        change_my_mind=own.texts("change_my_mind"),
        not_seen=_unless_none(own.texts("docs_missing")),
        exam_limits=own.text("exam_limits"),
        contact_mode=own.words("contact_mode"),
        common_ground=other.text("common_ground"),
        did_well=other.text("first_team_did_well"),
        message_to_team=other.text("msg_to_team"),
        interests=other.text("coi"),
        summary_clinical=own.text("summary_clinical"),
        result=result,
        not_blind=own.text("not_blind_why"),
    )


class _Reader:
    """Reads answers in the words of the form in which they were given."""

    def __init__(self, form: Asked, answers: Mapping[str, Any], content: Callable[[str], str]) -> None:
        self.form, self.answers, self.content = form, answers, content

    def at(self, row: Mapping[str, Any]) -> "_Reader":
        return _Reader(self.form, row, self.content)

    def rows(self, section: str) -> Rows:
        return [row for row in self.answers.get(section) or [] if isinstance(row, dict)]

    def text(self, name: str) -> str:
        value = self.answers.get(name)
        return plain(value) if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.answers.get(name)
        return tuple(plain(str(each)) for each in value) if isinstance(value, list) else ()

    def number(self, name: str) -> float | None:
        value = self.answers.get(name)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def words(self, name: str) -> str:
        value = self.answers.get(name)
        return self.choice(name, value) if isinstance(value, str) else ""

    def choices(self, name: str) -> tuple[str, ...]:
        value = self.answers.get(name)
        return tuple(self.choice(name, str(each)) for each in value) if isinstance(value, list) else ()

    def choice(self, name: str, value: str) -> str:
        for section in self.form["sections"]:
            for asked in section["fields"]:
                if asked["id"] == name:
                    return self.content(str(dict(asked["choices"]).get(value, value)))
        return value


def _item(relation: Mapping[str, Any], other: _Reader) -> ComparedItem:
    section = relation["section"]
    row = other.at(other.rows(section)[relation["row"]])
    prefix = {"diagnoses": "dx", "plan_items": "pi", "added_items": "ai"}[section]
    reasons = row.text("dx_difference") if prefix == "dx" else row.text(f"{prefix}_reasons")
    kinds = row.choices("dx_refine_type") if prefix == "dx" else row.choices("pi_change_type")
    return ComparedItem(
        axis={"dx": "diagnosis", "pi": "plan", "ai": "added"}[prefix],
        first=plain(relation["first"]),
        second=plain(relation["second"]),
        relation=reading(relation["relation"], relation.get("axis") or AXES[prefix]),
        reasons=reasons,
        confidence=row.words(f"{prefix}_confidence"),
        impact=relation["impact"],
        kinds=kinds,
    )


def _option(row: _Reader) -> ReasonableOption:
    return ReasonableOption(
        name=row.text("alt_name"),
        is_none=row.answers.get("alt_is_none") is True,
        what=row.text("alt_what"),
        benefit=row.text("alt_benefit"),
        helped_of_100=row.number("alt_benefit_n"),
        harm=row.text("alt_harm"),
        daily_life=row.text("alt_qol"),
        burden=row.text("alt_burden"),
        cost=row.words("alt_cost"),
        availability=row.words("alt_availability"),
        reversible=row.words("alt_reversible"),
        evidence=row.words("alt_evidence_strength"),
        suits=row.text("alt_suits"),
        way=str(row.answers.get("alt_way") or ""),
        recovery=row.text("alt_recovery"),
        harmed_of_100=row.number("alt_harm_n"),
        helped_means=row.text("alt_benefit_of"),
        harmed_means=row.text("alt_harm_of"),
        sources=tuple(_source(row.at(each)) for each in row.rows("alt_evidence")),
    )


def _source(row: _Reader) -> str:
    if row.answers.get("judgement_only") is True:
        return str(JUDGEMENT)
    year = row.number("year")
    named = (row.text("title"), f"{year:.0f}" if year else "", row.text("doi_or_url"))
    return ", ".join(part for part in named if part)


def _test(row: _Reader) -> FurtherTest:
    return FurtherTest(
        name=row.text("ft_name"),
        already_done=row.words("ft_already_done"),
        changes=row.text("ft_changes_plan"),
        radiation_msv=row.number("ft_radiation_msv"),
        invasive=row.words("ft_invasive"),
        risk=row.text("ft_risk"),
        soon=row.words("ft_urgency"),
        who=row.text("ft_who"),
    )


def _answer(row: _Reader) -> AnsweredQuestion:
    return AnsweredQuestion(row.text("an_question"), row.text("an_answer"), row.words("an_confidence"))


def _unless_none(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Nothing, where the expert wrote "none" as the form asks."""
    return tuple(text for text in texts if text.strip(" .").lower() != "none")

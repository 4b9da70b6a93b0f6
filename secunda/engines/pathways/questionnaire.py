"""The question bank: what a person is asked, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from secunda.engines.pathways.envelope import Envelope
from secunda.engines.pathways.rules import UNSURE, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question in the person's words."""

    where: str
    id: str
    text: str
    type: Literal["number", "choice", "multi", "country", "yesno", "text", "language", "date", "list_text"]
    choices: Mapping[str, str] | None = None
    help: str = ""
    ask_when: Rule | None = None
    optional: bool = False
    max: int | None = None

    @property
    def answers(self) -> Mapping[str, str]:
        """The answers offered, with their words; empty when the answer is free. Always holds `unsure`."""
        if self.type == "yesno":
            return {"yes": "Yes", "no": "No", UNSURE: "Not sure"}
        if self.choices is None:
            return {}
        if self.type == "multi" or UNSURE in self.choices:
            return self.choices
        return {**self.choices, UNSURE: "Not sure"}

    def allows(self, value: object) -> bool:
        """Whether a rule may compare this question with the value."""
        if value == UNSURE or not self.answers:
            return True
        values = value if isinstance(value, list) else [value]
        return all(item in self.answers for item in values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """When a group of questions is asked."""

    where: str
    when: Rule
    stage: Literal["start", "records"]


@dataclass(frozen=True, kw_only=True)
class Questionnaire(Envelope):
    """questions.yaml"""

    modules: Mapping[str, Module]
    questions: Mapping[str, tuple[Question, ...]]

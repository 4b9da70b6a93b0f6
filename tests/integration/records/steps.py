"""What the tests of records do again and again: send files and let a worker read them."""

import tempfile
from datetime import datetime
from pathlib import Path

from secunda.engines.pathways.questionnaire import Question
from secunda.foundation.content import catalogue
from secunda.foundation.people.models import Account
from secunda.foundation.vault import vault
from secunda.journey.cases.actions import Agreed, answer_questions, give_consent
from secunda.journey.cases.models import Case
from secunda.journey.records import actions
from secunda.journey.records.models import Item
from secunda.journey.records.queries import readiness
from secunda.journey.records.work import read_items
from tests.integration.cast import NOW, Cast


def send(case: Case, files: dict[str, bytes], *, by: Account, at: datetime = NOW) -> list[Item]:
    """Send whole files, as the form on the page does."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / str(number) for number in range(len(files))]
        for path, content in zip(paths, files.values(), strict=True):
            path.write_bytes(content)
        placed = vault.place_many(case.id, paths)
    found = actions.receive_files(case, list(zip(files, placed, strict=True)), by=by, at=at)
    return [one.item for one in found]


def work(rounds: int = 200) -> None:
    """Let a worker go on until nothing waits."""
    for _ in range(rounds):
        if not read_items("tester"):
            return
    raise AssertionError("the worker never came to an end")


def item(case: Case, name: str) -> Item:
    """The file of that name."""
    return Item.objects.get(case=case, name=name)


def make_sendable(case: Case, cast: Cast) -> None:
    """Answer every question that must be answered, and agree to what must be agreed to."""
    content = catalogue()
    by_text = {question.text: question for question in content.questions.values()}
    for _ in range(12):  # an answer can lead to further questions
        still = [by_text[text] for text in readiness(case, NOW).questions]
        given = {question.id: (question.text, _some_answer(question)) for question in still}
        if not given:
            break
        answer_questions(case, given, by=cast.amina, at=NOW)
    for text in content.files.consent.statements:
        if text.required:
            agreed = Agreed(text.id, "expert", text.purpose, text.version, text.text)
            give_consent(case, agreed, by=cast.amina, at=NOW)


def _some_answer(question: Question) -> object:
    """An answer that the question allows and that stops no case."""
    fixed: dict[str, object] = {"age_years": 46, "who_for": "self", "treatment_started": "no"}
    by_type: dict[str, object] = {
        "number": 5,
        "country": "GB",
        "language": "en",
        "date": "2026-05-20",
        "multi": list(question.choices or {})[:1],
        "yesno": "no",
    }
    return fixed.get(question.id, by_type.get(question.type) or list(question.answers)[-2])

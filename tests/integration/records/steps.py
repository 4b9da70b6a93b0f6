"""What the tests of records do again and again: send files and let a worker read them."""

import tempfile
from datetime import datetime
from pathlib import Path

from secunda.foundation.people.models import Account
from secunda.foundation.vault import vault
from secunda.journey.cases.models import Case, Consent
from secunda.journey.records import actions
from secunda.journey.records.models import Item
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
    from secunda.foundation.content import catalogue
    from secunda.journey.cases.actions import Agreed, answer_questions, give_consent
    from secunda.journey.records.queries import readiness

    answers = {"age_years": 46, "country": "GB", "who_for": "self", "treatment_started": "no"}
    content = catalogue()
    for _ in range(12):
        wanted = {question.text: question for question in content.questions.values()}
        still = readiness(case, NOW).questions
        if not still:
            break
        given: dict[str, tuple[str, object]] = {}
        for text in still:
            question = wanted[text]
            match question.type:
                case "number":
                    value: object = answers.get(question.id, 5)
                case "country":
                    value = "GB"
                case "language":
                    value = "en"
                case "date":
                    value = "2026-05-20"
                case "multi":
                    value = [next(iter(question.choices or {}))]
                case "yesno":
                    value = "no"
                case _:
                    value = answers.get(question.id, list(question.answers)[-2])
            given[question.id] = (text, value)
        answer_questions(case, given, by=cast.amina, at=NOW)
    for text in content.files.consent.statements:
        if text.required and not Consent.objects.filter(case=case, what=text.id).exists():
            agreed = Agreed(text.id, "expert", text.purpose, text.version, text.text)
            give_consent(case, agreed, by=cast.amina, at=NOW)

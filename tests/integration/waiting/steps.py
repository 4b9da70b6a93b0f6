"""What the tests of time do again and again."""

from datetime import datetime

from secunda.journey.cases.actions import answer_questions
from secunda.journey.cases.models import Case
from tests.integration.cast import NOW, Cast
from tests.integration.records.steps import make_sendable

# Answers after which only the treatment date decides how fast the case must go.
CALM = {"team_said_wait_ok": "yes", "how_soon_said": "months", "symptom_change": "same"}


def make_calm(case: Case, cast: Cast, *, at: datetime = NOW, **told: str) -> None:
    """Make the case ready to be sent, with nothing urgent in it but its treatment date."""
    make_sendable(case, cast)
    given: dict[str, tuple[str, object]] = {name: ("", value) for name, value in (CALM | told).items()}
    answer_questions(case, given, by=cast.amina, at=at)

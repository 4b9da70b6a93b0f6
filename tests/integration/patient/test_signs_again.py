"""The danger signs are asked again: at moments on the way, and after words to watch for."""

from datetime import datetime, timedelta

import pytest
import time_machine

from secunda.foundation.outbox.models import Notice
from secunda.journey.cases.models import Case, Move
from secunda.journey.cases.states import State
from secunda.journey.safety.actions import Screen, check_red_flags
from secunda.journey.safety.models import Alert
from secunda.journey.safety.queries import signs_due
from secunda.journey.safety.work import ask_again
from tests.integration.cast import NOW, Cast, sign_in

pytestmark = pytest.mark.django_db
NONE = Screen([], "GB", "v", "case")


def on_day(days: float) -> datetime:
    """A moment some days after the case was sent."""
    return NOW + timedelta(days=days)


@pytest.fixture
def sent(case: Case) -> Case:
    """Amina's case, with an expert since it was sent; its records were complete on the second day."""
    Case.objects.filter(pk=case.pk).update(
        state=State.IN_REVIEW, asked_at=NOW, complete_at=on_day(1), due_on=on_day(20).date()
    )
    case.refresh_from_db()
    return case


def test_the_family_is_asked_again_at_each_moment_and_written_to_once(cast: Cast, sent: Case) -> None:
    check_red_flags(sent, NONE, by=cast.amina, at=NOW)
    assert signs_due(sent, on_day(0.9)) == ""
    asked = []
    for day in (1, 3, 7):
        asked.append(signs_due(sent, on_day(day)))
        assert ask_again(on_day(day)) == 1
        assert ask_again(on_day(day)) == 0
        check_red_flags(sent, NONE, by=cast.amina, at=on_day(day + 0.1))
        assert signs_due(sent, on_day(day + 0.2)) == ""
    assert asked == ["records_ready", "day_3", "day_7"]
    notices = Notice.objects.filter(template="how_are_you")
    assert [each.person for each in notices] == [cast.amina.person] * 3
    assert ask_again(on_day(60)) == 0
    Case.objects.filter(pk=sent.pk).update(state=State.RELEASED)
    Move.objects.create(case=sent, before=State.SIGNED, after=State.RELEASED, at=on_day(20))
    sent.refresh_from_db()
    assert [signs_due(sent, on_day(day)) for day in (22, 23, 50)] == ["", "report_day_3", "report_day_30"]


def test_a_moment_shows_on_every_page_and_a_tick_stops_and_alerts(cast: Cast, sent: Case) -> None:
    with time_machine.travel(on_day(3), tick=False):
        browser = sign_in(cast.amina)
        address = f"/case/{sent.id}/signs?then=progress"
        assert f'href="{address}"' in browser.get(f"/case/{sent.id}/messages").content.decode()
        page = browser.post(address, {"signs": "RF-05"}, follow=True).content.decode()
    assert "This could be a stroke" in page
    sent.refresh_from_db()
    assert sent.state == State.EMERGENCY
    assert Alert.objects.get(case=sent).detail == {"flags": ["RF-05"], "moment": "day_3"}


def test_words_to_watch_for_in_a_question_show_the_signs(cast: Cast, case: Case) -> None:
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        browser = sign_in(cast.amina)
        address, rows = f"/case/{case.id}/questions", {"questions-rows": "0"}
        calm = browser.post(address, {**rows, "questions-0-text": "Is my blood pressure too high?"})
        assert calm["Location"] == f"/case/{case.id}/"
        watched = browser.post(address, {**rows, "questions-0-text": "Why do I have chest pain at night?"})
        story = {"text": "It began in spring. Since last night I cannot pee."}
        written = browser.post(f"/case/{case.id}/missing/patient_story", story)
        for answer in (watched, written):
            assert answer["Location"] == f"/case/{case.id}/signs"
    assert case.questions.get().text == "Why do I have chest pain at night?", "what was written is kept"
    assert not Alert.objects.exists(), "words ask, they never decide"

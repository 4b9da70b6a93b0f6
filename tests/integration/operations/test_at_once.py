"""Two people act at the same moment: exactly one succeeds, the other is told."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from secunda.foundation.audit.models import Entry
from secunda.foundation.audit.queries import chain_faults
from secunda.foundation.refusal import Refused
from secunda.journey.cases.actions import answer_questions, leave
from secunda.journey.cases.models import Case, Move, Party
from secunda.journey.cases.states import Role, State
from secunda.journey.matching.actions import accept_offer, decline_offer, offer_case, take_back_offer
from secunda.journey.matching.models import Offer
from secunda.journey.matching.rules import DECLARATIONS
from secunda.journey.records.actions import return_case_file
from secunda.journey.safety.actions import Danger, acknowledge_alert, raise_alert
from secunda.journey.safety.models import Alert
from tests.integration.cast import NOW, Cast
from tests.integration.records.steps import make_sendable

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on_disk")]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all of it at the same moment, each in a thread of its own: `done` or the code of the refusal."""
    barrier = threading.Barrier(len(acts))
    ended: list[str] = []

    def one(act: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            act()
            ended.append("done")
        except Refused as refused:
            ended.append(refused.refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(ended) == len(acts), "each ended, by doing it or by being refused"
    return sorted(ended, key=lambda end: end != "done")


def in_state(case: Case, state: State) -> None:
    """The case as if it had come that far."""
    Case.objects.filter(pk=case.pk).update(state=state)
    case.refresh_from_db()


def copy(case: Case) -> Case:
    """The case as another person's page holds it."""
    return Case.objects.select_related("service", "patient").get(pk=case.pk)


@pytest.fixture
def offer(cast: Cast, case: Case) -> Offer:
    """An offer to Dr Rao that is not answered yet."""
    make_sendable(case, cast)
    in_state(case, State.ACCEPTED)
    return offer_case(case, cast.expert, by=cast.carlos, at=NOW)


def test_of_two_ways_out_one_is_taken(cast: Cast, case: Case) -> None:
    in_state(case, State.SUBMITTED)
    mine, theirs = copy(case), copy(case)
    ended = at_once(
        lambda: leave(mine, State.WITHDRAWN, because="", by=cast.amina, at=NOW),
        lambda: leave(theirs, State.DECLINED, because="", by=cast.carlos, at=NOW),
    )
    assert ended == ["done", "too_slow"]
    assert Move.objects.filter(case=case, before=State.SUBMITTED).count() == 1
    assert Entry.objects.filter(chain=f"case:{case.id}", event="case.left").count() == 1


def test_of_returning_a_case_file_and_ending_the_case_one_happens(cast: Cast, case: Case) -> None:
    make_sendable(case, cast)
    in_state(case, State.SUBMITTED)
    mine, theirs = copy(case), copy(case)
    ended = at_once(
        lambda: return_case_file(mine, ["path_report"], "The slides, please.", by=cast.carlos, at=NOW),
        lambda: leave(theirs, State.UNSUITABLE, because="", by=cast.carlos, at=NOW),
    )
    assert ended[0] == "done"
    assert ended[1] != "done"
    assert Move.objects.filter(case=case, before=State.SUBMITTED).count() == 1


def test_an_offer_taken_twice_makes_one_party(cast: Cast, offer: Offer) -> None:
    declared = dict.fromkeys(DECLARATIONS, True)
    mine, again = (Offer.objects.select_related("case", "expert").get(pk=offer.pk) for _ in range(2))
    ended = at_once(
        lambda: accept_offer(mine, interests="", declared=declared, by=cast.rao, at=NOW),
        lambda: accept_offer(again, interests="", declared=declared, by=cast.rao, at=NOW),
    )
    assert ended in (["done", "answered"], ["done", "already_party"])
    assert Party.objects.filter(case=offer.case, role=Role.EXPERT).count() == 1


def test_an_offer_declined_and_taken_back_at_once_is_answered_once(cast: Cast, offer: Offer) -> None:
    mine, theirs = (
        Offer.objects.select_related("case__service", "expert").get(pk=offer.pk) for _ in range(2)
    )
    ended = at_once(
        lambda: decline_offer(mine, because="Away", by=cast.rao, at=NOW),
        lambda: take_back_offer(theirs, by=cast.carlos, at=NOW),
    )
    assert ended == ["done", "answered"]
    offer.refresh_from_db()
    assert offer.answer in {"declined", "taken_back"}
    assert Move.objects.filter(case=offer.case, before=State.OFFERED).count() == 1


def test_an_alert_is_taken_by_one(cast: Cast, case: Case) -> None:
    alert = raise_alert(cast.service, Danger("red_flag"), case=case, by=None, at=NOW)
    mine, theirs = (Alert.objects.get(pk=alert.pk) for _ in range(2))
    ended = at_once(
        lambda: acknowledge_alert(mine, by=cast.carlos, at=NOW),
        lambda: acknowledge_alert(theirs, by=cast.dana, at=NOW),
    )
    assert ended[0] == "done"
    assert ended[1] != "done"


def test_many_at_once_leave_the_audit_chain_whole(cast: Cast, case: Case, data_folder: Path) -> None:
    def answer(number: int) -> Callable[[], object]:
        mine = copy(case)
        given = {f"question_{number}": ("Asked", number)}
        return lambda: answer_questions(mine, given, by=cast.amina, at=NOW)

    assert at_once(*(answer(number) for number in range(6))) == ["done"] * 6
    assert Entry.objects.filter(event="answers.changed").count() == 6
    assert chain_faults(data_folder / "anchors") == []

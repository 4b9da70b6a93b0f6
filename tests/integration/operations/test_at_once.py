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
from secunda.journey.opinions.actions import (
    begin_opinion,
    conclude_panel,
    lock_blind_view,
    save_draft,
    waive_path,
    weigh,
)
from secunda.journey.opinions.models import Ballot, Opinion, TieBreak
from secunda.journey.records.actions import return_case_file, submit_case_file
from secunda.journey.safety.actions import Danger, acknowledge_alert, raise_alert
from secunda.journey.safety.models import Alert
from tests.integration.cast import NOW, Cast
from tests.integration.opinions.differing import differing, fresh, joins, reader
from tests.integration.opinions.filling import filled
from tests.integration.records.steps import make_sendable
from tests.integration.waiting.steps import make_calm

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


def test_an_answer_that_is_given_while_the_case_is_sent_counts_or_is_refused(cast: Cast, case: Case) -> None:
    make_calm(case, cast)
    mine, theirs = copy(case), copy(case)
    soon: dict[str, tuple[str, object]] = {"how_soon_said": ("How soon?", "days")}
    ended = at_once(
        lambda: answer_questions(mine, soon, by=cast.amina, at=NOW),
        lambda: submit_case_file(theirs, by=cast.amina, at=NOW),
    )
    case.refresh_from_db()
    kept = case.answers.get(question="how_soon_said").value
    assert (ended, kept, case.urgency) in (
        (["done", "done"], "days", "parallel_24h"),
        (["done", "already_sent"], "months", "priority"),
    )


def test_of_two_members_who_sign_for_the_panel_one_does(cast: Cast, case: Case) -> None:
    path = differing(case, cast)
    members = [reader(cast.service, name) for name in ("Dr Ada Penn", "Dr Otto Quay", "Dr Ines Roth")]
    for member in members:
        Opinion.objects.create(case=case, author=member.person, role=Role.PANELLIST, begun_at=NOW)
        said = {"role": Role.PANELLIST, "side": "second", "words": "It can wait.", "knew_which": False}
        Ballot.objects.create(tie_break=path, author=member.person, cast_at=NOW, **said)
    TieBreak.objects.filter(pk=path.pk).update(state="panel", question="Operate, or watch?")
    advice = {"pa_quorum": True, "pa_outcome": "Watch.", "pa_patient_voice": "Work.", "pa_chair_signs": True}
    one, other = fresh(path), fresh(path)
    ended = at_once(
        lambda: conclude_panel(one, advice, by=members[0], at=NOW),
        lambda: conclude_panel(other, advice, by=members[1], at=NOW),
    )
    assert ended == ["done", "too_slow"]
    assert fresh(path).ending == "panel_unanimous"
    assert Entry.objects.filter(event="difference.panel_signed").count() == 1


def test_of_a_reader_who_weighs_and_a_coordinator_who_waives_one_ends_the_path(
    cast: Cast, case: Case
) -> None:
    path = differing(case, cast)
    quist = joins(case, cast, "Dr Maud Quist", Role.SECOND_READER)
    opinion = begin_opinion(case, by=quist, at=NOW)
    part = opinion.parts.get()
    save_draft(part, filled(part.form), 0, by=quist, at=NOW)
    lock_blind_view(opinion, by=quist, at=NOW)
    one, other = fresh(path), fresh(path)
    ended = at_once(
        lambda: weigh(one, "neither", "A third way.", by=quist, at=NOW),
        lambda: waive_path(other, "It cannot wait.", by=cast.carlos, at=NOW),
    )
    assert ended == ["done", "too_slow"]
    settled = fresh(path)
    assert (settled.state, settled.ballots.count()) in (("panel_due", 1), ("ended", 0))
    assert opinion.parts.filter(phase="compare").count() == 1, "either way the reader goes on"


def test_of_two_pages_of_one_reviewer_that_lock_at_once_one_does(cast: Cast, case: Case) -> None:
    make_sendable(case, cast)
    in_state(case, State.IN_REVIEW)
    Party.objects.create(
        case=case, person=cast.rao.person, role=Role.EXPERT, basis="offer", since=NOW, blind=True
    )
    opinion = begin_opinion(copy(case), by=cast.rao, at=NOW)
    part = opinion.parts.get()
    save_draft(part, filled(part.form), 0, by=cast.rao, at=NOW)
    one, other = (Opinion.objects.select_related("case").get(pk=opinion.pk) for _ in range(2))
    ended = at_once(
        lambda: lock_blind_view(one, by=cast.rao, at=NOW), lambda: lock_blind_view(other, by=cast.rao, at=NOW)
    )
    assert ended[0] == "done"
    assert ended[1] in ("too_slow", "locked")
    assert opinion.parts.filter(phase="compare").count() == 1

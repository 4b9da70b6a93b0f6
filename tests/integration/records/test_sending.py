"""From gaps to a case that is sent, returned and accepted."""

import pytest

from secunda.foundation.audit.models import Entry
from secunda.foundation.outbox.models import Notice
from secunda.foundation.refusal import Refused
from secunda.foundation.vault import vault
from secunda.journey.cases.models import Case
from secunda.journey.records import actions, queries
from secunda.journey.records.models import Record
from tests.integration.cast import NOW, Cast
from tests.integration.records.files import LAB, NOBODY, pdf
from tests.integration.records.steps import item, make_sendable, send, work

pytestmark = pytest.mark.django_db


def test_a_record_closes_its_gap_and_an_answer_is_kept_beside_the_others(case: Case, cast: Cast) -> None:
    assert "labs" in {line.item for line in queries.gaps_of(case, NOW)}
    send(case, {"labs.pdf": pdf(LAB.replace("3 February", "20 February"))}, by=cast.amina)
    work()
    actions.answer_gap(case, "med_list", "ask_hospital", by=cast.amina, at=NOW)
    said = {line.item: line.answer for line in queries.gaps_of(case, NOW)}
    assert "labs" not in said
    assert said["med_list"] == "ask_hospital"
    with pytest.raises(Refused):
        actions.answer_gap(case, "med_list", "no", by=cast.amina, at=NOW)


def test_what_the_family_writes_themselves_closes_a_gap(case: Case, cast: Cast, tmp_path: object) -> None:
    from secunda.foundation.vault import spool

    with spool.set_down([[b"It began in May."]]) as places:
        placed = vault.place_many(case.id, places)
    actions.write_record(case, "patient_story", "Your story in your words", placed[0], by=cast.amina, at=NOW)
    work()
    assert "patient_story" not in {line.item for line in queries.gaps_of(case, NOW)}
    assert Record.objects.get(case=case).belongs == "same"


def test_a_story_that_sounds_like_evidence_stays_hidden_from_a_blind_reader(case: Case, cast: Cast) -> None:
    from secunda.foundation.vault import spool

    # Read alone, this is a laboratory sheet.
    with spool.set_down([[LAB.encode()]]) as places:
        placed = vault.place_many(case.id, places)
    actions.write_record(case, "patient_story", "Your story in your words", placed[0], by=cast.amina, at=NOW)
    work()
    record = Record.objects.get(case=case)
    assert (record.kind, record.reveals) == ("other", "unknown")


def test_a_case_that_is_not_ready_says_what_is_open(case: Case, cast: Cast) -> None:
    send(case, {"whose.pdf": pdf(NOBODY)}, by=cast.amina)
    with pytest.raises(Refused) as refused:
        actions.submit_case_file(case, by=cast.amina, at=NOW)
    assert "1 file is still being read" in str(refused.value.refusal.says)
    work()
    with pytest.raises(Refused) as refused:
        actions.submit_case_file(case, by=cast.amina, at=NOW)
    says = str(refused.value.refusal.says)
    assert "is it yours?" in says
    assert "We need your agreement: Use my records for a second opinion" in says
    case.refresh_from_db()
    assert case.state == "gathering"


def test_sent_returned_sent_again_and_accepted(case: Case, cast: Cast) -> None:
    send(case, {"labs.pdf": pdf(LAB)}, by=cast.amina)
    work()
    make_sendable(case, cast)
    actions.submit_case_file(case, by=cast.amina, at=NOW)
    case.refresh_from_db()
    assert (case.state, case.asked_at) == ("submitted", NOW)
    assert case.due_on is not None
    assert case.due_on > NOW.date()
    assert Notice.objects.filter(template="case_to_check").count() == 1

    actions.return_case_file(case, ["psa"], "Please send your PSA results.", by=cast.carlos, at=NOW)
    assert case.returns.get().missing == ["psa"]
    actions.submit_case_file(case, by=cast.amina, at=NOW)
    assert case.returns.get().settled_at == NOW

    with pytest.raises(Refused) as refused:
        actions.accept_case_file(case, by=cast.carlos, at=NOW)
    assert refused.value.refusal.code == "missing"
    for line in queries.gaps_of(case, NOW):
        if line.must:
            actions.waive_gap(case, line.item, "The expert can do without it.", by=cast.carlos, at=NOW)
    actions.accept_case_file(case, by=cast.carlos, at=NOW)
    case.refresh_from_db()
    assert (case.state, case.complete_at) == ("accepted", NOW)
    events = set(Entry.objects.filter(chain=f"case:{case.id}").values_list("event", flat=True))
    assert {"files.received", "case.submitted", "case.returned", "gap.waived", "case.accepted"} <= events


def test_only_coordinators_waive_return_and_accept(case: Case, cast: Cast) -> None:
    for refused in (
        lambda: actions.waive_gap(case, "labs", "because", by=cast.amina, at=NOW),
        lambda: actions.return_case_file(case, [], "words", by=cast.amina, at=NOW),
        lambda: actions.accept_case_file(case, by=cast.amina, at=NOW),
    ):
        with pytest.raises(Refused):
            refused()


def test_after_sending_a_file_is_not_taken_back(case: Case, cast: Cast) -> None:
    send(case, {"labs.pdf": pdf(LAB)}, by=cast.amina)
    work()
    make_sendable(case, cast)
    actions.submit_case_file(case, by=cast.amina, at=NOW)
    case.refresh_from_db()
    with pytest.raises(Refused):
        actions.remove_item(item(case, "labs.pdf"), by=cast.amina, at=NOW)

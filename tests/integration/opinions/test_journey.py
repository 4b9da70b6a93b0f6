"""From the first look to the released document."""

from datetime import timedelta

import pypdfium2
import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from secunda.foundation.audit.models import Entry
from secunda.foundation.outbox.models import Notice
from secunda.foundation.refusal import Hidden, Refused
from secunda.foundation.vault import vault
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.states import Role, State
from secunda.journey.opinions import queries
from secunda.journey.opinions.actions import (
    begin_opinion,
    lock_blind_view,
    note_look,
    release_opinion,
    save_draft,
    sign_opinion,
)
from secunda.journey.opinions.models import Looked, Opinion, Part
from secunda.journey.opinions.queries.sealed import sealed_opinion, sealed_part
from secunda.journey.opinions.rules import sealing
from secunda.journey.opinions.work import render_opinions, signed_pdf
from secunda.journey.safety.models import Alert
from tests.integration.cast import NOW, Cast
from tests.integration.opinions.filling import compared, filled, in_review, locked

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


def text_of(document: bytes) -> str:
    pages = pypdfium2.PdfDocument(document)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def test_beginning_twice_gives_the_same_opinion_with_a_blind_part_only(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    first = begin_opinion(case, by=cast.rao, at=NOW)
    assert begin_opinion(case, by=cast.rao, at=LATER) == first
    part = first.parts.get()
    assert part.phase == "blind"
    assert all(field["id"] != "dx_first" for section in part.form["sections"] for field in section["fields"])


def test_only_a_reviewer_begins(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    for stranger in (cast.amina, cast.carlos, cast.eve):
        with pytest.raises(Refused) as refused:
            begin_opinion(case, by=stranger, at=NOW)
        assert refused.value.refusal.code == "not_reviewer"


def test_nobody_begins_before_the_offer_is_accepted(cast: Cast, case: Case) -> None:
    Party.objects.create(
        case=case, person=cast.rao.person, role=Role.EXPERT, basis="x", since=NOW, blind=True
    )
    with pytest.raises(Refused):
        begin_opinion(case, by=cast.rao, at=NOW)


def test_of_two_pages_the_one_that_missed_a_save_is_told(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    part = begin_opinion(case, by=cast.rao, at=NOW).parts.get()
    save_draft(part, {"safe_wait": "from the first page"}, 0, by=cast.rao, at=NOW)
    with pytest.raises(Refused) as refused:
        save_draft(part, {"safe_wait": "from the second page"}, 0, by=cast.rao, at=NOW)
    assert refused.value.refusal.code == "stale"
    part.refresh_from_db()
    assert part.answers["safe_wait"] == "from the first page"
    save_draft(part, {"safe_wait": "after looking"}, 1, by=cast.rao, at=NOW)


def test_somebody_else_cannot_save(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    part = begin_opinion(case, by=cast.rao, at=NOW).parts.get()
    with pytest.raises(Refused):
        save_draft(part, {}, 0, by=cast.dana, at=NOW)


def test_drafts_are_audited_once_a_sitting(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    part = begin_opinion(case, by=cast.rao, at=NOW).parts.get()
    for number in range(3):
        part = save_draft(
            part, {"safe_wait": str(number)}, number, by=cast.rao, at=NOW + timedelta(minutes=number)
        )
    assert Entry.objects.filter(event="opinion.drafted").count() == 1
    save_draft(part, {"safe_wait": "later"}, 3, by=cast.rao, at=LATER)
    assert Entry.objects.filter(event="opinion.drafted").count() == 2


def test_a_dangerous_finding_alerts_at_once_and_only_once(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    part = begin_opinion(case, by=cast.rao, at=NOW).parts.get()
    part = save_draft(part, {"critical_finding": "red"}, 0, by=cast.rao, at=NOW)
    save_draft(part, {"critical_finding": "red", "safe_wait": "1 day"}, 1, by=cast.rao, at=NOW)
    assert Alert.objects.get().kind == "critical_finding"
    assert Notice.objects.filter(template="alert", person=cast.carlos.person).count() == 1


def test_locking_names_every_answer_that_is_missing(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    opinion = begin_opinion(case, by=cast.rao, at=NOW)
    part = opinion.parts.get()
    answers = filled(part.form)
    del answers["safe_wait"]
    answers["own_diagnoses"][0].pop("dx_reasons")
    save_draft(part, answers, 0, by=cast.rao, at=NOW)
    with pytest.raises(Refused) as refused:
        lock_blind_view(opinion, by=cast.rao, at=NOW)
    assert "How long is it safe to wait" in str(refused.value.refusal.says)
    assert "Row 1: Fill in “Why”" in str(refused.value.refusal.says)
    assert not Part.objects.filter(phase="compare").exists()


def test_the_lock_lifts_the_blindfold_and_lays_out_the_first_opinion(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    opinion = locked(case, cast)
    assert not Party.objects.get(case=case, role=Role.EXPERT).blind
    answers = opinion.parts.get(phase="compare").answers
    assert [row["dx_first"] for row in answers["diagnoses"]] == ["Prostate cancer, Grade Group 2"]
    assert [row["pi_text"] for row in answers["plan_items"]] == ["Robotic radical prostatectomy"]
    assert [row["an_question"] for row in answers["answers"]] == [
        "Is it safe to watch it?",
        "How long can I take to decide?",
    ]


def test_a_page_cannot_change_what_the_first_team_said(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    part = locked(case, cast).parts.get(phase="compare")
    save_draft(part, {"diagnoses": [{"dx_first": "Nothing at all"}]}, 0, by=cast.rao, at=NOW)
    part.refresh_from_db()
    assert part.answers["diagnoses"][0]["dx_first"] == "Prostate cancer, Grade Group 2"
    assert len(part.answers["plan_items"]) == 1


def test_a_locked_part_is_refused_by_the_rules_and_by_the_database(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    part = locked(case, cast).parts.get(phase="blind")
    with pytest.raises(Refused):
        save_draft(part, {}, part.revision, by=cast.rao, at=NOW)
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        Part.objects.filter(pk=part.pk).update(answers={})
    with pytest.raises(Refused):
        lock_blind_view(part.opinion, by=cast.rao, at=LATER)


def test_what_was_shown_before_locking_is_what_is_locked(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    opinion = begin_opinion(case, by=cast.rao, at=NOW)
    part = opinion.parts.get()
    save_draft(part, filled(part.form), 0, by=cast.rao, at=NOW)
    with pytest.raises(Refused) as refused:
        lock_blind_view(opinion, by=cast.rao, at=NOW, revision=0)
    assert refused.value.refusal.code == "too_slow"


def test_signing_names_what_is_missing(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    opinion = locked(case, cast)
    part = opinion.parts.get(phase="compare")
    answers = filled(part.form)
    del answers["answers"][1]["an_answer"]
    del answers["plan_items"][0]["pi_agreement"]
    save_draft(part, answers, 0, by=cast.rao, at=NOW)
    with pytest.raises(Refused) as refused:
        sign_opinion(opinion, by=cast.rao, at=NOW)
    assert "Row 2: Fill in “Answer in plain English”" in str(refused.value.refusal.says)
    assert "Row 1: Fill in “My view”" in str(refused.value.refusal.says)
    case.refresh_from_db()
    assert case.state == State.IN_REVIEW


def test_nobody_signs_without_an_independent_view(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    opinion = begin_opinion(case, by=cast.rao, at=NOW)
    with pytest.raises(Refused) as refused:
        sign_opinion(opinion, by=cast.rao, at=NOW)
    assert refused.value.refusal.code == "not_locked"


def test_a_signed_opinion_is_sealed_and_its_digest_can_be_made_again(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    opinion = compared(locked(case, cast), cast)
    sign_opinion(opinion, by=cast.rao, at=LATER)
    stored = Opinion.objects.get(pk=opinion.pk)
    blind, compare = stored.parts.get(phase="blind"), stored.parts.get(phase="compare")
    assert blind.locked_at
    assert compare.locked_at == LATER
    assert sealing.digest(sealed_part(blind, blind.locked_at)) == blind.digest
    assert sealing.digest(sealed_part(compare, LATER)) == compare.digest
    assert sealing.digest(sealed_opinion(stored, blind, compare)) == stored.digest
    case.refresh_from_db()
    assert (case.state, stored.awaiting) == (State.SIGNED, "rendering")
    assert Notice.objects.filter(template="opinion_signed", person=cast.carlos.person).exists()
    with pytest.raises(Refused):
        sign_opinion(stored, by=cast.rao, at=LATER)


def test_an_overridden_relation_needs_a_reason_and_counts(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    opinion = locked(case, cast)
    part = opinion.parts.get(phase="compare")
    answers = filled(part.form)
    answers["diagnoses"][0]["dx_relation"] = "refined"
    part = save_draft(part, answers, 0, by=cast.rao, at=NOW)
    with pytest.raises(Refused, match="incomplete"):
        sign_opinion(opinion, by=cast.rao, at=NOW)
    answers["diagnoses"][0]["dx_relation_because"] = "The grade is the same, its extent is not."
    save_draft(part, answers, 1, by=cast.rao, at=NOW)
    signed = sign_opinion(opinion, by=cast.rao, at=NOW)
    assert signed.headline["diagnosis"] == "refined"
    assert (
        signed.headline["text"]
        == "The expert mostly agrees, and can say more about it. The plan stays the same."
    )
    case.refresh_from_db()
    read = queries.released_opinion(case, by=cast.carlos, at=NOW)
    assert read is not None
    # The words beside each item are those that the headline is computed from.
    assert read.says.items[0].relation == "refined"


def test_the_opinion_reaches_family_and_doctor_only_after_release(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    Party.objects.create(
        case=case, person=cast.weber.person, role=Role.TREATING_DOCTOR, basis="invited", since=NOW
    )
    opinion = compared(locked(case, cast), cast)
    for reader in (cast.amina, cast.weber, cast.carlos, cast.rao):
        assert queries.released_opinion(case, by=reader, at=NOW) is None
    opinion = sign_opinion(opinion, by=cast.rao, at=NOW)
    case.refresh_from_db()
    assert queries.released_opinion(case, by=cast.carlos, at=NOW)
    for reader in (cast.amina, cast.weber, cast.eve):
        assert queries.released_opinion(case, by=reader, at=NOW) is None
    opinion.refresh_from_db()
    with pytest.raises(Refused):
        release_opinion(opinion, by=cast.rao, at=NOW)
    release_opinion(opinion, by=cast.carlos, at=LATER)
    for reader in (cast.amina, cast.weber):
        read = queries.released_opinion(case, by=reader, at=LATER)
        assert read
        assert read.headline == "The expert agrees with what you were told and with the plan."
        assert [each.question for each in read.says.answers] == [
            "Is it safe to watch it?",
            "How long can I take to decide?",
        ]
    assert queries.released_opinion(case, by=cast.eve, at=LATER) is None
    assert Notice.objects.filter(template="opinion_released", person=cast.amina.person).exists()
    assert Notice.objects.filter(template="opinion_for_doctor", person=cast.weber.person).exists()


def test_the_document_says_what_was_signed_and_comes_out_the_same_again(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    opinion = begin_opinion(case, by=cast.rao, at=NOW)
    part = opinion.parts.get()
    answers = filled(part.form)
    answers["alternatives"][1]["alt_harm"] = "About 4 out of 100 have a serious problem [K RCOG]."
    save_draft(part, answers, 0, by=cast.rao, at=NOW)
    lock_blind_view(opinion, by=cast.rao, at=NOW)
    opinion = sign_opinion(compared(opinion, cast), by=cast.rao, at=NOW)
    assert render_opinions("test") == 1
    opinion.refresh_from_db()
    assert opinion.document
    assert opinion.awaiting == ""
    document = vault.read(opinion.document)
    text = text_of(document)
    for expected in (
        "The expert agrees with what you were told and with the plan.",
        "Is it safe to watch it?",
        "About an answer.",
        "Prostate cancer, Grade Group 2",
        opinion.digest,
        "not a medical device",
        "About 4 out of 100 have a serious problem.",
    ):
        assert expected in " ".join(text.split()), expected
    assert "[K" not in text
    assert "Worst likely harm" not in text
    assert document == signed_pdf(opinion)
    assert b"/StructTreeRoot" in document
    assert render_opinions("test") == 0


def test_an_interrupted_rendering_is_taken_up_again(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    sign_opinion(compared(locked(case, cast), cast), by=cast.rao, at=NOW)
    claimed = Opinion.objects.all().claim(
        worker="gone", at=timezone.now() - timedelta(hours=1), lease=timedelta(minutes=3), most=5
    )
    assert len(claimed) == 1
    assert render_opinions("next") == 1


def test_looks_are_noted_once(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    opinion = begin_opinion(case, by=cast.rao, at=NOW)
    for _ in range(2):
        note_look(opinion, case.id, by=cast.rao, at=NOW)
    assert Looked.objects.count() == 1
    assert Entry.objects.filter(event="record.opened", actor=cast.rao).count() == 1
    with pytest.raises(Hidden):
        note_look(opinion, case.id, by=cast.dana, at=NOW)


def test_a_second_reader_has_an_opinion_of_their_own(cast: Cast, case: Case) -> None:
    in_review(case, cast.rao)
    in_review(case, cast.dana, role=Role.SECOND_READER)
    first = locked(case, cast)
    second = begin_opinion(case, by=cast.dana, at=NOW)
    assert second != first
    room = queries.reading_room(case, by=cast.dana, at=NOW)
    assert room.blind
    assert room.opinion == second
    assert room.compare_part is None
    sign_opinion(compared(first, cast), by=cast.rao, at=NOW)
    assert queries.released_opinion(case, by=cast.dana, at=NOW) is None
    part = second.parts.get()
    save_draft(part, {"safe_wait": "still reading"}, 0, by=cast.dana, at=NOW)

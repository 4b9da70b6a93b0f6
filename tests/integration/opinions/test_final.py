"""From a partial opinion to the final one: the same expert, the missing record, and what has changed."""

from datetime import timedelta

import pytest
import time_machine

from secunda.foundation.audit.queries import entries_for
from secunda.foundation.outbox.models import Notice
from secunda.foundation.refusal import Hidden, Refused
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.rules.pacing import Way
from secunda.journey.cases.states import Role, State
from secunda.journey.matching.actions import give_back_case
from secunda.journey.opinions.actions import (
    begin_opinion,
    go_on_to_final,
    lock_blind_view,
    release_opinion,
    save_draft,
    sign_opinion,
)
from secunda.journey.opinions.models import Opinion
from secunda.journey.opinions.queries import (
    in_progress,
    opinion_of,
    released_opinion,
    signed_document,
)
from secunda.journey.opinions.work import render_opinions, signed_pdf
from secunda.journey.records.actions import (
    accept_case_file,
    return_case_file,
    submit_case_file,
    waive_gap,
)
from secunda.journey.records.queries import gaps_of
from secunda.journey.safety.actions import Screen, check_red_flags
from secunda.journey.waiting.actions import take_measure
from secunda.journey.waiting.work import look_at
from tests.integration.cast import NOW, Cast, sign_in
from tests.integration.opinions.filling import compared, filled, in_review
from tests.integration.opinions.test_journey import text_of
from tests.integration.records.files import LETTER, pdf
from tests.integration.records.steps import send, work
from tests.integration.waiting.steps import make_calm

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=7)
KNEW = "The plan is burned into every image, and without them there is nothing to read."
SOON = LATER + timedelta(hours=1)


@pytest.fixture
def partial(cast: Cast, case: Case) -> Case:
    """A case whose partial opinion was agreed to, signed, released and printed."""
    make_calm(case, cast)
    submit_case_file(case, by=cast.amina, at=NOW)
    take_measure(case, Way.PARTIAL, by=cast.amina, at=NOW)
    case.refresh_from_db()
    accept_case_file(case, by=cast.carlos, at=NOW)
    opinion = begin_opinion(in_review(case, cast.rao), by=cast.rao, at=NOW)
    blind = opinion.parts.get(phase="blind")
    said = filled(blind.form) | {"not_blind_why": KNEW}
    save_draft(blind, said, blind.revision, by=cast.rao, at=NOW)
    lock_blind_view(opinion, by=cast.rao, at=NOW)
    sign_opinion(compared(opinion, cast), by=cast.rao, at=NOW)
    opinion.refresh_from_db()
    release_opinion(opinion, by=cast.carlos, at=NOW)
    render_opinions("w")
    doctor = cast.weber.person
    Party.objects.create(case=case, person=doctor, role=Role.TREATING_DOCTOR, basis="invited", since=NOW)
    case.refresh_from_db()
    return case


def come_back(case: Case, cast: Cast) -> None:
    """The missing record comes, the family sends the case, and it goes back to its expert."""
    go_on_to_final(case, by=cast.amina, at=LATER)
    send(case, {"letter.pdf": pdf(LETTER)}, by=cast.amina, at=LATER)
    work()
    case.refresh_from_db()
    submit_case_file(case, by=cast.amina, at=LATER)
    for line in gaps_of(case, LATER):
        if line.must and not line.waived:
            waive_gap(case, line.item, "It is not needed for this.", by=cast.carlos, at=LATER)
    case.refresh_from_db()
    accept_case_file(case, by=cast.carlos, at=LATER)
    give_back_case(case, by=cast.carlos, at=LATER)


def test_the_final_opinion_takes_the_place_of_the_partial_one_and_says_what_changed(
    cast: Cast, partial: Case
) -> None:
    case, first = partial, Opinion.objects.get(case=partial)
    before = released_opinion(case, by=cast.amina, at=LATER)
    assert before is not None
    assert before.partial
    assert before.without
    printed = signed_document(case, by=cast.amina, at=LATER)
    come_back(case, cast)
    # The clock has begun anew, and nothing partial is agreed any more.
    assert (case.state, case.asked_at, case.complete_at) == (State.IN_REVIEW, LATER, LATER)
    assert case.due_on is not None
    assert case.due_on > LATER.date()
    assert not case.measures.filter(way=Way.PARTIAL, ended_at__isnull=True).exists()
    assert look_at(case, at=LATER)
    assert [line.step for line in in_progress(cast.rao, at=LATER)] == ["final"]

    with time_machine.travel(LATER, tick=False):
        room = sign_in(cast.rao).get(f"/reviews/{case.id}/read").content.decode()
    assert "This is the final opinion" in room
    final = begin_opinion(case, by=cast.rao, at=LATER)
    assert (final.replaces_id, Opinion.objects.filter(case=case).count()) == (first.id, 2)
    blind = final.parts.get(phase="blind")
    assert blind.answers["own_diagnoses"] == first.parts.get(phase="blind").answers["own_diagnoses"]
    assert not {"docs_seen", "docs_missing"} & set(blind.answers)
    answers = filled(blind.form) | {"safe_wait": "Four weeks, not more."}
    save_draft(blind, answers, blind.revision, by=cast.rao, at=LATER)
    lock_blind_view(final, by=cast.rao, at=LATER)
    part = final.parts.get(phase="compare")
    assert part.answers["plan_items"] == first.parts.get(phase="compare").answers["plan_items"]
    assert "decl_independent" not in part.answers
    # Until it is released everybody goes on reading the partial one.
    signed = sign_opinion(compared(final, cast), by=cast.rao, at=LATER)
    still = released_opinion(case, by=cast.amina, at=LATER)
    assert still is not None
    assert (still.opinion_id, still.replaced_on) == (first.id, None)
    waiting = opinion_of(case)
    assert waiting is not None
    assert waiting.id == signed.id
    with time_machine.travel(LATER, tick=False):
        desk = sign_in(cast.carlos).get(f"/queue/{case.id}/release").content.decode()
    assert "takes the place of the partial opinion" in desk
    waiting.refresh_from_db()
    release_opinion(waiting, by=cast.carlos, at=LATER)
    render_opinions("w")

    now = released_opinion(case, by=cast.amina, at=SOON)
    assert now is not None
    assert (now.opinion_id, now.partial, now.replaced_on) == (signed.id, False, None)
    assert now.replaces is not None
    assert now.replaces.knew_first
    assert "Four weeks, not more." in {each.now for each in now.replaces.changes}
    # The partial report is as it was, word for word and byte for byte, and says that it is replaced.
    old = released_opinion(case, by=cast.weber, at=SOON, earlier=True)
    assert old is not None
    assert (old.says, old.without, old.digest) == (before.says, before.without, before.digest)
    assert old.replaced_on == LATER
    assert signed_document(case, by=cast.amina, at=SOON, earlier=True) == printed
    assert signed_document(case, by=cast.amina, at=SOON) != printed
    assert Notice.objects.filter(template="final_released", person=cast.amina.person).exists()
    assert Notice.objects.filter(template="final_for_doctor", person=cast.weber.person).exists()
    events = list(entries_for(case.id).order_by("number").values_list("event", flat=True))
    assert events.index("case.reopened") < events.index("case.given_back")
    with time_machine.travel(SOON, tick=False):
        doctor, family = sign_in(cast.weber), sign_in(cast.amina)
        page = doctor.get(f"/doctor/{case.id}/opinion").content.decode()
        earlier = doctor.get(f"/doctor/{case.id}/opinion?earlier=1").content.decode()
        check_red_flags(case, Screen((), "GB", "1", "released"), by=cast.amina, at=SOON)
        told = family.get(f"/case/{case.id}/opinion?earlier=1").content.decode()
    assert "What has changed" in page
    assert "Four weeks, not more." in page
    assert "They knew yours when they wrote this one" in page
    assert "A newer report is here" in earlier
    # Where blinding was impossible, every reader is told so, with the reason.
    assert "was not blind to your opinion" in earlier
    assert KNEW in earlier
    assert KNEW in told
    assert KNEW in " ".join(text_of(printed).split())
    assert "Four weeks, not more." not in earlier
    assert "A newer report is here" in told
    assert signed_pdf(Opinion.objects.get(pk=signed.pk)) == signed_document(case, by=cast.amina, at=SOON)


def test_only_a_partial_opinion_is_gone_on_from(cast: Cast, partial: Case) -> None:
    for other in (cast.rao, cast.weber, cast.eve):
        with pytest.raises(Refused, match="not_you"):
            go_on_to_final(partial, by=other, at=LATER)
    with pytest.raises(Refused, match="not_now"):
        return_case_file(partial, [], "More, please.", by=cast.carlos, at=LATER)
    assert released_opinion(partial, by=cast.amina, at=LATER, earlier=True) is None
    with pytest.raises(Hidden):
        signed_document(partial, by=cast.amina, at=LATER, earlier=True)
    go_on_to_final(partial, by=cast.carlos, at=LATER)
    with pytest.raises(Refused, match="not_now"):
        go_on_to_final(partial, by=cast.amina, at=LATER)
    # The report stays readable while the records are gathered again.
    with time_machine.travel(LATER, tick=False):
        page = sign_in(cast.amina).get(f"/case/{partial.id}/", follow=True).content.decode()
    assert "Read the partial report" in page
    Case.objects.filter(pk=partial.pk).update(state=State.RELEASED)
    partial.measures.update(at=LATER, ended_at=None)
    partial.refresh_from_db()
    with pytest.raises(Refused, match="not_partial"):
        go_on_to_final(partial, by=cast.amina, at=LATER)

"""Two opinions differ and it matters: a call, one more blind reader, a panel that votes, or a reason."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from secunda.foundation.audit.queries import entries_for
from secunda.foundation.refusal import Hidden, Refused
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.states import Role, State
from secunda.journey.opinions import queries
from secunda.journey.opinions.actions import (
    CallMade,
    begin_opinion,
    call_panel_together,
    conclude_panel,
    record_call,
    release_opinion,
    save_draft,
    sign_opinion,
    waive_path,
    weigh,
)
from secunda.journey.opinions.models import Ballot, Opinion, TieBreak
from secunda.journey.opinions.work import render_opinions
from tests.integration.cast import NOW, Cast, sign_in
from tests.integration.opinions.differing import LATER, choice_for, differing, fresh, joins, locks
from tests.integration.opinions.filling import NOT_NEEDED, filled
from tests.integration.opinions.test_journey import text_of

pytestmark = pytest.mark.django_db
ADVICE = {
    "pa_quorum": True,
    "pa_outcome": "Watch it, with an MRI in a year.",
    "pa_patient_voice": "She wants to keep her work.",
    "pa_chair_signs": True,
}
FIRST_WORDS = ("Grade Group 2", "prostatectomy", "Carrow")


def refused(act: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)  # type: ignore[operator]
    return caught.value.refusal.code


def test_a_difference_that_matters_holds_the_opinion_back(cast: Cast, case: Case) -> None:
    path = differing(case, cast)
    assert (path.state, path.because) == ("needed", ["grave_plan_changed", "impact_major"])
    assert refused(release_opinion, path.opinion, by=cast.carlos, at=LATER) == "differs"
    assert render_opinions("w") == 0, "its document waits for what is still to be told"
    assert queries.difference(case, by=cast.amina, at=LATER) is None
    page = sign_in(cast.amina).get(f"/case/{case.id}/progress").content.decode()
    assert "one more doctor" in page
    assert "sees a big step" not in page


def test_it_goes_out_when_a_named_person_says_why_nobody_else_is_asked(cast: Cast, case: Case) -> None:
    path = differing(case, cast)
    assert refused(waive_path, path, "It cannot wait.", by=cast.rao, at=LATER) == "not_you"
    assert refused(waive_path, path, "  ", by=cast.carlos, at=LATER) == "no_reason"
    waive_path(path, "She is operated on tomorrow unless she hears.", by=cast.carlos, at=LATER)
    assert refused(waive_path, path, "Again.", by=cast.carlos, at=LATER) == "not_now"
    release_opinion(path.opinion, by=cast.carlos, at=LATER)
    render_opinions("w")
    told = queries.difference(case, by=cast.amina, at=LATER)
    assert told is not None
    assert (told.open, told.path.waived_because) == (False, "She is operated on tomorrow unless she hears.")
    page = sign_in(cast.carlos).get(f"/queue/{case.id}/differ").content.decode()
    assert "Carlos Vega" in page
    printed = " ".join(text_of(queries.signed_document(case, by=cast.amina, at=LATER)).split())
    assert "She is operated on tomorrow" in printed
    assert "Carlos Vega" in printed


def test_a_call_is_kept_and_ends_it_only_when_the_doctors_agree(cast: Cast, case: Case) -> None:
    path = differing(case, cast)
    day = date(2026, 3, 2)
    record_call(path, CallMade(day, "Mr Carrow, Dr Rao", "still_differ"), by=cast.carlos, at=NOW)
    assert fresh(path).state == "needed"
    with pytest.raises(Hidden):
        record_call(path, CallMade(day, "Nobody", "won"), by=cast.carlos, at=NOW)
    record_call(path, CallMade(day, "Mr Carrow, Dr Rao", "agreed"), by=cast.carlos, at=LATER)
    assert (fresh(path).state, fresh(path).ending) == ("ended", "call_agreed")
    told = queries.difference(case, by=cast.carlos, at=LATER)
    assert told is not None
    assert [each.came_of_it for each in told.calls] == ["They still differ", "They agree now"]


def test_one_more_reader_knows_neither_opinion_before_the_lock_nor_which_is_which(
    cast: Cast, case: Case
) -> None:
    path = differing(case, cast)
    quist = joins(case, cast, "Dr Maud Quist", Role.SECOND_READER)
    client = sign_in(quist)
    begin_opinion(case, by=quist, at=NOW)
    assert refused(queries.views_to_weigh, case, by=quist) == "not_locked"
    opinion = locks(case, quist)
    party = Party.objects.get(case=case, person=quist.person)
    assert party.blind, "the lock alone does not say whose view is whose"
    for page in ("first", "compare", "check"):
        assert client.get(f"/reviews/{case.id}/{page}").status_code == 404
    page = client.get(f"/reviews/{case.id}/weigh").content.decode()
    assert "prostatectomy" in page
    assert "Carrow" not in page
    assert "Rao" not in page
    weigh(path, choice_for(path, quist, "second"), "The volume is low.", by=quist, at=LATER)
    party.refresh_from_db()
    assert not party.blind
    assert opinion.parts.filter(phase="compare").exists()
    assert (fresh(path).state, fresh(path).ending) == ("ended", "reader_agreed")
    assert refused(weigh, fresh(path), "a", "Changed my mind.", by=quist, at=LATER) == "weighed"
    release_opinion(path.opinion, by=cast.carlos, at=LATER)
    told = queries.difference(case, by=cast.amina, at=LATER)
    assert told is not None
    assert (told.readers[0].words, told.readers[0].knew_which) == ("The volume is low.", False)


@pytest.mark.parametrize(
    ("sides", "ending", "dissents"),
    [
        (("second", "second", "second"), "panel_unanimous", 0),
        (("first", "second", "second"), "panel_majority", 1),
        (("first", "second", "neither"), "panel_split", 3),
    ],
)
def test_a_panel_votes_and_every_other_view_keeps_its_words(
    cast: Cast, case: Case, sides: tuple[str, ...], ending: str, dissents: int
) -> None:
    path = differing(case, cast)
    assert refused(call_panel_together, path, "Operate?", by=cast.carlos, at=NOW) == "reader_first"
    quist = joins(case, cast, "Dr Maud Quist", Role.SECOND_READER)
    locks(case, quist)
    weigh(path, choice_for(path, quist, "first"), "The grade is real.", by=quist, at=NOW)
    path = fresh(path)
    assert path.state == "panel_due"
    call_panel_together(path, "Operate this spring, or watch?", by=cast.carlos, at=NOW)
    names = ("Dr Ada Penn", "Dr Otto Quay", "Dr Ines Roth")
    members = [joins(case, cast, name, Role.PANELLIST) for name in names]
    with pytest.raises(Refused):
        joins(case, cast, "Dr Fourth Wheel", Role.PANELLIST)
    for number, (member, side) in enumerate(zip(members, sides, strict=True)):
        locks(case, member)
        assert refused(conclude_panel, fresh(path), ADVICE, by=member, at=LATER) == "not_member"
        letter = side if side == "neither" else choice_for(path, member, side)
        weigh(path, letter, f"My reason, number {number}.", by=member, at=LATER)
        if number < 2:
            assert refused(conclude_panel, fresh(path), ADVICE, by=member, at=LATER) == "votes"
    for lacking in ({"pa_quorum": True}, ADVICE | {"pa_chair_signs": False}):
        assert refused(conclude_panel, path, lacking, by=members[0], at=LATER) == "incomplete"
    page = sign_in(members[0]).post(
        f"/reviews/{case.id}/panel", ADVICE | {"pa_quorum": "yes", "pa_chair_signs": "yes"}
    )
    assert page.status_code == 302, page.content.decode()
    path = fresh(path)
    assert (path.ending, path.chair) == (ending, members[0].person)
    assert refused(conclude_panel, path, ADVICE, by=members[1], at=LATER) == "not_now"
    release_opinion(path.opinion, by=cast.carlos, at=LATER)
    render_opinions("w")
    told = queries.difference(case, by=cast.amina, at=LATER)
    assert told is not None
    assert [each.words for each in told.panel] == [f"My reason, number {n}." for n in range(3)]
    assert sum(each.dissents for each in told.panel) == dissents
    assert told.advice == ADVICE["pa_outcome"]
    printed = " ".join(text_of(queries.signed_document(case, by=cast.amina, at=LATER)).split())
    for words in ("The grade is real.", "My reason, number 0.", "Watch it, with an MRI in a year."):
        assert words in printed
    events = [entry.event for entry in entries_for(case.id)]
    assert events.count("difference.weighed") == 4


def test_a_ballot_is_refused_by_the_database_too(cast: Cast, case: Case) -> None:
    path = differing(case, cast)
    quist = joins(case, cast, "Dr Maud Quist", Role.SECOND_READER)
    locks(case, quist)
    weigh(path, "neither", "A third way.", by=quist, at=LATER)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Ballot.objects.update(words="Another way.")


def test_when_the_path_ends_a_reader_who_waits_behind_the_lock_goes_on(cast: Cast, case: Case) -> None:
    path = differing(case, cast)
    quist = joins(case, cast, "Dr Maud Quist", Role.SECOND_READER)
    opinion = locks(case, quist)
    waive_path(path, "The patient asked for it now.", by=cast.carlos, at=LATER)
    assert opinion.parts.filter(phase="compare").exists()
    assert not Party.objects.get(case=case, person=quist.person).blind
    assert refused(weigh, fresh(path), "a", "Late.", by=quist, at=LATER) == "nothing_to_weigh"


def test_signed_opinions_of_several_readers_give_agreement_figures(cast: Cast, case: Case) -> None:
    path = differing(case, cast)
    quist = joins(case, cast, "Dr Maud Quist", Role.SECOND_READER)
    opinion = locks(case, quist)
    weigh(path, choice_for(path, quist, "second"), "The volume is low.", by=quist, at=LATER)
    part = opinion.parts.get(phase="compare")
    save_draft(part, filled(part.form, NOT_NEEDED), part.revision, by=quist, at=LATER)
    sign_opinion(Opinion.objects.get(pk=opinion.pk), by=quist, at=LATER)
    found = queries.agreement(cast.service, LATER, within=LATER - NOW + (LATER - NOW))["items"]
    assert (found.cases, found.items) == (1, 2)
    assert found.per_cent is not None
    assert found.cohen is not None
    assert (found.per_cent.value, found.cohen.value) == (1.0, 1.0)
    assert TieBreak.objects.count() == 1, "a further reader's opinion opens no second path"
    assert case.state == State.SIGNED
    assert "1.00" in sign_in(cast.dana).get("/board/").content.decode()

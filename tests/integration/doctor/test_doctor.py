"""The treating doctor: invited once, sees their own patient only, reads what differs first, and replies."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from secunda.foundation.audit.models import Entry
from secunda.foundation.people.models import Account
from secunda.journey.cases.actions import invite_doctor, withdraw_consent
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.states import Role
from secunda.journey.decisions.actions import Chosen, record_decision
from secunda.journey.decisions.models import Reply
from secunda.journey.opinions.actions import note_look, release_opinion, sign_opinion
from secunda.journey.opinions.models import Opinion
from secunda.journey.opinions.work import render_opinions
from secunda.journey.records.models import Item, Record
from tests.integration.cast import NOW, Cast, agree, sign_in
from tests.integration.opinions.filling import compared, in_review, locked

pytestmark = pytest.mark.django_db
ABOUT = {"name": "Dr Nora Lind", "register": "GMC", "number": "7654321"}


def invite(case: Case, cast: Cast, address: str) -> str:
    """The path of the link in the doctor's e-mail."""
    agree(case, cast.amina, "share_with_hospital")
    token = invite_doctor(case, name="Dr Lind", address=address, by=cast.amina, at=timezone.now())
    return f"/doctor/invite/{token}/"


def release(case: Case, cast: Cast) -> None:
    """A signed and released opinion."""
    opinion = compared(locked(in_review(case, cast.rao), cast), cast)
    sign_opinion(opinion, by=cast.rao, at=NOW)
    release_opinion(Opinion.objects.get(pk=opinion.pk), by=cast.carlos, at=NOW)


@pytest.fixture
def treated(cast: Cast, case: Case) -> Case:
    """Amina's case, released, with Dr Weber as a party."""
    release(case, cast)
    Party.objects.create(
        case=case, person=cast.weber.person, role=Role.TREATING_DOCTOR, basis="invited", since=NOW
    )
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def weber(cast: Cast) -> Client:
    """Dr Weber's browser; no second factor, for none is demanded of an invited doctor."""
    return sign_in(cast.weber, second_factor=False)


def test_the_link_says_what_this_is_but_not_whose(cast: Cast, case: Case) -> None:
    link = invite(case, cast, "lind@example.org")
    page = Client().get(link).content.decode()
    assert "Dr Lind" in page
    assert "Harbour second opinions" in page
    assert "Amina" not in page
    assert "Sign out" not in page
    assert ">Account<" not in page
    assert f"next={link.replace('/', '%2F')}" in page


def test_a_new_doctor_says_who_they_are_and_becomes_a_party_once(cast: Cast, case: Case) -> None:
    link = invite(case, cast, "Lind@example.org")
    account = Account.objects.create_user("lind@example.org")
    browser = sign_in(account, second_factor=False)
    assert browser.get(link)["Location"] == f"{link}about-you"
    assert "Amina Rahman" in browser.get(f"{link}about-you").content.decode()
    missing = browser.post(f"{link}about-you", {"name": "Dr Nora Lind"})
    assert "Write your number" in missing.content.decode()
    assert browser.post(f"{link}about-you", ABOUT)["Location"] == link
    account.refresh_from_db()
    assert account.person is not None
    assert (account.person.name, account.person.practises_as) == ("Dr Nora Lind", "GMC 7654321")
    assert "GMC 7654321" in browser.get(link).content.decode()
    assert "Tick the box" in browser.post(link, {}).content.decode()
    assert not Party.objects.filter(person=account.person).exists()
    assert browser.post(link, {"treats": "yes"})["Location"] == "/doctor/"
    assert Party.objects.get(person=account.person).role == Role.TREATING_DOCTOR
    assert browser.get(link).status_code == 404, "it works once"
    assert "Amina Rahman" in browser.get("/doctor/").content.decode()
    assert Entry.objects.filter(event="account.practice_stated", actor=account).exists()
    assert Entry.objects.filter(event="invitation.accepted", actor=account).exists()


def test_another_address_finds_nothing(cast: Cast, case: Case) -> None:
    link = invite(case, cast, "lind@example.org")
    for browser in (sign_in(cast.eve), sign_in(cast.amina)):
        assert browser.get(link).status_code == 404
        assert browser.get(f"{link}about-you").status_code == 404
        assert browser.post(f"{link}about-you", ABOUT).status_code == 404
        assert browser.post(link, {"treats": "yes"}).status_code == 404
    assert not Party.objects.filter(case=case, role=Role.TREATING_DOCTOR).exists()


def test_an_invitation_runs_out_and_nonsense_never_worked(cast: Cast, case: Case) -> None:
    link = invite(case, cast, cast.weber.email)
    assert Client().get("/doctor/invite/nonsense/").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert Client().get(link).status_code == 404
        assert sign_in(cast.weber).get(link).status_code == 404


def test_consent_taken_back_ends_an_open_invitation(cast: Cast, case: Case) -> None:
    link = invite(case, cast, cast.weber.email)
    browser = sign_in(cast.weber)
    browser.post(f"{link}about-you", ABOUT)
    assert browser.get(link).status_code == 200
    withdraw_consent(case, "share_with_hospital", by=cast.amina, at=timezone.now())
    assert browser.get(link).status_code == 404
    assert browser.post(link, {"treats": "yes"}).status_code == 404
    assert Client().get(link).status_code == 404


@pytest.mark.parametrize("page", ["opinion", "document", "reply"])
def test_a_doctor_sees_their_own_patient_only(cast: Cast, treated: Case, weber: Client, page: str) -> None:
    address = f"/doctor/{treated.id}/{page}"
    for stranger in (cast.eve, cast.amina, cast.carlos, cast.rao, cast.dana):
        assert sign_in(stranger).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    Party.objects.filter(person=cast.weber.person).update(until=NOW)
    assert weber.get(address).status_code == 404


def test_before_release_there_is_nothing_to_read(cast: Cast, case: Case, weber: Client) -> None:
    Party.objects.create(
        case=case, person=cast.weber.person, role=Role.TREATING_DOCTOR, basis="invited", since=NOW
    )
    assert weber.get(f"/doctor/{case.id}/opinion").status_code == 404
    assert weber.get(f"/doctor/{case.id}/reply").status_code == 404
    desk = weber.get("/doctor/").content.decode()
    assert desk.index("Being made") < desk.index("Amina Rahman")


def test_what_differs_comes_before_the_rest(treated: Case, weber: Client) -> None:
    body = weber.get(f"/doctor/{treated.id}/opinion").content.decode()
    order = ["What differs, and why", "What your patient asked", "What it rests on", "Reply"]
    places = [body.index(words) for words in order]
    assert places == sorted(places)
    assert "Prostate cancer, Grade Group 2" in body
    assert "Is it safe to watch it?" in body


def test_the_records_that_the_expert_opened_are_named(cast: Cast, case: Case, weber: Client) -> None:
    opened, other = (_record(case, cast, title) for title in ("Letter of the clinic", "Letter never opened"))
    opinion = locked(in_review(case, cast.rao), cast)
    note_look(opinion, opened.id, by=cast.rao, at=NOW)
    compared(opinion, cast)
    sign_opinion(opinion, by=cast.rao, at=NOW)
    release_opinion(Opinion.objects.get(pk=opinion.pk), by=cast.carlos, at=NOW)
    Party.objects.create(
        case=case, person=cast.weber.person, role=Role.TREATING_DOCTOR, basis="invited", since=NOW
    )
    body = weber.get(f"/doctor/{case.id}/opinion").content.decode()
    assert "Letter of the clinic, February 2026" in body
    assert other.title not in body


def _record(case: Case, cast: Cast, title: str) -> Record:
    item = Item.objects.create(case=case, name=title, by=cast.amina, received_at=NOW)
    return Record.objects.create(
        case=case, item=item, kind="letter", title=title, on="2026-02", belongs="same", reveals="no"
    )


def test_the_signed_document_can_be_kept(treated: Case, weber: Client) -> None:
    assert weber.get(f"/doctor/{treated.id}/document").status_code == 404
    render_opinions("test")
    answer = weber.get(f"/doctor/{treated.id}/document")
    assert answer.content.startswith(b"%PDF-")
    assert "attachment" in answer["Content-Disposition"]


def test_a_reply_is_kept_and_moves_the_case_to_the_other_list(treated: Case, weber: Client) -> None:
    address = f"/doctor/{treated.id}/reply"
    assert weber.get("/doctor/").content.decode().count("Read the opinion") == 1
    assert "Say whether you agree" in weber.post(address, {"will_change": "x"}).content.decode()
    answer = weber.post(address, {"stance": "in_part", "will_change": "We will scan again first."})
    assert answer["Location"] == f"/doctor/{treated.id}/opinion"
    reply = Reply.objects.get(case=treated)
    assert (reply.stance, reply.will_change) == ("in_part", "We will scan again first.")
    desk = weber.get("/doctor/").content.decode()
    assert "Read the opinion" not in desk
    assert desk.index("Reply given") < desk.index("I agree in part")


@pytest.mark.parametrize("shared", [True, False])
def test_the_decision_shows_when_the_patient_shares_it(
    cast: Cast, treated: Case, weber: Client, shared: bool
) -> None:
    record_decision(treated, Chosen("keep", "It fits my life.", shared), by=cast.amina, at=NOW)
    body = weber.get(f"/doctor/{treated.id}/opinion").content.decode()
    assert ("It fits my life." in body) is shared

"""The reviewer's pages, walked as a reviewer does."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from secunda.foundation.vault import vault
from secunda.journey.cases.models import Case
from secunda.journey.cases.states import State
from secunda.journey.opinions.actions import sign_opinion
from secunda.journey.opinions.models import Looked, Opinion, Part
from secunda.journey.opinions.work import render_opinions
from secunda.journey.records.models import Item, Record
from tests.integration.cast import NOW, Cast, sign_in
from tests.integration.opinions.filling import compared, filled, in_review, locked

pytestmark = pytest.mark.django_db
FIRST_WORDS = ("Grade Group 2", "prostatectomy", "Carrow", "Prostate cancer", "Is it safe to watch it")


@pytest.fixture
def reviewer(cast: Cast, case: Case) -> Client:
    """Dr Rao's browser, with Amina's case accepted."""
    in_review(case, cast.rao)
    return sign_in(cast.rao)


def hidden_fields(html: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(revision|page)" value="([^"]*)"', html))


def test_the_desk_lists_the_case_and_leads_to_the_reading_room(reviewer: Client, case: Case) -> None:
    html = reviewer.get("/reviews/").content.decode()
    assert f"/reviews/{case.id}/read" in html
    assert not any(words in html for words in FIRST_WORDS)


def test_the_reading_room_begins_the_opinion_and_shows_nothing_of_the_first(
    reviewer: Client, case: Case, cast: Cast
) -> None:
    letter = Item.objects.create(case=case, name="Carrow letter.pdf", received_at=NOW)
    Record.objects.create(
        id=letter.id,
        case=case,
        item=letter,
        kind="clinic_letter",
        title="Letter of Mr Carrow",
        belongs="same",
        reveals="yes",
    )
    answer = reviewer.get(f"/reviews/{case.id}/read")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert Opinion.objects.filter(case=case, author=cast.rao.person).exists()
    assert "1 record or series is held back" in html
    assert not any(words in html for words in FIRST_WORDS)
    assert reviewer.get(f"/reviews/{case.id}/records/{letter.id}").status_code == 404
    for later in ("first", "compare", "check", "sign"):
        assert reviewer.get(f"/reviews/{case.id}/{later}").status_code == 404, later


def test_opening_a_record_notes_the_look(reviewer: Client, case: Case) -> None:
    blob = vault.Blob.objects.create(case_id=case.id, sha256="0" * 64, object_key="x", offset=0, length=1)
    item = Item.objects.create(case=case, name="bloods.pdf", received_at=NOW, blob=blob)
    record = Record.objects.create(
        id=item.id, case=case, item=item, kind="lab_report", title="Bloods", belongs="same", reveals="no"
    )
    reviewer.get(f"/reviews/{case.id}/read")
    answer = reviewer.get(f"/reviews/{case.id}/records/{record.id}")
    assert f"/case/{case.id}/records/{record.id}/file" in answer.content.decode()
    assert Looked.objects.get().subject == record.id
    assert "Opened" in reviewer.get(f"/reviews/{case.id}/read").content.decode()


def test_a_draft_is_kept_by_the_plain_button_and_by_autosave(reviewer: Client, case: Case) -> None:
    address = f"/reviews/{case.id}/read"
    sent = hidden_fields(reviewer.get(address).content.decode())
    quiet = reviewer.post(address, {**sent, "safe_wait": "about a week"}, headers={"X-Autosave": "1"})
    assert quiet.status_code == 204
    again = reviewer.post(address, {**sent, "safe_wait": "about two weeks"})
    assert again.status_code == 302
    assert Part.objects.get().answers["safe_wait"] == "about two weeks"
    assert "about two weeks" in reviewer.get(address).content.decode()


def test_a_page_that_missed_a_save_keeps_its_words(reviewer: Client, case: Case) -> None:
    address = f"/reviews/{case.id}/read"
    first = hidden_fields(reviewer.get(address).content.decode())
    second = hidden_fields(reviewer.get(address).content.decode())
    reviewer.post(address, {**first, "safe_wait": "from the first page"})
    answer = reviewer.post(address, {**second, "safe_wait": "from the second page"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "from the second page" in html
    assert "another page has saved this opinion" in html
    assert Part.objects.get().answers["safe_wait"] == "from the first page"
    reviewer.post(address, {**hidden_fields(html), "safe_wait": "from the second page"})
    assert Part.objects.get().answers["safe_wait"] == "from the second page"


def test_rows_are_added_and_removed_without_javascript(reviewer: Client, case: Case) -> None:
    address = f"/reviews/{case.id}/read"
    sent = hidden_fields(reviewer.get(address).content.decode())
    typed = {"further_tests-rows": "", "reshape": "add:further_tests", "safe_wait": "a week"}
    html = reviewer.post(address, {**sent, **typed}).content.decode()
    assert 'name="further_tests-0-ft_name"' in html
    assert "a week" in html
    kept = {**hidden_fields(html), "further_tests-rows": "0", "further_tests-0-ft_name": "MRI of the pelvis"}
    reviewer.post(address, kept)
    assert Part.objects.get().answers["further_tests"] == [{"ft_name": "MRI of the pelvis"}]
    reviewer.post(address, {**kept, "reshape": "remove:further_tests-0"})
    assert "further_tests" not in Part.objects.get().answers


def test_what_cannot_be_read_is_shown_again_and_the_rest_is_kept(reviewer: Client, case: Case) -> None:
    address = f"/reviews/{case.id}/read"
    sent = hidden_fields(reviewer.get(address).content.decode())
    typed = {"safe_wait": "a week", "further_tests-rows": "0", "further_tests-0-ft_radiation_msv": "a little"}
    html = reviewer.post(address, {**sent, **typed}).content.decode()
    assert "There is a problem" in html
    assert "a little" in html
    assert Part.objects.get().answers["safe_wait"] == "a week"


def test_the_whole_way_from_lock_to_signature(reviewer: Client, case: Case, cast: Cast) -> None:
    base = f"/reviews/{case.id}"
    reviewer.get(f"{base}/read")
    part = Part.objects.get()
    assert (
        "is still missing" in (html := reviewer.get(f"{base}/lock").content.decode())
        or "are still missing" in html
    )
    Part.objects.filter(pk=part.pk).update(answers=filled(part.form), revision=5)
    sent = hidden_fields(reviewer.get(f"{base}/lock").content.decode())
    assert reviewer.post(f"{base}/lock", sent).url == f"{base}/first"
    html = reviewer.get(f"{base}/first").content.decode()
    assert "Prostate cancer, Grade Group 2" in html
    assert Part.objects.get(phase="blind").digest in html

    html = reviewer.get(f"{base}/compare").content.decode()
    assert "Robotic radical prostatectomy" in html
    sent = hidden_fields(html)
    reviewer.post(f"{base}/compare", {**sent, "diagnoses-given-0-dx_agreement": "agree"})
    rows = Part.objects.get(phase="compare").answers["diagnoses"]
    assert rows[0]["dx_agreement"] == "agree"
    assert rows[0]["dx_first"] == "Prostate cancer, Grade Group 2"

    part = Part.objects.get(phase="compare")
    Part.objects.filter(pk=part.pk).update(answers=filled(part.form))
    assert "The expert agrees with what you were told" in reviewer.get(f"{base}/check").content.decode()
    html = reviewer.get(f"{base}/sign").content.decode()
    assert reviewer.post(f"{base}/sign", hidden_fields(html)).url == f"{base}/signed"
    case.refresh_from_db()
    assert case.state == State.SIGNED
    assert "The document is being made" in reviewer.get(f"{base}/signed").content.decode()
    render_opinions("test")
    answer = reviewer.get(f"{base}/document")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert f"{base}/signed" in reviewer.get("/reviews/").content.decode()


def test_signing_asks_for_proof_that_is_not_older_than_five_minutes(
    reviewer: Client, case: Case, cast: Cast
) -> None:
    compared(locked(case, cast), cast)
    Authenticator.objects.create(user=cast.rao, type=Authenticator.Type.TOTP, data={"secret": "A" * 32})
    session = reviewer.session
    old = (timezone.now() - timedelta(minutes=6)).timestamp()
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": old}]
    session.save()
    for answer in (reviewer.get(f"/reviews/{case.id}/sign"), reviewer.post(f"/reviews/{case.id}/sign")):
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("mfa_reauthenticate"))
        assert f"next=%2Freviews%2F{case.id}%2Fsign" in answer.url
    assert Opinion.objects.get().signed_at is None


@pytest.mark.parametrize("who", ["amina", "carlos", "weber", "dana", "eve"])
def test_nobody_else_comes_in(cast: Cast, case: Case, who: str) -> None:
    in_review(case, cast.rao)
    sign_opinion(compared(locked(case, cast), cast), by=cast.rao, at=NOW)
    client = sign_in(getattr(cast, who))
    for page in (
        "read",
        "lock",
        "first",
        "compare",
        "check",
        "sign",
        "signed",
        "document",
        f"records/{uuid4()}",
    ):
        assert client.get(f"/reviews/{case.id}/{page}").status_code == 404, page

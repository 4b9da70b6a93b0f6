"""An installation in which as much as possible has happened, by the project's own actions."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from secunda.foundation.audit import anchors
from secunda.foundation.outbox.post import notify
from secunda.foundation.people.models import Duty
from secunda.foundation.vault import erasing
from secunda.foundation.vault.models import Blob
from secunda.journey.cases.actions import leave
from secunda.journey.cases.models import Case
from secunda.journey.cases.states import State
from secunda.journey.decisions.actions import Chosen, record_decision, record_outcome, reply_as_doctor
from secunda.journey.messages.actions import write_message
from secunda.journey.opinions.actions import note_look
from secunda.journey.opinions.models import Opinion
from secunda.journey.records.actions import (
    answer_gap,
    return_case_file,
    rule_on_record,
    waive_gap,
)
from secunda.journey.records.models import Record
from secunda.journey.records.queries import gaps_of
from secunda.journey.retention.actions import erase_case
from secunda.journey.safety.actions import Screen, acknowledge_alert, check_red_flags
from secunda.journey.waiting.actions import put_on_hold
from tests.integration.accounts.test_second_factor import give_app
from tests.integration.cast import NOW, Cast, agree, make_case, make_cast, sign_in
from tests.integration.records.steps import make_sendable, send, work
from tests.integration.scenario import make_scenario

LATER = NOW + timedelta(days=31)


def live() -> None:
    """Three cases at three moments, and beside them one sent and returned, one on hold and one erased."""
    cast = make_cast()
    gathering, in_review, released = (stage.case for stage in make_scenario(cast).stages)
    _accounts(cast)
    _gather(gathering, cast)
    _read(in_review, cast)
    _after(released, cast)
    _sent_and_returned(cast)
    _ended(cast)
    notify([cast.amina.person], "message", at=LATER, service=cast.service, link=f"/case/{gathering.id}/")
    anchors.write(settings.SECUNDA_ANCHORS, on=LATER.date())


def _accounts(cast: Cast) -> None:
    for account in (cast.carlos, cast.rao):
        give_app(account)
    sign_in(cast.carlos)
    EmailAddress.objects.create(user=cast.amina, email=cast.amina.email, verified=True, primary=True)
    assert cast.carlos.person
    Duty.objects.create(
        service=cast.service, person=cast.carlos.person, since=NOW, until=NOW + timedelta(days=7)
    )


def _gather(case: Case, cast: Cast) -> None:
    check_red_flags(case, Screen((), "GB", "draft"), by=cast.amina, at=NOW)
    write_message(case, "May I send the slides by post?", by=cast.amina, at=NOW)
    acknowledge_alert(case.alerts.get(), by=cast.carlos, at=NOW)
    rule_on_record(case.records.get(item__name="labs.pdf"), "title", "Blood tests", by=cast.carlos, at=NOW)
    first, second = gaps_of(case, NOW)[:2]
    answer_gap(case, first.item, "ask_hospital", by=cast.amina, at=NOW)
    waive_gap(case, second.item, "The expert can do without.", by=cast.carlos, at=NOW)


def _read(case: Case, cast: Cast) -> None:
    opinion = Opinion.objects.get(case=case)
    note_look(opinion, Record.objects.get(case=case, item__name="labs.pdf").id, by=cast.rao, at=NOW)


def _after(case: Case, cast: Cast) -> None:
    reply_as_doctor(case, "in_part", "We will repeat the MRI.", by=cast.weber, at=NOW + timedelta(hours=2))
    agree(case, cast.amina, "follow_up", at=NOW + timedelta(hours=3))
    chosen = Chosen("keep", "It fits my life.", share_with_doctor=True)
    record_decision(case, chosen, by=cast.amina, at=NOW + timedelta(hours=3))
    record_outcome(case, "30_days", {"fu_delay": "no"}, by=cast.amina, at=LATER)


def _sent_and_returned(cast: Cast) -> None:
    case = make_case(cast)
    make_sendable(case, cast)
    Case.objects.filter(pk=case.pk).update(state=State.SUBMITTED)
    case.refresh_from_db()
    return_case_file(case, ["psa"], "Please send your PSA results.", by=cast.carlos, at=NOW)


def _ended(cast: Cast) -> None:
    held = make_case(cast, pathway="general")
    put_on_hold(held, "Away", by=cast.carlos, at=NOW)
    taken_back, kept = send(held, {"gone.txt": b"to be erased", "kept.txt": b"kept"}, by=cast.amina)
    over = make_case(cast, pathway="general")
    send(over, {"letter.txt": b"Patient: Amina Rahman"}, by=cast.amina)
    work()
    with transaction.atomic():
        keys = erasing.bury(Blob.objects.filter(pk=taken_back.blob_id), at=NOW)
    erasing.clear(keys)
    assert kept.blob_id
    leave(over, State.WITHDRAWN, because="Found another way", by=cast.amina, at=NOW)
    erase_case(over, because="asked_by_patient", by=None, at=LATER)

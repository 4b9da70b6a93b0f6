"""Notices over a real mail server on this machine."""

import email.message
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from pytest_django.fixtures import Settings

from secunda.foundation.outbox.letters import Letter
from secunda.foundation.outbox.models import Notice
from secunda.foundation.outbox.post import notify, write
from secunda.foundation.outbox.work import send_notices
from secunda.journey.cases.actions import invite_doctor
from secunda.journey.cases.models import Case
from tests.integration.cast import NOW, Cast, agree

pytestmark = pytest.mark.django_db
HEALTH = ("prostat", "cancer", "Grade Group", "Carrow", "opinion about your")


class Box(Message):
    """A mailbox that keeps what comes in."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[email.message.Message] = []

    def handle_message(self, message: email.message.Message) -> None:
        """Keep one message."""
        self.letters.append(message)


@pytest.fixture
def port(settings: Settings) -> int:
    """A free port of this machine, where the settings expect the mail server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    settings.SECUNDA_MAIL = f"smtp://127.0.0.1:{number}"
    return number


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that is turned by hand."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@contextmanager
def mail_server(port: int) -> Iterator[Box]:
    """A mail server that takes everything."""
    box = Box()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield box
    finally:
        server.stop()


def test_a_notice_is_sent_once_and_says_nothing_about_anybodys_health(
    cast: Cast, case: Case, port: int
) -> None:
    notify([cast.amina.person], "opinion_released", at=NOW, service=cast.service, link=f"/case/{case.id}/")
    with mail_server(port) as box:
        assert send_notices("w") == 1
        assert send_notices("w") == 0
    [letter] = box.letters
    assert letter["To"] == "amina@example.org"
    text = f"{letter['Subject']}\n{letter.get_payload()}"
    assert f"/case/{case.id}/" in text
    assert "Amina" not in text
    assert not [word for word in HEALTH if word.lower() in text.lower()]


def test_no_letter_there_is_says_more_than_that_something_waits() -> None:
    import ast
    import inspect

    from secunda.foundation.outbox import letters

    source = inspect.getsource(letters)
    names = [
        key.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    ]
    assert names
    for name in names:
        said = letters.letter(str(name))
        assert "{" not in said.subject + said.body, "nothing is put into a letter"
        assert not [word for word in HEALTH if word.lower() in f"{said.subject} {said.body}".lower()]


def test_an_invitations_link_is_forgotten_once_it_is_sent(cast: Cast, case: Case, port: int) -> None:
    agree(case, cast.amina, "share_with_hospital")
    token = invite_doctor(case, name="Dr Weber", address="w@example.org", by=cast.amina, at=NOW)
    with mail_server(port) as box:
        send_notices("w")
    assert token.encode() in box.letters[0].get_payload(decode=True)
    sent = Notice.objects.get(template="doctor_invited")
    assert (sent.link, sent.awaiting, sent.sent_at) == ("", "", NOW)


def test_words_of_their_own_are_forgotten_once_sent_or_too_late(
    clock: time_machine.Traveller, port: int, db: None
) -> None:
    write("a@example.org", Letter("Your code", "123456"), at=NOW)
    with mail_server(port) as box:
        send_notices("w")
    assert "123456" in str(box.letters[0].get_payload())
    write("a@example.org", Letter("Your code", "654321"), at=NOW)
    clock.move_to(NOW + timedelta(hours=1))
    with mail_server(port) as box:
        send_notices("w")
    assert box.letters == []
    assert not Notice.objects.exclude(body="", subject="", awaiting="").exists()


def test_a_mail_server_that_is_down_for_a_day_loses_no_notice(
    cast: Cast, clock: time_machine.Traveller, port: int
) -> None:
    notify([cast.carlos.person], "alert", at=NOW, service=cast.service)
    notify([cast.amina.person], "message", at=NOW, service=cast.service)
    at = NOW
    while at < NOW + timedelta(hours=24):
        send_notices("w")
        at += timedelta(minutes=30)
        clock.move_to(at)
    assert Notice.objects.filter(awaiting="sending").count() == 2
    clock.move_to(at + timedelta(hours=1))
    with mail_server(port) as box:
        send_notices("w")
        send_notices("w")
    assert sorted(letter["To"] for letter in box.letters) == ["amina@example.org", "carlos@example.org"]


def test_a_notice_that_no_server_ever_takes_is_given_up_and_its_link_forgotten(
    cast: Cast, clock: time_machine.Traveller, port: int
) -> None:
    notify([cast.amina.person], "message", at=NOW, service=cast.service, link="/case/x/")
    clock.move_to(NOW + timedelta(days=5))
    send_notices("w")
    given_up = Notice.objects.get()
    assert (given_up.awaiting, given_up.sent_at, given_up.link) == ("", None, "")
    assert given_up.last_error


def test_one_notice_that_cannot_be_written_does_not_hold_up_the_others(
    cast: Cast, clock: time_machine.Traveller, port: int
) -> None:
    notify([cast.amina.person], "there is no such letter", at=NOW, service=cast.service)
    notify([cast.ben.person], "message", at=NOW + timedelta(seconds=1), service=cast.service)
    clock.move_to(NOW + timedelta(seconds=2))
    with mail_server(port) as box:
        send_notices("w")
        send_notices("w")
    assert [letter["To"] for letter in box.letters] == ["ben@example.org"]

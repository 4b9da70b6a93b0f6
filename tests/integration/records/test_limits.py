"""What is begun and never finished, and what there is no room for: clear words, and nothing is lost."""

import errno
import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Self

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks, Settings

from secunda.foundation.audit.models import Entry
from secunda.foundation.vault import spool, vault
from secunda.journey.cases.models import Case
from secunda.journey.records.actions import receiving
from secunda.journey.records.models import Excerpt, Item, Upload
from secunda.journey.records.rules import NewFile
from secunda.journey.records.work import clear_abandoned
from tests.integration.cast import Cast, sign_in
from tests.integration.records.files import LAB, pdf, zipped
from tests.integration.records.steps import item, send, work
from tests.integration.records.test_uploads import begin, more, standing

pytestmark = pytest.mark.django_db


def clear(capture: DjangoCaptureOnCommitCallbacks) -> int:
    """Let a worker's timetable come round once."""
    with capture(execute=True):
        return clear_abandoned("worker")


def test_an_upload_that_nobody_goes_on_with_is_forgotten_on_the_day_it_was_told(
    case: Case, cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client = sign_in(cast.amina)
    created = begin(client, case, "disc.iso", 10)
    place = created.headers["Location"]
    told = parsedate_to_datetime(created.headers["Upload-Expires"])
    assert more(client, place, 0, b"01234").headers["Upload-Expires"] == created.headers["Upload-Expires"]
    upload = Upload.objects.get()

    with time_machine.travel(told - timedelta(hours=1), tick=False):
        assert clear(django_capture_on_commit_callbacks) == 0
        assert standing(sign_in(cast.amina), place).headers["Upload-Offset"] == "5"
    with time_machine.travel(told + timedelta(seconds=2), tick=False):
        assert clear(django_capture_on_commit_callbacks) == 1
        assert not spool.spooled(upload.id).exists()
        assert clear(django_capture_on_commit_callbacks) == 0
        again = sign_in(cast.amina)
        assert standing(again, place).status_code == 404
        assert more(again, place, 5, b"56789").status_code == 404
    entry = Entry.objects.get(event="upload.expired")
    assert (entry.subject, entry.actor, entry.detail) == (upload.id, None, {"bytes": 10})


def test_what_killed_processes_left_goes_after_a_day_and_what_is_in_use_stays(
    case: Case, cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client = sign_in(cast.amina)
    begin(client, case, "going on.pdf", 10, b"01234")
    upload = Upload.objects.get()
    stray = spool.folder() / ("0" * 32)
    stray.write_bytes(b"words of somebody")
    desk = spool.folder() / "desk-of-a-killed-worker"
    desk.mkdir()
    (desk / "original").write_bytes(b"words of somebody")

    assert clear(django_capture_on_commit_callbacks) == 0
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert clear(django_capture_on_commit_callbacks) == 2
    assert [path.name for path in spool.folder().iterdir()] == [upload.id.hex]


def full_after(room: int) -> Callable[..., Any]:
    """A disk that takes so many bytes more, as the kernel says it: a part of a write, then no space."""
    left = [room]
    opened = Path.open

    class Full:
        def __init__(self, file: Any) -> None:
            self._file = file

        def write(self, piece: bytes) -> int:
            if not left[0]:
                raise OSError(errno.ENOSPC, "No space left on device")
            kept = piece[: left[0]]
            left[0] -= len(kept)
            written: int = self._file.write(kept)
            return written

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_error: object) -> None:
            self._file.close()

        def __getattr__(self, name: str) -> Any:
            return getattr(self._file, name)

    def open_(path: Path, mode: str = "r", *rest: Any, **named: Any) -> Any:
        file = opened(path, mode, *rest, **named)
        return Full(file) if mode == "ab" else file

    return open_


def test_a_disk_that_fills_up_in_the_middle_is_said_and_what_came_in_is_gone_on_with(
    case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, content = sign_in(cast.amina), pdf(LAB)
    place = begin(client, case, "labs.pdf", len(content)).headers["Location"]
    with monkeypatch.context() as full:
        full.setattr(Path, "open", full_after(100))
        said = more(client, place, 0, content)
    assert said.status_code == 507
    assert json.loads(said.content)["code"] == "no_space"
    assert "What has arrived is kept" in json.loads(said.content)["says"]
    assert standing(client, place).headers["Upload-Offset"] == "100"
    assert more(client, place, 100, content[100:]).status_code == 204
    blob = Item.objects.get(case=case).blob
    assert blob is not None
    assert vault.read(blob) == content


def test_a_disk_without_room_for_the_last_step_keeps_the_file_until_there_is(
    case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(cast.amina)
    place = begin(client, case, "labs.pdf", 5).headers["Location"]
    with monkeypatch.context() as full:
        full.setattr("os.link", _no_space)
        assert more(client, place, 0, b"hello").status_code == 507
    assert not Item.objects.exists()
    assert standing(client, place).headers["Upload-Offset"] == "5"
    assert Item.objects.get(case=case).name == "labs.pdf"


def test_a_file_for_which_the_disk_has_no_room_is_refused_before_a_byte_is_sent(
    case: Case, cast: Cast, settings: Settings
) -> None:
    settings.SECUNDA_KEEP_FREE_BYTES = shutil.disk_usage("/").total
    refused = begin(sign_in(cast.amina), case, "labs.pdf", 5)
    assert refused.status_code == 507
    assert refused.json()["code"] == "no_space"
    assert not Upload.objects.exists()


def test_a_case_that_is_full_says_so_and_keeps_what_it_has(
    case: Case, cast: Cast, settings: Settings
) -> None:
    send(case, {"a.pdf": pdf(LAB)}, by=cast.amina)
    settings.SECUNDA_MAX_CASE_FILES = 2
    client = sign_in(cast.amina)
    assert begin(client, case, "b.txt", 1).status_code == 201  # on its way counts
    refused = begin(client, case, "c.txt", 1)
    assert refused.status_code == 413
    assert refused.json()["says"].startswith("Your case can hold 2 files")
    assert Item.objects.filter(case=case).count() == 1


def test_room_is_judged_only_while_nobody_else_can_take_it(
    case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge, before = receiving.refusal_of, []

    def judged(*words: Any) -> Any:
        before.append([one["sql"] for one in asked.captured_queries])
        return judge(*words)

    monkeypatch.setattr(receiving, "refusal_of", judged)
    with CaptureQueriesContext(connection) as asked:
        receiving.begin_upload(case, NewFile("one.zip", 600), by=cast.amina, at=timezone.now())
    [statements] = before
    # SQLite lets one writer in at a time from the beginning of a transaction on; others lock the row.
    locking = "FOR UPDATE" if connection.features.has_select_for_update else '"cases_case"'
    assert any(locking in one and '"cases_case"' in one for one in statements)


def test_bytes_that_an_excerpt_shows_stay_when_the_file_with_the_same_bytes_is_taken_back(
    case: Case, cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    [sent] = send(case, {"excerpt.pdf": pdf(LAB)}, by=cast.amina)
    assert sent.blob is not None
    Excerpt.objects.create(case=case, pieces=[], blob=sent.blob)
    with django_capture_on_commit_callbacks(execute=True):
        receiving.remove_item(sent, by=cast.amina, at=timezone.now())
    assert vault.read(sent.blob) == pdf(LAB)


def test_an_archive_with_more_files_than_the_case_may_hold_is_kept_and_says_so(
    case: Case, cast: Cast, settings: Settings
) -> None:
    settings.SECUNDA_MAX_CASE_FILES = 5
    box = zipped({f"{number}.txt": f"note {number}".encode() for number in range(20)})
    send(case, {"box.zip": box}, by=cast.amina)
    work()
    archive = item(case, "box.zip")
    assert archive.blob is not None
    assert vault.read(archive.blob) == box
    assert archive.outcome == "refused"
    assert "4 files inside. There are too many files in this archive" in str(archive.says)
    assert Item.objects.filter(case=case).count() == 5


def _no_space(*_args: object, **_named: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")

"""A locked PDF is opened with a password that somebody types: used once, and nowhere found afterwards."""

import logging
from pathlib import Path

import pytest
from django.db import connection
from PIL import Image, ImageDraw

from secunda.foundation.audit.models import Entry
from secunda.foundation.vault import vault
from secunda.interfaces.operations.demo.locking import locked_pdf
from secunda.journey.cases.models import Case
from secunda.journey.records.models import Item
from secunda.journey.records.queries import progress
from tests.integration.cast import Cast, sign_in
from tests.integration.records.files import zipped
from tests.integration.records.steps import item, send, work

pytestmark = pytest.mark.django_db
PASSWORD = "Violet-Kite 73"


def locked() -> bytes:
    page = Image.new("L", (500, 700), 255)
    ImageDraw.Draw(page).text((40, 60), "Blood test results", fill=0)
    return locked_pdf([page], PASSWORD, dots_per_inch=72)


def everything_kept(folder: Path) -> str:
    """All that the database and the files of the installation hold, as text."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows.append(repr(cursor.fetchall()))
    files = [path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()]
    return "\n".join([*rows, *files])


@pytest.mark.parametrize("who", ["amina", "carlos"])
def test_the_password_opens_the_file_once_and_is_kept_nowhere(
    case: Case, cast: Cast, data_folder: Path, caplog: pytest.LogCaptureFixture, who: str
) -> None:
    send(case, {"portal.pdf": locked()}, by=cast.amina)
    work()
    there = item(case, "portal.pdf")
    assert there.outcome == "locked"
    page = f"/case/{case.id}/records/files" if who == "amina" else f"/queue/{case.id}/files"
    address, client = f"{page}/{there.id}/unlock", sign_in(getattr(cast, who))
    caplog.set_level(logging.DEBUG)
    wrong = client.post(address, {"password": "Wrong-Guess 5"})
    assert wrong.status_code == 200
    assert "does not open the file" in wrong.content.decode()
    assert "Wrong-Guess" not in wrong.content.decode()
    assert client.post(address, {"password": PASSWORD}).status_code == 302
    work()
    there.refresh_from_db()
    assert there.outcome == "opened"
    assert vault.read(there.blob) == locked(), "the original stays as it was sent"
    copy = Item.objects.get(parent=there)
    assert copy.blob is not None
    assert b"/Encrypt" not in vault.read(copy.blob)
    assert copy.outcome not in ("locked", "waiting")
    assert progress(case).total == 1
    assert client.get(address).status_code == 404
    kept = everything_kept(data_folder)
    assert "portal.pdf" in kept
    for secret in (PASSWORD, "Wrong-Guess"):
        assert secret not in kept
        assert secret not in caplog.text
    assert Entry.objects.filter(event="file.unlocked", actor=getattr(cast, who)).count() == 1


def test_a_file_that_is_not_locked_has_no_such_page(case: Case, cast: Cast) -> None:
    send(case, {"box.zip": zipped({"note.txt": b"Nothing but a note."})}, by=cast.amina)
    work()
    client = sign_in(cast.amina)
    for one in Item.objects.filter(case=case):
        assert client.get(f"/case/{case.id}/records/files/{one.id}/unlock").status_code == 404


def test_taking_a_locked_file_back_takes_its_open_copy_too(case: Case, cast: Cast) -> None:
    send(case, {"portal.pdf": locked()}, by=cast.amina)
    work()
    there, client = item(case, "portal.pdf"), sign_in(cast.amina)
    client.post(f"/case/{case.id}/records/files/{there.id}/unlock", {"password": PASSWORD})
    work()
    client.post(f"/case/{case.id}/records/files/{there.id}/take-back")
    assert set(Item.objects.filter(case=case).values_list("outcome", "blob")) == {("taken_back", None)}

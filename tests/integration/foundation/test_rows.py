"""Rows that are written by the thousand are the rows that models write."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, transaction

from secunda.foundation import rows
from secunda.foundation.vault import vault
from secunda.foundation.vault.models import Blob
from secunda.foundation.vault.vault import Placed
from secunda.journey.imaging.models import Header
from secunda.journey.records.models import Item
from tests.integration.cast import NOW, make_case, make_cast

pytestmark = pytest.mark.django_db


def blob(case: uuid.UUID, digest: str, **more: Any) -> dict[str, Any]:
    place = {"object_key": "a", "offset": 0, "length": 3}
    return {"id": uuid.uuid4(), "case_id": case, "sha256": digest, **place, **more}


def test_a_row_is_what_its_model_would_have_written() -> None:
    cast = make_cast()
    case, sender = make_case(cast), cast.amina
    row = {
        "id": uuid.uuid4(),
        "case_id": case.id,
        "by_id": sender.id,
        "name": "disc.zip!/50 % %s.dcm",
        "received_at": NOW,
        "reading": {"title": "Ärztin", "pages": [{"number": 1, "text": "a\x00b"}]},
        "awaiting": "reading",
    }
    same = {name: row[name] for name in ("case_id", "by_id", "received_at")}
    own = {name: value for name, value in row.items() if name not in same}
    assert rows.add(Item, [own, {**own, "id": uuid.uuid4(), "reading": None}], same=same) == 2
    Item(**{**row, "id": (saved := uuid.uuid4())}).save()
    written, by_model = (Item.objects.filter(pk=name).values().get() for name in (row["id"], saved))
    assert {**written, "id": saved} == by_model
    assert written["reading"]["pages"][0]["text"] == "ab"
    assert Item.objects.get(pk=row["id"]).outcome == "waiting"


def test_no_rows_are_none_and_an_unknown_column_is_an_error() -> None:
    assert rows.add(Blob, []) == 0
    with pytest.raises(FieldDoesNotExist, match="Blob has no colour"):
        rows.add(Blob, [blob(uuid.uuid4(), "1" * 64)], same={"colour": "red"})


def test_what_is_there_already_stays_and_is_not_counted() -> None:
    case, other = uuid.uuid4(), uuid.uuid4()
    rows.add(Blob, [blob(case, "1" * 64, length=1)])
    new = [blob(case, "1" * 64), blob(case, "2" * 64), blob(other, "1" * 64)]
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.add(Blob, new)
    assert rows.add(Blob, new, unless=("case_id", "sha256")) == 2
    assert Blob.objects.get(case_id=case, sha256="1" * 64).length == 1


def test_of_what_is_there_already_only_what_was_asked_for_is_written_anew() -> None:
    kept = blob(uuid.uuid4(), "1" * 64)
    rows.add(Blob, [kept])
    rows.add(Blob, [{**kept, "length": 7, "offset": 7}], unless=("id",), anew=("length",))
    there = Blob.objects.get()
    assert (there.length, there.offset) == (7, 0)
    rows.add(Header, [{"blob_id": there.id, "attributes": {"00100020": {"vr": "LO"}}}])
    assert there.header.attributes == {"00100020": {"vr": "LO"}}


def test_names_are_given_for_bytes_of_which_some_are_known() -> None:
    case = uuid.uuid4()
    placed = [Placed(digit * 64, "a", place, 1) for place, digit in enumerate("1223")]
    (first,) = vault.name_many(case, placed[:1])
    named = vault.name_many(case, placed)
    assert named[0] == first
    assert named[1] == named[2]
    assert {one.id for one in Blob.objects.filter(case_id=case)} == {one.id for one in named}
    assert [one.sha256 for one in named] == [one.sha256 for one in placed]

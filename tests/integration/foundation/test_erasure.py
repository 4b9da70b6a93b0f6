"""Erasing a case leaves a tombstone, and the audit log still proves itself."""

from pathlib import Path

import pytest
from django.conf import settings

from secunda.foundation.audit.queries import chain_faults
from secunda.foundation.people.models import Person
from secunda.foundation.refusal import Refused
from secunda.foundation.vault import vault
from secunda.foundation.vault.models import Blob
from secunda.journey.cases.actions import leave
from secunda.journey.cases.models import Case, FirstOpinion
from secunda.journey.cases.states import State
from secunda.journey.imaging.models import Header
from secunda.journey.records.models import Item
from secunda.journey.retention.actions import erase_case
from tests.integration.cast import NOW, Cast


def _with_a_letter(case: Case, folder: Path) -> None:
    letter = folder / "letter.txt"
    letter.write_bytes(b"Dear Amina, your biopsy shows")
    (blob,) = vault.name_many(case.id, vault.place_many(case.id, [letter]))
    Item.objects.create(case=case, name="letter.txt", blob=blob, size=blob.length, received_at=NOW)
    Header.objects.create(blob=blob, attributes={"00100010": {"vr": "PN", "Value": [{"Alphabetic": "A"}]}})


def test_an_open_case_is_not_erased(cast: Cast, case: Case) -> None:
    with pytest.raises(Refused, match="still_open"):
        erase_case(case, because="asked_by_patient", by=None, at=NOW)


def test_what_was_held_is_gone_and_the_log_still_holds(
    cast: Cast, case: Case, tmp_path: Path, django_capture_on_commit_callbacks: object
) -> None:
    _with_a_letter(case, tmp_path)
    leave(case, State.WITHDRAWN, because="I changed my mind", by=cast.amina, at=NOW)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erase_case(case, because="asked_by_patient", by=None, at=NOW)
    case.refresh_from_db()
    assert case.condition == ""
    assert not FirstOpinion.objects.filter(case=case).exists()
    assert not Item.objects.filter(case=case).exists()
    assert not Header.objects.exists()
    assert [blob.erased_at for blob in Blob.objects.filter(case_id=case.id)] == [NOW]
    assert Person.objects.get(pk=case.patient_id).name == ""
    stored = [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]
    assert not any(b"biopsy" in path.read_bytes() for path in stored)
    assert chain_faults(settings.SECUNDA_ANCHORS) == []

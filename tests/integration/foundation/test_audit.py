"""The audit log cannot be changed without showing."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from secunda.foundation.audit import anchors, log
from secunda.foundation.audit.models import Chain, Entry
from secunda.foundation.audit.queries import chain_faults
from secunda.journey.cases.models import Case
from tests.integration.cast import NOW, Cast


def _disarm() -> None:
    """Take the database's own guard away, as somebody with its password could."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_no_update")
            cursor.execute("DROP TRIGGER audit_no_delete")
        else:
            cursor.execute("DROP TRIGGER audit_append_only ON audit_entry")


def test_an_untouched_log_holds(cast: Cast, case: Case) -> None:
    log.record("something", by=cast.carlos, at=NOW, case=case, count=3)
    assert Entry.objects.filter(chain=f"case:{case.id}").count() == 2
    assert chain_faults(settings.SECUNDA_ANCHORS) == []


@pytest.mark.parametrize("write", ["update", "delete"])
def test_the_database_refuses_to_change_it(case: Case, write: str) -> None:
    rows = Entry.objects.filter(chain=f"case:{case.id}")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(event="nothing.happened") if write == "update" else rows.delete()


def test_a_changed_entry_shows(cast: Cast, case: Case) -> None:
    log.record("something", by=cast.carlos, at=NOW, case=case)
    _disarm()
    Entry.objects.filter(chain=f"case:{case.id}", number=1).update(event="nothing.happened")
    assert any("entry 1 was changed" in fault for fault in chain_faults(settings.SECUNDA_ANCHORS))


def test_a_missing_entry_shows(cast: Cast, case: Case) -> None:
    for _ in range(3):
        log.record("something", by=cast.carlos, at=NOW, case=case)
    _disarm()
    Entry.objects.filter(chain=f"case:{case.id}", number=2).delete()
    assert any("entry 2 is missing" in fault for fault in chain_faults(settings.SECUNDA_ANCHORS))


def test_a_cut_tail_shows_by_the_anchor_even_when_the_head_was_cut_too(cast: Cast, case: Case) -> None:
    log.record("something", by=cast.carlos, at=NOW, case=case)
    folder: Path = settings.SECUNDA_ANCHORS
    assert anchors.write(folder, on=date(2026, 3, 2))
    assert anchors.write(folder, on=date(2026, 3, 2)) is None
    _disarm()
    first = Entry.objects.get(chain=f"case:{case.id}", number=1)
    Entry.objects.filter(chain=f"case:{case.id}", number=2).delete()
    Chain.objects.filter(name=f"case:{case.id}").update(number=1, digest=first.digest)
    faults = chain_faults(folder)
    assert faults == [f"case:{case.id}: entry 2, anchored in 2026-03-02.jsonl, is gone or changed"]


def test_one_look_a_sitting(cast: Cast, case: Case) -> None:
    for minutes in (0, 5, 29, 45):
        from datetime import timedelta

        log.look(
            case, by=cast.carlos, at=NOW + timedelta(minutes=minutes), subject=case.id, why="coordinator"
        )
    assert Entry.objects.filter(event="record.opened").count() == 2

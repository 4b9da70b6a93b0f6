"""A family takes a file back while a worker is at it: whoever is first, nothing of it survives."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q

from secunda.foundation.vault import vault
from secunda.foundation.vault.models import Blob
from secunda.journey.cases.models import Case
from secunda.journey.imaging.models import Header, Instance
from secunda.journey.records.actions import remove_item
from secunda.journey.records.models import Item, Record
from secunda.journey.records.work import read_items
from tests.integration.cast import NOW, Cast
from tests.integration.records.files import LAB, ct, pdf, study_uid, zipped
from tests.integration.records.steps import send, work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on_disk")]

SECRET = b"words that nobody may find again"


def box() -> bytes:
    """A zip with a letter, an image and a zip in it."""
    return zipped(
        {
            "letter.pdf": pdf(LAB) + SECRET,
            "image.dcm": ct(1, series=study_uid("r"), study=study_uid("s")),
            "deeper.zip": zipped({"labs.txt": LAB.encode() + SECRET}),
        }
    )


class Meanwhile:
    """Somebody else, who acts in a thread of their own at a moment that the test chooses."""

    def __init__(self, act: Callable[[], object]) -> None:
        """Be ready to do `act`."""
        self.faults: list[BaseException] = []
        self._act = act
        self._thread: threading.Thread | None = None

    def __call__(self, wait: float = 0.5) -> None:
        """Begin once, and give it time: it ends by itself, or waits for a lock that the caller holds."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run)
            self._thread.start()
            self._thread.join(wait)

    def end(self) -> None:
        """Wait until it is done, and fail where it failed."""
        assert self._thread is not None, "the moment never came"
        self._thread.join(60)
        assert not self._thread.is_alive()
        assert self.faults == []

    def _run(self) -> None:
        try:
            self._act()
        except BaseException as fault:  # noqa: BLE001 - told to the test
            self.faults.append(fault)
        finally:
            connection.close()


def nothing_is_left(data_folder: Path) -> bool:
    """No row with bytes or words, and no stored object."""
    stored = [path for path in (data_folder / "blobs").rglob("*") if path.is_file()]
    rows = any(model.objects.exists() for model in (Record, Instance, Header, Blob))
    kept = Item.objects.filter(Q(blob__isnull=False) | Q(reading__isnull=False)).exists()
    return not (stored or rows or kept)


@pytest.mark.parametrize("moment", ["place_many", "name_many"])
def test_an_archive_taken_back_while_it_is_opened_leaves_no_member_behind(
    moment: str, case: Case, cast: Cast, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [item] = send(case, {"box.zip": box()}, by=cast.amina)
    family = Meanwhile(lambda: remove_item(item, by=cast.amina, at=NOW))
    done: Any = getattr(vault, moment)

    def at_that_moment(*args: Any, **named: Any) -> Any:
        result = done(*args, **named)
        family()
        return result

    with monkeypatch.context() as slow:
        slow.setattr(vault, moment, at_that_moment)
        read_items("worker")
    family.end()
    work()
    assert nothing_is_left(data_folder)
    assert set(Item.objects.values_list("outcome", "awaiting")) == {("taken_back", "")}


def test_an_archive_taken_back_while_its_members_are_read_leaves_nothing(
    case: Case, cast: Cast, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from secunda.journey.records.work import settling

    send(case, {"box.zip": box()}, by=cast.amina)
    read_items("worker")
    item = Item.objects.get(parent=None)
    family = Meanwhile(lambda: remove_item(item, by=cast.amina, at=NOW))
    settle = settling.want_assembly

    def at_that_moment(*args: Any, **how: Any) -> None:
        settle(*args, **how)
        family()

    with monkeypatch.context() as slow:
        slow.setattr(settling, "want_assembly", at_that_moment)
        work()
    family.end()
    work()
    assert nothing_is_left(data_folder)


def test_bytes_that_are_sent_again_at_the_moment_they_are_taken_back_are_there_in_the_end(
    case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = pdf(LAB) + SECRET
    [item] = send(case, {"labs.pdf": content}, by=cast.amina)
    work()
    family = Meanwhile(lambda: remove_item(item, by=cast.amina, at=NOW))
    name = vault.name_many

    def at_that_moment(*args: Any) -> Any:
        named = name(*args)
        family()
        return named

    with monkeypatch.context() as slow:
        slow.setattr(vault, "name_many", at_that_moment)
        [again] = send(case, {"labs again.pdf": content}, by=cast.amina)
    family.end()
    work()
    again.refresh_from_db()
    assert again.blob is not None
    assert vault.read(again.blob) == content
    assert again.outcome == "filed"
    item.refresh_from_db()
    assert (item.outcome, item.blob) == ("taken_back", None)


def test_a_case_file_made_at_the_moment_of_taking_back_does_not_bring_it_back(
    case: Case, cast: Cast, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from secunda.journey.records.work import assembling

    files = {f"{n}.dcm": ct(n, series=study_uid("r"), study=study_uid("s")) for n in range(1, 3)}
    items = send(case, files, by=cast.amina)
    families = [Meanwhile(lambda item=item: remove_item(item, by=cast.amina, at=NOW)) for item in items]
    lay_out = assembling.lay_out

    def at_that_moment(laid: Case) -> Any:
        desk = lay_out(laid)
        for family in families:
            family()
        return desk

    with monkeypatch.context() as slow:
        slow.setattr(assembling, "lay_out", at_that_moment)
        work()
    for family in families:
        family.end()
    work()
    assert nothing_is_left(data_folder)

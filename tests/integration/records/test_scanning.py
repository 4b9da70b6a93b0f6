"""The virus check: what it finds is not opened, what it cannot check waits, and what it passes is read."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from pytest_django.fixtures import Settings

from secunda.adapters.antivirus import ScannerUnavailable, TooLargeToScan, found_in
from secunda.journey.cases.models import Case
from secunda.journey.records.models import Item
from tests.integration.cast import Cast
from tests.integration.records import scanner
from tests.integration.records.files import LAB, pdf, zipped
from tests.integration.records.steps import item, send, work


@pytest.fixture(params=["small", *(["real"] if scanner.DAEMON else [])])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A scanner: one of ours, and clamd itself where it is installed."""
    made = scanner.small_daemon() if request.param == "small" else scanner.real_daemon(tmp_path)
    with made as found:
        yield found


def test_the_scanner_finds_passes_and_says_what_is_too_large(address: str) -> None:
    assert found_in([b"a letter ", b"in pieces"], address=address) is None
    halves = (scanner.HARMFUL[:10], scanner.HARMFUL[10:])
    assert str(found_in([b"x" * 300_000, *halves], address=address)).startswith("Test.Signature")
    assert found_in([], address=address) is None
    with pytest.raises(TooLargeToScan):
        found_in((b"x" * 100_000 for _ in range(40)), address=address)


@pytest.mark.parametrize("where", ["tcp://127.0.0.1:9", "unix:///nowhere/clamd.ctl"])
def test_no_answer_is_not_a_clean_file(where: str) -> None:
    with pytest.raises(ScannerUnavailable):
        found_in([b"a letter"], address=where)


@pytest.mark.django_db
def test_what_is_found_is_not_opened_and_its_neighbours_are(
    case: Case, cast: Cast, settings: Settings
) -> None:
    bad = pdf(LAB) + scanner.HARMFUL
    with scanner.small_daemon() as settings.SECUNDA_CLAMD:
        send(case, {"bad.pdf": bad, "good.pdf": pdf(LAB), "large.bin": bytes(1_100_000)}, by=cast.amina)
        send(case, {"box.zip": zipped({"in.pdf": bad, "fill.bin": bytes(range(256)) * 5000})}, by=cast.amina)
        work()
    said = {one.name: (one.outcome, str(one.says)) for one in Item.objects.filter(case=case)}
    assert said["bad.pdf"][0] == "refused"
    assert "Test.Signature" in said["bad.pdf"][1]
    assert said["good.pdf"][0] == "filed"
    assert "too large for our virus check" in said["large.bin"][1]
    assert said["box.zip!/in.pdf"][0] == "refused"
    assert item(case, "bad.pdf").blob is not None, "it is kept, unopened"


@pytest.mark.django_db
def test_while_the_scanner_is_down_files_wait_and_no_try_is_counted(
    case: Case, cast: Cast, settings: Settings
) -> None:
    settings.SECUNDA_CLAMD = "tcp://127.0.0.1:9"
    send(case, {"a.pdf": pdf(LAB)}, by=cast.amina)
    for _ in range(7):
        with time_machine.travel(timezone.now() + timedelta(hours=1), tick=True):
            work()
    waiting = item(case, "a.pdf")
    assert (waiting.outcome, waiting.awaiting, waiting.attempts) == ("waiting", "reading", 0)
    Item.objects.update(leased_until=None)
    with scanner.small_daemon() as settings.SECUNDA_CLAMD:
        work()
    assert item(case, "a.pdf").outcome == "filed"

"""Records behind a SMART Health Link come when the family asks for them, and from nowhere that is ours."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from secunda.foundation.audit.models import Entry
from secunda.journey.cases.models import Case
from secunda.journey.records.models import Item, Record
from tests.integration.cast import Cast, sign_in
from tests.integration.records.linked import Keeper, keeper, plain
from tests.integration.records.steps import item, send, work

pytestmark = pytest.mark.django_db

LAB = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        {
            "resource": {
                "resourceType": "Patient",
                "id": "p",
                "name": [{"family": "Rahman", "given": ["Amina"]}],
                "birthDate": "1979-04-17",
            }
        },
        {
            "resource": {
                "resourceType": "Observation",
                "status": "final",
                "code": {"text": "Haemoglobin"},
                "subject": {"reference": "Patient/p"},
                "effectiveDateTime": "2026-02-03",
                "valueQuantity": {"value": 132, "unit": "g/L"},
            }
        },
    ],
}

NO_TOKEN = b'{"files": [{"contentType": "application/fhir+json", "embedded": "x.y"}]}'


@pytest.fixture
def there(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keeper]:
    """A machine that is trusted, and that this installation may ask although it is no stranger."""
    settings.SECUNDA_LINKS_INSIDE = frozenset({"localhost"})
    with keeper(tmp_path) as made:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
        yield made


def page_of(case: Case, name: str) -> str:
    return f"/case/{case.id}/records/{Record.objects.get(case=case, item__name=name).id}/link"


def sent(case: Case, cast: Cast, link: bytes) -> str:
    send(case, {"link.txt": link}, by=cast.amina)
    work()
    return page_of(case, "link.txt")


def came(case: Case) -> list[str]:
    return sorted(Item.objects.filter(case=case, parent__isnull=False).values_list("name", flat=True))


def test_nothing_is_asked_until_the_family_wants_it_and_then_the_passcode_is_needed(
    case: Case, cast: Cast, there: Keeper, caplog: pytest.LogCaptureFixture, data_folder: Path
) -> None:
    def manifest(told: dict[str, object]) -> tuple[int, bytes]:
        if told.get("passcode") != "Heron 41":
            return 401, json.dumps({"remainingAttempts": 2}).encode()
        files = [
            {"contentType": "application/fhir+json", "embedded": there.locked(LAB)},
            {"contentType": "application/fhir+json", "location": there.address("/second")},
            {"contentType": "application/smart-api-access", "embedded": "a.b.c.d.e"},
        ]
        return 200, json.dumps({"files": files}).encode()

    second = {**LAB, "entry": LAB["entry"][:1]}  # type: ignore[index]
    there.answers = {"/list": manifest, "/second": lambda _: (200, there.locked(second).encode())}
    caplog.set_level(logging.DEBUG)
    address, client = sent(case, cast, there.link("/list", flag="LP")), sign_in(cast.amina)
    seen = client.get(address).content.decode()
    assert "localhost" in seen
    assert plain(there.key) not in seen
    assert there.asked == []

    wrong = client.post(address, {"passcode": "Heron 14"}).content.decode()
    assert "You can try 2 more times." in wrong
    assert "Heron 14" not in wrong
    assert client.post(address, {"passcode": "Heron 41"}).status_code == 302
    work()
    assert came(case) == ["link.txt!/Summary of care 1.json", "link.txt!/Summary of care 2.json"]
    assert item(case, "link.txt!/Summary of care 1.json").outcome == "filed"
    assert not any("Amina" in json.dumps(told) for _, told in there.asked)

    assert client.post(address, {"passcode": "Heron 41"}).status_code == 302
    assert len(came(case)) == 2, "what came the last time is not taken in twice"
    assert sorted(one.detail["files"] for one in Entry.objects.filter(event="link.fetched")) == [0, 2]
    assert "Heron" not in caplog.text


def test_a_link_to_one_file_needs_no_list(case: Case, cast: Cast, there: Keeper) -> None:
    there.answers = {"/one": lambda _: (200, there.locked(LAB).encode())}
    address = sent(case, cast, there.link("/one", flag="U"))
    assert sign_in(cast.amina).post(address).status_code == 302
    assert came(case) == ["link.txt!/Summary of care 1.json"]
    assert there.asked[0][1]["query"].startswith("recipient=")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((404, b""), "run out"),
        ((500, b""), "could not reach localhost"),
        ((302, b"https://127.0.0.1/elsewhere"), "could not reach localhost"),
        ((200, b"no list"), "cannot be opened"),
        ((200, b'{"files": []}'), "no records behind this link"),
        (
            (200, b'{"files": [{"contentType": "application/fhir+json", "embedded": "x.y"}]}'),
            "cannot be opened",
        ),
        ((200, b" " * 33 * 1024 * 1024), "more than we can fetch"),
    ],
)
def test_whatever_comes_instead_is_said_in_plain_words_and_nothing_is_lost(
    case: Case, cast: Cast, there: Keeper, answer: tuple[int, bytes], says: str
) -> None:
    there.answers = {"/list": lambda _: answer}
    page = sign_in(cast.amina).post(sent(case, cast, there.link("/list")))
    assert page.status_code == 200
    assert says in page.content.decode()
    assert came(case) == []
    assert len(there.asked) == 1


def test_no_link_leads_into_our_own_network_and_none_is_followed_where_that_is_off(
    case: Case, cast: Cast, there: Keeper, settings: Settings
) -> None:
    address, client = sent(case, cast, there.link("/list")), sign_in(cast.amina)
    settings.SECUNDA_LINKS_INSIDE = frozenset()
    assert "We may not ask the place" in client.post(address).content.decode()
    assert there.asked == []
    settings.SECUNDA_HEALTH_LINKS = False
    assert client.get(address).headers["Location"] == address.removesuffix("/link")


def test_whoever_is_not_trusted_to_be_that_machine_is_told_nothing(
    case: Case, cast: Cast, there: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    page = sign_in(cast.amina).post(sent(case, cast, there.link("/list")))
    assert "could not reach" in page.content.decode()
    assert there.asked == []


def test_a_link_that_has_run_out_is_not_asked_and_other_records_have_none(
    case: Case, cast: Cast, there: Keeper
) -> None:
    page = sign_in(cast.amina).post(sent(case, cast, there.link("/list", exp=1_700_000_000)))
    assert "run out" in page.content.decode()
    send(case, {"note.txt": b"Harbour Hospital\nClinic letter\nPatient: Amina Rahman"}, by=cast.amina)
    work()
    other = page_of(case, "note.txt")
    assert sign_in(cast.amina).get(other).headers["Location"] == other.removesuffix("/link")
    assert there.asked == []

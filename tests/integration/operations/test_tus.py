"""The protocol as a foreign client speaks it (tuspy): to a server that runs, is cut off, and is killed."""

import hashlib
import io
import random
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import pytest
import requests
from tusclient.exceptions import TusCommunicationError, TusUploadFailed
from tusclient.uploader import Uploader

from tests.integration.operations.installation import installation
from tests.integration.operations.live import Door, door

PIECE = 256 * 1024
CONTENT = random.Random(20260302).randbytes(3 * 1024 * 1024 + 17)


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """A server with a case whose patient is signed in."""
    with installation(tmp_path_factory.mktemp("tus")) as place, door(place) as opened:
        yield opened


def sending_of(there: Door, content: bytes, *, name: str = "scan.bin", url: str | None = None) -> Uploader:
    """A client that sends this, from the beginning or to an upload that was begun."""
    # A stream, because the client leaves files open that it opened by their name.
    told = {"chunk_size": PIECE, "metadata": {"filename": name}}
    return there.client.uploader(file_stream=io.BytesIO(content), url=url, **told)


def kept(there: Door) -> list[object]:
    """Digests of the files that the case holds."""
    return sorted(there.place.ask("everything")["blobs"].values())  # type: ignore[attr-defined]


def test_what_is_advertised_is_what_the_client_finds(there: Door) -> None:
    told = requests.options(there.address, headers=there.headers, timeout=30)
    assert set(told.headers["Tus-Extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "termination",
        "expiration",
    }
    assert int(told.headers["Tus-Max-Size"]) > 5 * 1000**3

    sending = sending_of(there, CONTENT, name="gone.bin")
    sending.upload_chunk()
    head = {**there.headers, "Tus-Resumable": "1.0.0"}
    standing = requests.head(sending.url, headers=head, timeout=30)
    days = (parsedate_to_datetime(standing.headers["Upload-Expires"]).timestamp() - time.time()) / 86400
    assert 13.9 < days <= 14
    assert sending.request.response_headers["upload-expires"] == standing.headers["Upload-Expires"]

    assert requests.delete(sending.url, headers=head, timeout=30).status_code == 204
    assert requests.head(sending.url, headers=head, timeout=30).status_code == 404
    with pytest.raises(TusCommunicationError):
        sending.upload_chunk()


def test_a_server_that_was_killed_goes_on_where_it_stood(there: Door) -> None:
    sending = sending_of(there, CONTENT, name="killed.bin")
    sending.upload(stop_at=4 * PIECE)
    there.kill()
    with pytest.raises(TusCommunicationError):
        sending.upload_chunk()
    there.open()

    again = sending_of(there, CONTENT, url=sending.url)
    assert again.offset == 4 * PIECE
    again.upload()
    assert hashlib.sha256(CONTENT).hexdigest() in kept(there)


def test_what_came_in_before_the_line_was_cut_is_kept_to_the_byte(there: Door) -> None:
    other = CONTENT[::-1]
    sending = sending_of(there, other, name="cut.bin")
    sending.upload_chunk()
    there.cut(sending.url, other[PIECE : 5 * PIECE], offset=PIECE, of=len(other) - PIECE)

    for _ in range(200):  # the server hears of the end of the line a moment later
        if sending.get_offset() == 5 * PIECE:
            break
        time.sleep(0.05)
    again = sending_of(there, other, url=sending.url)
    assert again.offset == 5 * PIECE
    again.upload()
    assert hashlib.sha256(other).hexdigest() in kept(there)


def test_a_client_that_is_wrong_about_the_offset_is_told_and_finds_its_way(
    there: Door,
) -> None:
    sending = sending_of(there, CONTENT[: 4 * PIECE], name="wrong.bin")
    sending.upload(stop_at=2 * PIECE)
    sending.offset = PIECE
    with pytest.raises(TusUploadFailed) as wrong:
        sending.upload_chunk()
    assert wrong.value.status_code == 409
    assert sending.get_offset() == 2 * PIECE

    sending.offset, sending.retries, sending.retry_delay = PIECE, 1, 0
    sending.upload()
    assert hashlib.sha256(CONTENT[: 4 * PIECE]).hexdigest() in kept(there)


def test_a_stranger_finds_nothing(there: Door) -> None:
    sending = sending_of(there, CONTENT, name="mine.bin")
    sending.upload_chunk()
    bare = requests.head(sending.url, headers={"Tus-Resumable": "1.0.0"}, timeout=30, allow_redirects=False)
    assert bare.status_code in {302, 404}
    assert "Upload-Offset" not in bare.headers

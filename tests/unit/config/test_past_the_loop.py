"""Bodies that go past the server's loop, on connections that are kept, cut off or fall silent."""

import asyncio
import hashlib
import http.client
import random
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from secunda.config import past_the_loop
from secunda.config.past_the_loop import Line, Protocol
from secunda.config.streaming import AHEAD, PIECES, Body, Coming, body_of

CONTENT = random.Random(20260302).randbytes(3_000_017)
SMALL = CONTENT[:100]


def taken(body: Coming, most: int) -> bytes:
    """What comes in until `most` bytes are there."""
    found = bytearray()
    while len(found) < most and (piece := body.read(most - len(found))):
        found += piece
    return bytes(found)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Take as many bytes as the path says, and answer with their digest and the way that they came."""
    body = body_of(scope, receive)
    found = await asyncio.to_thread(taken, body, int(scope["path"][1:]))
    body.close()
    way = type(body).__name__
    answer = f"{way} {len(found)} {hashlib.sha256(found).hexdigest()}".encode()
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(answer))]}
    )
    await send({"type": "http.response.body", "body": answer})


@pytest.fixture(scope="module", params=["uvloop", "asyncio"])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    """Where the application is served."""
    config = uvicorn.Config(
        application, port=0, http=Protocol, loop=request.param, lifespan="off", log_level="error"
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listens:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listens]})
        thread.start()
        yield listens.getsockname()[1]
        server.should_exit = True
        thread.join()


def said(way: str, content: bytes) -> str:
    """What the application answers."""
    return f"{way} {len(content)} {hashlib.sha256(content).hexdigest()}"


def sent(line: http.client.HTTPConnection, content: bytes, most: int, **headers: str) -> str:
    """Send a body on a connection that is kept, and hear the answer."""
    line.request("PATCH", f"/{most}", content, {"Content-Type": PIECES.decode(), **headers})
    return line.getresponse().read().decode()


def test_a_kept_connection_carries_body_after_body_however_much_of_each_was_read(port: int) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for content in (CONTENT, SMALL, b"x"):
        for most in (len(content), 0, 1, len(content) // 2, len(content) + 1000, len(content)):
            assert sent(line, content, most) == said("Line", content[:most])
    line.close()


def test_a_connection_whose_long_body_was_left_in_the_middle_is_closed(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past_the_loop, "MOST_TOLD", 1_000_000)
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    assert sent(line, CONTENT, len(CONTENT)) == said("Line", CONTENT)
    assert sent(line, CONTENT[:1_500_000], 800_000) == said("Line", CONTENT[:800_000])
    with socket.create_connection(("127.0.0.1", port), 30) as left:
        head = f"PATCH /2000000 HTTP/1.1\r\nHost: x\r\nContent-Type: {PIECES.decode()}\r\n"
        left.sendall(f"{head}Content-Length: 5000000\r\n\r\n".encode() + CONTENT[:2_000_000])
        heard = b"".join(iter(lambda: left.recv(65536), b""))
    assert hashlib.sha256(CONTENT[:2_000_000]).hexdigest().encode() in heard
    line.close()


def test_headers_and_a_whole_body_in_one_packet_are_heard_and_so_is_what_follows(port: int) -> None:
    head = "PATCH /{} HTTP/1.1\r\nHost: x\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n"
    one = head.format(200, PIECES.decode(), len(SMALL)).encode() + SMALL
    with socket.create_connection(("127.0.0.1", port), 30) as line:
        line.sendall(one + one)
        answers = b""
        while answers.count(hashlib.sha256(SMALL).hexdigest().encode()) < 2:
            piece = line.recv(65536)
            assert piece, answers
            answers += piece


def test_a_body_in_chunks_or_announced_comes_through_the_loop(port: int) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("PATCH", "/5000000", iter([CONTENT[:7], CONTENT[7:]]), {"Content-Type": PIECES.decode()})
    assert line.getresponse().read().decode() == said("Body", CONTENT)
    assert sent(line, SMALL, 200, Expect="100-continue") == said("Body", SMALL)
    line.close()


def test_a_view_that_is_slower_than_the_loop_still_gets_the_end() -> None:
    pieces = [bytes([number]) * AHEAD for number in range(4)]

    async def through() -> bytes:
        coming = iter([*pieces, b"end"])

        async def receive() -> dict[str, Any]:
            piece = next(coming)
            return {"type": "http.request", "body": piece, "more_body": piece != b"end"}

        def slowly(body: Coming) -> bytes:
            found = b""
            while piece := body.read(AHEAD):
                found += piece
                time.sleep(0.02)
            return found

        return await asyncio.to_thread(slowly, Body(receive))

    assert asyncio.run(through()) == b"".join([*pieces, b"end"])


def test_what_came_in_before_the_sender_hung_up_is_read(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[bytes] = []
    plain = taken
    monkeypatch.setitem(globals(), "taken", lambda *asked: found.append(plain(*asked)) or found[-1])
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.putrequest("PATCH", "/5000000")
    line.putheader("Content-Type", PIECES.decode())
    line.putheader("Content-Length", "5000000")
    line.endheaders()
    line.send(CONTENT)
    line.close()
    until = time.monotonic() + 20
    while not found:
        assert time.monotonic() < until
        time.sleep(0.01)
    assert found == [CONTENT]


def test_a_line_that_falls_silent_or_is_closed_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past_the_loop, "GLANCE", 0.01)
    monkeypatch.setattr(past_the_loop, "SILENCE", 0.05)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"some")
        line = Line(ours.fileno(), b"early ", 10)
        assert line.read() == b"early some"
        assert line.read(5) == b""
        line.close()

        monkeypatch.setattr(past_the_loop, "SILENCE", 60.0)
        waits = Line(ours.fileno(), b"", 10)
        heard: list[bytes] = []
        reader = threading.Thread(target=lambda: heard.append(waits.read(5)))
        reader.start()
        time.sleep(0.05)
        waits.close()
        reader.join(10)
        assert heard == [b""]

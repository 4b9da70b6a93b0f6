"""The tests themselves cannot reach another machine."""

import socket

import pytest

# TEST-NET-1 (RFC 5737): an address that belongs to nobody.
ELSEWHERE = ("192.0.2.1", 80)


def test_another_machine_is_refused() -> None:
    with pytest.raises(AssertionError, match="may not reach"):
        socket.create_connection(ELSEWHERE, timeout=1)
    with pytest.raises(AssertionError, match="may not reach"):
        socket.socket().connect_ex(ELSEWHERE)


def test_this_machine_is_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        accepted, _ = server.accept()
        with accepted:
            accepted.sendall(b"here")
        assert client.recv(4) == b"here"

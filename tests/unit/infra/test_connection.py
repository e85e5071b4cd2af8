"""What a container takes of a connection, on a port of this machine: uvicorn with our connections, and sockets."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from infra.docker.connection import MOST_HEADER_BYTES, Connection
from tests.support.broker import free_port
from tests.support.processes import eventually

HEAD = b"GET / HTTP/1.1\r\nhost: a\r\n"


class Hasty(Connection):
    head_seconds = 0.2


class Few(Connection):
    most_connections = 2


async def app(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body"})


@contextmanager
def serving(kind: type[Connection]) -> Iterator[int]:
    port = free_port()
    config = uvicorn.Config(
        app, port=port, http=kind, lifespan="off", ws="none", log_config=None, h11_max_incomplete_event_size=MOST_HEADER_BYTES
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        eventually(lambda: server.started)
        yield port
    finally:
        server.should_exit = True
        thread.join()


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20)


def heard(client: socket.socket) -> bytes:
    """Read until the server closes."""
    found = b""
    while some := client.recv(65_536):
        found += some
    return found


def test_a_head_that_is_not_complete_in_time_is_waited_for_no_longer() -> None:
    with serving(Hasty) as port, connected(port) as client:
        client.sendall(HEAD)
        assert b"" == heard(client)


def test_a_head_that_comes_byte_by_byte_has_no_more_time() -> None:
    with serving(Hasty) as port, connected(port) as client:
        stop = threading.Event()

        def drip() -> None:
            client.sendall(HEAD + b"a: ")
            while not stop.wait(0.05):
                try:
                    client.sendall(b"a")
                except OSError:
                    return

        dripping = threading.Thread(target=drip)
        dripping.start()
        try:
            assert b"" == heard_or_reset(client)
        finally:
            stop.set()
            dripping.join()


def heard_or_reset(client: socket.socket) -> bytes:
    try:
        return heard(client)
    except ConnectionError:
        return b""


def test_a_connection_outlives_the_time_of_a_head() -> None:
    with serving(Hasty) as port, connected(port) as client:
        for _ in range(2):
            client.sendall(HEAD + b"\r\n")
            assert client.recv(65_536).startswith(b"HTTP/1.1 200 OK")
            threading.Event().wait(0.4)


def test_a_head_that_is_too_large_is_refused_before_it_is_complete() -> None:
    with serving(Connection) as port, connected(port) as client:
        client.sendall(HEAD + b"a: " + b"a" * MOST_HEADER_BYTES)
        assert heard(client).startswith(b"HTTP/1.1 400 ")


def test_there_are_so_many_connections_at_most() -> None:
    with serving(Few) as port, connected(port) as one, connected(port) as other:
        one.sendall(HEAD)
        other.sendall(HEAD)
        with connected(port) as third:
            assert heard(third).startswith(b"HTTP/1.1 503 ")

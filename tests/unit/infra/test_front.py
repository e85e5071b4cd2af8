"""What a container lets in, without a port: how many requests, and which bodies."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from infra.docker.connection import MOST_CONNECTIONS, MOST_HEADER_BYTES
from infra.docker.front import CONCURRENCY, MOST_BODIES_BYTES, MOST_WAITING, Front
from medbook.kafka.producer import MAX_REQUEST_BYTES

type Answer = tuple[int, bytes, dict[bytes, bytes]]


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Answer with the body; a Starlette request, so that one that is cut is noticed."""
    await Response(await Request(scope, receive).body())(scope, receive, send)


async def ask(front: Front, *chunks: bytes, path: str = "/", ends: bool = True) -> Answer:
    """Send a body in these pieces; one that does not end is waited for in vain."""
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    if ends:
        messages.append({"type": "http.request", "body": b"", "more_body": False})
    said: list[Any] = []

    async def receive() -> Any:
        return messages.pop(0) if messages else await asyncio.Event().wait()

    async def send(message: Any) -> None:
        said.append(message)

    await front({"type": "http", "method": "POST" if chunks else "GET", "path": path, "headers": []}, receive, send)
    return said[0]["status"], b"".join(message.get("body", b"") for message in said), dict(said[0]["headers"])


def statuses(answers: Iterable[Answer]) -> list[int]:
    return [status for status, _, _ in answers]


def test_the_sum_of_what_clients_can_make_it_hold_fits_a_container() -> None:
    read_at_once, idle, forms = 256 * 1024, 90 * 2**20, 4
    held = MOST_CONNECTIONS * (MOST_HEADER_BYTES + read_at_once) + MOST_BODIES_BYTES + CONCURRENCY * MAX_REQUEST_BYTES * forms
    assert (True, True) == (idle + held < 512 * 2**20, MOST_CONNECTIONS > CONCURRENCY + MOST_WAITING)


class Slow:
    """An app that counts how many are with it."""

    def __init__(self) -> None:
        self.under_way = 0
        self.most = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await asyncio.sleep(0.01)
        self.under_way -= 1
        await Response()(scope, receive, send)


def at_once(front: Front, requests: int) -> list[int]:
    async def run() -> list[Answer]:
        return await asyncio.gather(*(ask(front) for _ in range(requests)), ask(front, path="/health"))

    return statuses(asyncio.run(run()))


def test_the_rest_wait_for_their_turn() -> None:
    app = Slow()
    assert ([200] * 7, 2) == (at_once(Front(app, 2, 4), 6), app.most)


def test_what_would_wait_too_long_is_refused_and_health_is_not() -> None:
    assert [200, 200, 200, 503, 200] == at_once(Front(Slow(), 1, 2), 4)


def test_a_body_comes_to_the_app_as_it_was_sent() -> None:
    assert (200, b"abc") == asyncio.run(ask(Front(echo), b"a", b"bc"))[:2]


def run_beside(
    front: Front, other: Callable[[], Awaitable[Answer]], unfinished: int, size: int = 1
) -> tuple[list[Answer], Answer]:
    """Begin so many bodies that never end, then ask; give what those were answered, and what this was."""

    async def run() -> tuple[list[Answer], Answer]:
        async with asyncio.TaskGroup() as group:
            begun = [group.create_task(ask(front, b"x" * size, ends=False)) for _ in range(unfinished)]
            await asyncio.sleep(0)
            answer = await other()
        return [task.result() for task in begun], answer

    return asyncio.run(run())


def test_bodies_that_never_end_take_nobodys_turn() -> None:
    front = Front(echo, concurrency=1, most_waiting=0, body_seconds=0.2)
    begun, answer = run_beside(front, lambda: ask(front), 10)
    assert ([408] * 10, 200) == (statuses(begun), answer[0])


def test_a_body_that_does_not_end_in_time_is_refused_and_its_connection_closed() -> None:
    status, body, headers = asyncio.run(ask(Front(echo, body_seconds=0), b"x", ends=False))
    assert (408, b"application/problem+json", b"close") == (status, headers[b"content-type"], headers[b"connection"])
    assert b"problems/request-timeout" in body


def test_all_bodies_together_have_so_many_bytes_and_a_request_without_one_is_answered() -> None:
    front = Front(echo, most_bodies=20, body_seconds=0.2)
    _, refused = run_beside(front, lambda: ask(front, b"x"), 2, size=10)
    _, answered = run_beside(front, lambda: ask(front), 2, size=10)
    assert (503, 200) == (refused[0], answered[0])


@pytest.mark.parametrize("first", [{"chunks": (b"x" * 9,)}, {"chunks": (b"x" * 9,), "ends": False}, {"chunks": (b"x" * 11,)}])
def test_what_a_body_took_is_free_again_after_it(first: dict[str, Any]) -> None:
    front = Front(echo, most_bodies=10, body_seconds=0.05)

    async def run() -> Answer:
        await ask(front, *first.pop("chunks"), **first)
        return await ask(front, b"x" * 10)

    assert 200 == asyncio.run(run())[0]


def test_an_app_that_refuses_a_body_that_is_too_large_sees_no_more_than_that() -> None:
    seen: list[int] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        message = await receive()
        seen.append(len(message["body"]))
        await Response(status_code=413)(scope, receive, send)

    answer = asyncio.run(ask(Front(app, most_body=10), *[b"xxxx"] * 100))
    assert (413, [12]) == (answer[0], seen)


def test_a_body_that_is_too_large_for_an_app_that_wants_it_all_is_refused() -> None:
    status, body, _ = asyncio.run(ask(Front(echo, most_body=10), b"x" * 11, b"x" * 11))
    assert (413, True) == (status, b"problems/payload-too-large" in body)


def test_one_who_is_slow_to_read_keeps_nobody_else_from_their_turn() -> None:
    front = Front(echo, concurrency=1)

    async def run() -> int:
        stuck = asyncio.Event()

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(_message: Any) -> None:
            stuck.set()
            await asyncio.Event().wait()

        slow = asyncio.create_task(front({"type": "http", "method": "GET", "path": "/", "headers": []}, receive, send))
        await stuck.wait()
        status, _, _ = await ask(front)
        slow.cancel()
        return status

    assert 200 == asyncio.run(run())

"""The image's entry point, without a port: what it is asked to do, and how many requests it lets in."""

import asyncio
from typing import Any

import pytest

from infra.docker.serve import CONCURRENCY, GRACE_SECONDS, Front, Misused, event_of, function_of, port_of, read_secrets, told
from medbook.postgres import engine


def test_a_function_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(Misused, match="FUNCTION is 'book-a-visit'; there are: administer, book_appointment, "):
        function_of({"FUNCTION": "book-a-visit"})


@pytest.mark.parametrize("asked", ["book_appointment", "book-appointment"])
def test_a_function_is_named_by_its_folder_or_as_it_is_deployed(asked: str) -> None:
    assert "book_appointment" == function_of({"FUNCTION": asked})


def test_a_secret_that_is_not_there_is_told_by_variable_and_file() -> None:
    with pytest.raises(
        Misused, match=r"^TOKEN_JWKS_FILE names /nowhere/jwks, which cannot be read: No such file or directory\.$"
    ):
        read_secrets({"TOKEN_JWKS_FILE": "/nowhere/jwks"})


def test_a_failure_is_told_in_one_line_without_the_statement_below_it() -> None:
    assert "the function failed: OSError: It is gone." == told(OSError("It is gone.\n[SQL: SELECT 1]"))


@pytest.mark.parametrize("port", ["", "0", "65536", "http", "-1", "٣"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(Misused, match="no port"):
        port_of({"PORT": port})


@pytest.mark.parametrize("environment", [{}, {"EVENT": ""}, {"EVENT": "{}"}])
def test_without_an_event_a_function_runs_with_an_empty_one(environment: dict[str, str]) -> None:
    assert {} == event_of(environment)


def test_an_event_is_read_from_the_environment() -> None:
    assert {"replay": "all"} == event_of({"EVENT": '{"replay": "all"}'})


def test_an_event_that_is_no_json_is_refused_without_saying_what_it_holds() -> None:
    with pytest.raises(Misused, match=r"^EVENT is no JSON: Expecting ',' delimiter: line 1 column 31 \(char 30\)\.$"):
        event_of({"EVENT": '{"email": "ada@clinic.example"'})


def test_a_container_works_on_as_many_requests_as_it_may_have_connections() -> None:
    pool: Any = engine.open_engine("postgresql://medbook@localhost/medbook").pool
    assert CONCURRENCY == pool.size() + pool._max_overflow


def test_a_container_told_to_end_waits_for_as_long_as_the_database_may_keep_a_request() -> None:
    assert GRACE_SECONDS > engine._SOCKET_TIMEOUT_SECONDS


async def statuses(requests: int, *, concurrency: int, most_waiting: int) -> tuple[list[int], int]:
    """Send so many at once; give what each was answered, and how many were worked on at a time."""
    under_way, most = 0, 0

    async def app(scope: Any, receive: Any, send: Any) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.01)
        under_way -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body"})

    front = Front(app, concurrency, most_waiting)

    async def ask(path: str = "/") -> int:
        seen: list[int] = []

        async def send(message: Any) -> None:
            seen.append(message.get("status", 0))

        await front({"type": "http", "method": "GET", "path": path, "headers": []}, None, send)  # type: ignore[arg-type]
        return seen[0]

    answers = await asyncio.gather(*(ask() for _ in range(requests)), ask("/health"))
    return list(answers), most


def test_the_rest_wait_for_their_turn() -> None:
    assert ([200] * 7, 2) == asyncio.run(statuses(6, concurrency=2, most_waiting=4))


def test_what_would_wait_too_long_is_refused_and_health_is_not() -> None:
    answers, _ = asyncio.run(statuses(4, concurrency=1, most_waiting=2))
    assert [200, 200, 200, 503, 200] == answers

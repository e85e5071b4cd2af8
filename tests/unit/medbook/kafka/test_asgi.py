import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from medbook.domain.events import AppointmentCreated, AppointmentEvent
from medbook.kafka.asgi import event_app
from medbook.kafka.dead_letters import DeadLetterSink
from medbook.kafka.envelope import header, to_record
from medbook.kafka.producer import MAX_REQUEST_BYTES
from tests.support.events import Collector, cancelled, created

RECORD = to_record(created())
BODY = RECORD.value or b""
HEADERS = {name.replace("ce_", "ce-"): value.decode() for name, value in RECORD.headers}


def post(
    headers: dict[str, str],
    body: bytes,
    handle: Callable[[AppointmentEvent], None] = lambda event: None,
    letters: Collector | None = None,
) -> int:
    """Post to the app of notify_created and give back the status."""
    sink = DeadLetterSink(letters or Collector(), consumer="notify_created")
    app = event_app(handle, sink, topic=AppointmentCreated.topic)
    return ask(app, httpx.Request("POST", "http://notify-created/", headers=headers, content=body)).status_code


def ask(app: Starlette, request: httpx.Request) -> httpx.Response:
    async def send() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            return await client.send(request)

    return asyncio.run(send())


def fail(event: AppointmentEvent) -> None:
    raise ConnectionRefusedError


def test_an_event_is_handed_to_the_handler() -> None:
    handled: list[AppointmentEvent] = []
    post(HEADERS, BODY, handled.append)
    assert handled == [created()]


def test_a_handled_event_answers_204() -> None:
    assert post(HEADERS, BODY) == 204


def test_a_dead_letter_that_came_over_http_is_told_of_too(caplog: pytest.LogCaptureFixture) -> None:
    post(HEADERS, b"{}")
    [line] = [vars(line) for line in caplog.records if line.message == "dead letter"]
    expected = {"reason": "malformed", "consumer": "notify_created", "event_id": str(created().event_id), "partition": None}
    assert expected == {name: line[name] for name in expected}


def test_a_failure_that_may_pass_answers_503_so_that_it_comes_again() -> None:
    assert post(HEADERS, BODY, fail) == 503


@pytest.mark.parametrize("body", [b"", b"{}", b"\xff"])
def test_a_malformed_event_answers_400_so_that_it_does_not(body: bytes) -> None:
    assert post(HEADERS, body) == 400


def test_an_unknown_version_answers_400() -> None:
    assert post(HEADERS | {"ce-type": "medbook.appointment.created.v2"}, BODY) == 400


def test_an_event_of_another_topic_answers_400() -> None:
    assert post({**HEADERS, "ce-type": cancelled().type}, BODY) == 400


def test_a_malformed_event_is_kept() -> None:
    letters = Collector()
    post(HEADERS, b"{}", letters=letters)
    assert header(letters.records[0], "dead_letter_topic") == "appointment-created"


def test_a_malformed_event_that_cannot_be_kept_comes_again() -> None:
    assert post(HEADERS, b"{}", letters=Collector(reachable=False)) == 503


def test_health_answers() -> None:
    app = event_app(fail, DeadLetterSink(Collector(), consumer="x"), topic=AppointmentCreated.topic)
    assert ask(app, httpx.Request("GET", "http://notify-created/health")).status_code == 200


def test_an_event_that_is_larger_than_any_record_is_refused_for_good_and_kept_without_its_value() -> None:
    letters = Collector()
    status = post(HEADERS, b"x" * (MAX_REQUEST_BYTES + 1), letters=letters)
    (letter,) = letters.records
    error = header(letter, "dead_letter_error")
    assert (413, b"", f"there are more than {MAX_REQUEST_BYTES} bytes") == (status, letter.value, error)


def test_no_more_of_an_event_is_read_than_shows_that_it_is_too_large() -> None:
    given = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal given
        for _ in range(60):
            given += 1
            yield b"x" * 2**20

    async def send() -> int:
        messages = body()
        statuses: list[int] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": await anext(messages), "more_body": True}

        async def answered(message: Any) -> None:
            statuses.append(message.get("status", 0))

        app = event_app(fail, DeadLetterSink(Collector(), consumer="notify_created"), topic=AppointmentCreated.topic)
        await app({"type": "http", "method": "POST", "path": "/", "headers": []}, receive, answered)
        return statuses[0]

    assert (413, 3) == (asyncio.run(send()), given)


def test_of_two_headers_of_one_name_the_first_is_believed() -> None:
    letters = Collector()
    app = event_app(fail, DeadLetterSink(letters, consumer="notify_created"), topic=AppointmentCreated.topic)
    headers = [("ce-subject", "first"), ("ce-subject", "second")]
    ask(app, httpx.Request("POST", "http://notify-created/", headers=headers))
    assert b"first" == letters.records[0].key


def test_headers_are_read_without_looking_at_all_of_them_for_each_of_them() -> None:
    class Compared(bytes):
        times = 0

        def __eq__(self, other: object) -> bool:
            Compared.times += 1
            return super().__eq__(other)

        __hash__ = bytes.__hash__

    headers = [(Compared(f"ce-a{number}".encode()), b"x") for number in range(1000)]

    async def send() -> None:
        async def receive() -> Any:
            return {"type": "http.request", "body": b""}

        async def answered(_message: Any) -> None:
            pass

        app = event_app(fail, DeadLetterSink(Collector(), consumer="notify_created"), topic=AppointmentCreated.topic)
        await app({"type": "http", "method": "POST", "path": "/", "headers": headers}, receive, answered)

    asyncio.run(send())
    assert Compared.times < 10 * len(headers)

"""What containers are sent for an event of Lambda's, and how their answers are read: HTTP on a port of this machine."""

import asyncio
import base64
import gzip
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from localstack.background import EventLoopThread
from localstack.containers import ContainerInvoker, cloud_event_of
from localstack.gateway.answer import answer_of
from localstack.gateway.server import HttpServer
from localstack.invocation import FunctionNotFound, HostUnreachable
from localstack.template import Function
from medbook.kafka.envelope import from_http, to_record
from tests.support.broker import free_port
from tests.support.events import ONE_OF_EACH, created, lambda_event

FUNCTION = Function("echo", "echo", "echo.handler.handler", Path(), timeout_seconds=1, memory_mb=128)

type App = Callable[[Request], Awaitable[Response]]


class Container:
    """Remembers what it is sent, and answers as it is told."""

    def __init__(self, *answers: Response) -> None:
        self.answers = list(answers)
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        target = scope["raw_path"].decode() + (f"?{scope['query_string'].decode()}" if scope["query_string"] else "")
        self.requests.append((request.method, target, dict(request.headers), await request.body()))
        await (self.answers.pop(0) if self.answers else Response(status_code=204))(scope, receive, send)


@contextmanager
def invoking(app: Any, base: str = "") -> Iterator[Callable[[Any], Any]]:
    """Invoke the one function, which is this app behind a port."""
    server = HttpServer(app)
    with EventLoopThread() as loop:

        async def begin() -> ContainerInvoker:
            await server.start()
            return ContainerInvoker({"echo": FUNCTION}, lambda _: f"http://127.0.0.1:{server.port}{base}")

        invoker = loop.run(begin())
        try:
            yield lambda payload: loop.run(invoker.invoke("echo", payload))
        finally:
            loop.run(invoker.close())
            loop.run(server.stop())


def http_event(**more: Any) -> dict[str, Any]:
    return {
        "version": "2.0",
        "rawPath": "/v1/things/a b",
        "rawQueryString": "q=%C3%A4&q=2",
        "headers": {"host": "clinic.example", "x-forwarded-for": "6.6.6.6,10.0.0.9", "content-length": "3", "etag": '"1"'},
        "requestContext": {"http": {"method": "PUT", "sourceIp": "10.0.0.9"}},
        "isBase64Encoded": False,
    } | more


def answered(*answers: Response, event: dict[str, Any] | None = None) -> tuple[Any, Container]:
    container = Container(*answers)
    with invoking(container) as invoke:
        return invoke(event or http_event()), container


def identifiers(invocation: Any) -> list[tuple[str, int]]:
    failures = [failure["itemIdentifier"] for failure in invocation.result()["batchItemFailures"]]
    return [(failure["partition"], failure["offset"]) for failure in failures]


def test_a_request_keeps_its_method_and_its_target() -> None:
    _, container = answered()
    assert [("PUT", "/v1/things/a%20b?q=%C3%A4&q=2")] == [request[:2] for request in container.requests]


def test_the_path_of_an_address_stands_before_that_of_a_request() -> None:
    container = Container()
    with invoking(container, "/echo") as invoke:
        invoke(http_event())
    assert ["/echo/v1/things/a%20b?q=%C3%A4&q=2"] == [request[1] for request in container.requests]


@pytest.mark.parametrize("path", ["/v1/doctors/../me", "/v1/doctors/.", "//v1/doctors"])
def test_a_path_is_not_made_shorter(path: str) -> None:
    _, container = answered(event=http_event(rawPath=path, rawQueryString=""))
    assert path == container.requests[0][1]


def test_the_address_a_client_claims_does_not_reach_a_function() -> None:
    _, container = answered()
    assert "10.0.0.9" == container.requests[0][2]["x-forwarded-for"]


def test_cookies_come_back_into_their_header() -> None:
    _, container = answered(event=http_event(cookies=["a=1", "b=2"]))
    assert "a=1; b=2" == container.requests[0][2]["cookie"]


@pytest.mark.parametrize(("body", "is_base64"), [("ä", False), (base64.b64encode("ä".encode()).decode(), True)])
def test_a_body_is_sent_as_it_was(body: str, is_base64: bool) -> None:
    _, container = answered(event=http_event(body=body, isBase64Encoded=is_base64))
    assert "ä".encode() == container.requests[0][3]


@pytest.mark.parametrize("content", [b'{"a": "\xc3\xa4"}', b"\xff\x00"])
@pytest.mark.parametrize("media_type", ["application/json", "application/octet-stream"])
def test_an_answer_comes_back_as_it_was(content: bytes, media_type: str) -> None:
    sent = Response(content, 201, {"location": "/v1/things/1"}, media_type)
    sent.set_cookie("a", "1")
    sent.set_cookie("b", "2")
    invocation, _ = answered(sent)
    answer = answer_of(invocation.result())
    expected = {("location", "/v1/things/1"), ("content-type", media_type)}
    assert (201, content, None) == (answer.status, answer.body, invocation.function_error)
    assert expected <= set(answer.headers)
    assert 2 == len([name for name, _ in answer.headers if name == "set-cookie"])


def encoded(content: bytes, media_type: str = "application/json") -> Response:
    return Response(content, 200, {"content-encoding": "gzip"}, media_type)


@pytest.mark.parametrize("content", [gzip.compress(b'{"a":1}', mtime=0), b"not gzip at all"], ids=["gzip", "garbage"])
def test_an_answer_that_is_encoded_comes_back_encoded(content: bytes) -> None:
    invocation, _ = answered(encoded(content))
    answer = answer_of(invocation.result())
    assert (200, content, True) == (answer.status, answer.body, ("content-encoding", "gzip") in answer.headers)


@pytest.mark.parametrize("asked", [{}, {"accept-encoding": "br"}])
def test_a_container_is_asked_for_the_encodings_the_client_asked_for(asked: dict[str, str]) -> None:
    _, container = answered(event=http_event(headers={"host": "clinic.example"} | asked))
    sent = container.requests[0][2]
    assert asked == {name: value for name, value in sent.items() if name in ("accept-encoding", "accept", "user-agent")}


def test_a_function_that_takes_longer_than_its_limit_has_timed_out() -> None:
    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(5)

    with invoking(slow) as invoke:
        assert invoke(http_event()).timed_out


def test_a_container_that_does_not_listen_is_unreachable() -> None:
    async def ask() -> None:
        invoker = ContainerInvoker({"echo": FUNCTION}, lambda _: f"http://127.0.0.1:{free_port()}")
        try:
            await invoker.invoke("echo", http_event())
        finally:
            await invoker.close()

    with pytest.raises(HostUnreachable, match="echo does not answer"):
        asyncio.run(ask())


def test_a_function_of_another_name_is_not_there() -> None:
    with pytest.raises(FunctionNotFound):
        asyncio.run(ContainerInvoker({}, str).invoke("echo", {}))


@pytest.mark.parametrize("event", ONE_OF_EACH, ids=lambda event: event.type)
def test_a_record_becomes_the_cloud_event_it_is(event: Any) -> None:
    ((record,),) = lambda_event(to_record(event))["records"].values()
    headers, body = cloud_event_of(
        record | {"headers": [{n: [b & 255 for b in v]} for h in record["headers"] for n, v in h.items()]}
    )
    assert event == from_http(dict(headers), body, topic=event.topic)


def test_what_no_header_can_carry_is_encoded_or_left_out() -> None:
    headers = [{"ce_subject": list('a b"ä%'.encode())}, {"ce_id": [0xFF]}, {"bad name": [65]}, {"content-type": [10, 65]}]
    sent, body = cloud_event_of({"headers": headers, "key": base64.b64encode(b"k 1").decode()})
    assert {"ce-subject": "a%20b%22%C3%A4%25", "ce-id": "%FF", "content-type": "%0AA", "ce-key": "k%201"} == dict(sent)
    assert b"" == body


PROBLEM = {"media_type": "application/problem+json"}


@pytest.mark.parametrize("status", [200, 202, 204])
def test_a_record_that_was_handled_is_done(status: int) -> None:
    invocation, _ = answered(Response(status_code=status), event=lambda_event(to_record(created())))
    assert [] == identifiers(invocation)


def test_a_record_that_was_kept_as_a_dead_letter_is_done() -> None:
    invocation, _ = answered(JSONResponse({}, 400, **PROBLEM), event=lambda_event(to_record(created())))  # type: ignore[arg-type]
    assert [] == identifiers(invocation)


@pytest.mark.parametrize("status", [404, 408, 409, 429, 500, 503])
def test_a_record_that_knative_would_send_again_has_failed(status: int) -> None:
    answer = JSONResponse({}, status, **PROBLEM)  # type: ignore[arg-type]
    invocation, _ = answered(answer, event=lambda_event(to_record(created())))
    assert [("appointment-created-0", 0)] == identifiers(invocation)


def test_a_record_whose_answer_cannot_be_decoded_was_handled_all_the_same() -> None:
    invocation, _ = answered(encoded(b"not gzip at all"), event=lambda_event(to_record(created())))
    assert [] == identifiers(invocation)


def test_a_record_whose_answer_is_no_http_has_failed() -> None:
    assert [("appointment-created-0", 0)] == identifiers(answered_raw(b"\x00\x01garbage\r\n\r\n"))


def answered_raw(said: bytes) -> Any:
    """Deliver one record to a server that says this and hangs up."""

    async def ask() -> Any:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(said)
            writer.close()

        async with await asyncio.start_server(serve, "127.0.0.1") as server:
            port = server.sockets[0].getsockname()[1]
            invoker = ContainerInvoker({"echo": FUNCTION}, lambda _: f"http://127.0.0.1:{port}")
            invocation = await invoker.invoke("echo", lambda_event(to_record(created())))
            await invoker.close()
            return invocation

    return asyncio.run(ask())


def test_a_refusal_that_is_not_the_functions_own_has_kept_nothing_and_counts_as_failed() -> None:
    invocation, _ = answered(Response("Invalid HTTP request received.", 400), event=lambda_event(to_record(created())))
    assert [("appointment-created-0", 0)] == identifiers(invocation)


def test_the_later_records_of_a_failed_key_wait_and_other_keys_go_on() -> None:
    batch = lambda_event(*(to_record(created(number)) for number in (1, 1, 2, 1)))
    container = Container()

    async def second_of_the_first_visit_fails(scope: Any, receive: Any, send: Any) -> None:
        subject = dict(scope["headers"])[b"ce-subject"]
        seen = [headers["ce-subject"] for _, _, headers, _ in container.requests].count(subject.decode())
        if subject.decode() == str(created(1).appointment_id) and seen == 1:
            container.answers = [Response(status_code=503)]
        await container(scope, receive, send)

    with invoking(second_of_the_first_visit_fails) as invoke:
        invocation = invoke(batch)
    assert [("appointment-created-0", 1), ("appointment-created-0", 3)] == identifiers(invocation)
    assert 3 == len(container.requests)


def test_a_batch_for_a_container_that_does_not_listen_was_never_tried() -> None:
    async def ask() -> None:
        invoker = ContainerInvoker({"echo": FUNCTION}, lambda _: f"http://127.0.0.1:{free_port()}")
        try:
            await invoker.invoke("echo", lambda_event(to_record(created(1)), to_record(created(2))))
        finally:
            await invoker.close()

    with pytest.raises(HostUnreachable):
        asyncio.run(ask())


def test_a_tick_is_a_cloud_event_with_the_scheduled_time() -> None:
    tick = {"time": "2026-11-24T08:00:00Z"}
    invocation, container = answered(JSONResponse({"published": 3}), event=tick)
    method, target, headers, body = container.requests[0]
    assert ("POST", "/", tick["time"], tick) == (method, target, headers["ce-time"], json.loads(body))
    assert {"published": 3} == invocation.result()


@pytest.mark.parametrize("answer", [Response("<html>", 200), encoded(gzip.compress(b"{}", mtime=0))])
def test_a_tick_that_is_answered_with_no_json_is_a_failed_invocation(answer: Response) -> None:
    invocation, _ = answered(answer, event={"time": "2026-11-24T08:00:00Z"})
    assert ("Unhandled", "Runtime.UnmarshalError") == (invocation.function_error, invocation.result()["errorType"])


def test_a_tick_that_fails_is_a_failed_invocation() -> None:
    invocation, _ = answered(Response("no", 500), event={"time": "2026-11-24T08:00:00Z"})
    assert ("Unhandled", "HTTP500") == (invocation.function_error, invocation.result()["errorType"])

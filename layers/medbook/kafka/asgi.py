"""Knative's way in: one CloudEvent a POST. The status says whether it should come again."""

from http import HTTPStatus

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from medbook.domain.events import AppointmentEvent
from medbook.kafka.consumer import Handle, Outcome, consume, report_failure
from medbook.kafka.dead_letters import DeadLetterSink
from medbook.kafka.envelope import from_http, http_to_record
from medbook.kafka.errors import MalformedEvent
from medbook.kafka.producer import MAX_REQUEST_BYTES


def event_app(handle: Handle, dead_letters: DeadLetterSink, *, topic: str) -> Starlette:
    """Make the app of a function that consumes `topic`.

    204 handled; 400 can never be handled and is kept as a dead letter, 413 is larger than any record and kept without its value;
    503 must come again. Knative retries 5xx, 404, 408, 409 and 429, and no other status:
    https://knative.dev/docs/eventing/event-delivery/
    """

    async def receive(request: Request) -> Response:
        return await run_in_threadpool(_answer, _headers(request), await _body(request), handle, dead_letters, topic)

    async def health(request: Request) -> Response:  # noqa: ARG001 - Starlette's signature
        return JSONResponse({"status": "ok"})

    return Starlette(routes=[Route("/", receive, methods=["POST"]), Route("/health", health)])


def _headers(request: Request) -> dict[str, str]:
    """Read the headers, the first where there are two: Starlette's own mapping looks at all of them for each of them."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(request.scope["headers"])}


async def _body(request: Request) -> bytes:
    """Read the body, or as much of it as shows that it is too large."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        chunks.append(chunk)
        size += len(chunk)
        if size > MAX_REQUEST_BYTES:
            break
    return b"".join(chunks)


def _event(headers: dict[str, str], body: bytes, topic: str) -> AppointmentEvent:
    if len(body) > MAX_REQUEST_BYTES:
        raise MalformedEvent(f"there are more than {MAX_REQUEST_BYTES} bytes")
    return from_http(headers, body, topic=topic)


def _answer(headers: dict[str, str], body: bytes, handle: Handle, dead_letters: DeadLetterSink, topic: str) -> Response:
    record = http_to_record(headers, body, topic=topic)
    try:
        outcome = consume(record, lambda: _event(headers, body, topic), handle, dead_letters)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the event must come again
        report_failure(fault, record)
        return _problem(HTTPStatus.SERVICE_UNAVAILABLE, "The event could not be handled now.")
    if outcome is Outcome.HANDLED:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    if len(body) > MAX_REQUEST_BYTES:
        return _problem(HTTPStatus.CONTENT_TOO_LARGE, "The event is too large; a dead letter was kept without its value.")
    return _problem(HTTPStatus.BAD_REQUEST, "The event can never be handled; it was kept as a dead letter.")


def _problem(status: HTTPStatus, detail: str) -> Response:
    content = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
    return JSONResponse(content, status, media_type="application/problem+json")

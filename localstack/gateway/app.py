"""The ASGI app of the gateway: HTTP in, `invoke`, HTTP out. Knows no process and no file; what no route claims goes to `beside`.

Where it departs from an HTTP API: errors are problem+json, a known path with another method is 405 with `Allow` (an HTTP API says
404; FastAPI and Knative say 405), HEAD invokes the function of GET (an HTTP API says 404), a failed function is 502 and a late one
504 (an HTTP API says 500 and 503). CORS is left out: the web app comes from this same origin.
"""

import asyncio
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from starlette.types import ASGIApp, Receive, Scope, Send

from localstack.gateway.answer import Answer, Malformed, answer_of
from localstack.gateway.payload import HttpRequest, event_of, own_host
from localstack.gateway.problems import (
    BAD_REQUEST,
    FUNCTION_FAILED,
    METHOD_NOT_ALLOWED,
    NOT_FOUND,
    OVERLOADED,
    PAYLOAD_TOO_LARGE,
    REQUEST_TIMEOUT,
    TIMED_OUT,
    UNREACHABLE,
)
from localstack.gateway.routes import Match, RouteTable
from localstack.invocation import FunctionNotFound, HostUnreachable, Invocation, Invoker, PayloadTooLarge, TooManyRequests
from localstack.runtime.environment import new_trace_id
from localstack.template import Function

BODY_LIMIT = 10 * 1024 * 1024  # HTTP API
INTEGRATION_SECONDS = 30.0  # HTTP API
BODY_SECONDS = 30.0
# X-Ray's spelling. A trace that is anything else is replaced, as AWS does: it becomes a header of the runtime API.
TRACE_ID = re.compile(r"[\w=;:.-]{1,256}", re.ASCII)
# Below these a missing page is an API's 404, never the web app.
API_PREFIXES = ("/v1/", "/.well-known/")


class ClientGone(Exception):
    """The client hung up before its request was complete."""


class Gateway:
    """Routes requests to functions."""

    def __init__(
        self,
        functions: Iterable[Function],
        invoker: Invoker,
        beside: ASGIApp,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        integration_seconds: float = INTEGRATION_SECONDS,
        body_seconds: float = BODY_SECONDS,
    ) -> None:
        self._routes = RouteTable(functions)
        self._invoker = invoker
        self._beside = beside
        self._clock = clock
        self._integration_seconds = integration_seconds
        self._body_seconds = body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            return
        match = self._routes.match(scope["method"], scope["path"])
        refusal = _malformed(scope) or (None if match else self._refusal(scope))
        if match is None and refusal is None:
            await self._beside(scope, receive, send)
            return
        request_id = str(uuid4())
        try:
            answer = refusal or await self._answer(scope, receive, match, request_id)
        except ClientGone:
            return
        await _send(send, answer, request_id, with_body=scope["method"] != "HEAD")

    def _refusal(self, scope: Scope) -> Answer | None:
        """What to say when no route fits; None when the path is not the API's."""
        methods = self._routes.methods(scope["path"])
        if methods:
            detail = f"{scope['path']} answers {', '.join(methods)}."
            return METHOD_NOT_ALLOWED.answer(detail, ("allow", ", ".join(methods)))
        if f"{scope['path']}/".startswith(API_PREFIXES):
            return NOT_FOUND.answer("No route has this path.")
        return None

    async def _answer(self, scope: Scope, receive: Receive, match: Match | None, request_id: str) -> Answer:
        assert match is not None
        try:
            async with asyncio.timeout(self._body_seconds):
                body = await _read(receive)
        except TimeoutError:
            return REQUEST_TIMEOUT.answer(f"The body was not complete within {self._body_seconds:g} seconds.")
        if body is None:
            return PAYLOAD_TOO_LARGE.answer(f"A request carries at most {BODY_LIMIT} bytes.")
        event = event_of(_request(scope, match.route.method, body, self._clock(), request_id), match)
        try:
            async with asyncio.timeout(self._integration_seconds):
                invocation = await self._invoker.invoke(match.function.name, event)
        except TimeoutError:
            return TIMED_OUT.answer(f"No answer within {self._integration_seconds:g} seconds.")
        except PayloadTooLarge as refused:
            return PAYLOAD_TOO_LARGE.answer(str(refused))
        except TooManyRequests:
            return OVERLOADED.answer("Every process is busy and the queue is full.")
        except (HostUnreachable, FunctionNotFound) as unreachable:
            return UNREACHABLE.answer(str(unreachable))
        return _read_invocation(invocation, match.function.name)


def _read_invocation(invocation: Invocation, function: str) -> Answer:
    if invocation.timed_out:
        return TIMED_OUT.answer(f"{function} was stopped at its time limit.")
    if invocation.function_error is not None:
        return FUNCTION_FAILED.answer(f"{function} failed; its log says why.")
    try:
        return answer_of(invocation.result())
    except (Malformed, ValueError) as wrong:
        return FUNCTION_FAILED.answer(f"{function} returned no valid response: {wrong}.")


async def _read(receive: Receive) -> bytes | None:
    """Read the whole body; None when it is too large. Raises: ClientGone."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        body += message.get("body", b"")
        if len(body) > BODY_LIMIT:
            return None
        if not message.get("more_body"):
            return bytes(body)


def _malformed(scope: Scope) -> Answer | None:
    """What to say when the Host is none (RFC 9112 3.2)."""
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    if all(own_host(host) is not None for host in hosts):
        return None
    return BAD_REQUEST.answer("The Host header names no host.")


def _request(scope: Scope, routed: str, body: bytes, now: datetime, request_id: str) -> HttpRequest:
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
    headers = [(name, own_host(value) or "" if name == "host" else value) for name, value in headers]
    source_ip = (scope.get("client") or ("127.0.0.1", 0))[0]
    return HttpRequest(
        # A function knows no HEAD; what it says to GET is answered without the body.
        method=routed if scope["method"] == "HEAD" and routed != "ANY" else scope["method"],
        path=scope["path"],
        query=scope["query_string"].decode("latin-1"),
        headers=tuple(_with_proxy_headers(headers, scope, source_ip)),
        body=body,
        source_ip=source_ip,
        protocol=f"HTTP/{scope['http_version']}",
        received_at=now,
        request_id=request_id,
    )


def _with_proxy_headers(headers: list[tuple[str, str]], scope: Scope, source_ip: str) -> list[tuple[str, str]]:
    """Add what API Gateway adds. Only the address list is believed from outside; the rest is set anew."""
    port = (scope.get("server") or ("", 80))[1]
    set_anew: dict[str, Any] = {"x-forwarded-proto": scope.get("scheme", "http"), "x-forwarded-port": str(port)}
    kept = [(name, value) for name, value in headers if name not in set_anew and not _is_no_trace(name, value)]
    names = {name for name, _ in kept}
    trace = [] if "x-amzn-trace-id" in names else [("x-amzn-trace-id", new_trace_id().partition(";")[0])]
    return [*kept, *set_anew.items(), *trace, ("x-forwarded-for", source_ip)]


def _is_no_trace(name: str, value: str) -> bool:
    return name == "x-amzn-trace-id" and TRACE_ID.fullmatch(value) is None


async def _send(send: Send, answer: Answer, request_id: str, *, with_body: bool) -> None:
    skipped = {"content-length", "transfer-encoding", "connection"}
    headers = [(name, value) for name, value in answer.headers if name not in skipped]
    headers += [("content-length", str(len(answer.body))), ("apigw-requestid", request_id)]
    if answer.status == REQUEST_TIMEOUT.status:
        # The rest of the body would be read for the next request (RFC 9110 15.5.9).
        headers.append(("connection", "close"))
    if answer.status in (204, 304):
        headers = [(name, value) for name, value in headers if name != "content-length"]
    raw = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})
    await send({"type": "http.response.body", "body": answer.body if with_body else b""})

"""The invoker for functions that run as containers: drives each over HTTP, as Knative and a gateway do. Knows no container engine.

An HTTP API event becomes the request it was made of, and the response becomes the function's result. A Kafka batch becomes one CloudEvent
a record, each key's in order; what Knative would send again is reported as failed: 5xx, 404, 408, 409, 429, and no answer at all
(https://knative.dev/docs/eventing/event-delivery/). Anything else, a schedule's tick or a deploy, is one POST as PingSource makes it.
"""

import asyncio
import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx

from localstack.gateway.payload import is_text
from localstack.invocation import FunctionNotFound, HostUnreachable, Invocation, encode
from localstack.template import Function

COME_AGAIN = (404, 408, 409, 429)
# RFC 9110 7.6.1 and what the connection to the container sets by itself.
HOP_BY_HOP = frozenset(
    ("connection", "content-length", "expect", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade")
)
# CloudEvents names its attributes so; a header of any other name cannot be carried over HTTP, and means nothing to a function.
ATTRIBUTE = re.compile(r"ce_([a-z0-9]+)", re.ASCII)
# CloudEvents over HTTP, 3.1.3.2: what may stand in a header as it is.
PRINTABLE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"%')
# As many as a container works on at a time; more would only wait there.
LANES = 10

type Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a container said, byte for byte: nothing is decoded here, so nothing can be that does not decode."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """The first header of this name in small letters, or ""."""
        return next((value for found, value in self.headers if found == name), "")

    @property
    def is_success(self) -> bool:
        """True for 2xx."""
        return 200 <= self.status < 300


class ContainerInvoker:
    """Invokes functions at the base URL that `address_of` gives for a deployed name; a function's own time limit is waited for."""

    def __init__(self, functions: Mapping[str, Function], address_of: Callable[[str], str]) -> None:
        self._functions = functions
        self._address_of = address_of
        # Containers keep an idle connection open for longer than this, so none is used that is just being closed.
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=50, keepalive_expiry=5)
        self._client = httpx.AsyncClient(limits=limits, timeout=httpx.Timeout(None, connect=5), trust_env=False)
        # httpx would ask for gzip, and the client that gets the answer may not have.
        for name in list(self._client.headers):
            del self._client.headers[name]

    async def invoke(self, function: str, payload: Any) -> Invocation:
        """Invoke by name. Raises: NotInvoked."""
        if function not in self._functions:
            raise FunctionNotFound(f"There is no function {function}.")
        encode(payload)
        if isinstance(payload, dict) and "requestContext" in payload:
            return await self._http(function, payload)
        if isinstance(payload, dict) and "records" in payload:
            return await self._batch(function, payload)
        return await self._tick(function, payload)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _http(self, function: str, event: Json) -> Invocation:
        try:
            answer = await self._send(function, event["requestContext"]["http"]["method"], target_of(event), *_request(event))
        except httpx.TimeoutException:
            return _timed_out(self._functions[function])
        except httpx.RequestError as fault:
            return _failed("Runtime.ExitError", f"{function} hung up: {type(fault).__name__}")
        return _done(result_of(answer))

    async def _tick(self, function: str, payload: Any) -> Invocation:
        time = payload.get("time") if isinstance(payload, dict) else None
        headers = {
            "ce-specversion": "1.0",
            "ce-id": str(uuid4()),
            "ce-type": "dev.knative.sources.ping",
            "ce-source": f"/medbook/schedules/{function}",
            "ce-time": str(time or datetime.now(UTC).isoformat()),
            "content-type": "application/json",
        }
        try:
            answer = await self._send(function, "POST", "/", list(headers.items()), json.dumps(payload).encode())
        except httpx.TimeoutException:
            return _timed_out(self._functions[function])
        except httpx.RequestError as fault:
            return _failed("Runtime.ExitError", f"{function} hung up: {type(fault).__name__}")
        if not answer.is_success:
            return _failed(f"HTTP{answer.status}", answer.body.decode(errors="replace")[:1000])
        try:
            return _done(json.loads(answer.body) if answer.body else None)
        except ValueError:
            return _failed("Runtime.UnmarshalError", f"{function} answered {answer.status} with what is no JSON")

    async def _batch(self, function: str, event: Json) -> Invocation:
        lanes = lanes_of(event)
        places = asyncio.Semaphore(LANES)

        async def deliver(lane: "Lane") -> list[Json]:
            async with places:
                return await self._lane(function, lane)

        outcomes = await asyncio.gather(*(deliver(lane) for lane in lanes), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException) and not isinstance(outcome, HostUnreachable):
                raise outcome
        if all(isinstance(outcome, HostUnreachable) for outcome in outcomes):
            # Nothing ran: come again, and count no attempt.
            raise HostUnreachable(f"{function} does not answer at {self._address_of(function)}.")
        failures: list[Json] = []
        for lane, outcome in zip(lanes, outcomes, strict=True):
            failures += [identifier for identifier, _ in lane] if isinstance(outcome, BaseException) else outcome
        return _done({"batchItemFailures": [{"itemIdentifier": failure} for failure in failures]})

    async def _lane(self, function: str, lane: "Lane") -> list[Json]:
        """Deliver one key's records in order; give back those that must come again. Raises: HostUnreachable for the first."""
        for number, (_, record) in enumerate(lane):
            try:
                answer = await self._send(function, "POST", "/", *cloud_event_of(record))
                handled = settles(answer)
            except httpx.RequestError:
                handled = False
            except HostUnreachable:
                if number == 0:
                    raise
                handled = False
            if not handled:
                return [identifier for identifier, _ in lane[number:]]
        return []

    async def _send(self, function: str, method: str, target: str, headers: Sequence[tuple[str, str]], body: bytes) -> Answer:
        """Raises: HostUnreachable when no connection was made, httpx.RequestError when it broke or no answer came in time."""
        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        address = httpx.URL(self._address_of(function))
        # The target goes as it is: httpx would resolve a ".." in it.
        exact = {"target": address.raw_path.rstrip(b"/") + target.encode("latin-1")}
        try:
            async with asyncio.timeout(self._functions[function].timeout_seconds):
                async with self._client.stream(method, address, headers=raw, content=body, extensions=exact) as answer:
                    content = b"".join([chunk async for chunk in answer.aiter_raw()])
                    return Answer(answer.status_code, answer.headers.multi_items(), content)
        except (httpx.ConnectError, httpx.ConnectTimeout) as refused:
            raise HostUnreachable(f"{function} does not answer at {self._address_of(function)}.") from refused
        except TimeoutError as late:
            raise httpx.ReadTimeout("no answer within the function's time limit") from late


type Lane = list[tuple[Json, Json]]


def target_of(event: Json) -> str:
    """Write the path and the query of an HTTP API event as a request line has them; the event's path is decoded."""
    path = quote(event["rawPath"], safe="/:@!$&'()*+,;=~")
    return f"{path}?{event['rawQueryString']}" if event.get("rawQueryString") else path


def _request(event: Json) -> tuple[list[tuple[str, str]], bytes]:
    """Give the headers and the body of an HTTP API event."""
    kept = {name: value for name, value in event["headers"].items() if name not in HOP_BY_HOP}
    if event.get("cookies"):
        kept["cookie"] = "; ".join(event["cookies"])
    # Containers believe what is in front of them, so a client's own claim must not reach them.
    kept["x-forwarded-for"] = event["requestContext"]["http"]["sourceIp"]
    body = event.get("body") or ""
    return list(kept.items()), base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()


def result_of(answer: Answer) -> Json:
    """Read a response as what a Lambda function would have returned, format 2.0."""
    headers: dict[str, str] = {}
    cookies = []
    for name, value in answer.headers:
        if name == "set-cookie":
            cookies.append(value)
        elif name not in HOP_BY_HOP:
            headers[name] = f"{headers[name]},{value}" if name in headers else value
    result: Json = {"statusCode": answer.status, "headers": headers, "cookies": cookies, "isBase64Encoded": False}
    if is_text(headers.get("content-type", "")) and "content-encoding" not in headers:
        try:
            return result | {"body": answer.body.decode()}
        except UnicodeDecodeError:
            pass
    return result | {"body": base64.b64encode(answer.body).decode(), "isBase64Encoded": True}


def lanes_of(event: Json) -> list[Lane]:
    """Sort a batch's records by key, each with its itemIdentifier; one without a key has no order and a lane of its own."""
    lanes: dict[tuple[str, Any], Lane] = {}
    for place, records in event["records"].items():
        for record in records:
            identifier = {"partition": place, "offset": record["offset"]}
            own = record.get("key") or (place, record["offset"])
            lanes.setdefault((record["topic"], own), []).append((identifier, record))
    return list(lanes.values())


def cloud_event_of(record: Json) -> tuple[list[tuple[str, str]], bytes]:
    """Turn a record of Lambda's Kafka event into a CloudEvents POST: binary mode, or structured where the record is.

    The key goes along as the extension `key`, as KafkaSource has it.
    """
    headers: dict[str, str] = {}
    for name, value in ((name.lower(), bytes(value)) for header in record.get("headers") or [] for name, value in header.items()):
        attribute = ATTRIBUTE.fullmatch(name)
        if attribute:
            headers[f"ce-{attribute[1]}"] = quote(value, safe=PRINTABLE)
        elif name in ("content-type", "traceparent"):
            headers[name] = quote(value, safe=PRINTABLE + " ")
    if record.get("key"):
        headers["ce-key"] = quote(base64.b64decode(record["key"]), safe=PRINTABLE)
    return list(headers.items()), base64.b64decode(record.get("value") or "")


def settles(answer: Answer) -> bool:
    """Tell whether a record is done: handled, or kept as a dead letter by the function, which says so as problem+json.

    A refusal that is not the function's own, such as uvicorn's for a request it cannot read, kept nothing; so it counts as failed,
    and after its last attempt the event source keeps the record.
    """
    if answer.is_success:
        return True
    refused = answer.status < 500 and answer.status not in COME_AGAIN
    return refused and answer.header("content-type").startswith("application/problem+json")


def _done(result: Any) -> Invocation:
    return Invocation(str(uuid4()), json.dumps(result, ensure_ascii=False).encode())


def _failed(kind: str, message: str) -> Invocation:
    return Invocation(str(uuid4()), json.dumps({"errorType": kind, "errorMessage": message}).encode(), "Unhandled")


def _timed_out(function: Function) -> Invocation:
    return _failed("Sandbox.Timedout", f"Task timed out after {function.timeout_seconds:.2f} seconds")

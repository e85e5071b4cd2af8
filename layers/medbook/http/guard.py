"""The outermost layer of every app: limits what comes in, catches what nobody expected, and logs each request by ids alone."""

import time
from typing import Any

from aws_lambda_powertools import Logger
from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from medbook.domain.errors import MedBookError
from medbook.http.problems import KINDS, Kind, problem

logger = Logger(service="medbook")

# No representation of ours is a tenth of this.
MAX_BODY_BYTES = 256 * 1024
_TOO_LARGE = Kind(413, "payload-too-large", "The request is too large")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # What is sent belongs to the person who asked.
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


class Guard:
    """ASGI middleware; a fault of ours becomes a 500 problem without a word of what it was."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and see to its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send)
        body = _Body(receive, answer)
        try:
            await self._app(scope, body.receive, answer.send)
        except _BodyTooLarge:
            pass
        except Exception as fault:
            logger.exception("request failed", fault=type(fault).__name__, path=scope["path"])
            if not answer.status:
                await _internal_error()(scope, receive, answer.send)
        if answer.withheld:
            answer.withheld = False
            await problem(_TOO_LARGE, f"A request may have {MAX_BODY_BYTES} bytes.")(scope, receive, answer.send)
        answer.log(scope)


class _BodyTooLarge(Exception):
    pass


class _Body:
    """Counts what the client sends; when it is too much, the app's own answer is withheld."""

    def __init__(self, receive: Receive, answer: "_Answer") -> None:
        self._receive = receive
        self._answer = answer
        self._received = 0

    async def receive(self) -> Message:
        message = await self._receive()
        self._received += len(message.get("body", b""))
        if self._received > MAX_BODY_BYTES:
            # FastAPI turns whatever is raised while it reads a body into a 400, so raising alone would not be heard.
            self._answer.withheld = not self._answer.status
            raise _BodyTooLarge
        return message


class _Answer:
    """Adds the headers every answer has, and remembers the status."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._began = time.perf_counter()
        self.status = 0
        self.withheld = False

    async def send(self, message: Message) -> None:
        if self.withheld:
            return
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)

    def log(self, scope: Scope) -> None:
        person = scope.get("state", {}).get("person")
        context = scope.get("aws.context")
        about: dict[str, Any] = {
            "method": scope["method"],
            "path": scope["path"],
            "status": self.status,
            "milliseconds": round((time.perf_counter() - self._began) * 1000, 1),
            "account_id": str(person.id) if person else None,
            "request_id": getattr(context, "aws_request_id", None),
        }
        logger.info("request", **about)


def _internal_error() -> JSONResponse:
    return problem(KINDS[MedBookError], "The request could not be handled; it has been logged.")

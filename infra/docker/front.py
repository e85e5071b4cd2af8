"""What stands before a function's app in its container: so many requests in, and none with a body that is late or too large.

Knows ASGI, and nothing of the server below or of what the function does.
"""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from medbook.kafka.producer import MAX_REQUEST_BYTES

# How many requests one container works on at a time: each takes one connection to the database, and the pool in
# medbook.postgres.engine has ten (2, and 8 of overflow). Knative's containerConcurrency is this number, so it scales out instead.
CONCURRENCY = 10
# How many more may wait for their turn, where nothing in front counts.
MOST_WAITING = 500
# A body is complete by then, or it is refused: ten that never come must not keep every turn.
BODY_SECONDS = 10.0
# Of all bodies together, those that are still being read included: 32 of the largest records. See `connection` for the sum.
MOST_BODIES_BYTES = 64 * 1024 * 1024


class Front:
    """Answers GET /health, whatever the function, and gives each request its turn once its body is there.

    A body that is larger than `most_body` is cut just beyond it, so that the app refuses it in its own words, and an event's keeps
    a dead letter.
    """

    def __init__(
        self,
        app: ASGIApp,
        concurrency: int = CONCURRENCY,
        most_waiting: int = MOST_WAITING,
        *,
        most_body: int = MAX_REQUEST_BYTES,
        most_bodies: int = MOST_BODIES_BYTES,
        body_seconds: float = BODY_SECONDS,
    ) -> None:
        self._app = app
        self._turns = asyncio.Semaphore(concurrency)
        self._free = concurrency + most_waiting
        self._most_body = most_body
        self._room = _Room(most_bodies)
        self._body_seconds = body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["path"] == "/health" and scope["method"] in ("GET", "HEAD"):
            await _health(scope, receive, send)
            return
        body = _Body(receive, self._room)
        try:
            answer = await self._answer(scope, body)
        finally:
            self._room.left += body.size
        # Outside of the turn: who is slow to read an answer keeps nobody else from theirs.
        for message in answer:
            await send(message)

    async def _answer(self, scope: Scope, body: "_Body") -> list[Message]:
        try:
            async with asyncio.timeout(self._body_seconds):
                await body.read(self._most_body)
        except ClientDisconnect:
            return []
        except TimeoutError:
            return await _said(_too_slow, scope, body)
        except _NoRoom:
            return await _said(_overloaded, scope, body)
        return await self._in_turn(scope, body)

    async def _in_turn(self, scope: Scope, body: "_Body") -> list[Message]:
        if self._free <= 0:
            return await _said(_overloaded, scope, body)
        self._free -= 1
        try:
            async with self._turns:
                return await _said(self._app, scope, body)
        except ClientDisconnect:
            if not body.is_cut:
                raise
            # The app wanted the rest.
            return await _said(_too_large, scope, body)
        finally:
            self._free += 1


class _NoRoom(Exception):
    pass


class _Room:
    """How many bytes of bodies may still come in."""

    def __init__(self, left: int) -> None:
        self.left = left


class _Body:
    """A request's body, read before its turn and given to the app in one piece."""

    def __init__(self, receive: Receive, room: _Room) -> None:
        self._receive = receive
        self._room = room
        self._chunks: list[bytes] = []
        self._given = False
        self.size = 0
        self.has_ended = False
        self.is_cut = False

    async def read(self, most: int) -> None:
        """Read to the end, and keep no more than it takes to see that it is larger than `most`. Raises: ClientDisconnect, _NoRoom.

        The rest is read all the same: a connection that is closed on one who still sends may lose him the answer.
        """
        while not self.has_ended:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            self.has_ended = not message.get("more_body", False)
            if not self.is_cut:
                self._keep(message.get("body", b""))
                self.is_cut = self.size > most

    def _keep(self, chunk: bytes) -> None:
        if len(chunk) > self._room.left:
            raise _NoRoom
        self._room.left -= len(chunk)
        self.size += len(chunk)
        self._chunks.append(chunk)

    async def receive(self) -> Message:
        """Stand in for the server; what comes after the body is the client's going."""
        if not self._given:
            self._given = True
            whole, self._chunks = b"".join(self._chunks), []
            return {"type": "http.request", "body": whole, "more_body": self.is_cut}
        return {"type": "http.disconnect"} if self.is_cut else await self._receive()


async def _said(app: ASGIApp, scope: Scope, body: _Body) -> list[Message]:
    """Give what an app answers; the connection is closed after a body that was not read to its end."""
    answer: list[Message] = []
    await app(scope, body.receive, _keeping(answer, closes=not body.has_ended))
    return answer


def _keeping(answer: list[Message], *, closes: bool) -> Callable[[Message], Awaitable[None]]:
    async def send(message: Message) -> None:
        if closes and message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), (b"connection", b"close")]}
        answer.append(message)

    return send


def _problem(status: int, slug: str, title: str, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    content = {"type": f"https://medbook.dev/problems/{slug}", "title": title, "status": status, "detail": detail}
    return JSONResponse(content, status, headers, "application/problem+json")


_health = JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})
_overloaded = _problem(
    503, "overloaded", "Too many requests at once", "Every worker is busy and the queue is full.", {"retry-after": "1"}
)
_too_slow = _problem(
    408, "request-timeout", "The request came too slowly", f"The body was not complete after {BODY_SECONDS:.0f} seconds."
)
_too_large = _problem(413, "payload-too-large", "The request is too large", "The body has more bytes than the function takes.")

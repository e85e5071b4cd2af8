"""The route class of every use case: one request, one transaction; passing failures retried, answers replayed, tags added."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from medbook.domain.errors import Fault, Invalid, NotSignedIn, TryAgain
from medbook.http.authentication import authenticate
from medbook.http.etags import add_tag
from medbook.http.inline import offloaded
from medbook.http.ports import process_of

_ATTEMPTS = 5
_FIRST_PAUSE_SECONDS = 0.01
_MUTATIONS = {"POST", "PUT", "PATCH", "DELETE"}
_MAX_KEY_LENGTH = 255
# What a replayed answer needs beside its body. Cookies are never kept: they carry secrets.
_KEPT_HEADERS = ("content-type", "location", "etag")

type Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class UseCaseRoute(APIRoute):
    """Opens `request.state.uow` for the endpoint and closes it after the answer was made."""

    keeps_answers = True

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, offloaded(endpoint), **options)

    def get_route_handler(self) -> Handler:
        """Wrap FastAPI's handler, which parses, calls and renders."""
        handle = super().get_route_handler()

        async def in_transaction(request: Request) -> Response:
            with process_of(request).unit_of_work(request.headers.get("traceparent")) as uow:
                request.state.uow = uow
                request.state.person = None
                response = await self._once(request, handle)
            if request.method == "GET":
                add_tag(response)
            return response

        return retrying(in_transaction)

    async def _once(self, request: Request, handle: Handler) -> Response:
        key = request.headers.get("idempotency-key")
        if key is None or request.method not in _MUTATIONS or not self.keeps_answers:
            return await handle(request)
        return await _idempotently(request, key, handle)


class SecretRoute(UseCaseRoute):
    """For answers that carry secrets (tokens): they are never stored, so an Idempotency-Key is accepted and has no effect."""

    keeps_answers = False


def retrying(handle: Handler) -> Handler:
    """Repeat a request whose transaction was undone by something that passes, with growing, jittered pauses."""

    async def patiently(request: Request) -> Response:
        for attempt in range(1, _ATTEMPTS):
            try:
                return await handle(request)
            except TryAgain:
                await asyncio.sleep(_jitter() * _FIRST_PAUSE_SECONDS * 2**attempt)
        return await handle(request)

    return patiently


def _jitter() -> float:
    # Not the module's own generator: copies restored from one snapshot (Lambda SnapStart) would draw the same, and meet again.
    return random.SystemRandom().uniform(0.5, 1.5)


async def _idempotently(request: Request, key: str, handle: Handler) -> Response:
    if not 0 < len(key) <= _MAX_KEY_LENGTH:
        raise Invalid("The Idempotency-Key cannot be used.", [Fault("/header/idempotency-key", "must have 1 to 255 characters")])
    uow = request.state.uow
    scope = _scope(request)
    told = b"\n".join((request.method.encode(), request.url.path.encode(), request.url.query.encode(), await request.body()))
    stored = uow.idempotency_keys.claim(scope, key, process_of(request).fingerprint(told))
    if stored is not None:
        return Response(stored.body, stored.status, stored.headers)
    uow.hold_commit()
    response = await handle(request)
    if response.status_code < 400:
        kept = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        uow.idempotency_keys.store(scope, key, response.status_code, kept, bytes(response.body))
        # The commit hands events and mails on, which may wait for a broker: not on uvicorn's event loop.
        await offloaded(uow.release)()
    return response


def _scope(request: Request) -> str:
    """Keep callers apart, since two may choose one key: by account, and by address while nobody is signed in."""
    try:
        return str(authenticate(request).id)
    except NotSignedIn:
        # A route that needs a sign-in will say so itself.
        return f"anonymous {request.client.host if request.client else 'somewhere'}"[:64]

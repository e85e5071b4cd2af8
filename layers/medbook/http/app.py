"""The app of a function folder, and its face on Lambda."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from mangum import Mangum
from mangum.adapter import DEFAULT_TEXT_MIME_TYPES
from starlette.exceptions import HTTPException

from medbook.domain.errors import MedBookError
from medbook.http import problems
from medbook.http.guard import Guard
from medbook.http.inline import one_at_a_time
from medbook.http.ports import Process
from medbook.http.source import Proxies

type LambdaHandler = Callable[[dict[str, Any], Any], dict[str, Any]]

# RFC 3986 3.2.2 and 3.2.3: a name or an IP literal, and a port that may be empty.
_HOST = re.compile(r"(?P<name>[\w.~!$&'()*+,;=%-]*|(?P<literal>\[[0-9A-Fa-fv:.]+\]))(:(?P<port>[0-9]{0,5}))?", re.ASCII)


def create_app(router: APIRouter, open_process: Callable[[], Process]) -> FastAPI:
    """Make the app of one use case. `open_process` is called by each request and should remember: importing connects to nothing."""
    app = FastAPI(title="MedBook", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.open_process = open_process
    app.include_router(router)
    app.add_exception_handler(MedBookError, problems.medbook_problem)
    app.add_exception_handler(RequestValidationError, problems.validation_problem)
    app.add_exception_handler(HTTPException, problems.http_problem)
    app.add_middleware(Guard)
    return app


def _nobody() -> Proxies:
    return Proxies("")


def lambda_handler(app: FastAPI, proxies: Callable[[], Proxies] = _nobody) -> LambdaHandler:
    """Make the app answer HTTP API events (payload format 2.0). `proxies` is called by each request and should remember.

    Lifespan is off, for Mangum would run it with each invocation; problem+json is text, for Mangum would send it as base64.
    """

    @cache
    def adapter() -> Mangum:
        # Not at import: it makes an event loop, which only Lambda's thread should own.
        return Mangum(app, lifespan="off", text_mime_types=[*DEFAULT_TEXT_MIME_TYPES, problems.PROBLEM_JSON])

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        one_at_a_time.set(True)
        readable = _with_plain_host(event)
        return _MALFORMED_HOST if readable is None else adapter()(_from_its_client(readable, proxies()), context)

    return handler


_MALFORMED_HOST: dict[str, Any] = {
    "statusCode": 400,
    "headers": {"content-type": problems.PROBLEM_JSON},
    "body": bytes(problems.http_refusal(400, "The Host header names no host.").body).decode(),
    "isBase64Encoded": False,
}


def _with_plain_host(event: dict[str, Any]) -> dict[str, Any] | None:
    """Return the event with a Host that Mangum can split at one colon; None when the client's is malformed.

    No answer depends on the host: links are made from the setting WEB_URL.
    """
    headers = event.get("headers") or {}
    name = next((name for name in headers if name.lower() == "host"), None)
    if name is None:
        return event
    host = _HOST.fullmatch(headers[name])
    if host is None:
        return None
    plain = "localhost" if host["literal"] else host["name"]
    return {**event, "headers": {**headers, name: f"{plain}:{host['port']}" if host["port"] else plain}}


def _from_its_client(event: dict[str, Any], proxies: Proxies) -> dict[str, Any]:
    """Return the event with the client's address, where the gateway saw a proxy's."""
    context = event.get("requestContext") or {}
    http = context.get("http") or {}
    told = next((value for name, value in (event.get("headers") or {}).items() if name.lower() == "x-forwarded-for"), None)
    if told is None or "sourceIp" not in http:
        return event
    return {**event, "requestContext": {**context, "http": {**http, "sourceIp": proxies.client_of(http["sourceIp"], told)}}}

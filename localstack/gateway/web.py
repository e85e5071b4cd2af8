"""What stands beside the API: the built web app, a start page while it is not built, and the OpenAPI document."""

import os
import re
from mimetypes import add_type, guess_type
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from localstack.gateway.problems import METHOD_NOT_ALLOWED, NOT_FOUND

type PathLike = str | os.PathLike[str]

add_type("application/manifest+json", ".webmanifest")
PAGES = Path(__file__).parent.parent / "pages"
# The web app talks to its own origin alone, and runs and wears nothing but its own files. The CDN says the same (infra/aws/modules/web).
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
# The better first.
ENCODINGS = {"br": ".br", "gzip": ".gz"}
# RFC 9110 12.5.3: a coding, and how much it is wanted, from 0 (not at all) to 1. Names and "q" are in letters of either size.
_WEIGHED = re.compile(r"([^\s;]+)(?:\s*;\s*q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?", re.IGNORECASE)
ONE_YEAR = "public, max-age=31536000, immutable"
# What no page of the web app is ever called: the API's, all below `/v1/`, and what asks whether it is well. The CDN says the same.
PATHS_OF_THE_API = ("/v1", "/.well-known", "/ready")


def beside_the_api(root: Path, inbox: list[BaseRoute]) -> Starlette:
    """The app for every path that no route of the template claims. `root` is the repository."""
    # The inbox shows mails in frames, and says itself what they may do.
    routes = [*inbox, Mount("/_pages", StaticFiles(directory=PAGES)), Mount("/", _web(root, []))]
    return Starlette(routes=routes, exception_handlers={HTTPException: problem})


def without_the_api(root: Path) -> Starlette:
    """The app where another gateway routes the API: what that did not route has no route, and is no page either."""
    nothing = _Nothing()
    unrouted = [route for path in PATHS_OF_THE_API for route in (Route(path, nothing), Mount(path, nothing))]
    return _web(root, [Route("/health", _healthy), *unrouted])


def _web(root: Path, first: list[BaseRoute]) -> Starlette:
    async def openapi(_: Request) -> Response:
        document = root / "openapi.json"
        if not document.is_file():
            raise HTTPException(404, "openapi.json has not been generated.")
        return FileResponse(document, media_type="application/json")

    return Starlette(
        routes=[*first, Route("/openapi.json", openapi), Mount("/", WebApp(root / "web" / "dist"))],
        exception_handlers={HTTPException: problem},
        middleware=[Middleware(_SameHeaders)],
    )


class _SameHeaders:
    """Says on every answer what the CDN says, on refusals too, and on what a file refuses by itself (a range it does not have)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def say(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers.setdefault("cache-control", "no-cache")
            await send(message)

        await self._app(scope, receive, say)


async def _healthy(_: Request) -> Response:
    """Say what every container says of itself; the API's own /health is routed to its function."""
    return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})


class _Nothing:
    """Answers any method."""

    async def __call__(self, _: Scope, __: Receive, ___: Send) -> None:
        raise HTTPException(404, "No route has this path.")


async def problem(_: Request, fault: Exception) -> Response:
    """Answer a page that does not exist as the API would."""
    assert isinstance(fault, HTTPException)
    kind = METHOD_NOT_ALLOWED if fault.status_code == 405 else NOT_FOUND
    detail = "There is nothing at this address." if fault.detail == "Not Found" else fault.detail
    answer = kind.answer(detail, *(fault.headers or {}).items())
    return Response(answer.body, answer.status, dict(answer.headers))


class WebApp:
    """A single-page app: a path without a file is a page of the app, unless it looks like a file.

    `dist` is looked at anew for each request, so the app may be built while the stack runs.
    """

    def __init__(self, dist: Path) -> None:
        self._dist = dist.absolute()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a file, the app, or the start page."""
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"allow": "GET, HEAD"})
        path = scope["path"].lstrip("/")
        if self._is_file(path):
            response = await _Compressed(directory=self._dist).get_response(path, scope)
            if path.startswith("assets/"):
                response.headers["cache-control"] = ONE_YEAR
        elif "." in path.rpartition("/")[2]:
            raise HTTPException(404)
        elif self._is_file("index.html"):
            response = await _Compressed(directory=self._dist).get_response("index.html", scope)
        else:
            response = FileResponse(PAGES / "start.html")
        await response(scope, receive, send)

    def _is_file(self, path: str) -> bool:
        # An absolute path or one with ".." would leave the folder; StaticFiles checks again, links included. Anything else that begins with
        # a dot is a note of the build to itself.
        if any(part.startswith(".") for part in path.split("/")):
            return False
        wanted = (self._dist / path).absolute()
        # Not Path.is_file, which raises when a name is too long.
        return wanted.is_relative_to(self._dist) and os.path.isfile(wanted)  # noqa: PTH113


class _Compressed(StaticFiles):
    """Serves the compressed file that lies beside another, to those who take it."""

    def file_response(self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200) -> Response:
        for coding in _wanted(",".join(Headers(scope=scope).getlist("accept-encoding"))):
            smaller = f"{os.fspath(full_path)}{ENCODINGS[coding]}"
            if os.path.isfile(smaller):  # noqa: PTH113 - never a reason to fail
                response = super().file_response(smaller, os.stat(smaller), scope, status_code)  # noqa: PTH116
                response.headers["content-type"] = _media_type(full_path)
                response.headers["content-encoding"] = coding
                break
        else:
            response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.add_vary_header("Accept-Encoding")
        return response


def _wanted(accepted: str) -> list[str]:
    """Return the codings that an Accept-Encoding takes, what it wants most first; of those it wants alike the better."""
    told = (_WEIGHED.fullmatch(part.strip()) for part in accepted.split(","))
    weights = {one[1].lower(): float(one[2] or 1) for one in told if one}
    wanted = {coding: weights.get(coding, weights.get("*", 0.0)) for coding in ENCODINGS}
    least = weights.get("identity", 0.0)
    taken = [coding for coding, weight in wanted.items() if weight and weight >= least]
    return sorted(taken, key=wanted.__getitem__, reverse=True)


def _media_type(path: PathLike) -> str:
    kind = guess_type(os.fspath(path))[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

"""What stands beside the API on one machine: the built web app, a start page while it is not built, and the OpenAPI document."""

import os
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from localstack.gateway.problems import METHOD_NOT_ALLOWED, NOT_FOUND

PAGES = Path(__file__).parent.parent / "pages"
# The web app talks to its own origin alone. Inline styles come from its component library.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}
ONE_YEAR = "public, max-age=31536000, immutable"


def beside_the_api(root: Path, inbox: list[BaseRoute]) -> Starlette:
    """The app for every path that no route of the template claims. `root` is the repository."""

    async def openapi(_: Request) -> Response:
        document = root / "openapi.json"
        if not document.is_file():
            raise HTTPException(404, "openapi.json has not been generated.")
        return FileResponse(document, media_type="application/json", headers={"cache-control": "no-cache"})

    return Starlette(
        routes=[
            *inbox,
            Route("/openapi.json", openapi),
            Mount("/_pages", StaticFiles(directory=PAGES)),
            Mount("/", WebApp(root / "web" / "dist")),
        ],
        exception_handlers={HTTPException: problem},
    )


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
            response = await StaticFiles(directory=self._dist).get_response(path, scope)
        elif "." in path.rpartition("/")[2]:
            raise HTTPException(404)
        else:
            response = FileResponse(self._index())
        response.headers.update({**HEADERS, "cache-control": ONE_YEAR if path.startswith("assets/") else "no-cache"})
        await response(scope, receive, send)

    def _is_file(self, path: str) -> bool:
        # An absolute path or one with ".." would leave the folder; StaticFiles checks again, links included.
        wanted = (self._dist / path).absolute()
        # Not Path.is_file, which raises when a name is too long.
        return ".." not in wanted.parts and wanted.is_relative_to(self._dist) and os.path.isfile(wanted)  # noqa: PTH113

    def _index(self) -> Path:
        built = self._dist / "index.html"
        return built if built.is_file() else PAGES / "start.html"

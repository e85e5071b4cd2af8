"""The inbox over HTTP: a page for people, JSON for tests. Newest mail first. For local use alone.

A mail's HTML comes from elsewhere, so it is shown in a sandboxed frame whose policy allows neither scripts nor remote content.
"""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from localstack.gateway.web import PAGES
from localstack.inbox.store import MailStore

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "form-action 'none'; frame-ancestors 'self'"
)
SAFE = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cache-control": "no-store"}
MOST_MAILS = 1_000


class InboxPages:
    """The routes under /inbox."""

    def __init__(self, store: MailStore) -> None:
        self._store = store

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route("/inbox", self._page),
            Route("/inbox/messages", self._messages),
            Route("/inbox/messages", self._clear, methods=["DELETE"]),
            Route("/inbox/messages/{mail_id}", self._message),
            Route("/inbox/messages/{mail_id}/html", self._html),
            Route("/inbox/messages/{mail_id}/raw", self._raw),
        ]

    async def _page(self, _: Request) -> Response:
        return FileResponse(PAGES / "inbox.html", headers={**SAFE, "content-security-policy": PAGE_POLICY})

    async def _messages(self, request: Request) -> Response:
        query = request.query_params
        asked = query.get("limit", "")
        limit = min(int(asked), MOST_MAILS) if asked.isdecimal() and len(asked) < 10 else 200
        return JSONResponse({"items": self._store.newest(query.get("to"), limit)}, headers=SAFE)

    async def _clear(self, _: Request) -> Response:
        self._store.clear()
        return Response(status_code=204)

    async def _message(self, request: Request) -> Response:
        return JSONResponse(_found(self._store.get(request.path_params["mail_id"])), headers=SAFE)

    async def _html(self, request: Request) -> Response:
        mail = _found(self._store.get(request.path_params["mail_id"]))
        # Links open beside the inbox, not inside the frame.
        content = '<base target="_blank">' + mail["html"]
        return HTMLResponse(content, headers={**SAFE, "content-security-policy": MAIL_POLICY})

    async def _raw(self, request: Request) -> Response:
        raw = _found(self._store.raw(request.path_params["mail_id"]))
        return Response(raw, media_type="text/plain; charset=utf-8", headers=SAFE)


def _found[T](mail: T | None) -> T:
    if mail is None:
        raise HTTPException(404, "There is no such mail.")
    return mail

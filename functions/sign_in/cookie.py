"""The refresh token as a cookie: sent to the session routes alone, by our own pages alone, and read by no script.

`Secure` holds on http://localhost too, which browsers trust. The name has no `__Secure-` before it, for that they ask for HTTPS even there.
"""

from datetime import timedelta
from typing import Any

from fastapi import Response

COOKIE = "medbook-refresh"
_SCOPE: dict[str, Any] = {"path": "/v1/sessions", "secure": True, "httponly": True, "samesite": "strict"}


def set_cookie(response: Response, refresh_token: str, life: timedelta) -> None:
    """Keep a refresh token in the browser."""
    response.set_cookie(COOKIE, refresh_token, max_age=int(life.total_seconds()), **_SCOPE)


def drop_cookie(response: Response) -> None:
    """Let the browser forget it."""
    response.delete_cookie(COOKIE, **_SCOPE)

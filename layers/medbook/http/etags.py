"""Entity tags (RFC 9110, section 8.8): a version where the thing has one, else a digest of what was sent."""

from hashlib import sha256
from typing import Annotated

from fastapi import Header, Response

from medbook.domain.errors import PreconditionFailed

IfMatch = Annotated[
    str | None, Header(description="Entity tag of the version the change is meant for; 412 when it is no longer current.")
]


def version_tag(version: int) -> str:
    """Return the entity tag of a versioned representation."""
    return f'"v{version}"'


def require_match(if_match: str | None, version: int) -> None:
    """Raise PreconditionFailed when `If-Match` was sent and names other versions."""
    if if_match is None or if_match.strip() == "*":
        return
    if version_tag(version) not in (tag.strip() for tag in if_match.split(",")):
        raise PreconditionFailed("The version you name is no longer the current one.")


def add_tag(response: Response) -> None:
    """Give a response a tag made from its body, unless it has one."""
    body = getattr(response, "body", b"")
    if "etag" not in response.headers and body:
        response.headers["ETag"] = f'"{sha256(body).hexdigest()[:20]}"'

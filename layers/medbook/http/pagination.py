"""Keyset pagination: `?cursor=&limit=` in, `{"items", "next_cursor"}` out. Knows keys and pages, no SQL.

A cursor names the last item of the page before by the columns the list is sorted by, so a page costs the same however far it
lies, and what is added meanwhile moves nothing (https://use-the-index-luke.com/no-offset).
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from medbook.domain.errors import Fault, Invalid
from medbook.http.models import Page

DEFAULT_LIMIT = 20

# Longer than any cursor of ours: the longest key has a name of 200 characters, four bytes each, and an id.
_LONGEST = 2000
_LARGEST_INTEGER = 2**63 - 1

Limit = Annotated[int, Query(ge=1, le=100, description="How many items a page has at most.")]
Cursor = Annotated[
    str | None, Query(max_length=_LONGEST, description="`next_cursor` of the page before; without it the list begins.")
]

type KeyPart = str | int | UUID | datetime


class Keyset:
    """What a list is sorted by: the kinds of its columns, of which the last one is unique."""

    def __init__(self, *kinds: type[str] | type[int] | type[UUID] | type[datetime]) -> None:
        self._readers = tuple(_READERS[kind] for kind in kinds)

    def read(self, cursor: str | None) -> tuple[Any, ...] | None:
        """Return the key after which the page begins; None for the first page.

        Raises: Invalid with a fault at /query/cursor when the cursor is none of this list.
        """
        if cursor is None:
            return None
        try:
            parts = json.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
            if not isinstance(parts, list):
                raise TypeError(parts)
            return tuple(reader(part) for reader, part in zip(self._readers, parts, strict=True))
        # RecursionError: a few hundred brackets are a list too.
        except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError) as error:
            fault = Fault("/query/cursor", "is not a `next_cursor` of this list")
            raise Invalid("The page cannot be found.", [fault]) from error

    def page[Item](self, items: Sequence[Item], limit: int, key: Callable[[Item], tuple[KeyPart, ...]]) -> Page[Item]:
        """Make a page of the items that were found when one more than `limit` was asked for; `key` gives an item's columns."""
        if len(items) <= limit:
            return Page(items=list(items), next_cursor=None)
        return Page(items=list(items[:limit]), next_cursor=cursor_after(*key(items[limit - 1])))


def cursor_after(*key: KeyPart) -> str:
    """Write a key as a cursor, without padding."""
    parts = [part if isinstance(part, str | int) else _text(part) for part in key]
    return urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).rstrip(b"=").decode()


def _text(part: UUID | datetime) -> str:
    return part.astimezone(UTC).isoformat() if isinstance(part, datetime) else str(part)


def _string(part: object) -> str:
    if not isinstance(part, str) or "\0" in part:
        raise TypeError(part)
    # A lone surrogate is a character to JSON and none to UTF-8.
    part.encode()
    return part


def _integer(part: object) -> int:
    if type(part) is not int or abs(part) > _LARGEST_INTEGER:
        raise TypeError(part)
    return part


def _instant(part: object) -> datetime:
    instant = datetime.fromisoformat(_string(part))
    if instant.tzinfo is None:
        raise ValueError(part)
    return instant.astimezone(UTC)


_READERS: dict[type, Callable[[object], Any]] = {
    str: _string,
    int: _integer,
    UUID: lambda part: UUID(_string(part)),
    datetime: _instant,
}

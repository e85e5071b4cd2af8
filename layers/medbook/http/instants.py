"""Times on the wire: RFC 3339, UTC, with `Z`."""

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, PlainSerializer, WithJsonSchema

# RFC 3339 5.6, with no more digits than a microsecond has: the rest would be lost without a word.
_RFC_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
)


def format_instant(instant: datetime) -> str:
    """Write an instant as the contract does; fractions of a second only where there are any."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _rfc_3339_only(value: object) -> object:
    # pydantic would take 1700000000 for a time, a time without seconds, U+2212 for a minus; RFC 3339 does not.
    if isinstance(value, datetime) or (isinstance(value, str) and _RFC_3339.fullmatch(value)):
        return value
    raise ValueError("must be an RFC 3339 time with seconds and an offset, such as 2026-11-24T09:30:00Z")


def _in_range(value: datetime) -> datetime:
    # Year 1 and year 9999 have no midnight in every zone.
    if not 2000 <= value.year < 2200:
        raise ValueError("must lie between the years 2000 and 2199")
    return value.astimezone(UTC)


Instant = Annotated[
    AwareDatetime,
    BeforeValidator(_rfc_3339_only),
    AfterValidator(_in_range),
    PlainSerializer(format_instant, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-11-24T09:30:00Z"]}),
]

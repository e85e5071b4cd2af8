"""Times on the wire: RFC 3339, UTC, with `Z`."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, PlainSerializer, WithJsonSchema


def format_instant(instant: datetime) -> str:
    """Write an instant as the contract does; fractions of a second only where there are any."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _text_only(value: object) -> object:
    # pydantic would take 1700000000 for a time; RFC 3339 does not.
    if not isinstance(value, str | datetime) or (isinstance(value, str) and "T" not in value.upper()):
        raise ValueError("must be an RFC 3339 time with an offset, such as 2026-11-24T09:30:00Z")
    return value


def _in_range(value: datetime) -> datetime:
    # Year 1 and year 9999 have no midnight in every zone.
    if not 2000 <= value.year < 2200:
        raise ValueError("must lie between the years 2000 and 2199")
    return value.astimezone(UTC)


Instant = Annotated[
    AwareDatetime,
    BeforeValidator(_text_only),
    AfterValidator(_in_range),
    PlainSerializer(format_instant, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-11-24T09:30:00Z"]}),
]

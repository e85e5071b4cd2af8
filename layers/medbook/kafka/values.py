"""The JSON values of events, version 1. Reading ignores fields it does not know: additions keep the version."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)

from medbook.domain.events import (
    AppointmentCancelled,
    AppointmentCreated,
    AppointmentEvent,
    AppointmentReminder,
    AppointmentRescheduled,
    AppointmentStatus,
)

# pydantic alone would also read "1700000000" and times without a zone.
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
# Years and months are left out: they do not say how long they last.
_DURATION = re.compile(
    r"P(?=[\dT])(?:(?P<weeks>\d{1,5})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,9}(?:\.\d{1,6})?)S)?)?",
    re.ASCII,
)


def format_instant(instant: datetime) -> str:
    """Write RFC 3339 in UTC with `Z`, without a fraction that is zero."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def parse_instant(text: object) -> datetime:
    """Read RFC 3339 with a zone, as UTC.

    Raises: ValueError.
    """
    if isinstance(text, datetime):
        if text.tzinfo is None:
            raise ValueError("has no time zone")
        return text.astimezone(UTC)
    if not isinstance(text, str) or not _RFC_3339.fullmatch(text):
        raise ValueError("is not an RFC 3339 time with a zone")
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("is not a time that exists") from None


def format_duration(duration: timedelta) -> str:
    """Write ISO 8601 in hours, minutes and seconds: `PT24H`, not `P1D`, for a day need not last 24 hours."""
    seconds, micros = duration // timedelta(seconds=1), duration.microseconds
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    fraction = f".{micros:06d}".rstrip("0") if micros else ""
    parts = (f"{hours}H" if hours else "", f"{minutes}M" if minutes else "", f"{seconds}{fraction}S" if seconds or micros else "")
    return "PT" + ("".join(parts) or "0S")


def parse_duration(text: object) -> timedelta:
    """Read ISO 8601 in weeks, days (of 24 hours), hours, minutes and seconds.

    Raises: ValueError.
    """
    if isinstance(text, timedelta):
        return text
    found = _DURATION.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError("is not an ISO 8601 duration of weeks, days, hours, minutes and seconds")
    return timedelta(**{unit: float(amount) for unit, amount in found.groupdict(default="0").items()})


Instant = Annotated[
    AwareDatetime,
    BeforeValidator(parse_instant),
    PlainSerializer(format_instant, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time", "description": "RFC 3339, UTC, `Z`."}),
]
Duration = Annotated[
    timedelta,
    BeforeValidator(parse_duration),
    Field(ge=timedelta(0)),
    PlainSerializer(format_duration, when_used="json"),
    WithJsonSchema({"type": "string", "format": "duration", "description": "ISO 8601 duration."}),
]

_EXAMPLE: dict[str, Any] = {
    "appointment_id": "019ab0c4-2c00-7000-8000-000000000001",
    "doctor_id": "019ab0c4-2c00-7000-8000-0000000000d1",
    "patient_id": "019ab0c4-2c00-7000-8000-0000000000a1",
    "starts_at": "2026-11-24T09:00:00Z",
    "ends_at": "2026-11-24T09:30:00Z",
    "status": "booked",
    "sequence": 0,
}


class AppointmentValue(BaseModel):
    """One appointment right after a change: ids and times, never names, addresses or reasons."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore", from_attributes=True)

    appointment_id: UUID
    doctor_id: UUID
    patient_id: UUID
    starts_at: Instant
    ends_at: Instant
    status: AppointmentStatus
    sequence: Annotated[int, Field(ge=0, lt=2**31, description="Counts the times the visit was moved; `SEQUENCE` in iCalendar.")]

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends_at <= self.starts_at:
            raise ValueError("ends_at is not after starts_at")
        return self


class CreatedValue(AppointmentValue):
    """A patient holds a slot."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})


class RescheduledValue(AppointmentValue):
    """The visit moved away from `previous_starts_at`."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [_EXAMPLE | {"sequence": 1, "previous_starts_at": "2026-11-23T15:00:00Z"}]}
    )

    previous_starts_at: Instant


class CancelledValue(AppointmentValue):
    """The visit will not take place; its time is free again."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE | {"status": "cancelled"}]})


class ReminderValue(AppointmentValue):
    """The visit is `offset` away."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE | {"status": "confirmed", "offset": "PT24H"}]})

    offset: Duration


VALUES: dict[type[AppointmentEvent], type[AppointmentValue]] = {
    AppointmentCreated: CreatedValue,
    AppointmentRescheduled: RescheduledValue,
    AppointmentCancelled: CancelledValue,
    AppointmentReminder: ReminderValue,
}

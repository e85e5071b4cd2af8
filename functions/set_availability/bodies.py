"""Availability and time off as requests write them and answers show them."""

from collections.abc import Callable, Iterable
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from medbook.domain import availability as domain
from medbook.domain.availability import Override, WeeklyWindow, Window
from medbook.domain.errors import AvailabilityInvalid, Fault, Invalid
from medbook.domain.wall_clock import clock_text, minute_of_day
from medbook.http.days import Day
from medbook.http.instants import Instant
from medbook.http.models import Body, Representation
from medbook.http.slots import Slot

# To JSON true is no number, and 30.5 minutes are none either.
Number = Annotated[int, Field(strict=True)]
ClockText = Annotated[
    str, StringConstraints(max_length=5), Field(description="Time on the clinic's wall; an end may be 24:00.", examples=["09:30"])
]


class VisitTypeBody(Body):
    """A kind of visit."""

    code: Annotated[str, StringConstraints(max_length=40)]
    name: Annotated[str, StringConstraints(max_length=80)]
    minutes: Number


class WindowBody(Body):
    """Opening time of a day."""

    start: ClockText
    end: ClockText


class WeeklyBody(WindowBody):
    """Opening time of every week."""

    weekday: Annotated[Number, Field(description="ISO 8601: 1 is Monday.")]


class OverrideBody(Body):
    """What counts on one date instead of its weekday; no windows close the day."""

    date: Day
    windows: list[WindowBody]


class PublishAvailability(Body):
    """All that a doctor publishes; what is left out takes its default."""

    time_zone: Annotated[str, Field(description="Name of an IANA time zone.", examples=["Europe/Berlin"])]
    slot_minutes: Annotated[Number, Field(description="How far apart starts lie, counted from the window's.")] = 30
    buffer_minutes: Annotated[Number, Field(description="What the doctor keeps free after each visit.")] = 0
    minimum_notice_minutes: Annotated[Number, Field(description="How long before its start a visit is booked at the latest.")] = 0
    horizon_days: Annotated[Number, Field(description="How many days ahead visits may be booked.")] = 90
    change_notice_minutes: Annotated[Number, Field(description="How long before its start a patient may change a visit.")] = 0
    visit_types: list[VisitTypeBody] | None = Field(
        None, description="The first is what is booked when nothing is said. Left out: one consultation of `slot_minutes`."
    )
    weekly: list[WeeklyBody] = Field(default_factory=list)
    overrides: list[OverrideBody] = Field(default_factory=list)

    def to_availability(self) -> domain.Availability:
        """Read the times and check the whole.

        Raises: AvailabilityInvalid.
        """
        faults: list[Fault] = []
        read = _reader(faults)
        weekly = [WeeklyWindow(entry.weekday, *read(entry, f"/weekly/{position}")) for position, entry in enumerate(self.weekly)]
        overrides = [
            Override(entry.date, tuple(_windows(entry.windows, f"/overrides/{position}/windows", read)))
            for position, entry in enumerate(self.overrides)
        ]
        if faults:
            raise AvailabilityInvalid("This availability cannot be kept.", faults)
        return domain.Availability.of(
            time_zone=self.time_zone,
            slot_minutes=self.slot_minutes,
            buffer_minutes=self.buffer_minutes,
            minimum_notice_minutes=self.minimum_notice_minutes,
            horizon_days=self.horizon_days,
            change_notice_minutes=self.change_notice_minutes,
            visit_types=self._visit_types(),
            weekly=weekly,
            overrides=overrides,
        )

    def _visit_types(self) -> list[domain.VisitType]:
        if self.visit_types is None:
            return [domain.VisitType("standard", "Consultation", self.slot_minutes)]
        return [domain.VisitType(kind.code, kind.name, kind.minutes) for kind in self.visit_types]


class Availability(Representation):
    """What a doctor publishes."""

    time_zone: str
    slot_minutes: int
    buffer_minutes: int
    minimum_notice_minutes: int
    horizon_days: int
    change_notice_minutes: int
    visit_types: list[VisitTypeBody]
    weekly: list[WeeklyBody]
    overrides: list[OverrideBody]

    @classmethod
    def of(cls, published: domain.Availability) -> Self:
        """Show what is published, in the order of days and times."""
        numbers = {name: getattr(published, name) for name in cls.model_fields if name.endswith(("_minutes", "_days"))}
        return cls(
            time_zone=published.time_zone,
            visit_types=[VisitTypeBody(code=kind.code, name=kind.name, minutes=kind.minutes) for kind in published.visit_types],
            weekly=[
                WeeklyBody(weekday=weekday, **_shown(window))
                for weekday, windows in sorted(published.weekly.items())
                for window in windows
            ],
            overrides=[
                OverrideBody(date=day, windows=[WindowBody(**_shown(window)) for window in windows])
                for day, windows in sorted(published.overrides.items())
            ],
            **numbers,
        )


class PreviewedSlot(Slot):
    """A time that would be offered; `free` is false where a visit with its buffer, or time off, is in the way."""

    free: bool


class Preview(Representation):
    """What an availability would offer; dates and hours are meant in its time zone."""

    time_zone: str
    items: list[PreviewedSlot]


class AddTimeOff(Body):
    """When the doctor is away."""

    starts_at: Instant
    ends_at: Instant
    reason: Annotated[str, StringConstraints(max_length=1000)] | None = None


class TimeOff(Representation):
    """When a doctor is away, and which open appointments that affects. They stay until someone moves or cancels them."""

    id: UUID
    starts_at: Instant
    ends_at: Instant
    reason: str | None
    affected_appointments: list[UUID]


type Reader = Callable[[WindowBody, str], tuple[int, int]]


def _reader(faults: list[Fault]) -> Reader:
    """Make a reader of windows that notes each time it cannot read."""

    def read(window: WindowBody, pointer: str) -> tuple[int, int]:
        minutes = [0, 0]
        for position, name in enumerate(("start", "end")):
            try:
                minutes[position] = minute_of_day(getattr(window, name), f"{pointer}/{name}")
            except Invalid as error:
                faults.extend(error.faults)
        return minutes[0], minutes[1]

    return read


def _windows(windows: Iterable[WindowBody], pointer: str, read: Reader) -> Iterable[Window]:
    for position, window in enumerate(windows):
        yield Window(*read(window, f"{pointer}/{position}"))


def _shown(window: Window) -> dict[str, str]:
    return {"start": clock_text(window.start_minute), "end": clock_text(window.end_minute)}

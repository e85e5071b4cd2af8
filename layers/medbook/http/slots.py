"""Slots as three use cases are asked for them and answer with them: on which days, for which kind of visit. Knows no SQL."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Self

from fastapi import Depends, Query

from medbook.domain import slots as domain
from medbook.domain.availability import Availability, VisitType
from medbook.domain.errors import Fault, Invalid, SlotNotOffered
from medbook.http.days import Day
from medbook.http.instants import Instant
from medbook.http.models import Representation

MOST_DAYS = 62
_WEEK = timedelta(days=6)

VisitTypeCode = Annotated[
    str | None, Query(max_length=40, description="Code of a visit type; without one it is the doctor's first.")
]


class Slot(Representation):
    """A time that can be booked."""

    starts_at: Instant
    ends_at: Instant


class SlotsOfDoctor(Representation):
    """A doctor's free slots; dates and hours are meant in the time zone."""

    time_zone: str
    items: list[Slot]

    @classmethod
    def of(cls, time_zone: str, slots: Iterable[domain.Slot]) -> Self:
        """Show slots."""
        return cls(time_zone=time_zone, items=[Slot(starts_at=slot.starts_at, ends_at=slot.ends_at) for slot in slots])


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotQuery:
    """Which of a doctor's slots are wanted; None takes its default."""

    first: date | None
    last: date | None
    visit_type: str | None

    def around(self, now: datetime) -> tuple[datetime, datetime]:
        """Return a range that holds the days in whatever zone, with room for visits that reach into them. Which day it is for a doctor is
        known once the doctor is.

        Raises: Invalid.
        """
        first = self.first or now.astimezone(UTC).date() - timedelta(days=1)
        last = self.last or first + _WEEK + timedelta(days=2)
        if self.first is not None or last < first:
            require_sensible(first, last)
        return _midnight(first) - timedelta(days=2), _midnight(last) + timedelta(days=3)

    def days(self, today: date) -> tuple[date, date]:
        """Return the first and the last day: a week from today unless said otherwise.

        Raises: Invalid.
        """
        first = self.first or today
        last = self.last or first + _WEEK
        require_sensible(first, last)
        return first, last

    def kind(self, availability: Availability) -> VisitType:
        """Return the kind of visit that is meant.

        Raises: Invalid.
        """
        try:
            return availability.visit_type(self.visit_type)
        except SlotNotOffered as error:
            raise Invalid(str(error), [Fault("/query/visit_type", fault.detail) for fault in error.faults]) from error


def require_sensible(first: date, last: date) -> None:
    """Raise Invalid for days that are none, or too many."""
    if last < first:
        raise Invalid("The range of dates is empty.", [Fault("/query/to", "must not be before `from`")])
    if last - first >= timedelta(days=MOST_DAYS):
        raise Invalid(
            "The range of dates is too long.", [Fault("/query/to", f"must be at most {MOST_DAYS - 1} days after `from`")]
        )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC)


async def _days_query(
    first: Annotated[
        Day | None, Query(alias="from", description="First date, in the answer's time zone; today when left out.")
    ] = None,
    last: Annotated[
        Day | None, Query(alias="to", description="Last date, included, at most 61 days later; six days later when left out.")
    ] = None,
) -> SlotQuery:
    return SlotQuery(first=first, last=last, visit_type=None)


DaysWanted = Annotated[SlotQuery, Depends(_days_query)]


async def _slot_query(days: DaysWanted, visit_type: VisitTypeCode = None) -> SlotQuery:
    return replace(days, visit_type=visit_type)


SlotsWanted = Annotated[SlotQuery, Depends(_slot_query)]

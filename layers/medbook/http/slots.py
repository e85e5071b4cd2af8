"""Slots as two use cases are asked for them and answer with them: on which days, for which kind of visit. Knows no SQL."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import Depends, Query

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


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotQuery:
    """Which of a doctor's slots are wanted; None takes its default."""

    first: date | None
    last: date | None
    visit_type: str | None

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


async def _slot_query(
    first: Annotated[
        Day | None, Query(alias="from", description="First date, in the answer's time zone; today when left out.")
    ] = None,
    last: Annotated[
        Day | None, Query(alias="to", description="Last date, included, at most 61 days later; six days later when left out.")
    ] = None,
    visit_type: VisitTypeCode = None,
) -> SlotQuery:
    return SlotQuery(first=first, last=last, visit_type=visit_type)


SlotsWanted = Annotated[SlotQuery, Depends(_slot_query)]

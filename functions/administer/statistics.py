"""The clinic in figures: what the representation of a period says."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Self
from uuid import UUID

from pydantic import Field

from medbook.domain.wall_clock import MINUTES_PER_DAY, dates_between, to_instant, zone
from medbook.http.models import Representation
from medbook.postgres.statistics import LEAD_EDGES
from medbook.postgres.unit_of_work import UnitOfWork

# Of the doctors, the busiest; a clinic that has more looks at specialties.
MOST_DOCTORS = 200


class Totals(Representation):
    """Visits that start in the period, by what has become of them."""

    booked: int
    confirmed: int
    completed: int
    no_show: int
    cancelled: int


class LeadTimes(Representation):
    """How many visits were booked so long before their start."""

    from_hours: int
    to_hours: int | None = Field(description="No longer included; null for the last.")
    visits: int = Field(description="Not cancelled.")


class Day(Representation):
    """One day on the admin's wall."""

    date: date
    bookings: int = Field(0, description="Appointments made on this day, for whenever.")
    visits: int = Field(0, description="Visits that start on this day and were not cancelled.")
    cancelled: int = Field(0, description="Visits that were to start on this day and were cancelled.")
    no_show: int = 0
    completed: int = 0


class Counts(Representation):
    """How a doctor or a specialty was used."""

    visits: int = Field(description="Not cancelled.")
    cancelled: int
    no_show: int
    completed: int
    booked_minutes: int = Field(description="Minutes of visits between the first and the last known hours.")
    open_minutes: int | None = Field(description="Minutes of published hours; null where they are not known, as of long ago.")
    utilisation: float | None = Field(description="`booked_minutes` / `open_minutes`.")

    @classmethod
    def of(cls, figures: Mapping[str, Any]) -> Self:
        """Add the share of the open minutes that is booked."""
        return cls(**figures, utilisation=_share(figures["booked_minutes"], figures["open_minutes"]))


class DoctorCounts(Counts):
    """How a doctor was used."""

    doctor_id: UUID
    doctor_name: str
    specialty: str


class SpecialtyCounts(Counts):
    """How a specialty was used."""

    specialty: str


class Statistics(Representation):
    """How the clinic was used in a period."""

    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to", description="Included.")
    time_zone: str = Field(description="The admin's; days begin and end there.")
    totals: Totals
    median_lead_time_hours: float | None = Field(
        description="Half of the visits were booked longer before their start; null without."
    )
    lead_times: list[LeadTimes] = Field(description="The shortest first.")
    days: list[Day]
    doctors: list[DoctorCounts] = Field(description=f"The busiest {MOST_DOCTORS}.")
    specialties: list[SpecialtyCounts]


def statistics(first: date, last: date, time_zone: str, *, uow: UnitOfWork) -> Statistics:
    """Count what happened from `first` to `last`, both included, in three queries."""
    here = zone(time_zone)
    edges = [to_instant(first, 0, here), *(to_instant(day, MINUTES_PER_DAY, here) for day in dates_between(first, last))]
    totals = uow.statistics.totals(edges[0], edges[-1])
    by_day = {row["day"]: row for row in uow.statistics.days(edges)}
    doctors = uow.statistics.doctors(edges[0], edges[-1])
    median = totals["median_lead_time_hours"]
    return Statistics(
        first=first,
        last=last,
        time_zone=time_zone,
        totals=Totals(**totals),
        median_lead_time_hours=None if median is None else round(median, 1),
        lead_times=_lead_times(totals["lead_times"]),
        days=[Day(date=day, **by_day.get(number, {})) for number, day in enumerate(dates_between(first, last), start=1)],
        doctors=[DoctorCounts.of(row) for row in doctors[:MOST_DOCTORS]],
        specialties=_specialties(doctors),
    )


def _lead_times(counts: Sequence[int]) -> list[LeadTimes]:
    ends = (*LEAD_EDGES[1:], None)
    return [
        LeadTimes(from_hours=start, to_hours=end, visits=visits)
        for start, end, visits in zip(LEAD_EDGES, ends, counts, strict=True)
    ]


def _specialties(doctors: Sequence[Mapping[str, Any]]) -> list[SpecialtyCounts]:
    by_specialty: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in doctors:
        by_specialty[row["specialty"]].append(row)
    return [SpecialtyCounts.of({"specialty": specialty, **_sum(rows)}) for specialty, rows in sorted(by_specialty.items())]


def _sum(rows: Iterable[Mapping[str, Any]]) -> dict[str, int | None]:
    """Add up figures; what is known of none is not known."""
    columns: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        for name in ("visits", "cancelled", "no_show", "completed", "booked_minutes", "open_minutes"):
            columns[name] += [row[name]] if row[name] is not None else []
    return {name: sum(known) if known else None for name, known in columns.items()}


def _share(booked: int, opened: int | None) -> float | None:
    return round(booked / opened, 3) if opened else None

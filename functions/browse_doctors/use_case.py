"""Finding doctors, also by the day on which they have time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from medbook.postgres.doctor_views import DoctorFilter
from medbook.postgres.slot_views import around
from medbook.postgres.unit_of_work import UnitOfWork

# Each batch is two queries. Where every second doctor is booked out, one batch fills a page.
_MOST_AT_ONCE = 400


def browse(
    wanted: DoctorFilter, available_on: date | None, *, after: tuple[str, UUID] | None, limit: int, uow: UnitOfWork, now: datetime
) -> Sequence[Mapping[Any, Any]]:
    """List up to `limit` doctors by name beyond `after`; with a day, only those who have a free slot on it."""
    if available_on is None:
        return uow.doctor_views.page(wanted, after=after, limit=limit)
    wanted = replace(wanted, around=around(available_on))
    found: list[Mapping[Any, Any]] = []
    size = min(4 * limit, _MOST_AT_ONCE)
    while len(found) < limit:
        rows = uow.doctor_views.page(wanted, after=after, limit=size)
        free = uow.slot_views.doctors_free_on(available_on, [row["id"] for row in rows], now)
        found += [row for row in rows if row["id"] in free]
        if len(rows) < size:
            break
        after = (rows[-1]["sort_name"], rows[-1]["id"])
    return found[:limit]

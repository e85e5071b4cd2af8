"""Finding free slots: of one doctor, or the earliest over all."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from medbook.domain.errors import NotFound
from medbook.domain.openings import earliest
from medbook.domain.slots import Slot, free_slots
from medbook.domain.wall_clock import local_date
from medbook.http.slots import SlotQuery
from medbook.postgres.unit_of_work import UnitOfWork


def slots_of(doctor_id: UUID, wanted: SlotQuery, *, uow: UnitOfWork, now: datetime) -> tuple[str, list[Slot]]:
    """List a doctor's free slots on dates in the doctor's zone, and name the zone. Two queries.

    Raises: NotFound, Invalid.
    """
    around = wanted.around(now)
    diary = uow.diaries.between(doctor_id, *around)
    if not diary.active:
        raise NotFound("There is no such doctor.")
    published = diary.availability
    busy = uow.diaries.busy(doctor_id, *around)
    first, last = wanted.days(local_date(now, published.zone))
    found = free_slots(published, wanted.kind(published), first, last, now=now, busy=[*busy, *diary.time_off])
    return published.time_zone, found


def earliest_slots(
    specialty: str | None, since: date | None, visit_type: str | None, limit: int, *, uow: UnitOfWork, now: datetime
) -> list[tuple[Mapping[Any, Any], Slot]]:
    """List the earliest free slots over all active doctors, of a specialty or all, each with what is said of its doctor."""
    found = earliest(uow.slot_views.earliest(specialty=specialty, since=since, visit_type=visit_type, now=now), limit)
    labels = uow.doctor_views.labels({doctor_id for doctor_id, _ in found})
    return [(labels[doctor_id], slot) for doctor_id, slot in found]

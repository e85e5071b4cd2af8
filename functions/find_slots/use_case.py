"""Finding free slots: of one doctor, or the earliest over all."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from medbook.domain.errors import NotFound
from medbook.domain.openings import earliest
from medbook.domain.slots import Slot, free_slots
from medbook.domain.wall_clock import local_date
from medbook.http.slots import SlotQuery, require_sensible
from medbook.postgres.unit_of_work import UnitOfWork


def slots_of(doctor_id: UUID, wanted: SlotQuery, *, uow: UnitOfWork, now: datetime) -> tuple[str, list[Slot]]:
    """List a doctor's free slots on dates in the doctor's zone, and name the zone. Two queries.

    Raises: NotFound, Invalid.
    """
    # Which date it is for the doctor is known once the doctor is; a day of UTC either side holds every zone's idea of it.
    around = wanted.first or now.astimezone(UTC).date() - timedelta(days=1)
    until = wanted.last or around + timedelta(days=8)
    if wanted.first is not None or until < around:
        require_sensible(around, until)
    since_instant, until_instant = _midnight(around), _midnight(until) + timedelta(days=1)
    diary = uow.diaries.between(doctor_id, since_instant, until_instant)
    if not diary.active:
        raise NotFound("There is no such doctor.")
    published = diary.availability
    busy = uow.diaries.busy(doctor_id, since_instant - timedelta(days=2), until_instant + timedelta(days=2))
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


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC)

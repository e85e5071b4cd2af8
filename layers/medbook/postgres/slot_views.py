"""Openings with what is taken of them, for many doctors in one statement: the earliest slots, and who has one on a day.

What may be booked is the domain's to say. The database only brings openings in the order of the first start that is left of them.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from medbook.domain.availability import Availability
from medbook.domain.openings import LONGEST_OPENING, Batch, Opening
from medbook.domain.slots import Range, starts_between
from medbook.domain.wall_clock import to_instant, zone
from medbook.postgres.earliest_statement import SHOWN, earliest_statement
from medbook.postgres.transaction import Transaction

_OF_DOCTORS = text(f"""
    {SHOWN}
      FROM (SELECT doctor_id, starts_at, ends_at, starts_at AS first_start FROM opening
             WHERE doctor_id = ANY(CAST(:ids AS uuid[])) AND starts_at < :until AND ends_at > :since) o
      JOIN doctor d ON d.id = o.doctor_id
      JOIN account a ON a.id = o.doctor_id
      JOIN LATERAL (SELECT min(minutes) AS minutes FROM visit_type WHERE doctor_id = o.doctor_id) v ON true
""")  # noqa: S608  # fragments, no value

_ZONES = text("SELECT DISTINCT time_zone FROM doctor")

_FIRST_BATCH = 64
_LARGEST_BATCH = 1024
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SlotViews:
    """Openings as one transaction sees them."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def doctors_free_on(self, day: date, doctor_ids: Sequence[UUID], now: datetime) -> set[UUID]:
        """Tell which of these doctors have a free slot that starts on a day of their own, for the shortest of their visits."""
        if not doctor_ids:
            return set()
        since, until = around(day)
        ids = [str(doctor_id) for doctor_id in doctor_ids]
        rows = self._transaction.execute(_OF_DOCTORS, ids=ids, since=since, until=until)
        openings = (_opening(row, lambda rules: starts_between(rules, day, day, now)) for row in rows)
        return {opening.doctor_id for opening in openings if opening.free()}

    def earliest(self, *, specialty: str | None, since: date | None, visit_type: str | None, now: datetime) -> Iterator[Batch]:
        """Read openings of active doctors in batches, by first start and doctor.

        `since` is a date in each doctor's zone. Without a visit type it is each doctor's first; doctors who lack it are left out.
        """
        statement = earliest_statement(
            one_specialty=specialty is not None, begins_later=since is not None, by_code=visit_type is not None
        )
        optional = {"specialty": specialty, "visit_type": visit_type}
        parameters: dict[str, Any] = {name: value for name, value in optional.items() if value is not None}
        parameters |= {"now": now, "since": self._earliest_midnight(since, now)}
        after: tuple[datetime, UUID, datetime] = (now - LONGEST_OPENING, UUID(int=0), now - LONGEST_OPENING)
        size = _FIRST_BATCH
        while True:
            names = dict(zip(("after_start", "after_doctor", "after_opening"), after, strict=True))
            rows = self._transaction.execute(statement, limit=size, **parameters, **names).all()
            yield _batch(rows, lambda rules: starts_between(rules, since or date.min, date.max, now), size)
            if len(rows) < size:
                return
            after = (rows[-1].first_start, rows[-1].doctor_id, rows[-1].starts_at)
            size = min(size * 2, _LARGEST_BATCH)

    def _earliest_midnight(self, day: date | None, now: datetime) -> datetime:
        """Return the instant the day begins where it begins first, if that is still to come. Each doctor's own comes later."""
        if day is None:
            return now
        zones = self._transaction.execute(_ZONES).scalars()
        return max(now, min((to_instant(day, 0, zone(name)) for name in zones), default=now))


def around(day: date) -> Range:
    """Return a range that holds the day in every zone, with the day before, whose last window may reach into it."""
    midnight = datetime.combine(day, datetime.min.time(), UTC)
    return midnight - timedelta(days=2), midnight + timedelta(days=2)


def _batch(rows: Sequence[Row[Any]], bookable: Callable[[Availability], Range], size: int) -> Batch:
    rest_begins = (rows[-1].first_start, rows[-1].doctor_id) if len(rows) == size else None
    return Batch([_opening(row, bookable) for row in rows if row.active], rest_begins)


def _opening(row: Row[Any], bookable: Callable[[Availability], Range]) -> Opening:
    rules = Availability(
        time_zone=row.time_zone,
        slot_minutes=row.slot_minutes,
        buffer_minutes=row.buffer_minutes,
        minimum_notice_minutes=row.minimum_notice_minutes,
        horizon_days=row.horizon_days,
        change_notice_minutes=0,
        visit_types=(),
        weekly={},
        overrides={},
    )
    return Opening(
        doctor_id=row.doctor_id,
        window=(row.starts_at, row.ends_at),
        slot_minutes=row.slot_minutes,
        visit_minutes=row.minutes,
        buffer_minutes=row.buffer_minutes,
        bookable=bookable(rules),
        busy=_ranges(row.busy),
    )


def _ranges(told: str | None) -> list[Range]:
    edges = [_EPOCH + timedelta(microseconds=int(number)) for number in told.split()] if told else []
    return list(zip(edges[::2], edges[1::2], strict=True))

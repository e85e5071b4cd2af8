"""Openings with what is taken of them, for many doctors in one statement: the earliest slots, and who has one on a day.

What may be booked is the domain's to say. The database only brings openings in the order of the first start that is left of them.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from medbook.domain.availability import Availability
from medbook.domain.openings import Batch, Opening
from medbook.domain.slots import Range, starts_between
from medbook.domain.wall_clock import to_instant, zone
from medbook.postgres.earliest_statement import SHOWN, earliest_statement
from medbook.postgres.transaction import Transaction

_OF_DOCTORS = text(f"""
    {SHOWN}
      FROM (SELECT doctor_id, starts_at, ends_at, starts_at AS first_start,
                   (SELECT min(v.minutes) FROM visit_type v WHERE v.doctor_id = opening.doctor_id) AS minutes
              FROM opening
             WHERE doctor_id = ANY(CAST(:ids AS uuid[])) AND starts_at < :until AND ends_at > :since) o
      JOIN doctor d ON d.id = o.doctor_id
""")  # noqa: S608  # fragments, no value
_ZONES = text("SELECT DISTINCT time_zone FROM doctor")

_FIRST_BATCH = 128
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
        opening = _reader(day, day, now)
        return {row.doctor_id for row in rows if any(opening(row).free())}

    def earliest(
        self,
        *,
        specialty: str | None,
        since: date | None,
        visit_type: str | None,
        now: datetime,
        first_batch: int = _FIRST_BATCH,
    ) -> Iterator[Batch]:
        """Read openings of active doctors in growing batches, by first start and doctor.

        `since` is a date in each doctor's zone. Without a visit type it is each doctor's first; doctors who lack it are left out.
        """
        optional = {"specialty": specialty, "visit_type": visit_type}
        parameters: dict[str, Any] = {name: value for name, value in optional.items() if value is not None}
        parameters |= {"now": now, "since": self._earliest_midnight(since, now), "limit": first_batch}
        opening = _reader(since or date.min, date.max, now)
        while True:
            statement = earliest_statement(
                one_specialty=specialty is not None,
                begins_later=since is not None,
                by_code=visit_type is not None,
                goes_on="after_start" in parameters,
            )
            rows = self._transaction.execute(statement, **parameters).all()
            is_last = len(rows) < parameters["limit"]
            openings = [opening(row) for row in rows if row.active]
            if is_last:
                yield Batch(openings, None)
                return
            last = _last(rows)
            yield Batch(openings, last[:2])
            parameters |= dict(zip(("after_start", "after_doctor", "after_opening"), last, strict=True))
            parameters["limit"] = min(parameters["limit"] * 2, _LARGEST_BATCH)

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


def _reader(first: date, last: date, now: datetime) -> Callable[[Row[Any]], Opening]:
    """Make a reader of rows for slots on the doctors' dates from `first` to `last`."""

    # Doctors of one clinic mostly share a zone and their rules.
    @cache
    def bookable(time_zone: str, minimum_notice_minutes: int, horizon_days: int) -> Range:
        rules = Availability(
            time_zone=time_zone,
            slot_minutes=0,
            buffer_minutes=0,
            minimum_notice_minutes=minimum_notice_minutes,
            horizon_days=horizon_days,
            change_notice_minutes=0,
            visit_types=(),
            weekly={},
            overrides={},
        )
        return starts_between(rules, first, last, now)

    def opening(row: Row[Any]) -> Opening:
        _, opens, closes, *edges = map(_instant, row.times.split())
        return Opening(
            doctor_id=row.doctor_id,
            window=(opens, closes),
            slot_minutes=row.slot_minutes,
            visit_minutes=row.minutes,
            buffer_minutes=row.buffer_minutes,
            bookable=bookable(row.time_zone, row.minimum_notice_minutes, row.horizon_days),
            busy=list(zip(edges[::2], edges[1::2], strict=True)),
        )

    return opening


def _last(rows: Sequence[Row[Any]]) -> tuple[datetime, UUID, datetime]:
    """Return what the last row is sorted by: its first start, doctor and opening."""
    first_start, opens = map(_instant, rows[-1].times.split(maxsplit=2)[:2])
    return first_start, rows[-1].doctor_id, opens


def _instant(microseconds: str) -> datetime:
    return _EPOCH + timedelta(microseconds=int(microseconds))

"""Doctors' time off: nothing is offered or booked while it lasts; visits booked before stay until someone moves them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from medbook.domain.errors import NotFound
from medbook.domain.slots import Range
from medbook.postgres.transaction import Transaction

_ADD = text(
    "INSERT INTO time_off (id, doctor_id, during, reason) VALUES (:id, :doctor_id, tstzrange(:starts_at, :ends_at), :reason)"
)
_REMOVE = text("DELETE FROM time_off WHERE id = :id AND doctor_id = :doctor_id RETURNING id")

# No visit lasts a day: the bound lets the index of a doctor's visits find those that meet the time off.
_SHOWN = """
    SELECT t.id, lower(t.during) AS starts_at, upper(t.during) AS ends_at, t.reason,
           ARRAY(SELECT a.id FROM appointment a
                  WHERE a.doctor_id = t.doctor_id AND a.status IN ('booked', 'confirmed')
                    AND a.starts_at > lower(t.during) - interval '1 day'
                    AND a.starts_at < upper(t.during) AND a.ends_at > lower(t.during)
                  ORDER BY a.starts_at, a.id) AS affected_appointments
      FROM time_off t
     WHERE t.doctor_id = :doctor_id
"""
_ONE = text(f"{_SHOWN} AND t.id = :id")
_PAGE = text(f"""
    {_SHOWN} AND upper(t.during) > :since
       AND (lower(t.during), t.id) > (coalesce(CAST(:after AS timestamptz), '-infinity'),
                                      coalesce(CAST(:after_id AS uuid), '00000000-0000-0000-0000-000000000000'))
     ORDER BY lower(t.during), t.id LIMIT :limit
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOff:
    """When a doctor is away; the affected appointments are those still open that it meets."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    reason: str | None
    affected_appointments: Sequence[UUID]


class TimesOff:
    """The doctors' time off in one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, time_off_id: UUID, doctor_id: UUID, during: Range, reason: str | None) -> TimeOff:
        """Note that a doctor is away.

        The doctor's row is locked: a booking under way either has been committed and is found to be affected, or will see the time off.
        """
        self._transaction.execute(
            _ADD, id=time_off_id, doctor_id=doctor_id, starts_at=during[0], ends_at=during[1], reason=reason
        )
        row = self._transaction.execute(_ONE, doctor_id=doctor_id, id=time_off_id).mappings().one()
        return TimeOff(**row)

    def remove(self, time_off_id: UUID, doctor_id: UUID) -> None:
        """Let a doctor be there again.

        Raises: NotFound.
        """
        if self._transaction.execute(_REMOVE, id=time_off_id, doctor_id=doctor_id).one_or_none() is None:
            raise NotFound("There is no such time off.")

    def page(self, doctor_id: UUID, *, since: datetime, after: tuple[datetime, UUID] | None, limit: int) -> list[TimeOff]:
        """List what has not ended by `since`, by start and id, beyond `after`."""
        after_start, after_id = after or (None, None)
        result = self._transaction.execute(
            _PAGE, doctor_id=doctor_id, since=since, after=after_start, after_id=after_id, limit=limit
        )
        return [TimeOff(**row) for row in result.mappings()]

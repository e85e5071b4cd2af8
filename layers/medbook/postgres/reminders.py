"""Reminders that are due: found, noted and put into the outbox in one statement."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import text

from medbook.domain.events import AppointmentReminder
from medbook.postgres.transaction import Transaction

# A UUIDv7 (RFC 9562) without PostgreSQL 18: the milliseconds go over the first 48 bits of a version 4, and two bits make it 7.
_UUID7 = """
    CAST(encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
        PLACING substring(int8send(CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)) FROM 3)
        FROM 1 FOR 6), 52, 1), 53, 1), 'hex') AS uuid)
"""

# Each offset looks at the starts between the next shorter one and itself, so a visit meets only the shortest that is due: after
# an outage nobody gets two reminders at once. A reminder as short or shorter that was given for this time of the visit stands
# for the longer ones. The order keeps two sweeps from waiting for each other, and the second finds the rows of the first.
_EMIT = text(f"""
    WITH span AS (
        SELECT CAST(:now AS timestamptz) + make_interval(secs => shorter) AS since,
               CAST(:now AS timestamptz) + make_interval(secs => length) AS until, make_interval(secs => length) AS length
          FROM unnest(CAST(:shorter AS double precision[]), CAST(:lengths AS double precision[])) AS given (shorter, length)
    ),
    due AS (
        SELECT a.id, a.sequence, span.length
          FROM span JOIN appointment a ON a.starts_at > span.since AND a.starts_at <= span.until
         WHERE a.status IN ('booked', 'confirmed') AND a.scheduled_at <= a.starts_at - span.length
           AND NOT EXISTS (SELECT FROM reminder r
                            WHERE r.appointment_id = a.id AND r.sequence = a.sequence AND r."offset" <= span.length)
         ORDER BY a.id
    ),
    noted AS (
        INSERT INTO reminder (appointment_id, sequence, "offset", emitted_at)
        SELECT id, sequence, length, CAST(:now AS timestamptz) FROM due
        ON CONFLICT DO NOTHING
        RETURNING appointment_id, sequence, "offset"
    ),
    told AS (
        INSERT INTO outbox (event_id, type, occurred_at, appointment_id, doctor_id, patient_id, starts_at, ends_at, status,
                            sequence, reminder_offset, traceparent)
        SELECT {_UUID7}, :type, CAST(:now AS timestamptz), a.id, a.doctor_id, a.patient_id, a.starts_at, a.ends_at, a.status,
               noted.sequence, noted."offset", :traceparent
          FROM noted JOIN appointment a ON a.id = noted.appointment_id
        RETURNING 1
    )
    SELECT count(*) FROM told
""")  # noqa: S608  # only the fragment above is formatted in


class Reminders:
    """The reminders of one transaction."""

    def __init__(self, transaction: Transaction, traceparent: str | None) -> None:
        self._transaction = transaction
        self._traceparent = traceparent

    def emit(self, now: datetime, offsets: Iterable[timedelta]) -> int:
        """Put a reminder of each open visit that is an offset or less away into the outbox, once; return how many.

        An offset that had passed when the time was chosen is left out. The same `now` again emits nothing.
        """
        lengths = sorted({offset.total_seconds() for offset in offsets if offset > timedelta(0)})
        result = self._transaction.execute(
            _EMIT,
            now=now,
            lengths=lengths,
            shorter=[0.0, *lengths[:-1]],
            type=AppointmentReminder.type,
            traceparent=self._traceparent,
        )
        emitted: int = result.scalar_one()
        return emitted

"""How a clinic was used in a period: three queries, each over the visits that start in it.

A visit that was not cancelled counts as a visit, whatever became of it. Days come as edges, so that they begin and end where the
domain says, not where the database's own time zones would have it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text

from medbook.postgres.transaction import Transaction

# Hours from the booking to the start of a visit: where each count begins, which is where the one before ends.
LEAD_EDGES = (0, 24, 72, 168, 336, 720)

_LEAD_HOURS = "CAST(extract(epoch FROM starts_at - created_at) / 3600 AS float8)"
# width_bucket counts 0 for what lies before the first edge.
_LEAD = f"width_bucket({_LEAD_HOURS}, CAST(ARRAY{list(LEAD_EDGES[1:])} AS float8[]))"
_LEADS = ", ".join(f"count(*) FILTER (WHERE status <> 'cancelled' AND {_LEAD} = {number})" for number in range(len(LEAD_EDGES)))

_TOTALS = text(f"""
    SELECT count(*) FILTER (WHERE status = 'booked') AS booked,
           count(*) FILTER (WHERE status = 'confirmed') AS confirmed,
           count(*) FILTER (WHERE status = 'completed') AS completed,
           count(*) FILTER (WHERE status = 'no_show') AS no_show,
           count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY {_LEAD_HOURS})
               FILTER (WHERE status <> 'cancelled') AS median_lead_time_hours,
           ARRAY[{_LEADS}] AS lead_times
      FROM appointment
     WHERE starts_at >= :since AND starts_at < :until
""")  # noqa: S608 - constants

# width_bucket counts from 1 for what lies between the first two edges.
_DAYS = text("""
    WITH held AS (
        SELECT width_bucket(starts_at, CAST(:edges AS timestamptz[])) AS day,
               count(*) FILTER (WHERE status <> 'cancelled') AS visits,
               count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
               count(*) FILTER (WHERE status = 'no_show') AS no_show,
               count(*) FILTER (WHERE status = 'completed') AS completed
          FROM appointment WHERE starts_at >= :since AND starts_at < :until GROUP BY 1
    ), made AS (
        SELECT width_bucket(created_at, CAST(:edges AS timestamptz[])) AS day, count(*) AS bookings
          FROM appointment WHERE created_at >= :since AND created_at < :until GROUP BY 1
    )
    SELECT day, coalesce(bookings, 0) AS bookings, coalesce(visits, 0) AS visits, coalesce(cancelled, 0) AS cancelled,
           coalesce(no_show, 0) AS no_show, coalesce(completed, 0) AS completed
      FROM held FULL JOIN made USING (day)
""")

# Openings are not kept for ever: minutes count as booked from a doctor's first known opening of the period to the last, or the two
# would not belong together. (To look for each visit's own opening took ten times as long.)
_DOCTORS = text("""
    WITH open AS (
        SELECT doctor_id, min(starts_at) AS known_from, max(ends_at) AS known_until,
               sum(extract(epoch FROM least(ends_at, :until) - greatest(starts_at, :since)) / 60) AS open_minutes
          FROM opening WHERE starts_at < :until AND ends_at > :since GROUP BY doctor_id
    ), held AS (
        SELECT a.doctor_id,
               count(*) FILTER (WHERE a.status <> 'cancelled') AS visits,
               count(*) FILTER (WHERE a.status = 'cancelled') AS cancelled,
               count(*) FILTER (WHERE a.status = 'no_show') AS no_show,
               count(*) FILTER (WHERE a.status = 'completed') AS completed,
               sum(extract(epoch FROM a.ends_at - a.starts_at) / 60) FILTER (
                   WHERE a.status <> 'cancelled' AND a.starts_at >= o.known_from AND a.starts_at < o.known_until
               ) AS booked_minutes
          FROM appointment a LEFT JOIN open o ON o.doctor_id = a.doctor_id
         WHERE a.starts_at >= :since AND a.starts_at < :until GROUP BY a.doctor_id
    )
    SELECT d.id AS doctor_id, a.full_name AS doctor_name, d.specialty, coalesce(h.visits, 0) AS visits,
           coalesce(h.cancelled, 0) AS cancelled, coalesce(h.no_show, 0) AS no_show, coalesce(h.completed, 0) AS completed,
           CAST(coalesce(h.booked_minutes, 0) AS integer) AS booked_minutes, CAST(o.open_minutes AS integer) AS open_minutes
      FROM doctor d JOIN account a ON a.id = d.id
      LEFT JOIN held h ON h.doctor_id = d.id
      LEFT JOIN open o ON o.doctor_id = d.id
     WHERE h.doctor_id IS NOT NULL OR o.doctor_id IS NOT NULL
     ORDER BY h.visits DESC NULLS LAST, a.full_name, d.id
""")


class Statistics:
    """Figures as one transaction sees them. Periods are half-open."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def totals(self, since: datetime, until: datetime) -> dict[str, Any]:
        """Count visits by status, and by the hours from booking to start (see LEAD_EDGES), whose median is null without visits."""
        return {**self._transaction.execute(_TOTALS, since=since, until=until).mappings().one()}

    def days(self, edges: Sequence[datetime]) -> list[dict[str, Any]]:
        """Count by day, the first being 1; `edges` are the midnights, one more than there are days. Days without any are left out."""
        rows = self._transaction.execute(_DAYS, edges=list(edges), since=edges[0], until=edges[-1]).mappings()
        return [{**row} for row in rows]

    def doctors(self, since: datetime, until: datetime) -> list[dict[str, Any]]:
        """Count by doctor, the busiest first; `open_minutes` is null where no opening is known."""
        return [{**row} for row in self._transaction.execute(_DOCTORS, since=since, until=until).mappings()]

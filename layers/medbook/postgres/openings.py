"""Openings as they are kept: what doctors publish, laid out in UTC. Derived from the availability in the same transaction."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text

from medbook.domain import openings
from medbook.postgres.availabilities import PUBLISHED
from medbook.postgres.diaries import availability
from medbook.postgres.transaction import Transaction

_LAID_FROM = text(f"""
    SELECT published.*, lower(d.specialty) AS specialty, a.active
      FROM ({PUBLISHED}) published JOIN doctor d USING (id) JOIN account a USING (id)
     WHERE published.id = ANY(CAST(:ids AS uuid[]))
""")  # noqa: S608  # a fragment, no value

# What is over is kept for a while, for the statistics to tell how much of it was used.
_KEPT = timedelta(days=92)

# Only what differs is written: rolling the calendar on by a day changes a window or two of each doctor.
_REMOVE = text("""
    WITH wanted AS (
        SELECT * FROM json_to_recordset(CAST(:wanted AS json)) AS w(doctor_id uuid, starts_at timestamptz, ends_at timestamptz)
    )
    DELETE FROM opening o
     WHERE o.doctor_id = ANY(CAST(:ids AS uuid[])) AND (o.ends_at > :now OR o.ends_at < :kept_since)
       AND NOT EXISTS (SELECT FROM wanted w WHERE w.doctor_id = o.doctor_id AND w.starts_at = o.starts_at)
""")
_PUT = text("""
    WITH rules AS (
        SELECT * FROM json_to_recordset(CAST(:rules AS json))
            AS r(doctor_id uuid, specialty text, slot_minutes smallint, visit_minutes smallint, notice interval)
    ),
    laid AS (
        INSERT INTO opening (doctor_id, starts_at, ends_at, noticed_at, specialty, slot_minutes, visit_minutes)
        SELECT w.doctor_id, w.starts_at, w.ends_at, w.starts_at - r.notice, r.specialty, r.slot_minutes, r.visit_minutes
          FROM json_to_recordset(CAST(:wanted AS json)) AS w(doctor_id uuid, starts_at timestamptz, ends_at timestamptz)
          JOIN rules r USING (doctor_id)
        ON CONFLICT (doctor_id, starts_at) DO UPDATE
           SET ends_at = excluded.ends_at, noticed_at = excluded.noticed_at, specialty = excluded.specialty,
               slot_minutes = excluded.slot_minutes, visit_minutes = excluded.visit_minutes
         WHERE (opening.ends_at, opening.noticed_at, opening.specialty, opening.slot_minutes, opening.visit_minutes)
               IS DISTINCT FROM (excluded.ends_at, excluded.noticed_at, excluded.specialty, excluded.slot_minutes, excluded.visit_minutes)
    )
    UPDATE doctor SET openings_laid_on = :today WHERE id = ANY(CAST(:ids AS uuid[]))
""")

# Whoever waited longest comes first, so that a run that is cut short is made good by the next. A day past tomorrow was laid
# by a clock that was wrong, and would keep the doctor out until it comes; tomorrow is what a run at midnight may have laid.
_DUE = text("""
    SELECT d.id FROM doctor d JOIN account a ON a.id = d.id
     WHERE a.active AND (d.openings_laid_on IS NULL OR d.openings_laid_on < :today OR d.openings_laid_on > :tomorrow)
     ORDER BY d.openings_laid_on NULLS FIRST, d.id LIMIT :limit FOR NO KEY UPDATE OF d SKIP LOCKED
""")


class Openings:
    """The openings of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def lay(self, doctor_ids: Sequence[UUID], now: datetime) -> None:
        """Bring the openings of these doctors to what they publish; their rows are locked. Who is not active has none."""
        # Around the world it is yesterday, today or tomorrow; the day before today counts, for a gap at midnight reaches over it.
        since = now.astimezone(UTC).date() - timedelta(days=2)
        ids = [str(doctor_id) for doctor_id in doctor_ids]
        rows = [row for row in self._transaction.execute(_LAID_FROM, ids=ids, since=since).mappings() if row["active"]]
        wanted = json.dumps([opening for row in rows for opening in _openings(row, now)])
        self._transaction.execute(_REMOVE, ids=ids, wanted=wanted, now=now, kept_since=now - _KEPT)
        self._transaction.execute(_PUT, ids=ids, wanted=wanted, rules=json.dumps([_rules(row) for row in rows]), today=_day(now))

    def due(self, now: datetime, limit: int) -> list[UUID]:
        """Lock and list active doctors whose openings were not laid on this day, those who waited longest first."""
        tomorrow = _day(now) + timedelta(days=1)
        return list(self._transaction.execute(_DUE, today=_day(now), tomorrow=tomorrow, limit=limit).scalars())


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()


def _openings(row: RowMapping, now: datetime) -> Iterable[dict[str, str]]:
    for start, end in openings.lay(availability(row), now):
        yield {"doctor_id": str(row["id"]), "starts_at": start.isoformat(), "ends_at": end.isoformat()}


def _rules(row: RowMapping) -> dict[str, Any]:
    return {
        "doctor_id": str(row["id"]),
        "specialty": row["specialty"],
        "slot_minutes": row["slot_minutes"],
        "visit_minutes": row["visit_types"][0][2],
        "notice": f"{row['minimum_notice_minutes']} minutes",
    }

"""What doctors publish, as it is written and read whole: hours, overrides, visit types. Replaced at once, never in part."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from medbook.domain.availability import Availability, Window
from medbook.domain.errors import NotFound
from medbook.postgres.diaries import availability
from medbook.postgres.transaction import Transaction

# A doctor's numbers and lists, with the overrides from the day `:since` on.
PUBLISHED = """
    SELECT d.id, d.time_zone, d.slot_minutes, d.buffer_minutes, d.minimum_notice_minutes, d.horizon_days, d.change_notice_minutes,
           d.availability_version,
           (SELECT json_agg(json_build_array(v.code, v.name, v.minutes) ORDER BY v.position)
              FROM visit_type v WHERE v.doctor_id = d.id) AS visit_types,
           (SELECT json_agg(json_build_array(w.weekday, w.start_minute, w.end_minute) ORDER BY w.weekday, w.start_minute)
              FROM weekly_window w WHERE w.doctor_id = d.id) AS weekly,
           (SELECT json_agg(json_build_array(o.date, w.start_minute, w.end_minute) ORDER BY o.date, w.start_minute)
              FROM availability_override o LEFT JOIN override_window w ON w.doctor_id = o.doctor_id AND w.date = o.date
             WHERE o.doctor_id = d.id AND o.date >= :since) AS overrides
      FROM doctor d
"""

_READ = text(f"{PUBLISHED} WHERE d.id = :doctor_id")
# Stronger than writing the row needs: a booking shares the row, and waits (see `refuse_time_off`).
_LOCK = text("SELECT availability_version FROM doctor WHERE id = :doctor_id FOR UPDATE")

_CLEAR = text("""
    WITH visits AS (DELETE FROM visit_type WHERE doctor_id = :doctor_id),
         hours AS (DELETE FROM weekly_window WHERE doctor_id = :doctor_id)
    DELETE FROM availability_override WHERE doctor_id = :doctor_id
""")

_WRITE = text("""
    WITH visits AS (
        INSERT INTO visit_type (doctor_id, code, name, minutes, position)
        SELECT :doctor_id, * FROM json_to_recordset(CAST(:visit_types AS json))
            AS v(code text, name text, minutes smallint, position smallint)
    ),
    hours AS (
        INSERT INTO weekly_window (doctor_id, weekday, start_minute, end_minute)
        SELECT :doctor_id, * FROM json_to_recordset(CAST(:weekly AS json))
            AS w(weekday smallint, start_minute smallint, end_minute smallint)
    ),
    days AS (
        INSERT INTO availability_override (doctor_id, date)
        SELECT :doctor_id, * FROM unnest(CAST(:dates AS date[]))
    ),
    hours_of_days AS (
        INSERT INTO override_window (doctor_id, date, start_minute, end_minute)
        SELECT :doctor_id, * FROM json_to_recordset(CAST(:overrides AS json))
            AS o(date date, start_minute smallint, end_minute smallint)
    )
    UPDATE doctor
       SET time_zone = :time_zone, slot_minutes = :slot_minutes, buffer_minutes = :buffer_minutes,
           minimum_notice_minutes = :minimum_notice_minutes, horizon_days = :horizon_days,
           change_notice_minutes = :change_notice_minutes, availability_version = availability_version + 1
     WHERE id = :doctor_id
    RETURNING availability_version
""")
# The doctor's representation shows some of it too, and its version says when that changed.
_NOTE_SHOWN = text("""
    UPDATE account SET version = account.version + 1 FROM doctor d
     WHERE account.id = d.id AND d.id = :doctor_id
       AND (d.time_zone <> :time_zone OR d.horizon_days <> :horizon_days OR d.change_notice_minutes <> :change_notice_minutes
            OR CAST(:visit_types AS jsonb) IS DISTINCT FROM (
                SELECT jsonb_agg(jsonb_build_object('code', v.code, 'name', v.name, 'minutes', v.minutes, 'position', v.position)
                                 ORDER BY v.position)
                  FROM visit_type v WHERE v.doctor_id = d.id))
""")

_NUMBERS = ("slot_minutes", "buffer_minutes", "minimum_notice_minutes", "horizon_days", "change_notice_minutes")
_SHOWN = ("time_zone", "horizon_days", "change_notice_minutes", "visit_types")


class Availabilities:
    """The published availabilities of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, doctor_id: UUID) -> tuple[Availability, int]:
        """Load all that a doctor publishes, past overrides too, and its version.

        Raises: NotFound.
        """
        row = self._transaction.execute(_READ, doctor_id=doctor_id, since=date.min).mappings().one_or_none()
        if row is None:
            raise NotFound("There is no such doctor.")
        return availability(row), row["availability_version"]

    def lock(self, doctor_id: UUID) -> int:
        """Be alone with a doctor's times until the transaction ends, bookings included; return the availability's version.

        Raises: NotFound.
        """
        version: int | None = self._transaction.execute(_LOCK, doctor_id=doctor_id).scalar_one_or_none()
        if version is None:
            raise NotFound("There is no such doctor.")
        return version

    def replace(self, doctor_id: UUID, published: Availability) -> int:
        """Publish this instead of what a locked doctor publishes; return the new version. Openings are laid apart."""
        columns = _columns(published)
        self._transaction.execute(_NOTE_SHOWN, doctor_id=doctor_id, **{name: columns[name] for name in _SHOWN})
        self._transaction.execute(_CLEAR, doctor_id=doctor_id)
        version: int = self._transaction.execute(_WRITE, doctor_id=doctor_id, **columns).scalar_one()
        return version


def _columns(published: Availability) -> dict[str, Any]:
    visit_types = [
        {"code": kind.code, "name": kind.name, "minutes": kind.minutes, "position": position}
        for position, kind in enumerate(published.visit_types)
    ]
    return {name: getattr(published, name) for name in ("time_zone", *_NUMBERS)} | {
        "visit_types": json.dumps(visit_types),
        "weekly": json.dumps(list(_rows("weekday", published.weekly))),
        "dates": [day.isoformat() for day in published.overrides],
        "overrides": json.dumps(list(_rows("date", published.overrides))),
    }


def _rows(key: str, windows_of: Mapping[Any, Iterable[Window]]) -> Iterable[dict[str, Any]]:
    for day, windows in windows_of.items():
        for window in windows:
            yield {key: str(day), "start_minute": window.start_minute, "end_minute": window.end_minute}

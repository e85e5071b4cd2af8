"""What a doctor publishes, read whole in one statement."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text

from medbook.domain.availability import Availability, VisitType, Window
from medbook.domain.diary import Diary
from medbook.domain.errors import NotFound
from medbook.domain.slots import Range
from medbook.postgres.transaction import Transaction

# Overrides and time off are kept for years; a page of slots reads only what its days need.
_DIARY = text("""
    SELECT d.id, a.full_name, a.active, d.specialty, d.location, d.time_zone, d.slot_minutes, d.buffer_minutes,
           d.minimum_notice_minutes, d.horizon_days, d.change_notice_minutes,
           (SELECT json_agg(json_build_array(v.code, v.name, v.minutes) ORDER BY v.position)
              FROM visit_type v WHERE v.doctor_id = d.id) AS visit_types,
           (SELECT json_agg(json_build_array(w.weekday, w.start_minute, w.end_minute) ORDER BY w.weekday, w.start_minute)
              FROM weekly_window w WHERE w.doctor_id = d.id) AS weekly,
           (SELECT json_agg(json_build_array(o.date, w.start_minute, w.end_minute) ORDER BY o.date, w.start_minute)
              FROM availability_override o LEFT JOIN override_window w ON w.doctor_id = o.doctor_id AND w.date = o.date
             WHERE o.doctor_id = d.id AND o.date BETWEEN :first AND :last) AS overrides,
           (SELECT json_agg(json_build_array(lower(t.during), upper(t.during)))
              FROM time_off t
             WHERE t.doctor_id = d.id AND t.during && tstzrange(:starts_at, :ends_at)) AS time_off,
           (SELECT p.full_name FROM account p WHERE p.id = :patient_id AND p.role = 'patient') AS patient_name
      FROM doctor d JOIN account a ON a.id = d.id
     WHERE d.id = :doctor_id
""")

_BUSY = text(
    "SELECT lower(during) AS starts_at, upper(during) AS ends_at FROM occupancy "
    "WHERE resource_id = :doctor_id AND during && tstzrange(:starts_at, :ends_at) "
    "AND appointment_id IS DISTINCT FROM CAST(:besides AS uuid)"
)

# A day of UTC either side holds every zone's idea of a date; two, a visit and its buffer as well.
_MARGIN = timedelta(days=2)


class Diaries:
    """The doctors' published times, as one transaction sees them."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def around(self, doctor_id: UUID, moment: datetime) -> Diary:
        """Load what decides on a start at `moment`.

        Raises: NotFound when there is no such doctor.
        """
        return self.between(doctor_id, moment, moment)

    def for_visit(self, doctor_id: UUID, patient_id: UUID, moment: datetime) -> tuple[Diary, str]:
        """Load what decides on a visit that starts at `moment`, and the patient's name, in one statement.

        Raises: NotFound when there is no such doctor or patient.
        """
        row = self._row(doctor_id, moment, moment, patient_id)
        if row["patient_name"] is None:
            raise NotFound("There is no such patient.")
        return _diary(row), row["patient_name"]

    def between(self, doctor_id: UUID, starts_at: datetime, ends_at: datetime) -> Diary:
        """Load what decides on starts from `starts_at` to `ends_at`.

        Raises: NotFound when there is no such doctor.
        """
        return _diary(self._row(doctor_id, starts_at, ends_at, None))

    def busy(self, doctor_id: UUID, starts_at: datetime, ends_at: datetime, *, besides: UUID | None = None) -> list[Range]:
        """List the doctor's claimed times, buffers included, that meet the range; `besides` is a visit that is in nobody's way."""
        parameters = {"doctor_id": doctor_id, "starts_at": starts_at, "ends_at": ends_at, "besides": besides}
        result = self._transaction.execute(_BUSY, **parameters)
        return [(row.starts_at, row.ends_at) for row in result]

    def _row(self, doctor_id: UUID, starts_at: datetime, ends_at: datetime, patient_id: UUID | None) -> RowMapping:
        since, until = starts_at - _MARGIN, ends_at + _MARGIN
        result = self._transaction.execute(
            _DIARY,
            doctor_id=doctor_id,
            patient_id=patient_id,
            first=since.date(),
            last=until.date(),
            starts_at=since,
            ends_at=until,
        )
        row = result.mappings().one_or_none()
        if row is None:
            raise NotFound("There is no such doctor.")
        return row


def _diary(row: RowMapping) -> Diary:
    return Diary(
        doctor_id=row["id"],
        doctor_name=row["full_name"],
        specialty=row["specialty"],
        location=row["location"],
        active=row["active"],
        availability=availability(row),
        time_off=_ranges(row["time_off"]),
    )


def availability(row: RowMapping) -> Availability:
    """Build the availability of a row with a doctor's numbers and lists; it was checked before it was stored."""
    weekly: dict[int, list[Window]] = {}
    for weekday, start, end in row["weekly"] or ():
        weekly.setdefault(weekday, []).append(Window(start, end))
    overrides: dict[date, list[Window]] = {}
    for day, start, end in row["overrides"] or ():
        windows = overrides.setdefault(date.fromisoformat(day), [])
        if start is not None:
            windows.append(Window(start, end))
    return Availability(
        time_zone=row["time_zone"],
        slot_minutes=row["slot_minutes"],
        buffer_minutes=row["buffer_minutes"],
        minimum_notice_minutes=row["minimum_notice_minutes"],
        horizon_days=row["horizon_days"],
        change_notice_minutes=row["change_notice_minutes"],
        visit_types=tuple(VisitType(*entry) for entry in row["visit_types"] or ()),
        weekly={weekday: tuple(windows) for weekday, windows in weekly.items()},
        overrides={day: tuple(windows) for day, windows in overrides.items()},
    )


def _ranges(pairs: list[Any] | None) -> tuple[Range, ...]:
    return tuple((datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in pairs or ())

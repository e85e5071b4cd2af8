"""Appointments as they are shown: with the names and the zone that their representation needs. Reads alone, round the domain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text

from medbook.domain.appointments import Appointment, Surroundings
from medbook.domain.errors import NotFound
from medbook.domain.events import AppointmentStatus
from medbook.postgres.appointments import appointment_from
from medbook.postgres.transaction import Transaction

_BESIDE = """
    da.full_name AS doctor_name, pa.full_name AS patient_name, d.specialty, d.location, d.time_zone, d.change_notice_minutes
"""

_AROUND = text(f"""
    SELECT {_BESIDE}, coalesce(v.name, CAST(:visit_type AS text)) AS visit_type_name
      FROM doctor d JOIN account da ON da.id = d.id CROSS JOIN account pa
      LEFT JOIN visit_type v ON v.doctor_id = d.id AND v.code = :visit_type
     WHERE d.id = :doctor_id AND pa.id = :patient_id
""")  # noqa: S608 - constants

_SHOWN = f"""
    SELECT a.*, {_BESIDE}, coalesce(v.name, a.visit_type) AS visit_type_name
      FROM appointment a
      JOIN doctor d ON d.id = a.doctor_id
      JOIN account da ON da.id = a.doctor_id
      JOIN account pa ON pa.id = a.patient_id
      LEFT JOIN visit_type v ON v.doctor_id = a.doctor_id AND v.code = a.visit_type
"""  # noqa: S608 - constants

_PLAIN = ("doctor_name", "patient_name", "specialty", "location", "time_zone", "visit_type_name")

# What a list may be narrowed by; a condition is used when its parameter is given.
_CONDITIONS = {
    "of_doctor": "a.doctor_id = :of_doctor",
    "of_patient": "a.patient_id = :of_patient",
    "doctor_id": "a.doctor_id = :doctor_id",
    "patient_id": "a.patient_id = :patient_id",
    "statuses": "a.status = ANY(CAST(:statuses AS text[]))",
    "since": "a.starts_at >= :since",
    "until": "a.starts_at < :until",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An appointment with its surroundings."""

    appointment: Appointment
    around: Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFilter:
    """Which visits are wanted: starting from `since` until before `until`, and with these people; None is no limit.

    `of_doctor` and `of_patient` say whose list it is, `doctor_id` and `patient_id` narrow it further.
    """

    of_doctor: UUID | None = None
    of_patient: UUID | None = None
    doctor_id: UUID | None = None
    patient_id: UUID | None = None
    statuses: Sequence[AppointmentStatus] = ()
    since: datetime | None = None
    until: datetime | None = None


class AppointmentViews:
    """Appointments to show, as one transaction sees them."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def around(self, appointment: Appointment) -> Surroundings:
        """Return what is told beside an appointment that is loaded already."""
        parameters = {name: getattr(appointment, name) for name in ("doctor_id", "patient_id", "visit_type")}
        return _surroundings(self._transaction.execute(_AROUND, **parameters).mappings().one())

    def one(self, id: UUID) -> Visit:  # noqa: A002
        """Return one visit without locking it.

        Raises: NotFound.
        """
        row = self._transaction.execute(text(f"{_SHOWN} WHERE a.id = :id"), id=id).mappings().one_or_none()
        if row is None:
            raise NotFound("There is no such appointment.")
        return _visit(row)

    def list(
        self, wanted: VisitFilter, *, after: tuple[datetime, UUID] | None, limit: int, latest_first: bool = False
    ) -> list[Visit]:
        """List visits by start, then id, in one direction or the other, beginning after a key."""
        given = _given(wanted) | ({"after_start": after[0], "after_id": after[1]} if after else {})
        beyond, direction = ("<", "DESC") if latest_first else (">", "ASC")
        conditions = _CONDITIONS | {"after_id": f"(a.starts_at, a.id) {beyond} (:after_start, :after_id)"}
        where = " AND ".join(["true", *(condition for name, condition in conditions.items() if name in given)])
        statement = text(f"{_SHOWN} WHERE {where} ORDER BY a.starts_at {direction}, a.id {direction} LIMIT :limit")
        return [_visit(row) for row in self._transaction.execute(statement, **given, limit=limit).mappings()]


def _given(wanted: VisitFilter) -> dict[str, Any]:
    parameters: dict[str, Any] = {name: getattr(wanted, name) for name in VisitFilter.__dataclass_fields__}
    parameters["statuses"] = [status.value for status in wanted.statuses] or None
    return {name: value for name, value in parameters.items() if value is not None}


def _visit(row: RowMapping) -> Visit:
    return Visit(appointment=appointment_from(row), around=_surroundings(row))


def _surroundings(row: RowMapping) -> Surroundings:
    return Surroundings(
        **{name: row[name] for name in _PLAIN},
        change_notice=timedelta(minutes=row["change_notice_minutes"]),
    )

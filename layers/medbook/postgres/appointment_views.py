"""Appointments as they are shown: with the names and the zone that their representation needs. Reads alone, round the domain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text

from medbook.domain.appointments import Appointment
from medbook.domain.errors import NotFound
from medbook.domain.events import AppointmentStatus
from medbook.postgres.appointments import appointment_from
from medbook.postgres.transaction import Transaction

_AROUND = """
    SELECT da.full_name AS doctor_name, pa.full_name AS patient_name, d.time_zone, d.change_notice_minutes
      FROM doctor d JOIN account da ON da.id = d.id CROSS JOIN account pa
     WHERE d.id = :doctor_id AND pa.id = :patient_id
"""

_SHOWN = """
    SELECT a.*, da.full_name AS doctor_name, pa.full_name AS patient_name, d.time_zone, d.change_notice_minutes
      FROM appointment a
      JOIN doctor d ON d.id = a.doctor_id
      JOIN account da ON da.id = a.doctor_id
      JOIN account pa ON pa.id = a.patient_id
"""

# What a list may be narrowed by; a condition is used when its parameter is given.
_CONDITIONS = {
    "of_doctor": "a.doctor_id = :of_doctor",
    "of_patient": "a.patient_id = :of_patient",
    "doctor_id": "a.doctor_id = :doctor_id",
    "patient_id": "a.patient_id = :patient_id",
    "statuses": "a.status = ANY(CAST(:statuses AS text[]))",
    "since": "a.starts_at >= :since",
    "until": "a.starts_at < :until",
    "after_id": "(a.starts_at, a.id) > (:after_start, :after_id)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is told of a visit's people beside the visit; `time_zone` and `change_notice` are the doctor's."""

    doctor_name: str
    patient_name: str
    time_zone: str
    change_notice: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An appointment with its surroundings."""

    appointment: Appointment
    around: Surroundings

    @property
    def labels(self) -> dict[str, str]:
        """What its representation says beside the appointment itself."""
        return {
            "doctor_name": self.around.doctor_name,
            "patient_name": self.around.patient_name,
            "time_zone": self.around.time_zone,
        }


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
        parameters = {"doctor_id": appointment.doctor_id, "patient_id": appointment.patient_id}
        return _surroundings(self._transaction.execute(text(_AROUND), **parameters).mappings().one())

    def one(self, id: UUID) -> Visit:  # noqa: A002
        """Return one visit without locking it.

        Raises: NotFound.
        """
        row = self._transaction.execute(text(f"{_SHOWN} WHERE a.id = :id"), id=id).mappings().one_or_none()
        if row is None:
            raise NotFound("There is no such appointment.")
        return _visit(row)

    def list(self, wanted: VisitFilter, *, after: tuple[datetime, UUID] | None, limit: int) -> list[Visit]:
        """List visits by start, then id, beginning after a key."""
        given = _given(wanted) | ({"after_start": after[0], "after_id": after[1]} if after else {})
        where = " AND ".join(["true", *(condition for name, condition in _CONDITIONS.items() if name in given)])
        statement = text(f"{_SHOWN} WHERE {where} ORDER BY a.starts_at, a.id LIMIT :limit")
        return [_visit(row) for row in self._transaction.execute(statement, **given, limit=limit).mappings()]


def _given(wanted: VisitFilter) -> dict[str, Any]:
    parameters: dict[str, Any] = {name: getattr(wanted, name) for name in VisitFilter.__dataclass_fields__}
    parameters["statuses"] = [status.value for status in wanted.statuses] or None
    return {name: value for name, value in parameters.items() if value is not None}


def _visit(row: RowMapping) -> Visit:
    return Visit(appointment=appointment_from(row), around=_surroundings(row))


def _surroundings(row: RowMapping) -> Surroundings:
    return Surroundings(
        doctor_name=row["doctor_name"],
        patient_name=row["patient_name"],
        time_zone=row["time_zone"],
        change_notice=timedelta(minutes=row["change_notice_minutes"]),
    )

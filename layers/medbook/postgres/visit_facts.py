"""What letters about a visit need beside their event: names, addresses, languages and zones, in one statement."""

from sqlalchemy import RowMapping, text

from medbook.domain.events import AppointmentEvent, AppointmentStatus
from medbook.domain.visits import Party, Visit
from medbook.postgres.transaction import Transaction

_PARTY = ("id", "full_name", "email", "locale", "time_zone")

# The event's people must be the visit's: an event that names others is about no visit of ours.
_VISIT = text(f"""
    SELECT a.status, a.sequence, a.starts_at, a.ends_at, d.time_zone, d.specialty, coalesce(d.location, '') AS location,
           coalesce(v.name, a.visit_type) AS visit_type,
           {", ".join(f"patient.{name} AS patient_{name}" for name in _PARTY)},
           {", ".join(f"doctor.{name} AS doctor_{name}" for name in _PARTY)}
      FROM appointment a
      JOIN doctor d ON d.id = a.doctor_id
      JOIN account doctor ON doctor.id = a.doctor_id
      JOIN account patient ON patient.id = a.patient_id
      LEFT JOIN visit_type v ON v.doctor_id = a.doctor_id AND v.code = a.visit_type
     WHERE a.id = :appointment_id AND a.doctor_id = :doctor_id AND a.patient_id = :patient_id
""")  # noqa: S608  # only names of columns are formatted in


class VisitFacts:
    """Visits as one transaction sees them."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def of(self, event: AppointmentEvent) -> Visit | None:
        """Return the visit an event is about as it stands now; None when these two people have no such visit."""
        row = (
            self._transaction.execute(
                _VISIT, appointment_id=event.appointment_id, doctor_id=event.doctor_id, patient_id=event.patient_id
            )
            .mappings()
            .one_or_none()
        )
        return _visit(row) if row else None


def _visit(row: RowMapping) -> Visit:
    plain = {name: row[name] for name in ("sequence", "starts_at", "ends_at", "time_zone", "specialty", "visit_type", "location")}
    return Visit(patient=_party(row, "patient"), doctor=_party(row, "doctor"), status=AppointmentStatus(row["status"]), **plain)


def _party(row: RowMapping, role: str) -> Party:
    id, name, email, locale, time_zone = (row[f"{role}_{column}"] for column in _PARTY)  # noqa: A001
    return Party(id=id, name=name, email=email, locale=locale, time_zone=time_zone)

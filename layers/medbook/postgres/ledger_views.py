"""The ledger of notifications as it is shown: to admins who was told, who was not, and why; to others what they were told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from medbook.domain.errors import NotFound
from medbook.postgres.transaction import Transaction

_SHOWN = """
    SELECT n.id, n.event_id, n.appointment_id, n.recipient AS recipient_id, r.full_name AS recipient_name,
           r.role AS recipient_role, n.channel, n.kind, n.status, n.attempts, n.detail, n.created_at, n.updated_at,
           a.starts_at, d.time_zone
      FROM notification n
      LEFT JOIN account r ON r.id = n.recipient
      LEFT JOIN appointment a ON a.id = n.appointment_id
      LEFT JOIN doctor d ON d.id = a.doctor_id
"""

# What a list may be narrowed by; a condition is used when its parameter is given. Those who are told of a visit are its two
# people, whose rows an index finds: among a million rows that takes a busy doctor's visit 15 ms, where the whole table took 100.
_CONDITIONS = {
    "status": "n.status = :status",
    "recipient_id": "n.recipient = :recipient_id",
    "appointment_id": """n.appointment_id = :appointment_id AND n.recipient IN (
        SELECT unnest(ARRAY[v.doctor_id, v.patient_id]) FROM appointment v WHERE v.id = :appointment_id
    )""",
    "before_id": "n.id < :before_id",
}

# No word of the mail server's: it is for those who run the clinic.
_OF = """
    SELECT n.id, n.appointment_id, n.kind, n.channel, n.status, n.created_at, a.starts_at, d.time_zone,
           doctor.full_name AS doctor_name, patient.full_name AS patient_name
      FROM notification n
      JOIN appointment a ON a.id = n.appointment_id
      JOIN doctor d ON d.id = a.doctor_id
      JOIN account doctor ON doctor.id = a.doctor_id
      JOIN account patient ON patient.id = a.patient_id
     WHERE n.recipient = :recipient_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFilter:
    """Which notifications are wanted; None is no limit."""

    status: str | None = None
    appointment_id: UUID | None = None
    recipient_id: UUID | None = None


class LedgerViews:
    """The ledger of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def list(self, wanted: LedgerFilter, *, before_id: int | None, limit: int) -> Sequence[dict[str, Any]]:
        """List notifications, newest first, beginning before an id; `starts_at` is the visit's present start, in its doctor's zone."""
        parameters = {name: getattr(wanted, name) for name in LedgerFilter.__dataclass_fields__} | {"before_id": before_id}
        given = {name: value for name, value in parameters.items() if value is not None}
        where = " AND ".join(["true", *(_CONDITIONS[name] for name in given)])
        return self._rows(f"{_SHOWN} WHERE {where} ORDER BY n.id DESC LIMIT :limit", **given, limit=limit)

    def one(self, notification_id: int) -> dict[str, Any]:
        """Return one notification. Raises: NotFound."""
        found = self._rows(f"{_SHOWN} WHERE n.id = :id", id=notification_id)
        if not found:
            raise NotFound("There is no such notification.")
        return found[0]

    def of(self, recipient_id: UUID, *, before_id: int | None, limit: int) -> Sequence[dict[str, Any]]:
        """List what somebody was told or should have been, newest first, with the visit's present time in its doctor's zone."""
        before = {} if before_id is None else {"before_id": before_id}
        where = " AND n.id < :before_id" if before else ""
        return self._rows(f"{_OF}{where} ORDER BY n.id DESC LIMIT :limit", recipient_id=recipient_id, limit=limit, **before)

    def _rows(self, statement: str, **parameters: Any) -> Sequence[dict[str, Any]]:
        return [{**row} for row in self._transaction.execute(text(statement), **parameters).mappings()]

"""The notification ledger: who was told of which event, who was not, and why. One row per event, recipient and channel."""

from uuid import UUID

from sqlalchemy import text

from medbook.domain.events import AppointmentEvent
from medbook.postgres.transaction import Transaction

# What is settled stays: only a failed row may change. A second delivery waits here until the first has committed or rolled
# back, and gets no row when it was settled by then.
_NOTE = text("""
    INSERT INTO notification (event_id, recipient, channel, kind, appointment_id, status, attempts, detail)
    VALUES (:event_id, :recipient, 'mail', :kind, :appointment_id, :status, 1, :detail)
    ON CONFLICT (event_id, recipient, channel) DO UPDATE
       SET status = excluded.status, attempts = notification.attempts + 1, detail = excluded.detail, updated_at = now()
     WHERE notification.status = 'failed'
    RETURNING id
""")


class Ledger:
    """The ledger as one transaction sees it."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def claim(self, event: AppointmentEvent, recipient: UUID, kind: str) -> bool:
        """Note that the recipient was told; False when that is settled already.

        Tell between this and the commit: a process that dies in between leaves no row, and the next delivery tells.
        """
        return self._note(event, recipient, kind, "sent", None)

    def skip(self, event: AppointmentEvent, recipient: UUID, kind: str, reason: str) -> None:
        """Note that the recipient need not be told."""
        self._note(event, recipient, kind, "skipped", reason)

    def fail(self, event: AppointmentEvent, recipient: UUID, kind: str, detail: str) -> None:
        """Note a failed attempt; a later one may still succeed. `detail` must hold no personal data."""
        self._note(event, recipient, kind, "failed", detail)

    def _note(self, event: AppointmentEvent, recipient: UUID, kind: str, status: str, detail: str | None) -> bool:
        result = self._transaction.execute(
            _NOTE,
            event_id=event.event_id,
            appointment_id=event.appointment_id,
            recipient=recipient,
            kind=kind,
            status=status,
            detail=detail,
        )
        return result.one_or_none() is not None

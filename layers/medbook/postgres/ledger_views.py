"""The ledger of notifications as an admin sees it: who was told, who was not, and why."""

from typing import Any

from sqlalchemy import text

from medbook.postgres.transaction import Transaction

_LIST = """
    SELECT n.id, n.event_id, n.appointment_id, n.recipient AS recipient_id, a.full_name AS recipient_name, n.channel, n.kind,
           n.status, n.attempts, n.detail, n.created_at, n.updated_at
      FROM notification n LEFT JOIN account a ON a.id = n.recipient
     WHERE true {conditions}
     ORDER BY n.id DESC LIMIT :limit
"""
_CONDITIONS = {"status": "AND n.status = :status", "before_id": "AND n.id < :before_id"}


class LedgerViews:
    """The ledger of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def list(self, *, status: str | None, before_id: int | None, limit: int) -> list[dict[str, Any]]:
        """List notifications, newest first, beginning before an id."""
        parameters = {"status": status, "before_id": before_id}
        given = {name: value for name, value in parameters.items() if value is not None}
        statement = text(_LIST.format(conditions=" ".join(_CONDITIONS[name] for name in given)))
        return [{**row} for row in self._transaction.execute(statement, **given, limit=limit).mappings()]

"""Answers kept under their Idempotency-Key (draft-ietf-httpapi-idempotency-key-header), in the transaction that earned them."""

import json
from dataclasses import dataclass

from sqlalchemy import text

from medbook.domain.errors import IdempotencyKeyReused
from medbook.postgres.transaction import Transaction

# A second request with the same key waits here until the first has committed or rolled back.
_CLAIM = text("""
    INSERT INTO idempotency_key (scope, key, fingerprint) VALUES (:scope, :key, :fingerprint)
    ON CONFLICT DO NOTHING RETURNING key
""")
_READ = text("SELECT fingerprint, status, headers, body FROM idempotency_key WHERE scope = :scope AND key = :key")
_STORE = text("""
    UPDATE idempotency_key SET status = :status, headers = CAST(:headers AS jsonb), body = :body
     WHERE scope = :scope AND key = :key
""")


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it was first given."""

    status: int
    headers: dict[str, str]
    body: bytes


class IdempotencyKeys:
    """The keys of one transaction. `scope` keeps callers apart: two people may choose the same key."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def claim(self, scope: str, key: str, fingerprint: bytes) -> StoredAnswer | None:
        """Take the key for this request, or return the answer it has already earned.

        Raises: IdempotencyKeyReused when the key came with another request.
        """
        if self._transaction.execute(_CLAIM, scope=scope, key=key, fingerprint=fingerprint).one_or_none() is not None:
            return None
        row = self._transaction.execute(_READ, scope=scope, key=key).one()
        if bytes(row.fingerprint) != fingerprint:
            raise IdempotencyKeyReused("This Idempotency-Key was used for another request.")
        return StoredAnswer(row.status, row.headers, bytes(row.body))

    def store(self, scope: str, key: str, status: int, headers: dict[str, str], body: bytes) -> None:
        """Keep the answer under a key this transaction has claimed."""
        self._transaction.execute(_STORE, scope=scope, key=key, status=status, headers=json.dumps(headers), body=body)

"""Rows that have outlived their use, deleted in batches: a long DELETE would hold locks and swell the log."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import text

from medbook.postgres.transaction import Transaction

BATCH = 5_000

_DAY = timedelta(days=1)

# A table's name, what has outlived its use before `:before`, and how long ago that is.
_OUTLIVED = {
    # As long as the contract lets a request be repeated.
    "idempotency_key": ("created_at < :before", _DAY),
    # A week in which an operator can see what was published. What somebody was not told of is kept until nobody would tell it any
    # more: 30 days in all, in which an admin may have it leave again.
    "outbox": (
        """published_at < :before AND (
            published_at < CAST(:before AS timestamptz) - interval '23 days'
            OR NOT EXISTS (SELECT FROM notification n WHERE n.event_id = outbox.event_id AND n.status = 'failed')
        )""",
        7 * _DAY,
    ),
    "one_time_token": ("expires_at < :before OR used_at < :before", _DAY),
    # A used token is kept until it would have expired: it is how a stolen one is noticed.
    "refresh_token": ("expires_at < :before", _DAY),
    "throttle": ("last_failure_at < :before AND coalesce(blocked_until < :before, true)", _DAY),
    "account_mail": ("coalesce(sent_at, failed_at) < :before", 30 * _DAY),
    # Without a refresh token nobody can come back to a session, and its last access token lived an hour at most.
    "session": (
        "revoked_at < :before OR created_at < :before AND NOT EXISTS (SELECT FROM refresh_token t WHERE t.session_id = session.id)",
        7 * _DAY,
    ),
}

# A row that somebody holds is left to the next run: nobody should wait for a broom.
_STATEMENTS = {
    table: text(f"""
        DELETE FROM {table}
         WHERE ctid = ANY(ARRAY(SELECT ctid FROM {table} WHERE {outlived} LIMIT :batch FOR UPDATE SKIP LOCKED))
    """)  # noqa: S608 - no value is formatted into a statement, only the fragments above
    for table, (outlived, _) in _OUTLIVED.items()
}

KEPT: Mapping[str, timedelta] = MappingProxyType({table: kept for table, (_, kept) in _OUTLIVED.items()})
"""The tables that are purged, in order, and how long their rows are kept after their use."""


class Purge:
    """Deletes in one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def batch(self, table: str, now: datetime, size: int = BATCH) -> int:
        """Delete at most `size` rows of one of the tables in KEPT; return how many there were."""
        result = self._transaction.execute(_STATEMENTS[table], before=now - KEPT[table], batch=size)
        return result.rowcount

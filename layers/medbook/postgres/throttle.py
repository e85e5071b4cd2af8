"""Attempts, counted where all processes see them. One statement counts, so fifty guesses at once are fifty."""

import math
from datetime import datetime, timedelta

from sqlalchemy import text

from medbook.domain.errors import TooManyAttempts
from medbook.domain.throttling import Bucket
from medbook.postgres.transaction import Transaction

# No row comes back while the bucket is blocked. A window that is over begins anew with this attempt.
_COUNT = text("""
    INSERT INTO throttle AS t (bucket, failures, began_at, last_failure_at) VALUES (:bucket, 1, :now, :now)
    ON CONFLICT (bucket) DO UPDATE SET
        failures = CASE WHEN t.began_at > :window_start THEN t.failures + 1 ELSE 1 END,
        began_at = CASE WHEN t.began_at > :window_start THEN t.began_at ELSE :now END,
        last_failure_at = :now,
        blocked_until = CASE WHEN t.began_at > :window_start AND t.failures + 1 >= :attempts
            THEN CAST(:now AS timestamptz)
                 + least(CAST(:first_pause AS interval) * power(2, least(t.failures + 1 - :attempts, 20)), CAST(:longest_pause AS interval))
            END
    WHERE t.blocked_until IS NULL OR t.blocked_until <= :now
    RETURNING failures
""")
_BLOCKED_UNTIL = text("SELECT blocked_until FROM throttle WHERE bucket = :bucket")
_FORGET = text("DELETE FROM throttle WHERE bucket = :bucket")
_FORGIVE = text("""
    UPDATE throttle SET failures = greatest(failures - 1, 0),
                        blocked_until = CASE WHEN failures > :attempts THEN blocked_until END
     WHERE bucket = :bucket
""")


class Throttle:
    """The counts of one transaction. Commit before the attempt is made, so that it counts whatever happens then."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def count(self, bucket: Bucket, now: datetime) -> None:
        """Count an attempt that is about to be made. Raises: TooManyAttempts; then it does not count."""
        limit = bucket.limit
        counted = self._transaction.execute(
            _COUNT,
            bucket=bucket.name,
            now=now,
            window_start=now - limit.window,
            attempts=limit.attempts,
            first_pause=limit.first_pause,
            longest_pause=limit.longest_pause,
        ).one_or_none()
        if counted is None:
            until: datetime | None = self._transaction.execute(_BLOCKED_UNTIL, bucket=bucket.name).scalar_one_or_none()
            left = until - now if until else timedelta()
            raise TooManyAttempts("Too many attempts; wait a while.", max(1, math.ceil(left.total_seconds())))

    def forget(self, bucket: Bucket) -> None:
        """Begin anew: whoever was counted has proved who they are."""
        self._transaction.execute(_FORGET, bucket=bucket.name)

    def forgive(self, bucket: Bucket) -> None:
        """Take back one attempt, which was a good one."""
        self._transaction.execute(_FORGIVE, bucket=bucket.name, attempts=bucket.limit.attempts)

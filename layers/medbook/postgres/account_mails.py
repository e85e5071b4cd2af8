"""Mails about accounts that wait to be sent. They hold no tokens: those are made when a mail leaves."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from uuid_utils.compat import uuid7

from medbook.domain.account_mails import MAILS_PER_HOUR, AccountMail, AccountMailKind
from medbook.domain.errors import TooManyAttempts
from medbook.postgres.staging import Staged
from medbook.postgres.transaction import Transaction

_QUEUE = text("""
    INSERT INTO account_mail (id, account_id, kind, created_at, next_attempt_at)
    VALUES (:id, :account_id, :kind, coalesce(CAST(:now AS timestamptz), now()), coalesce(CAST(:now AS timestamptz), now()))
""")
# The last of those that may be written in an hour: while it is younger than that, there is no other.
_LAST_ALLOWED = text("""
    SELECT created_at FROM account_mail WHERE account_id = :account_id AND created_at > :since
     ORDER BY created_at DESC OFFSET :more LIMIT 1
""")

# A mail that another sender holds is skipped, so no mail is sent by two. An account that is being changed is waited for: it may be
# the address that changes, and no link is to lie in the mailbox before.
_NEXT = """
    SELECT m.id, m.kind, m.attempts, a.id AS account_id, a.email, a.full_name, a.locale, a.active,
           a.email_verified_at IS NOT NULL AS email_verified
      FROM account_mail m JOIN account a ON a.id = m.account_id
     WHERE m.sent_at IS NULL AND m.failed_at IS NULL AND m.next_attempt_at <= :now {among}
     ORDER BY m.next_attempt_at, m.id LIMIT 1 FOR UPDATE OF m SKIP LOCKED FOR KEY SHARE OF a
"""
_NEXT_DUE = text(_NEXT.format(among=""))
_NEXT_AMONG = text(_NEXT.format(among="AND m.id = ANY(CAST(:ids AS uuid[]))"))

_SENT = text("UPDATE account_mail SET sent_at = :now, last_error = NULL WHERE id = :id")
_PUT_OFF = text("""
    UPDATE account_mail SET attempts = attempts + 1, next_attempt_at = :until, last_error = :error WHERE id = :id
""")
_GIVEN_UP = text("UPDATE account_mail SET attempts = attempts + 1, failed_at = :now, last_error = :error WHERE id = :id")


class AccountMails:
    """The queue as one transaction sees it."""

    def __init__(self, transaction: Transaction, staged: Staged) -> None:
        self._transaction = transaction
        self._staged = staged

    def queue(self, account_id: UUID, kind: AccountMailKind, now: datetime | None = None) -> UUID:
        """Let a mail leave after the commit; `now` is the database's unless given. Returns the mail's id."""
        mail_id = uuid7()
        self._transaction.execute(_QUEUE, id=mail_id, account_id=account_id, kind=kind.value, now=now)
        self._staged.account_mails.append(mail_id)
        return mail_id

    def is_flooded(self, account_id: UUID, now: datetime) -> bool:
        """Tell whether the account has been written to often enough for an hour. Exact while the account is locked."""
        return self._flooded_until(account_id, now) is not None

    def require_not_flooded(self, account_id: UUID, now: datetime) -> None:
        """Raise TooManyAttempts when the account has been written to often enough for an hour."""
        until = self._flooded_until(account_id, now)
        if until is not None:
            raise TooManyAttempts(
                "This account has just been written to several times.", math.ceil((until - now).total_seconds())
            )

    def _flooded_until(self, account_id: UUID, now: datetime) -> datetime | None:
        hour = timedelta(hours=1)
        parameters = {"account_id": account_id, "since": now - hour, "more": MAILS_PER_HOUR - 1}
        last: datetime | None = self._transaction.execute(_LAST_ALLOWED, **parameters).scalar_one_or_none()
        return last and last + hour

    def next_due(self, now: datetime, among: Sequence[UUID] | None = None) -> AccountMail | None:
        """Lock and return the mail that has been due for longest and nobody else sends."""
        if among is None:
            result = self._transaction.execute(_NEXT_DUE, now=now)
        else:
            result = self._transaction.execute(_NEXT_AMONG, now=now, ids=[str(mail_id) for mail_id in among])
        row = result.mappings().one_or_none()
        return None if row is None else AccountMail(**{**row, "kind": AccountMailKind(row["kind"])})

    def mark_sent(self, mail_id: UUID, now: datetime) -> None:
        """Note that the mail server has it."""
        self._transaction.execute(_SENT, id=mail_id, now=now)

    def put_off(self, mail_id: UUID, until: datetime, error: str) -> None:
        """Try again later."""
        self._transaction.execute(_PUT_OFF, id=mail_id, until=until, error=error)

    def give_up(self, mail_id: UUID, now: datetime, error: str) -> None:
        """Never try again."""
        self._transaction.execute(_GIVEN_UP, id=mail_id, now=now, error=error)

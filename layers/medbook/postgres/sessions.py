"""Who is signed in."""

from uuid import UUID

from sqlalchemy import text

from medbook.domain.errors import NotSignedIn
from medbook.domain.people import Person, Role
from medbook.postgres.transaction import Transaction

_PERSON = text("""
    SELECT a.id, a.role, a.time_zone
      FROM session s JOIN account a ON a.id = s.account_id
     WHERE s.id = :session_id AND a.id = :account_id AND s.revoked_at IS NULL AND a.active
""")


class Sessions:
    """The sessions of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def person(self, session_id: UUID, account_id: UUID) -> Person:
        """Return who holds the session.

        Raises: NotSignedIn when it was ended, or the account closed.
        """
        row = self._transaction.execute(_PERSON, session_id=session_id, account_id=account_id).one_or_none()
        if row is None:
            raise NotSignedIn("The session has ended.")
        return Person(id=row.id, role=Role(row.role), session_id=session_id, time_zone=row.time_zone)

"""Whether the database can serve this version of the code."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from medbook.domain.errors import NotReady, TryAgain
from medbook.postgres.migrate import newest_revision
from medbook.postgres.transaction import Transaction

_REVISION = text("SELECT version_num FROM alembic_version")


class Readiness:
    """Readiness as one transaction sees it."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def require(self) -> None:
        """Raise NotReady unless the database answers and has every migration this code knows.

        A database that is ahead is in order: during a deploy the functions of before go on serving.
        """
        try:
            revision = self._transaction.execute(_REVISION).scalar_one_or_none()
        # Whatever is wrong, a password, no credentials to sign one with, or a missing table: nothing can be served.
        except (TryAgain, SQLAlchemyError, OSError) as error:
            raise NotReady("The database does not answer, or has never been migrated.") from error
        if revision is None or revision < newest_revision():
            raise NotReady("The database lacks migrations.")

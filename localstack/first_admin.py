"""What `medbook create-admin` does: checks what was typed, and adds the account."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from medbook.administration import NewAdmin, create_admin
from medbook.http.operation import NotDone, in_operators_words
from medbook.postgres.engine import Authentication, open_engine
from medbook.postgres.transaction import never_connected
from medbook.postgres.unit_of_work import UnitOfWork


def add(database_url: str, *, authentication: Authentication = "password", **typed: Any) -> UUID:
    """Add an admin; return the account's id.

    Raises: NotDone.
    """
    with in_operators_words():
        new = NewAdmin(**typed)
    try:
        engine = open_engine(database_url, authentication=authentication)
    except ValueError as wrong:
        raise NotDone(str(wrong)) from None
    try:
        _reach(engine)
        with in_operators_words(), UnitOfWork(engine) as uow:
            return create_admin(new, uow=uow, now=datetime.now(UTC))
    finally:
        engine.dispose()


def _reach(engine: Engine) -> None:
    """Sign in once. Raises: NotDone, with where it was tried."""
    with in_operators_words():
        try:
            engine.connect().close()
        except DBAPIError as fault:
            if never_connected(fault):
                raise NotDone(f"The database at {engine.url.host}:{engine.url.port or 5432} does not answer.") from None
            raise

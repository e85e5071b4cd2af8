"""What `medbook create-admin` does: checks what was typed, and adds the account."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from medbook.administration import NewAdmin, create_admin
from medbook.http.operation import NotDone, in_operators_words
from medbook.postgres.engine import Authentication, open_engine
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
        with in_operators_words(), UnitOfWork(engine) as uow:
            return create_admin(new, uow=uow, now=datetime.now(UTC))
    finally:
        engine.dispose()

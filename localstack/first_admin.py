"""What `medbook create-admin` does: checks what was typed, and adds the account."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from medbook.administration import NewAdmin, create_admin
from medbook.domain.errors import Invalid, MedBookError
from medbook.postgres.engine import Authentication, open_engine
from medbook.postgres.unit_of_work import UnitOfWork


class NotAdded(Exception):
    """Why there is no new admin, for the operator."""


def add(database_url: str, *, authentication: Authentication = "password", **typed: Any) -> UUID:
    """Add an admin; return the account's id.

    Raises: NotAdded.
    """
    try:
        new = NewAdmin(**typed)
        engine = open_engine(database_url, authentication=authentication)
    except ValidationError as wrong:
        raise NotAdded("; ".join(f"{entry['loc'][0]}: {entry['msg']}" for entry in wrong.errors())) from None
    except ValueError as wrong:
        raise NotAdded(str(wrong)) from None
    try:
        with UnitOfWork(engine) as uow:
            return create_admin(new, uow=uow, now=datetime.now(UTC))
    except Invalid as wrong:
        raise NotAdded("; ".join(f"{fault.pointer[1:]} {fault.detail}" for fault in wrong.faults)) from wrong
    except MedBookError as refused:
        raise NotAdded(str(refused)) from refused
    except SQLAlchemyError as fault:
        raise NotAdded(f"The database refused, or was never migrated: {fault.__cause__ or fault}") from fault
    except ConnectionError as fault:
        raise NotAdded(str(fault)) from fault
    finally:
        engine.dispose()

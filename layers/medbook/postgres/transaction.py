"""One transaction on one connection, begun with its first statement. What PostgreSQL reports as passing becomes TryAgain."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, Executable
from sqlalchemy.exc import DBAPIError

from medbook.domain.errors import Fault, Invalid, OutcomeUnknown, TryAgain

# Serialization failure, deadlock, cannot connect now, admin shutdown, too many connections: right statement, wrong moment.
_PASSING = {"40001", "40P01", "57P03", "57P01", "53300"}

# PostgreSQL's text holds every character but NUL.
_UNSTORABLE = {"22021", "22P05"}


class Transaction:
    """A unit of statements that commits or rolls back as one; usable again after either."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def execute(self, statement: Executable, /, **parameters: Any) -> CursorResult[Any]:
        """Run one statement, beginning the transaction when it is the first.

        Raises: TryAgain when the transaction was undone by something that passes.
        """
        with self._translated():
            if self._connection is None:
                self._connection = self._engine.connect()
            return self._connection.execute(statement, parameters)

    def execute_many(self, statement: Executable, rows: list[dict[str, Any]]) -> None:
        """Run one statement for each row; none for no rows.

        Raises: TryAgain, as `execute`.
        """
        if not rows:
            return
        with self._translated():
            if self._connection is None:
                self._connection = self._engine.connect()
            self._connection.execute(statement, rows)

    def commit(self) -> None:
        """Make what was done visible to everyone.

        Raises: TryAgain when the database refused; OutcomeUnknown when the connection was lost before it answered.
        """
        if self._connection is None:
            return
        try:
            with self._translated():
                self._connection.commit()
        except TryAgain as error:
            if isinstance(error.__cause__, DBAPIError) and error.__cause__.connection_invalidated:
                raise OutcomeUnknown("The connection was lost while the work was being made to last.") from error
            raise

    def close(self) -> None:
        """Undo what was not committed, and give the connection back."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.close()
        except DBAPIError as error:
            # A lost connection cannot roll back, and need not: the server does. Its place in the pool is free again.
            if not error.connection_invalidated:
                raise

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            if never_connected(error):
                raise TryAgain("The database does not answer; try again.") from error
            if error.connection_invalidated or _code(error) in _PASSING:
                raise TryAgain("The database undid the work; try again.") from error
            if _code(error) in _UNSTORABLE:
                raise Invalid("A text holds a character that cannot be stored.", [Fault("", "holds a NUL character")]) from error
            raise


def violated_constraint(error: DBAPIError) -> str | None:
    """Return the name of the constraint that a statement broke, if that is why it failed."""
    name: str | None = _fields(error).get("n")
    return name


def _code(error: DBAPIError) -> str | None:
    code: str | None = _fields(error).get("C")
    return code


def _fields(error: DBAPIError) -> dict[str, Any]:
    # pg8000 gives the fields of the ErrorResponse as one dictionary, keyed by the protocol's letters.
    details = error.orig.args[0] if error.orig is not None and error.orig.args else None
    return details if isinstance(details, dict) else {}


def never_connected(error: DBAPIError) -> bool:
    """Tell whether nobody answered where the database should be."""
    return error.orig is not None and "create a connection" in str(error.orig)

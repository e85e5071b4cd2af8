"""pg8000 with fewer waits: one round trip a statement instead of three, and BEGIN travels with the first statement.

Parse, Describe, Bind, Execute and Sync leave in one write, as the extended query protocol allows
(https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY): pg8000 sends every value as text and
needs no answer in between. It stops for one all the same, which across an availability zone is a millisecond each time.
"""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from pg8000.converters import make_params
from pg8000.core import NULL_BYTE, SYNC_MSG, Context
from pg8000.core import _flush as flush
from pg8000.core import _write as write
from pg8000.dbapi import Connection
from pg8000.exceptions import InterfaceError

_BEGIN = "begin transaction"


class PipeliningConnection(Connection):  # type: ignore[misc]  # pg8000 has no types
    """A drop-in DBAPI connection; `round_trips` counts the waits for the server since it was opened."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.round_trips = 0
        self._begin_unread = False
        with _network():
            super().__init__(*args, **kwargs)
        # What is longer than pg8000's buffer leaves in two writes, and the second would wait 40 ms for the acknowledgement of the first.
        if self._usock.family != socket.AF_UNIX:
            self._usock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def execute_simple(self, statement: str) -> Any:
        """Send a statement without parameters; a BEGIN is only buffered, and leaves with what follows it."""
        with self._open():
            self.send_QUERY(statement)
            if statement == _BEGIN:
                self._begin_unread = True
                return Context(statement)
            return self._exchange(Context(statement))

    def execute_unnamed(self, statement: str, vals: Any = (), oids: Any = (), stream: Any = None) -> Any:
        """Send a statement with its parameters in one write."""
        parameters = make_params(self.py_types, vals)
        with self._open():
            self.send_PARSE(NULL_BYTE, statement, oids)
            self.send_DESCRIBE_STATEMENT(NULL_BYTE)
            self.send_BIND(NULL_BYTE, parameters)
            self.send_EXECUTE()
            write(self._sock, SYNC_MSG)
            return self._exchange(Context(statement, stream=stream))

    def close(self) -> None:
        """Say goodbye and close the socket; a server that is gone does not hear it.

        Raises: InterfaceError when it is closed already.
        """
        stream = self._sock
        if stream is None:
            raise InterfaceError("connection is closed")
        with suppress(InterfaceError):
            super().close()
        # pg8000 leaves its buffers open when the goodbye fails, and the socket with them.
        with suppress(OSError):
            stream.close()

    @contextmanager
    def _open(self) -> Iterator[None]:
        if self._sock is None:
            raise InterfaceError("connection is closed")
        with _network():
            yield

    def _exchange(self, context: Any) -> Any:
        flush(self._sock)
        self.round_trips += 1
        if self._begin_unread:
            self._begin_unread = False
            self.handle_messages(Context(_BEGIN))
        self.handle_messages(context)
        return context


@contextmanager
def _network() -> Iterator[None]:
    """Name what a lost connection raises as SQLAlchemy knows it: pg8000 lets the error of a message's first read through."""
    try:
        yield
    except (OSError, struct.error) as lost:
        raise InterfaceError("network error") from lost

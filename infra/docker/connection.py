"""uvicorn's connection, but that there are so many at most, and that a head is complete in time. Knows uvicorn and h11.

A container may have 512 MiB, and an idle one has about 90. What clients can make it hold beside that:

  600 connections, each a head of 64 KiB and the 256 KiB that asyncio reads at once:  188 MiB
  bodies that are read or wait for their turn (front.MOST_BODIES_BYTES):               64 MiB
  10 requests under way, each with a record of 2 MiB in four forms, from the socket
  to the dead letter:                                                                 80 MiB
  together, with what an idle one has:                                                422 MiB
"""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

# More than may be under way and wait in `front`, so that a health probe is heard when the queue is full.
MOST_CONNECTIONS = 600
# Our own heads have two KiB, and Envoy, which stands before containers on Knative, takes 60 by default (not tried). A foreign record
# with more in its headers is refused here, and kept as a dead letter by what sent it.
MOST_HEADER_BYTES = 64 * 1024
HEAD_SECONDS = 10.0
_FULL = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class Connection(H11Protocol):
    """One client."""

    most_connections = MOST_CONNECTIONS
    head_seconds = HEAD_SECONDS
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take it, or say that there are too many."""
        super().connection_made(transport)
        if len(self.connections) > self.most_connections:
            transport.write(_FULL)
            transport.close()
            return
        # One that says nothing ends as one does that says nothing more; proxies keep such for a while.
        self.timeout_keep_alive_task = self.loop.call_later(self.timeout_keep_alive, self.timeout_keep_alive_handler)

    def data_received(self, data: bytes) -> None:
        """Read on. A head that comes byte by byte has no more time than another."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._late is None:
            self._late = self.loop.call_later(self.head_seconds, self.timeout_keep_alive_handler)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

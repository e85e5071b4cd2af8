"""After the in-memory broker lost its records: events that the outbox calls published, and nobody was told of, are published again.

The ledger of notifications keeps anybody from being told twice, so a few events too many do no harm.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from localstack.invocation import Invoker, NotInvoked
from medbook.postgres.engine import open_engine

RELAY = "relay-outbox"
# A crash may have taken the database along; and a producer that has lost its broker refuses for ten seconds.
PAUSES_SECONDS = (0, 0.5, 1, 2, 4, 8, 8)

# Patient and doctor are told of each event. For what is older than a day nobody waits any more.
_UNSETTLED = text("""
    UPDATE outbox SET published_at = NULL
    WHERE published_at > now() - interval '1 day' AND (
        SELECT count(*) FROM notification
        WHERE notification.event_id = outbox.event_id AND notification.status IN ('sent', 'skipped')
    ) < 2
""")
_WAITING = text("SELECT EXISTS (SELECT 1 FROM outbox WHERE published_at IS NULL)")


async def republish_lost(database_url: str, invoker: Invoker, show: Callable[[str], None]) -> None:
    """Mark the events as not published and run the relay. When that fails again and again it is said, and left to the schedule."""
    lost: int | None = None
    failure = ""
    for pause in PAUSES_SECONDS:
        await asyncio.sleep(pause)
        try:
            if lost is None and (lost := await asyncio.to_thread(mark_unsettled, database_url)):
                show(f"lost its records; {lost} events that somebody may not have been told of are published again")
            if not lost:
                return
            await _relay(invoker)
            if not await asyncio.to_thread(_are_waiting, database_url):
                return
            failure = "some were not acknowledged"
        except (DBAPIError, OSError, NotInvoked) as fault:
            failure = type(fault).__name__
    show(f"the events that were lost could not all be published again: {failure}")


def mark_unsettled(database_url: str) -> int:
    """Have the relay publish every unsettled event of the last day again; give back how many. Raises: DBAPIError."""
    engine = open_engine(database_url)
    try:
        with engine.begin() as connection:
            return connection.execute(_UNSETTLED).rowcount
    finally:
        engine.dispose()


def _are_waiting(database_url: str) -> bool:
    engine = open_engine(database_url)
    try:
        with engine.connect() as connection:
            return bool(connection.execute(_WAITING).scalar_one())
    finally:
        engine.dispose()


async def _relay(invoker: Invoker) -> None:
    """Raises: NotInvoked, also when the relay ran and failed."""
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    invocation = await invoker.invoke(RELAY, {"time": now})
    if invocation.function_error is not None:
        raise NotInvoked(f"{RELAY} failed")

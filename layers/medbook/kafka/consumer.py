"""What becomes of one event, whichever host brought it, and what is written about it: ids, never people."""

import traceback
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from aws_lambda_powertools import Logger

from medbook.domain.events import AppointmentEvent
from medbook.domain.visits import Undeliverable
from medbook.kafka.dead_letters import DeadLetterSink
from medbook.kafka.envelope import Record, identity
from medbook.kafka.errors import Unprocessable

type Handle = Callable[[AppointmentEvent], None]

logger = Logger(service="medbook")


class Outcome(StrEnum):
    """An event counts as done when it was handled or kept as a dead letter."""

    HANDLED = "handled"
    DEAD_LETTERED = "dead-lettered"


def consume(
    record: Record,
    unwrap: Callable[[], AppointmentEvent],
    handle: Handle,
    dead_letters: DeadLetterSink,
    position: tuple[int, int] | None = None,
) -> Outcome:
    """Handle the event, or keep its record as a dead letter when no retry would help.

    Raises: whatever `handle` raises, and BrokerUnavailable when the dead letter cannot be kept; either way the event must
    come again.
    """
    try:
        handle(unwrap())
    except (Unprocessable, Undeliverable) as fault:
        dead_letters.put(record, fault, position=position)
        return Outcome.DEAD_LETTERED
    return Outcome.HANDLED


def report_failure(fault: Exception, record: Record, position: tuple[int, int] | None = None) -> None:
    """Log that the event failed. The exception's text stays out: a mail server's answer quotes addresses."""
    cause = {"error": type(fault).__name__, "where": _where(fault)}
    logger.error("event failed", extra=identity(record, position) | cause)


def _where(fault: Exception) -> str:
    frames = traceback.extract_tb(fault.__traceback__)[-3:]
    return " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)

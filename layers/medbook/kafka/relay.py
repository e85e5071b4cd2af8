"""From the outbox to the broker: at once after a commit, and by schedule for what was left. In order per appointment, at least once."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol
from uuid import UUID

from aws_lambda_powertools import Logger

from medbook.domain.events import AppointmentCreated, AppointmentEvent
from medbook.kafka.envelope import to_record
from medbook.kafka.errors import BrokerUnavailable, RelayStopped
from medbook.kafka.producer import Publisher

logger = Logger(service="medbook")

type Pending = list[tuple[AppointmentEvent, str | None]]


class Outbox(Protocol):
    """What the relay needs of the outbox; see `medbook.postgres.outbox`."""

    def is_mine_to_relay(self) -> bool: ...
    def pending(self, limit: int) -> Pending: ...
    def pending_of(self, appointment_id: UUID) -> Pending: ...
    def mark_published(self, ids: list[UUID]) -> None: ...


class UnitOfWork(Protocol):
    """A transaction with an outbox."""

    @property
    def outbox(self) -> Outbox: ...
    def commit(self) -> None: ...


type OpenUnitOfWork = Callable[[], AbstractContextManager[UnitOfWork]]


def publish_committed(
    events: Sequence[AppointmentEvent], traceparent: str | None, *, publisher: Publisher, open_uow: OpenUnitOfWork
) -> None:
    """Publish what a transaction has just committed. Whatever fails here is logged, and left to `relay`.

    A new appointment has no earlier events, so its own is sent as it is, also when it leaves again. For any other the appointment's
    unpublished events are read again under lock: an earlier one may still wait for a broker that was down, and must not be overtaken.
    """
    try:
        with open_uow() as uow:
            pending: Pending = []
            for event in events:
                is_first = isinstance(event, AppointmentCreated)
                pending += [(event, traceparent)] if is_first else uow.outbox.pending_of(event.appointment_id)
            _publish(pending, publisher, uow)
    except BrokerUnavailable as error:
        logger.warning("events wait in the outbox", reason=str(error), event_ids=[str(event.event_id) for event in events])
    except Exception:
        # The booking stands, and the outbox has its event: failing the request now would tell the patient something untrue.
        logger.exception("events wait in the outbox", event_ids=[str(event.event_id) for event in events])


def relay(*, publisher: Publisher, open_uow: OpenUnitOfWork, batch: int = 500, seconds: float = 40.0) -> int:
    """Publish everything that waits, oldest first; return how many events the broker took.

    One relay works at a time: a second one returns 0. None begins another batch after `seconds`: a function that is killed at
    its time-out would leave a batch published and unmarked, and the next relay would publish it again.

    Raises: RelayStopped; what was published before it is marked.
    """
    total, deadline = 0, time.monotonic() + seconds
    while True:
        with open_uow() as uow:
            pending = uow.outbox.pending(batch) if uow.outbox.is_mine_to_relay() else []
            try:
                published = _publish(pending, publisher, uow)
            except BrokerUnavailable as fault:
                raise RelayStopped(str(fault), published=total) from fault
        total += published
        if len(pending) < batch or published < len(pending) or time.monotonic() >= deadline:
            return total


def _publish(pending: Pending, publisher: Publisher, uow: UnitOfWork) -> int:
    if not pending:
        return 0
    failures = publisher.publish([to_record(event, traceparent) for event, traceparent in pending])
    failed = {failure.index for failure in failures}
    published = [event.event_id for index, (event, _) in enumerate(pending) if index not in failed]
    uow.outbox.mark_published(published)
    uow.commit()
    if failures:
        logger.warning("some events were not published", failed=len(failures), reason=failures[0].error)
    return len(published)

"""Wires the functions that consume events. Apart from `bootstrap`, for letters bring Babel and Jinja, and a booking has no use for them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from starlette.applications import Starlette

from medbook.bootstrap import process
from medbook.domain.events import AppointmentEvent
from medbook.kafka import asgi
from medbook.kafka.consumer import Handle
from medbook.kafka.dead_letters import DeadLetterSink
from medbook.kafka.envelope import Record
from medbook.kafka.errors import MalformedEvent
from medbook.kafka.producer import Failure
from medbook.kafka.records import handle_batch
from medbook.notifications.telling import Notifier

__all__ = ["Notifier", "event_app", "event_handler"]

type Notify[Event: AppointmentEvent] = Callable[[Event, Notifier], None]
type LambdaHandler = Callable[[dict[str, Any], Any], dict[str, Any]]


def event_app[Event: AppointmentEvent](kind: type[Event], notify: Notify[Event]) -> Starlette:
    """Make the app that takes events of one kind from Knative, one a POST."""

    def handle(event: AppointmentEvent) -> None:
        with _notifier() as notifier:
            notify(_of(kind, event), notifier)

    return asgi.event_app(handle, _dead_letters(notify.__name__), topic=kind.topic)


def event_handler[Event: AppointmentEvent](kind: type[Event], notify: Notify[Event]) -> LambdaHandler:
    """Make the Lambda handler that takes events of one kind in batches; the mails of a batch share a connection."""
    dead_letters = _dead_letters(notify.__name__)

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        with _notifier() as notifier:
            handle: Handle = lambda one: notify(_of(kind, one), notifier)  # noqa: E731
            return handle_batch(event, context, handle, dead_letters)

    return handler


@contextmanager
def _notifier() -> Iterator[Notifier]:
    parts = process()
    with parts.mail.batch() as transport:
        yield Notifier(clinic=parts.clinic, transport=transport, open_uow=parts.unit_of_work, clock=parts.clock)


def _of[Event: AppointmentEvent](kind: type[Event], event: AppointmentEvent) -> Event:
    if not isinstance(event, kind):
        raise MalformedEvent("type does not belong to this function")
    return event


class _Brokers:
    """The brokers, once there is a record for them: importing a function connects to nothing."""

    def publish(self, records: Sequence[Record]) -> list[Failure]:
        return process().background_producer.publish(records)


def _dead_letters(consumer: str) -> DeadLetterSink:
    return DeadLetterSink(_Brokers(), consumer=consumer)

"""From the outbox to the broker: in order, at least once, and never in the way of a request."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from uuid import UUID

import pytest

from medbook.domain.events import AppointmentEvent
from medbook.kafka.envelope import Record, to_record
from medbook.kafka.errors import BrokerUnavailable, RelayStopped
from medbook.kafka.producer import Failure
from medbook.kafka.relay import Pending, publish_committed, relay
from tests.support.events import Collector, cancelled, created, rescheduled

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


class Outbox:
    """An outbox in memory; `busy` when another relay is at it. What is marked counts once it is committed."""

    def __init__(self, *events: AppointmentEvent, busy: bool = False) -> None:
        self.waiting = list(events)
        self.commits = 0
        self._busy = busy
        self._marked: list[UUID] = []

    @property
    def outbox(self) -> "Outbox":
        return self

    def open(self) -> AbstractContextManager["Outbox"]:
        self._marked = []
        return nullcontext(self)

    def is_mine_to_relay(self) -> bool:
        return not self._busy

    def pending(self, limit: int) -> Pending:
        return [(event, TRACE) for event in self.waiting[:limit]]

    def pending_of(self, appointment_id: UUID) -> Pending:
        return [(event, TRACE) for event in self.waiting if event.appointment_id == appointment_id]

    def mark_published(self, ids: list[UUID]) -> None:
        self._marked = ids

    def commit(self) -> None:
        self.waiting = [event for event in self.waiting if event.event_id not in self._marked]
        self.commits += 1


class Refusing(Collector):
    """Does not take some of the events."""

    def __init__(self, *refused: AppointmentEvent) -> None:
        super().__init__()
        self._refused = [to_record(event, TRACE) for event in refused]

    def publish(self, records: Sequence[Record]) -> list[Failure]:
        super().publish([record for record in records if record not in self._refused])
        return [Failure(index, "TimeoutError") for index, record in enumerate(records) if record in self._refused]


def records(*events: AppointmentEvent) -> list[Record]:
    return [to_record(event, TRACE) for event in events]


def test_everything_is_published_oldest_first_in_batches() -> None:
    outbox, broker = Outbox(*map(created, range(1, 6))), Collector()
    count = relay(publisher=broker, open_uow=outbox.open, batch=2)
    assert (count, broker.records, outbox.waiting) == (5, records(*map(created, range(1, 6))), [])


def test_an_empty_outbox_is_left_alone() -> None:
    outbox = Outbox()
    assert (relay(publisher=Collector(reachable=False), open_uow=outbox.open), outbox.commits) == (0, 0)


def test_a_second_relay_leaves_the_work_to_the_first() -> None:
    assert relay(publisher=Collector(), open_uow=Outbox(created(), busy=True).open) == 0


def test_what_was_not_taken_waits() -> None:
    outbox = Outbox(created(1), created(2), created(3))
    assert (relay(publisher=Refusing(created(2)), open_uow=outbox.open), outbox.waiting) == (2, [created(2)])


def test_a_full_batch_with_a_failure_ends_the_relay() -> None:
    outbox = Outbox(created(1), created(2), created(3))
    assert relay(publisher=Refusing(created(1)), open_uow=outbox.open, batch=2) == 1


def test_a_broker_that_is_down_is_told_of_and_loses_nothing() -> None:
    outbox = Outbox(created())
    with pytest.raises(BrokerUnavailable):
        relay(publisher=Collector(reachable=False), open_uow=outbox.open)
    assert outbox.waiting == [created()]


def test_a_relay_that_is_stopped_says_how_far_it_came() -> None:
    class OneBatch(Collector):
        def publish(self, records: Sequence[Record]) -> list[Failure]:
            self._reachable = not self.records
            return super().publish(records)

    with pytest.raises(RelayStopped) as stopped:
        relay(publisher=OneBatch(), open_uow=Outbox(*map(created, range(1, 6))).open, batch=2)
    assert stopped.value.published == 2


def test_no_batch_is_begun_once_the_time_is_up() -> None:
    outbox = Outbox(*map(created, range(1, 6)))
    assert relay(publisher=Collector(), open_uow=outbox.open, batch=2, seconds=0) == 2


def test_a_new_appointment_is_published_as_it_is() -> None:
    broker = Collector()
    publish_committed([created()], TRACE, publisher=broker, open_uow=Outbox().open)
    assert broker.records == records(created())


def test_a_later_event_does_not_overtake_an_earlier_one_that_waits() -> None:
    outbox, broker = Outbox(created(), created(2), rescheduled()), Collector()
    publish_committed([rescheduled()], TRACE, publisher=broker, open_uow=outbox.open)
    assert broker.records == records(created(), rescheduled())


def test_an_event_that_the_relay_has_published_meanwhile_is_not_published_again() -> None:
    broker = Collector()
    publish_committed([cancelled()], TRACE, publisher=broker, open_uow=Outbox().open)
    assert broker.records == []


def _broken() -> AbstractContextManager[Outbox]:
    raise ConnectionResetError


@pytest.mark.parametrize(
    ("broker", "open_uow"), [(Collector(reachable=False), Outbox().open), (Collector(), _broken)], ids=["broker", "database"]
)
def test_what_fails_after_the_commit_does_not_fail_the_request(
    broker: Collector, open_uow: Callable[[], AbstractContextManager[Outbox]]
) -> None:
    publish_committed([created()], TRACE, publisher=broker, open_uow=open_uow)
    assert broker.records == []

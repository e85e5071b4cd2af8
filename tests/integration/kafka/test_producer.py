"""The producer against a real broker, a broker that is down, and one that hangs."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from medbook.kafka.connection import Brokers
from medbook.kafka.envelope import from_record, to_record
from medbook.kafka.errors import BrokerUnavailable
from medbook.kafka.producer import EventProducer
from medbook.kafka.topics import create_topics
from tests.support.broker import Broker, free_port, listener_that_never_answers, read_topic
from tests.support.events import ONE_OF_EACH, created


class Clock:
    """Time that passes when told to, so that no test waits for the producer to dare again."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


@pytest.fixture(scope="module")
def broker() -> Iterator[Broker]:
    with Broker() as broker:
        create_topics(broker.brokers)
        yield broker


@pytest.fixture
def producer(broker: Broker) -> Iterator[EventProducer]:
    producer = EventProducer(broker.brokers, timeout=5.0)
    yield producer
    producer.close()


def refusal(producer: EventProducer) -> str:
    with pytest.raises(BrokerUnavailable) as fault:
        producer.publish([to_record(created())])
    return str(fault.value)


def test_one_event_of_each_type_arrives_as_it_was_sent(broker: Broker, producer: EventProducer) -> None:
    producer.publish([to_record(event) for event in ONE_OF_EACH])
    arrived = [from_record(read_topic(broker.brokers, event.topic)[-1]) for event in ONE_OF_EACH]
    assert list(ONE_OF_EACH) == arrived


def test_publishing_reports_no_failures_when_all_is_well(producer: EventProducer) -> None:
    assert producer.publish([to_record(created())]) == []


def test_publishing_nothing_connects_to_nothing() -> None:
    assert EventProducer(Brokers(servers="127.0.0.1:1")).publish([]) == []


def test_the_events_of_one_visit_stay_in_order(broker: Broker, producer: EventProducer) -> None:
    history = [replace(to_record(created(7)), value=str(number).encode()) for number in range(30)]
    producer.publish(history)
    assert history == [record for record in read_topic(broker.brokers, "appointment-created") if record.key == history[0].key]


def test_threads_can_share_a_producer(producer: EventProducer) -> None:
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(lambda number: producer.publish([to_record(created(number))]), range(200)))
    assert outcomes == [[]] * 200


def test_a_record_that_cannot_be_sent_fails_the_later_ones_of_its_key_only(producer: EventProducer) -> None:
    too_large = replace(to_record(created(1)), value=bytes(3 * 1024 * 1024))
    failures = producer.publish([too_large, to_record(created(2)), to_record(created(1))])
    expected = [(0, "MessageSizeTooLargeError"), (2, "an earlier record of its key failed")]
    assert expected == [(failure.index, failure.error) for failure in failures]


def test_a_broker_that_is_down_is_unavailable() -> None:
    producer = EventProducer(Brokers(servers=f"127.0.0.1:{free_port()}"), timeout=0.1, connect_timeout=0.1)
    assert refusal(producer).startswith("cannot connect")


def test_a_broker_that_hangs_is_unavailable() -> None:
    with listener_that_never_answers() as brokers:
        producer = EventProducer(brokers, timeout=0.1, connect_timeout=0.2)
        assert refusal(producer) == "cannot connect: TimeoutError"
        producer.close()


def test_after_a_failure_nothing_is_tried_for_a_while() -> None:
    producer = EventProducer(Brokers(servers=f"127.0.0.1:{free_port()}"), timeout=0.1, connect_timeout=0.5, retry_after=60)
    refusal(producer)
    assert refusal(producer) == "no broker answered a moment ago"


def test_a_broker_that_dies_is_noticed_and_found_again() -> None:
    clock = Clock()
    with Broker() as broker:
        create_topics(broker.brokers)
        producer = EventProducer(broker.brokers, timeout=0.5, retry_after=10, clock=clock)
        producer.publish([to_record(created())])
        broker.stop()
        refusals = [refusal(producer), refusal(producer)]
        broker.start()
        create_topics(broker.brokers)
        # On a busy machine the first attempt may not connect within its half second; the next one, ten seconds later, may.
        while True:
            clock.ahead += 10
            if (failures := publish_or_none(producer)) is not None:
                break
        assert (failures, refusals[1]) == ([], "no broker answered a moment ago")
        producer.close()


def test_a_connection_that_is_made_late_is_used_at_once() -> None:
    broker = Broker()
    producer = EventProducer(broker.brokers, timeout=0.2, connect_timeout=30, retry_after=3600)
    refusal(producer)
    with broker:
        create_topics(broker.brokers)
        while (failures := publish_or_none(producer)) is None:
            time.sleep(0.02)
        producer.close()
    assert failures == []


def publish_or_none(producer: EventProducer) -> list[object] | None:
    try:
        return [*producer.publish([to_record(created())])]
    except BrokerUnavailable:
        return None


def test_a_closed_producer_connects_again(producer: EventProducer) -> None:
    producer.publish([to_record(created())])
    producer.close()
    assert producer.publish([to_record(created())]) == []


def test_topics_that_exist_stay_as_they_are(broker: Broker) -> None:
    assert create_topics(broker.brokers) == []

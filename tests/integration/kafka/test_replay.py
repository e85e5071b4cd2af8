"""Dead letters on a real broker: kept, listed, replayed once."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from medbook.kafka.dead_letters import DeadLetterSink
from medbook.kafka.envelope import Record, to_record
from medbook.kafka.errors import MalformedEvent, UnknownEventVersion
from medbook.kafka.producer import EventProducer
from medbook.kafka.replay import list_dead_letters, replay
from medbook.kafka.topics import create_topics
from tests.support.broker import Broker, read_topic
from tests.support.events import OCCURRED_AT, created

FIRST, SECOND = to_record(created(1)), replace(to_record(created(2)), value=b"\xff")


@pytest.fixture
def broker() -> Iterator[Broker]:
    with Broker() as broker:
        create_topics(broker.brokers)
        yield broker


@pytest.fixture
def producer(broker: Broker) -> Iterator[EventProducer]:
    """A producer that has left two dead letters."""
    producer = EventProducer(broker.brokers, timeout=5.0)
    sink = DeadLetterSink(producer, consumer="notify_created", clock=lambda: OCCURRED_AT)
    sink.put(FIRST, UnknownEventVersion("type is not one of the known types"), position=(1, 5))
    sink.put(SECOND, MalformedEvent("value: json_invalid"))
    yield producer
    producer.close()


def replayed(broker: Broker) -> list[Record]:
    return sorted(read_topic(broker.brokers, "appointment-created"), key=lambda record: record.key or b"")


def test_a_topic_without_dead_letters_is_listed_as_empty(broker: Broker) -> None:
    assert list_dead_letters(broker.brokers) == []


@pytest.mark.usefixtures("producer")
def test_dead_letters_are_listed_with_why_and_whence(broker: Broker) -> None:
    letters = list_dead_letters(broker.brokers)
    expected = {
        (
            "unknown-version",
            "type is not one of the known types",
            "notify_created",
            "2026-11-23T08:00:00Z",
            "appointment-created:1:5",
        ),
        ("malformed", "value: json_invalid", "notify_created", "2026-11-23T08:00:00Z", "appointment-created::"),
    }
    assert expected == {(letter.reason, letter.error, letter.consumer, letter.time, letter.origin) for letter in letters}


def test_a_replay_sends_the_records_as_they_were(broker: Broker, producer: EventProducer) -> None:
    replay(broker.brokers, producer)
    assert replayed(broker) == [FIRST, SECOND]


def test_a_second_replay_sends_nothing(broker: Broker, producer: EventProducer) -> None:
    replay(broker.brokers, producer)
    assert replay(broker.brokers, producer).sent == ()


def test_a_second_replay_sends_again_when_told_to(broker: Broker, producer: EventProducer) -> None:
    replay(broker.brokers, producer)
    assert len(replay(broker.brokers, producer, again=True).sent) == 2


def test_what_was_replayed_stays_listed_as_such(broker: Broker, producer: EventProducer) -> None:
    replay(broker.brokers, producer)
    assert [letter.replayed for letter in list_dead_letters(broker.brokers)] == [True, True]


def test_one_letter_can_be_chosen(broker: Broker, producer: EventProducer) -> None:
    chosen = next(letter for letter in list_dead_letters(broker.brokers) if letter.reason == "malformed")
    replay(broker.brokers, producer, [chosen.position])
    assert replayed(broker) == [SECOND]


def test_the_others_can_be_replayed_later(broker: Broker, producer: EventProducer) -> None:
    chosen = next(letter for letter in list_dead_letters(broker.brokers) if letter.reason == "malformed")
    replay(broker.brokers, producer, [chosen.position])
    replay(broker.brokers, producer)
    assert replayed(broker) == [FIRST, SECOND]


def test_a_letter_that_does_not_say_whence_is_refused(broker: Broker, producer: EventProducer) -> None:
    producer.publish([Record("appointment-dead-letter", b"key", b"{}", [])])
    outcome = replay(broker.brokers, producer)
    assert [why for _, why in outcome.refused] == ["it does not say which topic it came from"]


def test_at_most_so_many_are_sent_and_the_rest_are_counted(broker: Broker, producer: EventProducer) -> None:
    first = replay(broker.brokers, producer, most=1)
    second = replay(broker.brokers, producer, most=1)
    assert [(1, 1), (1, 0)] == [(len(one.sent), one.left) for one in (first, second)]


def test_what_is_chosen_and_is_no_letter_that_waits_is_missing(broker: Broker, producer: EventProducer) -> None:
    (first, second) = (letter.position for letter in list_dead_letters(broker.brokers))
    replay(broker.brokers, producer, [first])
    assert (first, "9:9") == replay(broker.brokers, producer, [first, second, "9:9"]).missing

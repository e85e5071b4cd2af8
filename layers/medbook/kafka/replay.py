"""Look at dead letters and send them on their way again. For operators: reads the whole topic, joins no group."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from medbook.domain.events import DEAD_LETTER_TOPIC, EVENT_TYPES
from medbook.kafka.connection import Brokers
from medbook.kafka.dead_letters import (
    CONSUMER,
    ERROR,
    ORIGIN_OFFSET,
    ORIGIN_PARTITION,
    ORIGIN_TOPIC,
    PREFIX,
    REASON,
    REPLAYED,
    RETRIES_EXHAUSTED,
    TIME,
    VALUE_BYTES,
)
from medbook.kafka.envelope import Record, header
from medbook.kafka.errors import BrokerUnavailable
from medbook.kafka.producer import Publisher

# What Knative's data plane adds to an event that it hands to a dead-letter sink: the status it was last answered.
_KNATIVE_CODE = "ce_knativeerrorcode"
_TOPIC_OF = {event.type: event.topic for event in EVENT_TYPES}
_QUIET_MILLISECONDS = 200
# Receipts follow each such number of letters, so that a run that is broken off sends no more than these again.
_LETTERS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One record on the dead-letter topic, at `partition` and `offset` there."""

    partition: int
    offset: int
    record: Record
    replayed: bool

    @property
    def position(self) -> str:
        """`partition:offset` on the dead-letter topic, the letter's name at the terminal."""
        return f"{self.partition}:{self.offset}"

    @property
    def reason(self) -> str:
        """Why it is here: `malformed`, `unknown-version`, `undeliverable` or `retries-exhausted`.

        Lambda's own Kafka destination and Knative's sink write none of our headers, and only when retries are used up.
        """
        return header(self.record, REASON) or RETRIES_EXHAUSTED

    @property
    def error(self) -> str:
        """What was wrong with it; of a letter of Knative's, what the function answered at last."""
        code = header(self.record, _KNATIVE_CODE)
        return header(self.record, ERROR) or (f"answered {code}" if code else "")

    @property
    def consumer(self) -> str:
        """Which function gave it up."""
        return header(self.record, CONSUMER)

    @property
    def time(self) -> str:
        """When, in RFC 3339."""
        return header(self.record, TIME)

    @property
    def origin_topic(self) -> str:
        """The topic it was read from, and goes back to; "" when neither a header nor the type of the event tells."""
        return header(self.record, ORIGIN_TOPIC) or _TOPIC_OF.get(header(self.record, "ce_type"), "")

    @property
    def origin(self) -> str:
        """`topic:partition:offset` it was read from; the last two are empty when nobody noted them."""
        return ":".join((self.origin_topic, header(self.record, ORIGIN_PARTITION), header(self.record, ORIGIN_OFFSET)))

    def original(self) -> Record:
        """Give back the record as it was."""
        kept = [(name, value) for name, value in self.record.headers if not name.startswith(PREFIX)]
        return Record(self.origin_topic, self.record.key, self.record.value, kept)


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay did: letters sent, and letters that could not be, with the reason.

    `missing` was chosen and does not wait, or is no letter; `left` is how many wait for another replay.
    """

    sent: tuple[DeadLetter, ...]
    refused: tuple[tuple[DeadLetter, str], ...]
    missing: tuple[str, ...] = ()
    left: int = 0


def list_dead_letters(brokers: Brokers, *, timeout: float = 10.0) -> list[DeadLetter]:
    """Read every dead letter still kept, oldest first within a partition.

    Raises: kafka.errors.KafkaError, BrokerUnavailable.
    """
    found = list(_read(brokers, timeout))
    # A receipt on the same topic lives as long as its letter, and tells the next reader on any machine.
    receipts = {header(record, REPLAYED) for _, _, record in found} - {""}
    return [
        DeadLetter(partition, offset, record, replayed=f"{partition}:{offset}" in receipts)
        for partition, offset, record in found
        if not header(record, REPLAYED)
    ]


def replay(
    brokers: Brokers,
    publisher: Publisher,
    chosen: Collection[str] | None = None,
    *,
    again: bool = False,
    most: int | None = None,
    timeout: float = 10.0,
) -> Replay:
    """Publish dead letters to the topics they came from: all, or those whose `partition:offset` is chosen; at most so many.

    What was replayed before is left out unless `again`. Letters go first and their receipts after them, so a crash between
    the two sends them twice and loses nothing.

    Raises: kafka.errors.KafkaError, BrokerUnavailable.
    """
    letters = list_dead_letters(brokers, timeout=timeout)
    wanted = [letter for letter in letters if _is_wanted(letter, chosen, again=again)]
    taken = wanted[:most]
    sendable = [letter for letter in taken if not _obstacle(letter)]
    errors: dict[str, str] = {}
    for batch in batched(sendable, _LETTERS_AT_ONCE, strict=False):
        errors |= _publish_with_receipts(publisher, batch)
    refused = [(letter, obstacle) for letter in taken if (obstacle := _obstacle(letter))]
    return Replay(
        sent=tuple(letter for letter in sendable if letter.position not in errors),
        refused=(*refused, *((letter, errors[letter.position]) for letter in sendable if letter.position in errors)),
        missing=tuple(sorted(set(chosen or ()) - {letter.position for letter in wanted})),
        left=len(wanted) - len(taken),
    )


def _obstacle(letter: DeadLetter) -> str:
    """Say why a letter cannot go back; "" when it can."""
    if letter.origin_topic not in _TOPIC_OF.values():
        return "it does not say which topic it came from"
    return "it was too large to be kept whole" if header(letter.record, VALUE_BYTES) else ""


def _is_wanted(letter: DeadLetter, chosen: Collection[str] | None, *, again: bool) -> bool:
    return (again or not letter.replayed) and (chosen is None or letter.position in chosen)


def _publish_with_receipts(publisher: Publisher, letters: Sequence[DeadLetter]) -> dict[str, str]:
    """Give back what went wrong, by position."""
    failures = publisher.publish([letter.original() for letter in letters])
    errors = {letters[failure.index].position: failure.error for failure in failures}
    receipts = [
        Record(DEAD_LETTER_TOPIC, letter.record.key, b"", [(REPLAYED, letter.position.encode())])
        for letter in letters
        if letter.position not in errors
    ]
    if publisher.publish(receipts):
        raise BrokerUnavailable("sent, but not all receipts were acknowledged: another replay will send some again")
    return errors


def _read(brokers: Brokers, timeout: float) -> Iterator[tuple[int, int, Record]]:
    from kafka import KafkaConsumer, TopicPartition

    consumer = KafkaConsumer(**brokers.client_arguments(), enable_auto_commit=False, bootstrap_timeout_ms=round(timeout * 1000))
    try:
        partitions = [
            TopicPartition(DEAD_LETTER_TOPIC, number) for number in consumer.partitions_for_topic(DEAD_LETTER_TOPIC) or ()
        ]
        consumer.assign(partitions)
        consumer.seek_to_beginning(*partitions)
        yield from _read_all(consumer, consumer.end_offsets(partitions), timeout)
    finally:
        consumer.close()


def _read_all(consumer: Any, ends: dict[Any, int], timeout: float) -> Iterator[tuple[int, int, Record]]:
    """Read to the end of the topic, and then until nothing more comes.

    The end alone is not enough: Tansu 0.6 counts the last batch as one record, however many it holds.
    """
    while True:
        behind = any(consumer.position(partition) < end for partition, end in ends.items())
        batches = consumer.poll(timeout_ms=round(timeout * 1000) if behind else _QUIET_MILLISECONDS)
        if not batches and behind:
            raise BrokerUnavailable("the broker stopped answering")
        if not batches:
            return
        for partition, batch in batches.items():
            for found in batch:
                headers = [(name, value or b"") for name, value in found.headers]
                yield partition.partition, found.offset, Record(found.topic, found.key, found.value, headers)

"""Reads Kafka topics for a person at a terminal: joins no group, commits nothing."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from medbook.kafka.connection import Brokers


class NoSuchTopic(Exception):
    """The broker has no topic of that name."""


def tail(brokers: Brokers, topics: Sequence[str], *, from_start: bool) -> Iterator[dict[str, Any]]:
    """Every record of the topics as it arrives, for ever. Raises: kafka.errors.KafkaError, NoSuchTopic."""
    consumer = KafkaConsumer(**brokers.client_arguments(), enable_auto_commit=False, auto_offset_reset="earliest")
    try:
        partitions = [TopicPartition(topic, number) for topic in topics for number in consumer.partitions_for_topic(topic) or ()]
        if not partitions:
            raise NoSuchTopic(f"There is no topic {', '.join(topics)}.")
        consumer.assign(partitions)
        if from_start:
            consumer.seek_to_beginning(*partitions)
        else:
            consumer.seek_to_end(*partitions)
        while True:
            for batch in consumer.poll(timeout_ms=500).values():
                yield from (_shown(record) for record in batch)
    finally:
        consumer.close()


def _shown(record: Any) -> dict[str, Any]:
    return {
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "key": _text(record.key),
        "headers": {name: _text(value) for name, value in record.headers},
        "value": _value(record.value),
    }


def _value(value: bytes | None) -> Any:
    try:
        return json.loads(value or b"null")
    except ValueError:
        return _text(value)


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8", "backslashreplace")

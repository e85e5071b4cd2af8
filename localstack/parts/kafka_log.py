"""Keeps what the in-memory broker would forget: records that are not handled yet, and dead letters, while it is stopped.

Written when the broker is stopped in good order, read back and deleted at its next start; a broker that is killed loses its records.
What every group has done with is left out, so offsets begin anew; a topic that nobody reads is kept whole.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError
from kafka.structs import OffsetAndMetadata

from localstack.eventsource.lenient import read_leniently
from localstack.keys import write_secret
from medbook.kafka.connection import Brokers

type Groups = Mapping[str, Sequence[str]]

TIMEOUT_MS = 5_000
# What the broker took once it must take again; it has no limit of its own below this.
LARGEST_BYTES = 100 * 1024 * 1024


def save(brokers: Brokers, topics: Sequence[str], groups: Groups, file: Path) -> None:
    """Write the log to a file. `groups` says which topics each consumer group reads.

    A record that the client cannot decode is kept as far as it can be told; a partition that cannot be read to its end is kept
    as far as it was read.

    Raises: KafkaError.
    """
    committed = {group: _committed(brokers, group, read) for group, read in groups.items()}
    consumer = _consumer(brokers)
    try:
        partitions = _partitions(consumer, topics)
        first = {partition: _first_needed(partition, groups, committed) for partition in partitions}
        found = {partition: _read(consumer, partition, offset) for partition, offset in first.items()}
    finally:
        consumer.close()
    offsets = [
        [group, *partition, min(offset - first[partition], len(found[partition]))]
        for group, of_group in committed.items()
        for partition, offset in of_group.items()
        if offset > first[partition]
    ]
    records = [_record(record) for of_partition in found.values() for record in of_partition]
    write_secret(file, json.dumps({"records": records, "offsets": offsets}))


def restore(brokers: Brokers, file: Path) -> None:
    """Put the log of a file into an empty broker, and delete the file. Raises: KafkaError."""
    state = json.loads(file.read_text())
    # Deleted first: records that come twice are worse than records that a broken start has lost.
    file.unlink()
    producer = KafkaProducer(**brokers.client_arguments(), acks="all", max_request_size=LARGEST_BYTES, metrics_enabled=False)
    try:
        for sent in [_send(producer, record) for record in state["records"]]:
            sent.get(timeout=TIMEOUT_MS / 1000)
    finally:
        producer.close()
    for group, topic, partition, offset in state["offsets"]:
        _commit(brokers, group, TopicPartition(topic, partition), offset)


def _consumer(brokers: Brokers, group: str | None = None) -> Any:
    consumer = KafkaConsumer(
        **brokers.client_arguments(),
        group_id=group,
        enable_auto_commit=False,
        bootstrap_timeout_ms=TIMEOUT_MS,
        metrics_enabled=False,
    )
    read_leniently(consumer)
    return consumer


def _partitions(consumer: Any, topics: Sequence[str]) -> list[TopicPartition]:
    return [TopicPartition(topic, number) for topic in topics for number in sorted(consumer.partitions_for_topic(topic) or ())]


def _committed(brokers: Brokers, group: str, topics: Sequence[str]) -> dict[TopicPartition, int]:
    consumer = _consumer(brokers, group)
    try:
        return {partition: consumer.committed(partition) or 0 for partition in _partitions(consumer, topics)}
    finally:
        consumer.close(autocommit=False)


def _first_needed(partition: TopicPartition, groups: Groups, committed: Mapping[str, Mapping[TopicPartition, int]]) -> int:
    """The offset before which every reader of the topic is done."""
    return min((committed[group].get(partition, 0) for group, topics in groups.items() if partition.topic in topics), default=0)


def _read(consumer: Any, partition: TopicPartition, first: int) -> list[Any]:
    """Read one partition from an offset to its end, or to where it can be read no further."""
    consumer.assign([partition])
    consumer.seek(partition, first)
    end = consumer.end_offsets([partition])[partition]
    found: list[Any] = []
    with suppress(KafkaError):
        while consumer.position(partition) < end and (batches := consumer.poll(timeout_ms=TIMEOUT_MS)):
            found += batches[partition]
    return found


def _record(found: Any) -> dict[str, Any]:
    return {
        "topic": found.topic,
        "partition": found.partition,
        "timestamp": found.timestamp,
        "key": _text(found.key),
        "value": _text(found.value),
        "headers": [[name, _text(value or b"")] for name, value in found.headers],
    }


def _send(producer: Any, record: dict[str, Any]) -> Any:
    return producer.send(
        record["topic"],
        partition=record["partition"],
        timestamp_ms=record["timestamp"],
        key=_bytes(record["key"]),
        value=_bytes(record["value"]),
        headers=[(name, _bytes(value)) for name, value in record["headers"]],
    )


def _commit(brokers: Brokers, group: str, partition: TopicPartition, offset: int) -> None:
    consumer = _consumer(brokers, group)
    try:
        consumer.assign([partition])
        consumer.commit({partition: OffsetAndMetadata(offset, "", -1)}, timeout_ms=TIMEOUT_MS)
    finally:
        consumer.close(autocommit=False)


def _text(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode()


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text)

"""Keeps what the in-memory broker would forget: records that are not handled yet, and dead letters, while it is stopped.

Written when the broker is stopped in good order, read back and deleted at its next start; a broker that is killed loses its records.
What every group has done with is left out, so offsets begin anew; a topic that nobody reads is kept whole.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError
from kafka.structs import OffsetAndMetadata

from localstack.keys import write_secret
from medbook.kafka.connection import Brokers

type Groups = Mapping[str, Sequence[str]]

TIMEOUT_MS = 5_000


def save(brokers: Brokers, topics: Sequence[str], groups: Groups, file: Path) -> None:
    """Write the log to a file. `groups` says which topics each consumer group reads. Raises: KafkaError."""
    committed = {group: _committed(brokers, group, read) for group, read in groups.items()}
    consumer = _consumer(brokers)
    try:
        partitions = _partitions(consumer, topics)
        first = {partition: _first_needed(partition, groups, committed) for partition in partitions}
        records = [_record(found) for found in _read(consumer, first)]
    finally:
        consumer.close()
    offsets = [
        [group, *partition, offset - first[partition]]
        for group, of_group in committed.items()
        for partition, offset in of_group.items()
        if offset > first[partition]
    ]
    write_secret(file, json.dumps({"records": records, "offsets": offsets}))


def restore(brokers: Brokers, file: Path) -> None:
    """Put the log of a file into an empty broker, and delete the file. Raises: KafkaError."""
    state = json.loads(file.read_text())
    # Deleted first: records that come twice are worse than records that a broken start has lost.
    file.unlink()
    producer = KafkaProducer(**brokers.client_arguments(), acks="all", metrics_enabled=False)
    try:
        for sent in [_send(producer, record) for record in state["records"]]:
            sent.get(timeout=TIMEOUT_MS / 1000)
    finally:
        producer.close()
    for group, topic, partition, offset in state["offsets"]:
        _commit(brokers, group, TopicPartition(topic, partition), offset)


def _consumer(brokers: Brokers, group: str | None = None) -> Any:
    return KafkaConsumer(
        **brokers.client_arguments(),
        group_id=group,
        enable_auto_commit=False,
        bootstrap_timeout_ms=TIMEOUT_MS,
        metrics_enabled=False,
    )


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


def _read(consumer: Any, first: Mapping[TopicPartition, int]) -> list[Any]:
    consumer.assign(list(first))
    for partition, offset in first.items():
        consumer.seek(partition, offset)
    ends = consumer.end_offsets(list(first))
    found: list[Any] = []
    while any(consumer.position(partition) < end for partition, end in ends.items()):
        batches = consumer.poll(timeout_ms=TIMEOUT_MS)
        if not batches:
            raise KafkaError("the broker stopped answering")
        found += [record for batch in batches.values() for record in batch]
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

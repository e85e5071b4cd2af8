"""The event Lambda hands to a function for a batch of Kafka records, and what the function may answer.

https://docs.aws.amazon.com/lambda/latest/dg/with-kafka.html
"""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from localstack.eventsource.lenient import UNREADABLE
from localstack.invocation import Invocation

TIMESTAMP_TYPES = {0: "CREATE_TIME", 1: "LOG_APPEND_TIME"}


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One record as polled. `generation` tells apart the logs before and after a broker forgot everything."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    timestamp_type: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    generation: int = 0

    @property
    def place(self) -> str:
        """`topic-partition`, as Lambda names it."""
        return f"{self.topic}-{self.partition}"

    @property
    def unreadable(self) -> str:
        """Why the client could not decode it; "" when it could."""
        return next((value.decode(errors="replace") for name, value in self.headers if name == UNREADABLE), "")

    @property
    def size(self) -> int:
        """About how many bytes it takes in the event."""
        texts = len(self.key or b"") + len(self.value or b"")
        return texts * 4 // 3 + 5 * sum(len(value) for _, value in self.headers) + 300


def event_of(records: Iterable[SourceRecord], bootstrap_servers: str) -> dict[str, Any]:
    """Build the event for a batch."""
    places: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        places.setdefault(record.place, []).append(_record(record))
    return {"eventSource": "SelfManagedKafka", "bootstrapServers": bootstrap_servers, "records": places}


def _record(record: SourceRecord) -> dict[str, Any]:
    document = {
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "timestamp": record.timestamp,
        "timestampType": TIMESTAMP_TYPES.get(record.timestamp_type, "CREATE_TIME"),
        "key": _base64(record.key),
        "value": _base64(record.value),
        "headers": [{name: list(value)} for name, value in record.headers],
    }
    return {name: value for name, value in document.items() if value is not None}


def _base64(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode()


class WholeBatchFailed(Exception):
    """The function failed, or its answer names no record we sent; the message is free of personal data."""


def failed_records(invocation: Invocation, batch: Sequence[SourceRecord], *, partial: bool) -> set[SourceRecord]:
    """Which records must come again.

    `partial` says whether the mapping has ReportBatchItemFailures; without it every answer is a success, as in Lambda.

    Raises: WholeBatchFailed, as Lambda decides for an empty or unknown itemIdentifier.
    """
    if invocation.function_error is not None:
        raise WholeBatchFailed(_error_type(invocation))
    if not partial:
        return set()
    answer = invocation.result() or {}
    if not isinstance(answer, dict):
        raise WholeBatchFailed("the answer is no JSON object")
    failures: list[dict[str, Any]] = answer.get("batchItemFailures") or []
    by_identifier = {(record.place, record.offset): record for record in batch}
    try:
        return {by_identifier[_identifier(failure["itemIdentifier"])] for failure in failures}
    except (KeyError, TypeError) as unknown:
        raise WholeBatchFailed("batchItemFailures names a record that was not in the batch") from unknown


def _identifier(identifier: dict[str, Any]) -> tuple[str, int]:
    return identifier["partition"], identifier["offset"]


def _error_type(invocation: Invocation) -> str:
    try:
        return str(invocation.result()["errorType"])
    except (ValueError, KeyError, TypeError):
        return "the function failed"

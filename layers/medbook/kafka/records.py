"""Lambda's Kafka event source: batches in, the records that failed out. Knows the event's shape and no use case."""

import base64
from typing import Any, NoReturn

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType
from aws_lambda_powertools.utilities.data_classes.kafka_event import KafkaEventRecord

from medbook.domain.events import AppointmentEvent
from medbook.kafka.consumer import Handle, Outcome, consume, logger, report_failure
from medbook.kafka.dead_letters import DeadLetterSink
from medbook.kafka.envelope import Record, from_record
from medbook.kafka.errors import MalformedEvent

_metrics = Metrics(namespace="MedBook", service="medbook")


class RecordFailed(Exception):
    """Tells the batch processor that a record must come again. The cause is in the log, by ids."""


def handle_batch(event: dict[str, Any], context: Any, handle: Handle, dead_letters: DeadLetterSink) -> dict[str, Any]:
    """Handle each record and name those that must come again, as `ReportBatchItemFailures` expects.

    A record that can never be handled is kept as a dead letter and the batch goes on. Any other failure fails that record,
    and with it the later records of its key: what happened to one visit must be told in order.
    """
    processor = BatchProcessor(event_type=EventType.Kafka, raise_on_entire_batch_failure=False)
    batch = _Batch(handle, dead_letters)
    records = [record for partition in event["records"].values() for record in partition]
    with logger.append_context_keys(request_id=getattr(context, "aws_request_id", None)), processor(records, batch.take):
        processor.process()
    batch.count()
    return dict(processor.response())


class _Batch:
    """One invocation: which keys have failed so far, and how many records came to what."""

    def __init__(self, handle: Handle, dead_letters: DeadLetterSink) -> None:
        self._handle = handle
        self._dead_letters = dead_letters
        self._failed_keys: set[tuple[str, bytes]] = set()
        self._counts = {"EventsHandled": 0, "EventsDeadLettered": 0, "EventsFailed": 0}

    def take(self, record: KafkaEventRecord) -> None:
        """Handle one record, or raise `RecordFailed`. The name of the parameter is the batch processor's."""
        (received, faults), position = _received(record), (record.partition, record.offset)
        if received.key is not None and (record.topic, received.key) in self._failed_keys:
            self._fail(received)
        try:
            outcome = consume(received, lambda: _unwrapped(received, faults), self._handle, self._dead_letters, position)
        except Exception as fault:  # noqa: BLE001 - whatever it is, this record must come again and the others need not
            report_failure(fault, received, position)
            self._fail(received)
        self._counts["EventsHandled" if outcome is Outcome.HANDLED else "EventsDeadLettered"] += 1

    def count(self) -> None:
        """Write the counts to the log as CloudWatch metrics."""
        for name, count in self._counts.items():
            _metrics.add_metric(name=name, unit=MetricUnit.Count, value=count)
        _metrics.flush_metrics()

    def _fail(self, record: Record) -> NoReturn:
        if record.key is not None:
            self._failed_keys.add((record.topic, record.key))
        self._counts["EventsFailed"] += 1
        raise RecordFailed from None


def _received(record: KafkaEventRecord) -> tuple[Record, list[str]]:
    """Decode Lambda's form, and name what is not of that form: it is kept as it came, for the dead letter.

    Keys and values are base64, headers are lists of bytes that may be signed, for the poller is written in Java.
    """
    faults: list[str] = []
    key, value = (_bytes(record, part, faults) for part in ("key", "value"))
    try:
        headers = [
            (name, bytes(byte & 0xFF for byte in value or ()))
            for chunk in record.get("headers") or []
            for name, value in chunk.items()
        ]
    except (AttributeError, TypeError):
        faults.append("headers are not lists of bytes")
        headers = []
    return Record(record.topic, key, value, headers), faults


def _bytes(record: KafkaEventRecord, part: str, faults: list[str]) -> bytes | None:
    told = record.get(part)
    if told is None:
        return None
    try:
        return base64.b64decode(told)
    except (ValueError, TypeError):
        faults.append(f"{part} is not base64")
        return str(told).encode(errors="backslashreplace")


def _unwrapped(received: Record, faults: list[str]) -> AppointmentEvent:
    """Raises: Unprocessable."""
    if faults:
        raise MalformedEvent("; ".join(faults))
    return from_record(received)

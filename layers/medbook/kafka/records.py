"""Lambda's Kafka event source: batches in, the records that failed out. Knows the event's shape and no use case."""

from typing import Any, NoReturn

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType
from aws_lambda_powertools.utilities.data_classes.kafka_event import KafkaEventRecord

from medbook.kafka.consumer import Handle, Outcome, consume, logger, report_failure
from medbook.kafka.dead_letters import DeadLetterSink
from medbook.kafka.envelope import Record, from_record

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
        self._failed_keys: set[tuple[str, str]] = set()
        self._counts = {"EventsHandled": 0, "EventsDeadLettered": 0, "EventsFailed": 0}

    def take(self, record: KafkaEventRecord) -> None:
        """Handle one record, or raise `RecordFailed`. The name of the parameter is the batch processor's."""
        if record.key is not None and (record.topic, record.key) in self._failed_keys:
            self._fail(record)
        received, position = _received(record), (record.partition, record.offset)
        try:
            outcome = consume(received, lambda: from_record(received), self._handle, self._dead_letters, position)
        except Exception as fault:  # noqa: BLE001 - whatever it is, this record must come again and the others need not
            report_failure(fault, received, position)
            self._fail(record)
        self._counts["EventsHandled" if outcome is Outcome.HANDLED else "EventsDeadLettered"] += 1

    def count(self) -> None:
        """Write the counts to the log as CloudWatch metrics."""
        for name, count in self._counts.items():
            _metrics.add_metric(name=name, unit=MetricUnit.Count, value=count)
        _metrics.flush_metrics()

    def _fail(self, record: KafkaEventRecord) -> NoReturn:
        if record.key is not None:
            self._failed_keys.add((record.topic, record.key))
        self._counts["EventsFailed"] += 1
        raise RecordFailed from None


def _received(record: KafkaEventRecord) -> Record:
    """Decode Lambda's form: base64, and headers as lists of bytes that may be signed, for the poller is written in Java."""
    headers = [
        (name, bytes(byte & 0xFF for byte in value or ()))
        for chunk in record.get("headers") or []
        for name, value in chunk.items()
    ]
    value = record.decoded_value if record.get("value") is not None else None
    return Record(record.topic, record.decoded_key, value, headers)

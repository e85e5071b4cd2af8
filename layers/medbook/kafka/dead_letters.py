"""Records that no consumer could handle: how they are kept. The header names are a contract with `localstack` too."""

from collections.abc import Callable
from datetime import UTC, datetime

from aws_lambda_powertools import Logger

from medbook.domain.events import DEAD_LETTER_TOPIC
from medbook.domain.visits import Undeliverable
from medbook.kafka.envelope import Record, identity
from medbook.kafka.errors import BrokerUnavailable, UnknownEventVersion, Unprocessable
from medbook.kafka.producer import MAX_REQUEST_BYTES, Publisher
from medbook.kafka.values import format_instant

logger = Logger(service="medbook")

PREFIX = "dead_letter_"
REASON = "dead_letter_reason"
ERROR = "dead_letter_error"
ORIGIN_TOPIC = "dead_letter_topic"
ORIGIN_PARTITION = "dead_letter_partition"
ORIGIN_OFFSET = "dead_letter_offset"
TIME = "dead_letter_time"
CONSUMER = "dead_letter_consumer"
# How large the value was; only on a letter that was too large to be kept with it.
VALUE_BYTES = "dead_letter_value_bytes"
# On a receipt: the `partition:offset` of the dead letter that was replayed.
REPLAYED = "dead_letter_replayed"

# Values of dead_letter_reason.
MALFORMED = "malformed"
UNKNOWN_VERSION = "unknown-version"
UNDELIVERABLE = "undeliverable"
RETRIES_EXHAUSTED = "retries-exhausted"


def to_dead_letter(
    record: Record, *, reason: str, error: str, consumer: str, at: datetime, position: tuple[int, int] | None = None
) -> Record:
    """Address a record to the dead-letter topic; key, value and headers stay, and headers say why and whence.

    A letter too large for its topic is kept without its value, and without its key and headers if it still is: one that nobody
    can send would be tried again for ever, and hold up its key.

    `position` is the partition and the offset it had, unknown when it came over HTTP. `error` must hold no personal data.
    """
    why = {REASON: reason, ERROR: error[:500], CONSUMER: consumer, TIME: format_instant(at), ORIGIN_TOPIC: record.topic}
    if position is not None:
        why |= {ORIGIN_PARTITION: str(position[0]), ORIGIN_OFFSET: str(position[1])}
    kept = [(name, value) for name, value in record.headers if not name.startswith(PREFIX)]
    # A tombstone without a key is the one record Kafka clients refuse to send.
    value = b"" if record.key is None and record.value is None else record.value
    letter = Record(DEAD_LETTER_TOPIC, record.key, value, kept + _headers(why))
    if _size(letter) <= MAX_REQUEST_BYTES:
        return letter
    why[VALUE_BYTES] = str(len(record.value or b""))
    letter = Record(DEAD_LETTER_TOPIC, record.key, b"", kept + _headers(why))
    return letter if _size(letter) <= MAX_REQUEST_BYTES else Record(DEAD_LETTER_TOPIC, None, b"", _headers(why))


def _headers(texts: dict[str, str]) -> list[tuple[str, bytes]]:
    return [(name, text.encode()) for name, text in texts.items()]


def _size(record: Record) -> int:
    """At most how many bytes a batch of this record alone takes: 61 for the batch, up to 10 for each number."""
    headers = sum(len(name.encode()) + len(value) + 20 for name, value in record.headers)
    return 161 + len(record.key or b"") + len(record.value or b"") + headers


class DeadLetterSink:
    """Where a consumer leaves what it can never handle."""

    def __init__(self, publisher: Publisher, *, consumer: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._publisher = publisher
        self._consumer = consumer
        self._clock = clock

    def put(self, record: Record, fault: Unprocessable | Undeliverable, *, position: tuple[int, int] | None = None) -> None:
        """Keep the record, and say so: an alarm counts the lines with this message.

        Raises: BrokerUnavailable, and then the record must not count as handled.
        """
        why = {"reason": _reason(fault), "error": str(fault), "consumer": self._consumer}
        letter = to_dead_letter(record, **why, at=self._clock(), position=position)
        if self._publisher.publish([letter]):
            raise BrokerUnavailable("the dead letter was not acknowledged")
        logger.warning("dead letter", extra=identity(record, position) | why)


def _reason(fault: Unprocessable | Undeliverable) -> str:
    match fault:
        case UnknownEventVersion():
            return UNKNOWN_VERSION
        case Undeliverable():
            return UNDELIVERABLE
        case _:
            return MALFORMED

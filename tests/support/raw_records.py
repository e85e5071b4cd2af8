"""Records as a stranger may send them: of any size, in one batch, with header names that are no UTF-8."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kafka import KafkaProducer


class NotUtf8(str):
    """A header name whose bytes are no text."""

    __slots__ = ()

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        return b"\xff\xfe"


@dataclass(frozen=True)
class Raw:
    key: bytes
    value: bytes
    headers: list[tuple[str, bytes]] = field(default_factory=list)


UNDECODABLE = Raw(b"bad", b"{}", [(NotUtf8("name"), b"value")])


def send_batch(servers: str, topic: str, records: Sequence[Raw]) -> None:
    """Send all of them to the first partition, in one batch where they fit."""
    large = 20 * 1024 * 1024
    producer = KafkaProducer(
        bootstrap_servers=servers, linger_ms=300, batch_size=large, max_request_size=large, metrics_enabled=False
    )
    sent = [producer.send(topic, key=one.key, value=one.value, headers=one.headers, partition=0) for one in records]
    producer.flush(10)
    for acknowledgement in sent:
        acknowledgement.get(10)
    producer.close()

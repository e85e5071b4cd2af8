"""Publish within a bounded time: a booking must answer while the broker is down, and the outbox keeps what was not sent."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Any, Protocol

from medbook.kafka.connection import Brokers
from medbook.kafka.envelope import Record
from medbook.kafka.errors import BrokerUnavailable

# A dead letter is its record plus headers, and the record may have been as large as a broker takes by default (1 MiB). One that
# is larger all the same is kept without its value.
MAX_REQUEST_BYTES = 2 * 1024 * 1024
_MARGIN = 0.1


@dataclass(frozen=True, slots=True)
class Failure:
    """A record that was not acknowledged: `index` counts within what was given to `publish`."""

    index: int
    error: str


class Publisher(Protocol):
    """What relays, dead letters and use cases need of a producer."""

    def publish(self, records: Sequence[Record]) -> list[Failure]: ...


class EventProducer:
    """A producer that connects in the background and, after a failure, refuses at once for `retry_after` seconds.

    Nothing connects before `connect` or the first `publish`. Acknowledged by all in-sync replicas, idempotent.
    """

    def __init__(
        self,
        brokers: Brokers,
        *,
        timeout: float = 0.3,
        retry_after: float = 10.0,
        connect_timeout: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._brokers = brokers
        self._timeout = timeout
        self._retry_after = retry_after
        self._connect_timeout = connect_timeout
        self._clock = clock
        self._lock = Lock()
        self._connection: Future[Any] | None = None
        self._refuse_until = float("-inf")

    def connect(self) -> None:
        """Begin to connect in the background, so that the first `publish` need not wait for the import and the handshake."""
        with self._lock:
            self._begin_to_connect()

    def publish(self, records: Sequence[Record]) -> list[Failure]:
        """Send records, each key in order: after a failure the later records of its key are not sent either.

        Takes about `timeout` seconds at most, connecting included, and returns what was not acknowledged. Such a record may
        still arrive, so delivery is at least once.

        Raises: BrokerUnavailable when nothing was acknowledged, or at once when that was so less than `retry_after` ago.
        """
        if not records:
            return []
        deadline = self._clock() + self._timeout
        connection = self._connected(deadline)
        failures: dict[int, str] = {}
        lost_keys: set[tuple[str, bytes | None]] = set()
        for turn in _turns(records):
            sendable = {index: record for index, record in turn.items() if _order(record) not in lost_keys}
            errors = dict.fromkeys(turn.keys() - sendable.keys(), "an earlier record of its key failed")
            errors |= self._send(connection.result(), sendable, deadline)
            lost_keys |= {_order(records[index]) for index in errors}
            failures |= errors
        if len(failures) == len(records):
            self._drop(connection)
            raise BrokerUnavailable(f"no record was acknowledged: {failures[0]}")
        return [Failure(index, error) for index, error in sorted(failures.items())]

    def close(self) -> None:
        """Let go of the broker. The next `publish` connects again."""
        with self._lock:
            connection, self._connection = self._connection, None
        if connection is not None:
            connection.add_done_callback(_close_quietly)

    def _connected(self, deadline: float) -> Future[Any]:
        with self._lock:
            connection = self._begin_to_connect() if self._may_try() else self._connection
        if connection is None or (not connection.done() and not self._may_try()):
            raise BrokerUnavailable("no broker answered a moment ago")
        try:
            connection.result(max(0.0, deadline - self._clock()))
        except Exception as fault:
            self._give_up(connection)
            raise BrokerUnavailable(f"cannot connect: {type(fault).__name__}") from fault
        return connection

    def _may_try(self) -> bool:
        return self._clock() >= self._refuse_until

    def _begin_to_connect(self) -> Future[Any]:
        if self._connection is None or (self._connection.done() and self._connection.exception()):
            self._connection = Future()
            # A daemon, because a process that ends should not wait for a broker that does not answer.
            Thread(target=self._open, args=(self._connection,), name="kafka-connect", daemon=True).start()
        return self._connection

    def _open(self, connection: Future[Any]) -> None:
        try:
            connection.set_result(_producer(self._brokers, self._timeout, self._connect_timeout))
        except Exception as fault:  # noqa: BLE001 - whatever it is belongs to whoever waits for the connection
            connection.set_exception(fault)

    def _give_up(self, connection: Future[Any]) -> None:
        """Refuse for a while. An attempt still under way goes on: a slow TLS handshake succeeds for the next caller."""
        with self._lock:
            self._refuse_until = self._clock() + self._retry_after
            if connection.done() and self._connection is connection:
                self._connection = None

    def _send(self, producer: Any, records: Mapping[int, Record], deadline: float) -> dict[int, str]:
        """Send records of different keys together and wait for all of them; give back what went wrong, by index."""
        errors: dict[int, str] = {}
        sent: dict[int, Any] = {}
        for index, record in records.items():
            try:
                sent[index] = self._begin_to_send(producer, record, deadline)
            except Exception as fault:  # noqa: BLE001 - whatever it is, this record was not sent, and the others may be
                errors[index] = type(fault).__name__
        for index, acknowledgement in sent.items():
            try:
                # The producer itself expires a batch at the deadline; the margin lets it do so first.
                acknowledgement.get(timeout=max(0.0, deadline - self._clock()) + _MARGIN)
            except Exception as fault:  # noqa: BLE001 - as above
                errors[index] = type(fault).__name__
        return errors

    def _begin_to_send(self, producer: Any, record: Record, deadline: float) -> Any:
        if self._clock() >= deadline:
            raise TimeoutError
        return producer.send(record.topic, key=record.key, value=record.value, headers=record.headers)

    def _drop(self, connection: Future[Any]) -> None:
        """Refuse for a while and start afresh after it: an idempotent producer that lost a batch has lost its numbering."""
        with self._lock:
            self._refuse_until = self._clock() + self._retry_after
            if self._connection is connection:
                self._connection = None
        _close(connection.result())


def _producer(brokers: Brokers, timeout: float, connect_timeout: float) -> Any:
    from kafka import KafkaProducer

    # On a cold start it warns that its own event loop was held up, by the imports of the function it lives in.
    logging.getLogger("kafka.net.selector").setLevel(logging.ERROR)

    milliseconds = round(timeout * 1000)
    return KafkaProducer(
        **brokers.client_arguments(),
        metrics_enabled=False,
        acks="all",
        enable_idempotence=True,
        # A topic that is missing should fail loudly, and be made by whoever knows how many partitions it needs.
        allow_auto_create_topics=False,
        max_request_size=MAX_REQUEST_BYTES,
        bootstrap_timeout_ms=round(connect_timeout * 1000),
        max_block_ms=milliseconds,
        request_timeout_ms=milliseconds,
        delivery_timeout_ms=milliseconds,
    )


def _order(record: Record) -> tuple[str, bytes | None]:
    return record.topic, record.key


def _turns(records: Sequence[Record]) -> list[dict[int, Record]]:
    """Split into rounds that hold each key once: records of one key wait for each other, others travel together."""
    turns: list[dict[int, Record]] = []
    seen: Counter[tuple[str, bytes | None]] = Counter()
    for index, record in enumerate(records):
        turn = seen[_order(record)]
        seen[_order(record)] += 1
        if turn == len(turns):
            turns.append({})
        turns[turn][index] = record
    return turns


def _close_quietly(connection: Future[Any]) -> None:
    if connection.exception() is None:
        _close(connection.result())


def _close(producer: Any) -> None:
    # Closing flushes first, and complains when the broker is gone; there is nobody left to tell.
    with suppress(Exception):
        producer.close(timeout=_MARGIN)

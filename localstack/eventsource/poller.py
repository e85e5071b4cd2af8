"""The thread of one mapping: reads Kafka, invokes, commits. The rules of retrying are in `progress`, the shapes in `event`."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError
from kafka.structs import OffsetAndMetadata

from localstack.eventsource.event import SourceRecord, WholeBatchFailed, event_of, failed_records
from localstack.eventsource.lenient import UNREADABLE, read_leniently
from localstack.eventsource.progress import Backoff, Pending, Progress
from localstack.invocation import Invocation, Invoker, NotInvoked, PayloadTooLarge
from localstack.template import KafkaSource
from medbook.kafka.connection import Brokers
from medbook.kafka.dead_letters import MALFORMED, RETRIES_EXHAUSTED, to_dead_letter
from medbook.kafka.envelope import Record
from medbook.kafka.errors import BrokerUnavailable
from medbook.kafka.producer import EventProducer

# kafka-python tells of every refused connection; the poller tells of the first.
logging.getLogger("kafka").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Tuning:
    """Times in seconds. `most_pending` bounds the memory: beyond it nothing is read until something is done."""

    poll: float = 0.25
    reconnect: float = 0.5
    most_pending: int = 2_000
    backoff: Backoff = field(default_factory=Backoff)


class Poller:
    """One event source mapping. Started and stopped from the event loop that invokes."""

    def __init__(
        self,
        function: str,
        source: KafkaSource,
        brokers: Brokers,
        invoker: Invoker,
        show: Callable[[str], None],
        tuning: Tuning | None = None,
    ) -> None:
        self.function = function
        # Records read and not yet done, or done and not yet committed.
        self.pending = 0
        self._source = source
        self._brokers = brokers
        self._invoker = invoker
        self._show = show
        self._tuning = tuning or Tuning()
        self._progress = Progress(self._tuning.backoff)
        self._producer = EventProducer(brokers, timeout=5, retry_after=0.5)
        self._stopping = threading.Event()
        self._forgotten = threading.Event()
        self._committing = threading.Lock()
        self._generation = 0
        self._records_come_back = False
        self._committed: dict[tuple[str, int], int] = {}
        self._invocation: Future[Invocation] | None = None
        self._is_down = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name=f"poller-{function}", daemon=True)

    def start(self) -> None:
        """Begin to poll; returns at once. Brokers that are down are waited for."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    async def broker_forgets(self, *, records_come_back: bool) -> None:
        """The broker is about to start with new offsets: read its new log.

        What is pending stays pending, unless its records come back with the new log. When this returns no offset of the old log
        can be committed to the new one any more.
        """
        self._records_come_back = records_come_back
        self._forgotten.set()
        await asyncio.to_thread(self._committing.acquire)
        self._committing.release()

    async def stop(self, seconds: float = 3) -> None:
        """Stop; a batch under way may finish within the time given."""
        self._stopping.set()
        await asyncio.to_thread(self._thread.join, seconds)
        if self._thread.is_alive() and self._invocation is not None:
            self._invocation.cancel()
        await asyncio.to_thread(self._thread.join)
        await asyncio.to_thread(self._producer.close)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with self._consumer() as consumer:
                    self._poll_until_forgotten(consumer)
            except KafkaError as fault:
                self._note_down(fault)
                self._stopping.wait(self._tuning.reconnect)
            except Exception as fault:  # noqa: BLE001 (a thread that ended would stop this function's events and say nothing)
                self._show(f"could not poll: {fault!r}; trying again")
                self._stopping.wait(self._tuning.reconnect)

    @contextmanager
    def _consumer(self) -> Iterator[Any]:
        if self._forgotten.is_set():
            self._forgotten.clear()
            self._generation += 1
            self._committed = {}
            if self._records_come_back:
                self._progress = Progress(self._tuning.backoff)
        consumer = KafkaConsumer(
            **self._brokers.client_arguments(),
            group_id=self._source.group,
            enable_auto_commit=False,
            auto_offset_reset="earliest" if self._source.from_oldest else "latest",
            # The broker looks twice in this time. Oftener, and a dozen pollers that find nothing keep a processor warm.
            fetch_max_wait_ms=250,
            reconnect_backoff_max_ms=500,
            bootstrap_timeout_ms=5_000,
            request_timeout_ms=5_000,
            allow_auto_create_topics=False,
            metrics_enabled=False,
        )
        read_leniently(consumer)
        try:
            yield consumer
        finally:
            consumer.close(autocommit=False, timeout_ms=1_000)

    def _poll_until_forgotten(self, consumer: Any) -> None:
        consumer.assign(self._partitions(consumer))
        if self._is_down:
            self._is_down = False
            self._show("Kafka answers again")
        while not (self._stopping.is_set() or self._forgotten.is_set()):
            self._read(consumer)
            self.pending = max(self.pending, len(self._progress))
            self._give_up_unreadable()
            batch = self._progress.batch(time.monotonic(), self._source.batch_size)
            if batch:
                self._handle(batch)
                self._give_up_exhausted()
            self._commit(consumer)
            self.pending = len(self._progress)

    def _partitions(self, consumer: Any) -> list[TopicPartition]:
        partitions = [
            TopicPartition(topic, number)
            for topic in self._source.topics
            for number in consumer.partitions_for_topic(topic) or ()
        ]
        if {partition.topic for partition in partitions} != set(self._source.topics):
            raise KafkaError(f"there is no topic {' or '.join(self._source.topics)} yet")
        return partitions

    def _read(self, consumer: Any) -> None:
        """Poll until something is due; then, if the mapping has a batching window, until it closes or the batch is full."""
        wait = self._wait()
        if len(self._progress) >= self._tuning.most_pending:
            self._stopping.wait(wait)
            return
        found = self._poll(consumer, wait, self._source.batch_size)
        closes = time.monotonic() + self._source.window_seconds
        while found and len(found) < self._source.batch_size and (left := closes - time.monotonic()) > 0:
            found += self._poll(consumer, min(left, self._tuning.poll), self._source.batch_size - len(found))
            if self._stopping.is_set():
                break
        # A consumer that finds the broker again by itself reads the new log too, and the next consumer will read that from its beginning.
        if not self._forgotten.is_set():
            self._progress.add(found, time.monotonic())

    def _wait(self) -> float:
        due = self._progress.next_due()
        return self._tuning.poll if due is None else min(max(due - time.monotonic(), 0), self._tuning.poll)

    def _poll(self, consumer: Any, seconds: float, most: int) -> list[SourceRecord]:
        batches = consumer.poll(timeout_ms=round(seconds * 1000), max_records=most)
        return [_record(found, self._generation) for batch in batches.values() for found in batch]

    def _handle(self, batch: Sequence[Pending]) -> None:
        records = [pending.record for pending in batch]
        try:
            invocation = self._invoke(records)
            failed = failed_records(invocation, records, partial=self._source.partial_batches)
        except PayloadTooLarge as too_large:
            self._give_up(batch, str(too_large))
        except (NotInvoked, CancelledError) as refused:
            self._show(f"could not be invoked for {len(batch)} records: {refused}")
            self._progress.postpone(batch, time.monotonic() + self._tuning.backoff.pause(1))
        except WholeBatchFailed as failure:
            self._blame(batch, str(failure))
        except Exception as fault:  # noqa: BLE001 (whatever it is, it counts, or its records would be tried for ever and at once)
            self._blame(batch, type(fault).__name__)
        else:
            self._settle(batch, failed)

    def _blame(self, batch: Sequence[Pending], why: str) -> None:
        self._show(f"failed on a batch of {len(batch)}: {why}; each record is tried again")
        self._progress.isolate(batch, time.monotonic())

    def _invoke(self, records: Sequence[SourceRecord]) -> Invocation:
        assert self._loop is not None
        event = event_of(records, self._brokers.servers)
        self._invocation = asyncio.run_coroutine_threadsafe(_invoke(self._invoker, self.function, event), self._loop)
        return self._invocation.result()

    def _settle(self, batch: Sequence[Pending], failed: set[SourceRecord]) -> None:
        self._progress.finish([pending for pending in batch if pending.record not in failed])
        again = [pending for pending in batch if pending.record in failed]
        self._progress.fail(again, time.monotonic())
        if again:
            self._show(f"reported {len(again)} of {len(batch)} records as failed; they are tried again")

    def _give_up_exhausted(self) -> None:
        exhausted = self._progress.exhausted(self._source.retries)
        if exhausted:
            self._give_up(exhausted, f"{self._source.retries + 1} attempts failed")

    def _give_up_unreadable(self) -> None:
        for pending in self._progress.unreadable(time.monotonic()):
            self._give_up([pending], pending.record.unreadable, MALFORMED)

    def _give_up(self, exhausted: Sequence[Pending], error: str, reason: str = RETRIES_EXHAUSTED) -> None:
        """Move records to the on-failure topic; without one they are dropped, as in Lambda."""
        if self._source.dead_letter_topic is not None:
            letters = [self._dead_letter(pending.record, error, reason) for pending in exhausted]
            try:
                lost = {failure.index for failure in self._producer.publish(letters)}
            except BrokerUnavailable:
                lost = set(range(len(letters)))
            self._progress.postpone((exhausted[index] for index in lost), time.monotonic() + self._tuning.backoff.pause(1))
            exhausted = [pending for index, pending in enumerate(exhausted) if index not in lost]
        self._progress.finish(exhausted)
        for pending in exhausted:
            self._show(f"gave up {pending.record.place} offset {pending.record.offset}: {error}")

    def _dead_letter(self, record: SourceRecord, error: str, reason: str) -> Record:
        letter = to_dead_letter(
            Record(
                record.topic, record.key, record.value, [(name, value) for name, value in record.headers if name != UNREADABLE]
            ),
            reason=reason,
            error=error,
            consumer=self.function,
            at=datetime.now(UTC),
            position=(record.partition, record.offset),
        )
        assert self._source.dead_letter_topic is not None
        return replace(letter, topic=self._source.dead_letter_topic)

    def _commit(self, consumer: Any) -> None:
        offsets = self._progress.committable(self._generation)
        changed = {place: offset for place, offset in offsets.items() if self._committed.get(place) != offset}
        if not changed:
            return
        with self._committing:
            if not self._forgotten.is_set():
                wanted = {TopicPartition(*place): OffsetAndMetadata(offset, "", -1) for place, offset in changed.items()}
                consumer.commit(wanted, timeout_ms=3_000)
                self._committed |= changed

    def _note_down(self, fault: KafkaError) -> None:
        if not self._is_down:
            self._is_down = True
            self._show(f"Kafka does not answer ({type(fault).__name__}: {fault}); trying again")


async def _invoke(invoker: Invoker, function: str, event: dict[str, Any]) -> Invocation:
    return await invoker.invoke(function, event)


def _record(found: Any, generation: int) -> SourceRecord:
    return SourceRecord(
        topic=found.topic,
        partition=found.partition,
        offset=found.offset,
        timestamp=found.timestamp,
        timestamp_type=found.timestamp_type,
        key=found.key,
        value=found.value,
        headers=tuple((name, value or b"") for name, value in found.headers),
        generation=generation,
    )

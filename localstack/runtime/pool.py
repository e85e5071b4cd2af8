"""The pool behind `invoke`: one waiting line per function, served by as many processes as the load asks for and the limits allow.

Unlike in Lambda, a request is not bound to the process that was started for it: it goes to whichever is free first.
"""

import asyncio
import contextlib
import json
import time
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from localstack.invocation import FunctionNotFound, Invocation, TooManyRequests, encode
from localstack.logs import Logs
from localstack.runtime import failures
from localstack.runtime.environment import environment_of, function_arn, trace_id_for
from localstack.runtime.nursery import Nursery, NurseryClosed
from localstack.runtime.worker import Job, State, Worker
from localstack.template import Function


@dataclass(frozen=True, slots=True)
class Limits:
    """How far the pool may go. Times are seconds; `queue` counts waiting requests of one function."""

    per_function: int = 8
    total: int = 64
    queue: int = 1_000
    idle_seconds: float = 60
    init_seconds: float = 30
    # After a process failed to start, the function gets no further one for so long: a broken handler must not fork in a circle.
    start_again_seconds: float = 1


@dataclass(slots=True, eq=False)
class _Line:
    """One function: its processes and the requests that wait for one."""

    function: Function
    workers: list[Worker] = field(default_factory=list)
    waiting: deque[Job] = field(default_factory=deque)
    init_error: bytes | None = None
    failed_at: float = float("-inf")

    def in_state(self, *states: State) -> list[Worker]:
        return [worker for worker in self.workers if worker.state in states]

    @property
    def soon_free(self) -> int:
        return len(self.in_state(State.STARTING, State.RETURNING))


class Pool:
    """Invokes functions in processes of this machine. Use it from one event loop."""

    def __init__(
        self, functions: Mapping[str, Function], values: Mapping[str, str], logs: Logs, limits: Limits | None = None
    ) -> None:
        self._lines = {name: _Line(function) for name, function in functions.items()}
        self._values = dict(values)
        self._logs = logs
        self._limits = limits or Limits()
        self._nursery = Nursery()
        self._starts: set[asyncio.Task[None]] = set()
        self._reaping: asyncio.Task[None] | None = None
        self._something_started = asyncio.Event()
        self._open = False

    async def start(self) -> None:
        """Start the fork parent. Functions start when they are first invoked, or with `prestart`."""
        await self._nursery.start()
        self._open = True
        self._reaping = asyncio.create_task(self._reap())

    async def prestart(self) -> dict[str, Any]:
        """Start one process of every function and wait for them. Returns the init errors by function name."""
        for line in self._lines.values():
            if not line.workers:
                self._spawn(line)
        while any(line.in_state(State.STARTING) for line in self._lines.values()):
            self._something_started.clear()
            await self._something_started.wait()
        return {name: json.loads(line.init_error) for name, line in self._lines.items() if line.init_error is not None}

    async def invoke(self, function: str, payload: Any) -> Invocation:
        """Run a function and wait for its answer. Giving up the wait does not stop the function, as in Lambda."""
        line = self._lines.get(function)
        if line is None or not self._open:
            raise FunctionNotFound(f"Function not found: {function_arn(function)}")
        job = self._enqueue(line, payload)
        self._serve(line)
        try:
            return await asyncio.shield(job.done)
        except asyncio.CancelledError:
            with contextlib.suppress(ValueError):
                line.waiting.remove(job)
            raise

    def pids(self, function: str) -> list[int]:
        """The processes of a function."""
        return [worker.pid for worker in self._lines[function].workers if worker.pid is not None]

    @property
    def fork_parent(self) -> int | None:
        """The process all others are forked from."""
        return self._nursery.pid

    @property
    def process_count(self) -> int:
        """Processes of all functions."""
        return sum(len(line.workers) for line in self._lines.values())

    async def stop(self) -> None:
        """End every process; requests under way are answered as a crash."""
        self._open = False
        if self._reaping is not None:
            self._reaping.cancel()
        await asyncio.gather(*self._starts, return_exceptions=True)
        await asyncio.gather(*(worker.stop() for worker in self._workers()))
        await self._nursery.stop()
        for line in self._lines.values():
            _fail_waiting(line, failures.exited("stopped", 0))

    def _workers(self) -> list[Worker]:
        return [worker for line in self._lines.values() for worker in line.workers]

    def _enqueue(self, line: _Line, payload: Any) -> Job:
        if len(line.waiting) >= self._limits.queue:
            raise TooManyRequests(f"{line.function.name} has {len(line.waiting)} requests waiting.")
        done: asyncio.Future[Invocation] = asyncio.get_running_loop().create_future()
        job = Job(str(uuid4()), encode(payload), trace_id_for(payload), function_arn(line.function.name), done)
        line.waiting.append(job)
        return job

    def _serve(self, line: _Line) -> None:
        """Match waiting requests with idle processes, then see whether more processes are needed."""
        # The one used last comes first: it is warm, and the others may be reaped.
        idle = sorted(line.in_state(State.IDLE), key=lambda worker: worker.idle_since)
        while line.waiting and idle:
            idle.pop().run(line.waiting.popleft())
        while len(line.waiting) > line.soon_free and self._may_grow(line):
            self._spawn(line)

    def _may_grow(self, line: _Line) -> bool:
        if not self._open or len(line.workers) >= self._limits.per_function:
            return False
        if line.workers and time.monotonic() - line.failed_at < self._limits.start_again_seconds:
            return False
        return self.process_count < self._limits.total or (not line.workers and self._make_room())

    def _make_room(self) -> bool:
        """At the limit of all processes, a function without any takes the place of the process that idles longest."""
        idle = [worker for worker in self._workers() if worker.state is State.IDLE]
        if not idle:
            return False
        self._retire(min(idle, key=lambda worker: worker.idle_since))
        return True

    def _retire(self, worker: Worker) -> None:
        """End a process that is not needed and must not be replaced."""
        self._lines[worker.function.name].workers.remove(worker)
        worker.kill()

    def _spawn(self, line: _Line) -> None:
        show = self._logs.writer(line.function.name)
        worker = Worker(line.function, self._nursery, show, self._changed, self._limits.init_seconds)
        line.workers.append(worker)
        starting = asyncio.create_task(self._start(worker))
        self._starts.add(starting)
        starting.add_done_callback(self._starts.discard)

    async def _start(self, worker: Worker) -> None:
        try:
            await worker.start(environment_of(worker.function, self._values))
        except (NurseryClosed, OSError) as refused:
            self._logs.write(worker.function.name, f"could not be started: {refused}")
            worker.state, worker.init_error = State.DEAD, failures.exited("init", 1)
            self._changed(worker)

    def _changed(self, worker: Worker) -> None:
        """Take note that a process became idle or ended, and go on."""
        line = self._lines[worker.function.name]
        if worker.state is State.IDLE:
            line.init_error = None
        elif worker in line.workers:
            line.workers.remove(worker)
            self._replace(line, worker.init_error)
        self._something_started.set()
        self._serve(line)
        for other in self._without_process():
            self._serve(other)

    def _replace(self, line: _Line, init_error: bytes | None) -> None:
        """After a crash keep one process warm; after a failed start wait for the next request instead."""
        if init_error is None:
            if self._open and not line.workers and self.process_count < self._limits.total:
                self._spawn(line)
            return
        line.init_error, line.failed_at = init_error, time.monotonic()
        if not line.workers:
            _fail_waiting(line, init_error)

    def _without_process(self) -> Iterator[_Line]:
        return (line for line in self._lines.values() if line.waiting and not line.workers)

    async def _reap(self) -> None:
        """End processes beyond the first of a function that have had nothing to do for a while."""
        while True:
            await asyncio.sleep(min(self._limits.idle_seconds, 5) / 2)
            longest = time.monotonic() - self._limits.idle_seconds
            for line in self._lines.values():
                for worker in line.in_state(State.IDLE)[1:]:
                    if worker.idle_since < longest:
                        self._retire(worker)


def _fail_waiting(line: _Line, error: bytes) -> None:
    while line.waiting:
        line.waiting.popleft().finish(error, failures.UNHANDLED)

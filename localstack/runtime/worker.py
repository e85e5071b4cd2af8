"""One function process and the Runtime API it polls (AWS Lambda Runtime API, 2018-06-01). Serves one request at a time.

Every process gets a Runtime API on a port of its own, as every Lambda environment has: the path of the API names no function.
"""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from localstack.invocation import PAYLOAD_LIMIT, Invocation
from localstack.runtime import failures
from localstack.runtime.http import HEAD_LIMIT, Request, read_request, write_response
from localstack.runtime.nursery import Nursery
from localstack.template import Function

API = "/2018-06-01/runtime"
# awslambdaric says on every failed import that AWS may have changed its runtime; here nobody did.
ADVICE_ABOUT_AWS = "LAMBDA_WARNING: Unhandled exception."


class State(Enum):
    """`STARTING → IDLE → BUSY → RETURNING → IDLE`, and from each to `DEAD`."""

    STARTING = "starting"
    IDLE = "idle"
    BUSY = "busy"
    # It has answered and will ask for the next request in a moment.
    RETURNING = "returning"
    DEAD = "dead"


@dataclass(slots=True)
class Job:
    """One request on its way through a process."""

    request_id: str
    body: bytes
    trace_id: str
    arn: str
    done: asyncio.Future[Invocation]
    deadline: asyncio.TimerHandle | None = field(default=None)

    def finish(self, payload: bytes, function_error: str | None = None) -> None:
        """Answer the caller, once."""
        if self.deadline is not None:
            self.deadline.cancel()
        if not self.done.done():
            self.done.set_result(Invocation(self.request_id, payload, function_error))


class Worker:
    """A process of one function. `on_change` is called with it whenever its state changes."""

    def __init__(
        self,
        function: Function,
        nursery: Nursery,
        show: Callable[[str], None],
        on_change: Callable[["Worker"], None],
        init_timeout: float,
    ) -> None:
        self.function = function
        self.state = State.STARTING
        self.pid: int | None = None
        self.idle_since = time.monotonic()
        self.init_error: bytes | None = None
        self._nursery = nursery
        self._show = show
        self._on_change = on_change
        self._init_timeout = init_timeout
        self._job: Job | None = None
        self._next_job: asyncio.Future[Job] | None = None
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.StreamWriter] = set()
        self._output: asyncio.ReadTransport | None = None
        self._watch: asyncio.Task[None] | None = None
        self._init_deadline: asyncio.TimerHandle | None = None

    async def start(self, environment: Mapping[str, str]) -> None:
        """Open the Runtime API and fork the process; it is usable when `on_change` says IDLE."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=HEAD_LIMIT)
        port = self._server.sockets[0].getsockname()[1]
        output = await self._open_output()
        try:
            self.pid = await self._nursery.fork(
                self.function.handler, self.function.code, {**environment, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}"}, output
            )
        finally:
            os.close(output)
        self._watch = asyncio.create_task(self._wait_for_exit(self.pid))
        self._init_deadline = asyncio.get_running_loop().call_later(self._init_timeout, self._init_took_too_long)

    def run(self, job: Job) -> None:
        """Hand a request to this idle process."""
        assert self.state is State.IDLE
        assert self._next_job is not None
        self._job, self.state = job, State.BUSY
        self._next_job.set_result(job)
        job.deadline = asyncio.get_running_loop().call_later(self.function.timeout_seconds, self._took_too_long, job)

    def kill(self) -> None:
        """End the process at once."""
        if self.pid is not None and self.state is not State.DEAD:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    async def stop(self) -> None:
        """End the process and wait until it is gone."""
        self.kill()
        if self._watch is not None:
            await asyncio.gather(self._watch, return_exceptions=True)

    async def _open_output(self) -> int:
        """Make the pipe that carries the function's output to the log; returns the end for the function."""
        read_end, write_end = os.pipe()
        loop = asyncio.get_running_loop()
        self._output, _ = await loop.connect_read_pipe(lambda: _Lines(self._show), os.fdopen(read_end, "rb", 0))
        return write_end

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections.add(writer)
        try:
            while (request := await read_request(reader, writer)) is not None:
                await self._answer(request, writer)
                await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._connections.discard(writer)
            writer.close()

    async def _answer(self, request: Request, writer: asyncio.StreamWriter) -> None:
        match request.path.removeprefix(API).strip("/").split("/"):
            case ["invocation", "next"]:
                await self._answer_next(writer)
            case ["invocation", request_id, "response"]:
                self._finish(request_id, request.body)
                write_response(writer, 202, {}, b"")
            case ["invocation", request_id, "error"]:
                self._finish(request_id, request.body, failures.UNHANDLED)
                write_response(writer, 202, {}, b"")
            case ["init", "error"]:
                self.init_error = request.body
                write_response(writer, 202, {}, b"")
            case _:
                write_response(writer, 404, {}, b"")

    async def _answer_next(self, writer: asyncio.StreamWriter) -> None:
        self._next_job = asyncio.get_running_loop().create_future()
        self._become_idle()
        job = await self._next_job
        deadline_ms = int((time.time() + self.function.timeout_seconds) * 1000)
        headers = {
            "Content-Type": "application/json",
            "Lambda-Runtime-Aws-Request-Id": job.request_id,
            "Lambda-Runtime-Deadline-Ms": str(deadline_ms),
            "Lambda-Runtime-Invoked-Function-Arn": job.arn,
            "Lambda-Runtime-Trace-Id": job.trace_id,
        }
        write_response(writer, 200, headers, job.body)

    def _become_idle(self) -> None:
        if self._init_deadline is not None:
            self._init_deadline.cancel()
            self._init_deadline = None
        self.state, self.idle_since = State.IDLE, time.monotonic()
        self._on_change(self)

    def _finish(self, request_id: str, payload: bytes, function_error: str | None = None) -> None:
        job = self._job
        if job is None or job.request_id != request_id:
            return
        self._job, self.state = None, State.RETURNING
        if len(payload) > PAYLOAD_LIMIT:
            payload, function_error = failures.response_too_large(len(payload)), failures.UNHANDLED
        job.finish(payload, function_error)

    def _took_too_long(self, job: Job) -> None:
        seconds = float(self.function.timeout_seconds)
        self._show(f"{job.request_id} Task timed out after {seconds:.2f} seconds")
        self._job = None
        job.finish(failures.timed_out(job.request_id, seconds), failures.UNHANDLED)
        self.kill()

    def _init_took_too_long(self) -> None:
        self.init_error = failures.init_timed_out("init", self._init_timeout)
        self._show(f"Init timed out after {self._init_timeout:.2f} seconds")
        self.kill()

    async def _wait_for_exit(self, pid: int) -> None:
        status = await self._nursery.exited(pid)
        if self._init_deadline is not None:
            self._init_deadline.cancel()
        if self.state is State.STARTING and self.init_error is None:
            self.init_error = failures.exited("init", status)
        if self._job is not None:
            self._show(f"{self._job.request_id} Runtime exited in the middle of a request: {_status(status)}")
            self._job.finish(failures.exited(self._job.request_id, status), failures.UNHANDLED)
        self.state = State.DEAD
        await self._close()
        self._on_change(self)

    async def _close(self) -> None:
        if self._next_job is not None:
            self._next_job.cancel()
        if self._server is not None:
            self._server.close()
        for writer in list(self._connections):
            writer.close()
        # What the process wrote last is still in the pipe: the transport closes itself at its end.
        await asyncio.sleep(0)


def _status(status: int) -> str:
    return f"exit status {status}" if status >= 0 else f"signal {signal.Signals(-status).name}"


class _Lines(asyncio.Protocol):
    """Cuts a function's output into lines. awslambdaric ends the lines of an error with CR and indents with no-break spaces."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._rest = b""

    def data_received(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).replace(b"\r", b"\n").split(b"\n")
        for line in lines:
            self._write(line)

    def connection_lost(self, _: Exception | None) -> None:
        self._write(self._rest)

    def _write(self, line: bytes) -> None:
        text = line.decode("utf-8", "replace").replace("\u00a0", " ").rstrip()
        if text and ADVICE_ABOUT_AWS not in text:
            self._show(text)

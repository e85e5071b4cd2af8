"""The stack's hold on the fork parent: asks for a new process, hears when one has ended. Knows no Lambda."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


class NurseryClosed(Exception):
    """The fork parent has ended."""


class Nursery:
    """Forks function processes. Start and use it from one event loop."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._listening: asyncio.Task[None] | None = None
        self._answers: asyncio.Queue[int | None] = asyncio.Queue()
        self._exits: dict[int, asyncio.Future[int]] = {}
        self._early_exits: dict[int, int] = {}
        self._lock = asyncio.Lock()

    async def start(self) -> None:
        """Start the fork parent; returns once it has imported what functions share."""
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "localstack.runtime.fork_parent", str(theirs.fileno())]
        with theirs:
            # From this thread, not from a pool of threads: see `die_with_parent`.
            self._process = subprocess.Popen(  # noqa: ASYNC220 (returns as soon as the process exists)
                command, pass_fds=[theirs.fileno()], env=bare_environment(), stdin=subprocess.DEVNULL, start_new_session=True
            )
        # Descriptors travel by sendmsg, which a stream's transport does not offer; hence two handles on one socket.
        self._control = ours.dup()
        self._control.setblocking(True)
        reader, self._writer = await asyncio.open_connection(sock=ours)
        self._answers = asyncio.Queue()
        self._listening = asyncio.create_task(self._listen(reader))
        await self._answer()

    async def fork(self, handler: str, code: Path, environment: Mapping[str, str], output: int) -> int:
        """Fork a process for `handler`, found under the folder `code`, writing to `output`. Returns its pid."""
        async with self._lock:
            if self._listening is None or self._listening.done():
                await self._restart()
            assert self._control is not None
            request = {"handler": handler, "code": str(code), "environment": dict(environment)}
            try:
                socket.send_fds(self._control, [json.dumps(request).encode() + b"\n"], [output])
            except OSError as gone:
                raise NurseryClosed("The parent of the functions has ended.") from gone
            return await self._answer()

    def exited(self, pid: int) -> asyncio.Future[int]:
        """The exit status of a forked process, negative for a signal, once it has ended."""
        future = self._exits.setdefault(pid, asyncio.get_running_loop().create_future())
        if pid in self._early_exits and not future.done():
            future.set_result(self._early_exits.pop(pid))
        return future

    @property
    def pid(self) -> int | None:
        """The fork parent's process id."""
        return self._process.pid if self._process else None

    async def stop(self) -> None:
        """End the fork parent; the kernel ends its children with it."""
        await self._close()
        for pid in list(self._exits):
            _kill(pid)
        self._forget_children()

    async def _answer(self) -> int:
        pid = await self._answers.get()
        if pid is None:
            raise NurseryClosed("The parent of the functions has ended.")
        return pid

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        with contextlib.suppress(ConnectionError):
            while line := await reader.readline():
                message = json.loads(line)
                if "exited" in message:
                    self._note_exit(message["exited"], message["status"])
                else:
                    self._answers.put_nowait(message.get("forked") or message.get("ready"))
        self._answers.put_nowait(None)
        self._forget_children()

    def _note_exit(self, pid: int, status: int) -> None:
        future = self._exits.pop(pid, None)
        if future is None:
            self._early_exits[pid] = status
        elif not future.done():
            future.set_result(status)

    def _forget_children(self) -> None:
        """Without the fork parent its children are dead too, killed by the kernel or, where it cannot, by us."""
        for pid, future in self._exits.items():
            _kill(pid)
            if not future.done():
                future.set_result(-signal.SIGKILL)
        self._exits.clear()

    async def _restart(self) -> None:
        await self._close()
        await self.start()

    async def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            with contextlib.suppress(ConnectionError):
                await self._writer.wait_closed()
        if self._control is not None:
            self._control.close()
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._writer = self._control = self._process = self._listening = None


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def bare_environment() -> dict[str, str]:
    """What a process needs to run at all; nothing of what happens to be set in the shell that started the stack."""
    kept = ("PATH", "SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH")
    return {"LANG": "C.UTF-8"} | {name: os.environ[name] for name in kept if name in os.environ}

"""A foreign program that runs as long as the stack: started through the guard, its output in a file, its end noticed."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from localstack.parts.guard import SAME_USER
from localstack.runtime.nursery import bare_environment


class PartFailed(Exception):
    """A part did not start; the message says where its log is."""


class Program:
    """One running program at a time. `on_crash` is called with its exit status when it ends without being asked."""

    def __init__(self, log_file: Path, user: str | None = None, last_signal: signal.Signals = signal.SIGTERM) -> None:
        self.on_crash: Callable[[int], None] = lambda _status: None
        self._log_file = log_file
        self._user = user or SAME_USER
        self._last_signal = last_signal
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def start(self, command: Sequence[str], environment: Mapping[str, str] | None = None, cwd: Path | None = None) -> None:
        """Start it and watch it."""
        self._process = await self._launch(command, environment, cwd)
        self._watch = asyncio.create_task(self._wait(self._process))

    async def run(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> int:
        """Run a program to its end, under the same user. Returns its exit status."""
        return await (await self._launch(command, environment, None)).wait()

    async def stop(self, seconds: float = 10) -> None:
        """Ask it to end, and make it end after a while."""
        if self._process is None:
            return
        process, self._process = self._process, None
        if self._watch is not None:
            self._watch.cancel()
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(self._last_signal)
        try:
            async with asyncio.timeout(seconds):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    async def _launch(
        self, command: Sequence[str], environment: Mapping[str, str] | None, cwd: Path | None
    ) -> asyncio.subprocess.Process:
        self._log_file.parent.mkdir(parents=True, exist_ok=True)
        guarded = [sys.executable, "-m", "localstack.parts.guard", self._user, self._last_signal.name, *command]
        with self._log_file.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *guarded,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=bare_environment() | dict(environment or {}),
                cwd=cwd,
                start_new_session=True,
            )

    async def _wait(self, process: asyncio.subprocess.Process) -> None:
        status = await process.wait()
        if self._process is process:
            self._process = None
            self.on_crash(status)

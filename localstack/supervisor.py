"""Starts a crashed part again, and gives up when it keeps crashing. Knows parts by their `start` alone."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from localstack.logs import Logs

CRASHES = 3
WINDOW_SECONDS = 60.0


class Part(Protocol):
    """Something that can crash."""

    name: str

    async def start(self) -> None: ...

    def on_crash(self, callback: Callable[[int], None]) -> None: ...


class Supervisor:
    """Watches parts. After the fourth crash within a minute `gave_up` is set and says why."""

    def __init__(self, logs: Logs, clock: Callable[[], float] = time.monotonic) -> None:
        self.gave_up = asyncio.Event()
        self.reason = ""
        self._logs = logs
        self._clock = clock
        self._crashes: dict[str, deque[float]] = {}
        self._repairs: set[asyncio.Task[None]] = set()

    def watch(self, part: Part) -> None:
        """Start the part again whenever it ends unasked."""
        part.on_crash(lambda status: self._repair_soon(part, status))

    async def stop(self) -> None:
        """Leave the parts alone from now on."""
        for repair in self._repairs:
            repair.cancel()
        await asyncio.gather(*self._repairs, return_exceptions=True)

    def _repair_soon(self, part: Part, status: int) -> None:
        self._logs.write(part.name, f"ended unasked with status {status}")
        crashes = self._crashes.setdefault(part.name, deque())
        crashes.append(self._clock())
        while crashes[0] < self._clock() - WINDOW_SECONDS:
            crashes.popleft()
        if len(crashes) > CRASHES:
            self._give_up(f"The {part.name} crashed {len(crashes)} times within a minute.")
            return
        repair = asyncio.create_task(self._repair(part))
        self._repairs.add(repair)
        repair.add_done_callback(self._repairs.discard)

    async def _repair(self, part: Part) -> None:
        try:
            await part.start()
        except Exception as fault:  # noqa: BLE001 (whatever it is, the part is gone for good: say so and end the stack)
            self._give_up(f"The {part.name} did not start again: {fault}")
        else:
            self._logs.write(part.name, "started again")

    def _give_up(self, reason: str) -> None:
        self._logs.write("stack", reason)
        self.reason = reason
        self.gave_up.set()

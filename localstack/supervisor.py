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
        self._repairs: dict[str, asyncio.Task[None]] = {}

    def watch(self, part: Part) -> None:
        """Start the part again whenever it ends unasked."""
        part.on_crash(lambda status: self._repair_soon(part, status))

    async def stop(self) -> None:
        """Leave the parts alone from now on."""
        repairs = list(self._repairs.values())
        for repair in repairs:
            repair.cancel()
        await asyncio.gather(*repairs, return_exceptions=True)

    def _repair_soon(self, part: Part, status: int) -> None:
        self._logs.write(part.name, f"ended unasked with status {status}")
        # One that crashes while it is being started again fails that start, and the repair under way goes on with it.
        under_way = self._repairs.get(part.name)
        if self._may_go_on(part) and (under_way is None or under_way.done()):
            self._repairs[part.name] = asyncio.create_task(self._repair(part))

    async def _repair(self, part: Part) -> None:
        while True:
            try:
                await part.start()
            except Exception as fault:  # noqa: BLE001 (whatever it is, the part is not up: say so and try again)
                self._logs.write(part.name, f"did not start again: {fault}")
            else:
                self._logs.write(part.name, "started again")
                return
            if not self._may_go_on(part):
                return

    def _may_go_on(self, part: Part) -> bool:
        """Count one failure; False and `gave_up` when it was one too many."""
        crashes = self._crashes.setdefault(part.name, deque())
        crashes.append(self._clock())
        while crashes[0] < self._clock() - WINDOW_SECONDS:
            crashes.popleft()
        if len(crashes) <= CRASHES:
            return True
        self.reason = f"The {part.name} crashed {len(crashes)} times within a minute."
        self._logs.write("stack", self.reason)
        self.gave_up.set()
        return False

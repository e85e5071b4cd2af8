"""Invokes functions by the clock. A schedule never overlaps itself; a failure is shown, and the next time is tried again.

A `rate` first runs when the stack starts, as a new schedule does in AWS. Times that passed while the stack was down, or while the
function still ran, are skipped.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from localstack.invocation import Invoker, NotInvoked
from localstack.logs import Logs
from localstack.scheduler.expressions import Rate, Timing, parse
from localstack.template import Function, ScheduleRule

SCHEDULED_TIME = "<aws.scheduler.scheduled-time>"
# A machine that slept must not wait for a timer that was set in another hour.
LONGEST_SLEEP_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """One function and when it is due."""

    name: str
    function: str
    timing: Timing
    input: str

    def event(self, at: datetime) -> Any:
        """What the function is given for the time `at`: the template's input with the scheduled time in it."""
        return json.loads(self.input.replace(SCHEDULED_TIME, at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")))


def schedules_of(functions: Iterable[Function]) -> list[Schedule]:
    """Every enabled schedule of the template. Raises: ValueError for an expression that is not understood."""
    return [_schedule(function, rule) for function in functions for rule in function.schedules if rule.enabled]


def _schedule(function: Function, rule: ScheduleRule) -> Schedule:
    return Schedule(rule.name, function.name, parse(rule.expression, rule.time_zone), rule.input)


class Scheduler:
    """Runs schedules until it is stopped."""

    def __init__(
        self,
        schedules: Iterable[Schedule],
        invoker: Invoker,
        logs: Logs,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._schedules = list(schedules)
        self._invoker = invoker
        self._logs = logs
        self._clock = clock
        self._sleep = sleep
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin; returns at once."""
        self._tasks = [asyncio.create_task(self._keep(schedule)) for schedule in self._schedules]

    async def stop(self) -> None:
        """Stop; a function that runs is not waited for."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    async def _keep(self, schedule: Schedule) -> None:
        due = self._clock() if isinstance(schedule.timing, Rate) else schedule.timing.next_after(self._clock())
        while due is not None:
            await self._sleep_until(due)
            await self._run(schedule, due)
            due = self._next(schedule.timing, due)

    def _next(self, timing: Timing, due: datetime) -> datetime | None:
        """The next time that has not passed yet."""
        following = timing.next_after(due)
        while following is not None and following <= self._clock():
            following = timing.next_after(following)
        return following

    async def _sleep_until(self, due: datetime) -> None:
        while (left := (due - self._clock()).total_seconds()) > 0:
            await self._sleep(min(left, LONGEST_SLEEP_SECONDS))

    async def _run(self, schedule: Schedule, due: datetime) -> None:
        try:
            invocation = await self._invoker.invoke(schedule.function, schedule.event(due))
        except NotInvoked as refused:
            self._logs.write("scheduler", f"{schedule.name} was not run: {refused}")
            return
        if invocation.function_error is not None:
            self._logs.write("scheduler", f"{schedule.name} failed: {invocation.payload.decode('utf-8', 'replace')[:500]}")

"""`medbook run`: one stack in the foreground, from the first line on the screen to the last process."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Coroutine
from typing import Any

from localstack import state
from localstack.console import banner
from localstack.gateway.server import PortTaken
from localstack.logs import Logs
from localstack.options import Options
from localstack.parts.program import PartFailed
from localstack.stack import Stack, StackFailed

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


async def run_until_told(options: Options) -> int:
    """Run a stack until a signal comes or it breaks for good. Returns the exit status."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    told = asyncio.Event()
    for which in SIGNALS:
        loop.add_signal_handler(which, told.set)
    try:
        stack = Stack(options, Logs(options.state_dir / state.LOGS / state.FUNCTIONS_LOG, sys.stdout))
        if not await _unless(told, stack.start()):
            return 0
    except (StackFailed, PortTaken, PartFailed) as failure:
        print(f"medbook: {failure}", file=sys.stderr)
        return 1
    print(banner(stack, loop.time() - began), flush=True)
    await _first(told, stack.supervisor.gave_up)
    print("\nStopping.", flush=True)
    await stack.stop()
    return 1 if stack.supervisor.gave_up.is_set() else 0


async def _unless(told: asyncio.Event, starting: Coroutine[Any, Any, None]) -> bool:
    """Start, and let a signal break it off; then the stack has stopped what it had started. True when it is up."""
    task = asyncio.create_task(starting)
    telling = asyncio.create_task(told.wait())
    await asyncio.wait({task, telling}, return_when=asyncio.FIRST_COMPLETED)
    telling.cancel()
    if not task.done():
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        return False
    task.result()
    return True


async def _first(*events: asyncio.Event) -> None:
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()

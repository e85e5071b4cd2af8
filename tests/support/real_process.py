"""The parts of a real process, from settings in the environment, for functions that are called in the test's own process."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from medbook.bootstrap import Process, now, process


@contextmanager
def real_process(settings: Mapping[str, str], clock: Callable[[], datetime] = now) -> Iterator[Process]:
    """Let `bootstrap.process()` be made anew from these settings and on this clock, and leave no connection open."""
    with patch.dict("os.environ", settings):
        process.cache_clear()
        parts = process()
        parts.clock = clock
        try:
            yield parts
        finally:
            process.cache_clear()
            _close(parts)


def _close(parts: Process) -> None:
    made = vars(parts)
    if "engine" in made:
        made["engine"].dispose()
    for name in ("producer", "background_producer"):
        if name in made:
            made[name].close()

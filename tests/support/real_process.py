"""The parts of a real process, from settings in the environment, for functions that are called in the test's own process."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from unittest.mock import patch

from medbook.bootstrap import Process, process


@contextmanager
def real_process(settings: Mapping[str, str]) -> Iterator[Process]:
    """Let `bootstrap.process()` be made anew from these settings, and leave no connection open."""
    with patch.dict("os.environ", settings):
        process.cache_clear()
        parts = process()
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

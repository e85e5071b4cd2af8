"""kafka-python leaves sockets of refused connections to the garbage collector: collect them where the warning is expected."""

import gc
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

# The collector may come by in the middle of a test.
refused_sockets_are_known = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")


@contextmanager
def refused_sockets_collected() -> Iterator[None]:
    """Wait for the client's threads, and collect what they leave."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        # A client that finds no broker gives up after ten seconds.
        thread.join(timeout=15)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "unclosed <socket", ResourceWarning)
        gc.collect()

"""Looking at processes and waiting for what other processes do."""

import os
import time
from collections.abc import Callable
from pathlib import Path


def descendants() -> set[int]:
    """Every process below this one that is more than a zombie, and those below them."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents[int(stat.parent.name)] = int(fields[1])
    found = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {os.getpid()}


def eventually(holds: Callable[[], bool], otherwise: str = "it never came about", seconds: float = 20) -> None:
    """Wait until something holds; how long it takes is not what is tested."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, otherwise
        time.sleep(0.01)

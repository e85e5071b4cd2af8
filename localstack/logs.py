"""Where the lines of functions and parts go: the screen, a file, and a short memory that tests read."""

import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from localstack.readable import readable

REMEMBERED_LINES = 5_000


class Logs:
    """Lines with the name of who wrote them. May be written to from any thread."""

    def __init__(self, file: Path | None = None, screen: TextIO | None = None) -> None:
        self._screen = screen
        self._memory: deque[tuple[str, str]] = deque(maxlen=REMEMBERED_LINES)
        self._lock = threading.Lock()
        self._file = self._open(file)

    @staticmethod
    def _open(file: Path | None) -> TextIO | None:
        if file is None:
            return None
        file.parent.mkdir(parents=True, exist_ok=True)
        return file.open("a", encoding="utf-8", buffering=1)

    def write(self, source: str, line: str) -> None:
        """Show one line of `source`."""
        with self._lock:
            self._memory.append((source, line))
            if self._file is not None:
                print(f"{source:<26} | {line}", file=self._file, flush=True)
            if self._screen is not None and (shown := readable(line)) is not None:
                print(f"{source:<26} | {shown}", file=self._screen, flush=True)

    def writer(self, source: str) -> Callable[[str], None]:
        """Give `source` a pen of its own."""
        return lambda line: self.write(source, line)

    def lines(self, source: str | None = None) -> list[str]:
        """The last lines, of all or of one source, oldest first."""
        with self._lock:
            return [line for name, line in self._memory if source in (None, name)]

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

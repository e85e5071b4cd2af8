"""Functions as containers without an engine: the image's own entry point as a process, with no more rights than Compose leaves it."""

import os
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.support.broker import free_port
from tests.support.dockerfile import Image

# Root without a single capability is an owner like any other: what is not writable cannot be written.
NO_RIGHTS = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all", "--no-new-privs"]
# 26 at once, on a machine that may have other things to do.
START_SECONDS = 240


@dataclass
class Container:
    """One container that serves."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> str:
        return self.log.read_text()

    def until_healthy(self) -> None:
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self.process.poll() is None, self.output
            assert time.monotonic() < end, self.output
            time.sleep(0.05)

    def stop(self) -> int:
        """Ask it to end, as an engine does, and wait; give its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=40)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health", timeout=5).status_code == 200
        except httpx.TransportError:
            return False


class Engine:
    """Starts containers of an image. Each finds its settings in the environment, and everything but /tmp is read-only to it."""

    def __init__(self, image: Image, settings: Mapping[str, str], logs: Path) -> None:
        self.image = image
        self.settings = dict(settings)
        self.logs = logs
        self._started = 0

    def command(self, *arguments: str) -> list[str]:
        return [*(NO_RIGHTS if os.geteuid() == 0 else []), *self.image.entry_point, *arguments]

    def environment(self, function: str, **more: str) -> dict[str, str]:
        return self.image.environment | {"HOME": "/nonexistent", "FUNCTION": function} | self.settings | more

    def run(self, function: str, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run a container to its end."""
        return subprocess.run(
            self.command(*arguments), env=self.environment(function, **more), cwd=self.image.app, capture_output=True, text=True
        )

    def start(self, function: str, **more: str) -> Container:
        """Start a container; it need not serve yet."""
        port = free_port()
        self._started += 1
        log = self.logs / f"{self._started}-{function}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                self.command(),
                env=self.environment(function, PORT=str(port), **more),
                cwd=self.image.app,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        return Container(process, port, log)

    @contextmanager
    def running(self, function: str, **more: str) -> Iterator[Container]:
        """A container that serves, gone at the end."""
        with self.all_running([function], **more) as containers:
            yield containers[function]

    @contextmanager
    def all_running(self, functions: Iterable[str], **more: str) -> Iterator[dict[str, Container]]:
        """A container of each, all started at once."""
        with ExitStack() as stack:
            containers = {function: self.start(function, **more) for function in functions}
            for container in containers.values():
                stack.callback(_end, container)
            with ThreadPoolExecutor(8) as pool:
                list(pool.map(Container.until_healthy, containers.values()))
            yield containers


def _end(container: Container) -> None:
    container.process.kill()
    container.process.wait()

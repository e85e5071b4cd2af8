"""Real processes in folders of their own. Every test module ends with no process left."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from localstack.background import EventLoopThread
from tests.support.kafka_python import refused_sockets_collected
from tests.support.processes import descendants, eventually


@pytest.fixture(scope="module")
def loop() -> Iterator[EventLoopThread]:
    with EventLoopThread() as running:
        yield running


@pytest.fixture(scope="module")
def state_dir() -> Iterator[Path]:
    """Not pytest's tmp_path: that is closed to other users, and PostgreSQL does not run as root."""
    folder = Path(tempfile.mkdtemp(prefix="medbook-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module", autouse=True)
def no_socket_of_kafka_python_left() -> Iterator[None]:
    with refused_sockets_collected():
        yield


@pytest.fixture(scope="module", autouse=True)
def no_process_left() -> Iterator[None]:
    before = descendants()
    yield
    eventually(lambda: descendants() <= before, f"processes left: {descendants() - before}")

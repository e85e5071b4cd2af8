"""One whole stack for the suite: every function in a process of its own, real PostgreSQL, Kafka and mail."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from localstack.background import BackgroundStack
from localstack.eventsource.poller import Tuning
from localstack.eventsource.progress import Backoff
from localstack.options import Options
from tests.support.kafka_python import refused_sockets_collected
from tests.support.visitors import Visitor


@pytest.fixture(scope="session", autouse=True)
def no_socket_of_kafka_python_left() -> Iterator[None]:
    """Of the whole suite: as long as its stack runs, the stack's clients have threads, which nobody should wait for."""
    with refused_sockets_collected():
        yield


@pytest.fixture(scope="session")
def running() -> Iterator[BackgroundStack]:
    folder = Path(tempfile.mkdtemp(prefix="medbook-e2e-"))
    folder.chmod(0o755)
    # The pauses of a clinic that runs for days would be half a minute once a test has kept a server away for one.
    tuning = Tuning(backoff=Backoff(longest=4))
    with BackgroundStack(Options(state_dir=folder, durable=False, tuning=tuning)) as stack:
        yield stack
    shutil.rmtree(folder)


@pytest.fixture
def visitor(running: BackgroundStack) -> Iterator[Visitor]:
    with Visitor.at(running.stack.url) as visitor:
        yield visitor


@pytest.fixture
def admin(visitor: Visitor) -> Visitor:
    return visitor.another().sign_in("admin@medbook.example")

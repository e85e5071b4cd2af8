"""Settings of every suite."""

import pytest
from hypothesis import settings

from tests.support.kafka_python import refused_sockets_are_known

# How long an example takes depends on what else the machine does: no timed assertions.
settings.register_profile("medbook", deadline=None)
settings.load_profile("medbook")

# Suites in which a broker is stopped, killed or not there yet.
_REFUSED = ("integration/kafka", "integration/localstack", "functions/test_relay_outbox", "e2e")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(place in item.path.as_posix() for place in _REFUSED):
            item.add_marker(refused_sockets_are_known)

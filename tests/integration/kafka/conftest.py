"""Every test here may be refused by a broker."""

from collections.abc import Iterator

import pytest

from tests.support.kafka_python import refused_sockets_collected


@pytest.fixture(autouse=True)
def no_sockets_left_over() -> Iterator[None]:
    with refused_sockets_collected():
        yield

"""One database for all who need no other."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.support.clinic import running_database


@pytest.fixture(scope="session")
def database() -> Iterator[Engine]:
    with running_database() as engine:
        yield engine

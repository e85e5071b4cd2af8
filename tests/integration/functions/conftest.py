"""One database for all functions' tests; each test gets an empty clinic."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.support.clinic import Clinic, empty, running_database


@pytest.fixture(scope="session")
def database() -> Iterator[Engine]:
    with running_database() as engine:
        yield engine


@pytest.fixture
def clinic(database: Engine) -> Clinic:
    empty(database)
    return Clinic(database)

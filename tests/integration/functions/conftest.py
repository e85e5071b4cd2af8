"""Each test gets an empty clinic."""

import pytest
from sqlalchemy import Engine

from tests.support.clinic import Clinic, empty


@pytest.fixture
def clinic(database: Engine) -> Clinic:
    empty(database)
    return Clinic(database)

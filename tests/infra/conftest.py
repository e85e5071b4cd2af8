"""What the tests of the hosts share: one build for this machine, and the template as AWS would resolve it."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.built import Built, make_build
from tests.support.cloudformation import BROUGHT, PUBLISHED, Json, resolved, translated


@pytest.fixture(scope="session")
def built() -> Iterator[Built]:
    folder = Path(tempfile.mkdtemp(prefix="medbook-build-"))
    folder.chmod(0o755)
    try:
        yield make_build(folder / "build")
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def document() -> Json:
    return translated()


@pytest.fixture(scope="session")
def on_msk(document: Json) -> Json:
    """Everything that Terraform makes."""
    return resolved(document, PUBLISHED)


@pytest.fixture(scope="session")
def self_managed(document: Json) -> Json:
    """A database, a Kafka and a mail server of one's own."""
    return resolved(document, BROUGHT)


@pytest.fixture(scope="session")
def in_production(document: Json) -> Json:
    return resolved(document, PUBLISHED | {"Environment": "prod", "ReserveConcurrency": "true", "SnapStart": "true"})

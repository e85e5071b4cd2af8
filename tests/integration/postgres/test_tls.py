"""The modes of libpq on a PostgreSQL that speaks TLS, with pg8000."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from localstack.demo import seed_if_empty
from localstack.parts.foreign import hand_over, unprivileged_user
from medbook.postgres.engine import open_engine
from tests.support.certificates import Certificates, certificates_for
from tests.support.clinic import running_database

_IN_TLS = text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates_for("localhost", tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def database(certificates: Certificates) -> Iterator[Engine]:
    """A PostgreSQL that shows a certificate for `localhost`."""
    with running_database() as engine:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            folder = Path(connection.exec_driver_sql("SHOW data_directory").scalar_one())
            for name in ("server", "key"):
                _lend(getattr(certificates, name), folder / f"medbook.{name}")
            connection.exec_driver_sql("ALTER SYSTEM SET ssl_cert_file = 'medbook.server'")
            connection.exec_driver_sql("ALTER SYSTEM SET ssl_key_file = 'medbook.key'")
        speak_tls(engine, "on")
        yield engine


def _lend(source: Path, target: Path) -> None:
    """PostgreSQL reads a key that is its own and nobody else's to read."""
    target.touch(0o600)
    target.write_bytes(source.read_bytes())
    hand_over(target, unprivileged_user())


def speak_tls(database: Engine, said: str) -> None:
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"ALTER SYSTEM SET ssl = {said}")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
        # A session hears of it after the server that takes new connections.
        while connection.exec_driver_sql("SHOW ssl").scalar_one() != said:
            time.sleep(0.01)


def is_encrypted(database: Engine, host: str, query: str) -> bool:
    """Connect with a URL of this host and query; tell whether the session is encrypted."""
    url = database.url.set(drivername="postgresql", host=host).render_as_string(hide_password=False)
    engine = open_engine(f"{url}?{query}" if query else url)
    try:
        with engine.connect() as connection:
            return bool(connection.execute(_IN_TLS).scalar_one())
    finally:
        engine.dispose()


@pytest.mark.parametrize(
    ("query", "expected"),
    [("sslmode=disable", False), ("", True), ("sslmode=prefer", True), ("sslmode=require", True)],
)
def test_a_mode_that_checks_nothing_connects_to_any_host(database: Engine, query: str, expected: bool) -> None:
    assert expected == is_encrypted(database, "127.0.0.1", query)


@pytest.mark.parametrize(("mode", "host"), [("require", "127.0.0.1"), ("verify-ca", "127.0.0.1"), ("verify-full", "localhost")])
def test_a_certificate_of_a_known_authority_is_trusted(
    database: Engine, certificates: Certificates, mode: str, host: str
) -> None:
    assert is_encrypted(database, host, f"sslmode={mode}&sslrootcert={certificates.authority}")


@pytest.mark.parametrize("root", ["", "&sslrootcert=system"])
def test_without_sslrootcert_and_with_system_the_authorities_of_the_system_are_trusted(
    database: Engine, certificates: Certificates, monkeypatch: pytest.MonkeyPatch, root: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    assert is_encrypted(database, "localhost", f"sslmode=verify-full{root}")


@pytest.mark.parametrize(
    ("mode", "host"), [("verify-ca", "localhost"), ("verify-full", "localhost"), ("verify-full&sslrootcert=system", "localhost")]
)
def test_a_certificate_of_an_unknown_authority_is_refused(database: Engine, mode: str, host: str) -> None:
    with pytest.raises(DBAPIError) as refused:
        is_encrypted(database, host, f"sslmode={mode}")
    assert "CERTIFICATE_VERIFY_FAILED" in repr(causes(refused.value))


def test_verify_full_refuses_another_host_name(database: Engine, certificates: Certificates) -> None:
    with pytest.raises(DBAPIError) as refused:
        is_encrypted(database, "127.0.0.1", f"sslmode=verify-full&sslrootcert={certificates.authority}")
    assert "IP address mismatch" in repr(causes(refused.value))


@pytest.mark.parametrize("mode", ["require", "verify-full"])
def test_a_server_without_tls_is_refused(database: Engine, certificates: Certificates, mode: str) -> None:
    speak_tls(database, "off")
    try:
        with pytest.raises(DBAPIError, match="Server refuses SSL"):
            is_encrypted(database, "localhost", f"sslmode={mode}")
    finally:
        speak_tls(database, "on")


def test_the_demo_clinic_opens_over_tls(database: Engine, certificates: Certificates) -> None:
    url = database.url.set(drivername="postgresql", host="localhost").render_as_string(hide_password=False)
    address = f"{url}?sslmode=verify-full&sslrootcert={certificates.authority}"
    assert (True, False) == (seed_if_empty(address), seed_if_empty(address))


def causes(fault: BaseException | None) -> list[BaseException]:
    return [] if fault is None else [fault, *causes(fault.__cause__)]

"""Migrating, through the function, on a real database."""

import asyncio

import httpx
import pytest

from medbook.postgres.engine import open_engine
from medbook.postgres.migrate import newest_revision
from migrate_database.handler import app, handler
from tests.support.answer_bucket import AnswerBucket, answer_bucket
from tests.support.clinic import Clinic


@pytest.fixture
def address(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> str:
    """Tell the function of a database beside the clinic's that holds nothing yet."""
    with clinic.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("DROP DATABASE IF EXISTS empty")
        connection.exec_driver_sql("CREATE DATABASE empty")
    told = clinic.engine.url.set(database="empty", drivername="postgresql").render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", told)
    return told


def test_an_empty_database_is_brought_to_the_newest_schema(address: str) -> None:
    assert {"before": None, "after": newest_revision()} == handler({}, None)


def test_a_migrated_database_is_left_as_it_is(address: str) -> None:
    handler({}, None)
    assert {"before": newest_revision(), "after": newest_revision()} == handler({}, None)


def test_a_database_that_is_ahead_is_left_as_it_is(address: str) -> None:
    handler({}, None)
    engine = open_engine(address)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    assert {"before": "9999", "after": "9999"} == handler({}, None)


def event(bucket: AnswerBucket) -> dict[str, str]:
    ids = {"StackId": "s", "RequestId": "r", "LogicalResourceId": "Migration"}
    return {"RequestType": "Create", "ResponseURL": bucket.url, **ids}


def test_cloudformation_is_told_of_a_migration_that_succeeded(address: str) -> None:
    with answer_bucket() as bucket:
        handler(event(bucket), None)
    assert ["SUCCESS"] == [answer["Status"] for _, _, answer in bucket.received]


def test_cloudformation_is_told_that_the_database_is_away_and_nothing_of_how_it_is_reached(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://medbook:hunter2@127.0.0.1:1/medbook")
    with answer_bucket() as bucket:
        handler(event(bucket), None)
    expected = ("FAILED", "InterfaceError: see the log of request unknown")
    assert [expected] == [(answer["Status"], answer["Reason"]) for _, _, answer in bucket.received]


def test_over_http_the_same_is_answered(address: str) -> None:
    async def post() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client:
            return await client.post("/")

    answer = asyncio.run(post())
    assert (200, {"before": None, "after": newest_revision()}) == (answer.status_code, answer.json())

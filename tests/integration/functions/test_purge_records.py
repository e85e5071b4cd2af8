"""Purging, on a real database."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from uuid_utils.compat import uuid7

import purge_records.handler
from medbook.postgres.purge import KEPT
from purge_records.use_case import purge
from tests.support.clinic import MONDAY, Clinic
from tests.support.real_process import real_process
from tests.support.visits import book

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def add(clinic: Clinic, table: str, **columns: Any) -> None:
    clinic.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(f':{name}' for name in columns)})", **columns)


def key(clinic: Clinic, at: datetime) -> None:
    add(clinic, "idempotency_key", scope="anonymous", key=str(uuid7()), fingerprint=b"x", created_at=at)


def event(clinic: Clinic, at: datetime) -> None:
    book(clinic, clinic.doctor(), clinic.patient())
    clinic.execute("UPDATE outbox SET published_at = :at", at=at)


def expired_token(clinic: Clinic, at: datetime) -> None:
    add(clinic, "one_time_token", hash=b"1", account_id=clinic.patient(), purpose="reset", expires_at=at)


def used_token(clinic: Clinic, at: datetime) -> None:
    add(clinic, "one_time_token", hash=b"1", account_id=clinic.patient(), purpose="reset", expires_at=MONDAY + DAY, used_at=at)


def refresh_token(clinic: Clinic, at: datetime) -> None:
    session = uuid7()
    add(clinic, "session", id=session, account_id=clinic.patient(), created_at=MONDAY)
    add(clinic, "refresh_token", hash=b"1", session_id=session, expires_at=at, used_at=MONDAY - 30 * DAY)


def throttle(clinic: Clinic, at: datetime) -> None:
    add(clinic, "throttle", bucket="address:203.0.113.7", failures=3, began_at=at, last_failure_at=at)


def sent_mail(clinic: Clinic, at: datetime) -> None:
    add(clinic, "account_mail", id=uuid7(), account_id=clinic.patient(), kind="reset", sent_at=at)


def failed_mail(clinic: Clinic, at: datetime) -> None:
    add(clinic, "account_mail", id=uuid7(), account_id=clinic.patient(), kind="reset", failed_at=at)


def revoked_session(clinic: Clinic, at: datetime) -> None:
    add(clinic, "session", id=uuid7(), account_id=clinic.patient(), created_at=at, revoked_at=at)


def forgotten_session(clinic: Clinic, at: datetime) -> None:
    add(clinic, "session", id=uuid7(), account_id=clinic.patient(), created_at=at)


OUTLIVED = [
    ("idempotency_key", key),
    ("outbox", event),
    ("one_time_token", expired_token),
    ("one_time_token", used_token),
    ("refresh_token", refresh_token),
    ("throttle", throttle),
    ("account_mail", sent_mail),
    ("account_mail", failed_mail),
    ("session", revoked_session),
    ("session", forgotten_session),
]


def purged(clinic: Clinic, now: datetime = MONDAY) -> dict[str, int]:
    return purge(now, open_uow=clinic.unit_of_work)


@pytest.mark.parametrize(("table", "record"), OUTLIVED, ids=lambda part: getattr(part, "__name__", part))
def test_a_row_goes_once_it_has_been_kept_long_enough(clinic: Clinic, table: str, record: Any) -> None:
    record(clinic, MONDAY - KEPT[table] - SECOND)
    assert {name: int(name == table) for name in KEPT} == purged(clinic)


@pytest.mark.parametrize(("table", "record"), OUTLIVED, ids=lambda part: getattr(part, "__name__", part))
def test_a_row_stays_until_then(clinic: Clinic, table: str, record: Any) -> None:
    record(clinic, MONDAY - KEPT[table])
    assert dict.fromkeys(KEPT, 0) == purged(clinic)


def test_an_event_that_never_left_stays(clinic: Clinic) -> None:
    book(clinic, clinic.doctor(), clinic.patient())
    assert 0 == purged(clinic, MONDAY + 365 * DAY)["outbox"]


def not_told(clinic: Clinic, status: str) -> None:
    clinic.execute(
        "INSERT INTO notification (event_id, recipient, channel, kind, appointment_id, status, attempts) "
        "SELECT event_id, patient_id, 'mail', 'booked', appointment_id, :status, 1 FROM outbox",
        status=status,
    )


@pytest.mark.parametrize(("status", "kept"), [("failed", 30 * DAY), ("sent", 7 * DAY), ("skipped", 7 * DAY)])
def test_an_event_that_somebody_was_not_told_of_is_kept_for_longer(clinic: Clinic, status: str, kept: timedelta) -> None:
    event(clinic, MONDAY)
    not_told(clinic, status)
    assert [0, 1] == [purged(clinic, MONDAY + kept + more)["outbox"] for more in (timedelta(0), SECOND)]


def test_a_mail_that_still_waits_stays(clinic: Clinic) -> None:
    add(clinic, "account_mail", id=uuid7(), account_id=clinic.patient(), kind="reset")
    assert 0 == purged(clinic, MONDAY + 365 * DAY)["account_mail"]


def test_whoever_is_still_blocked_stays_so(clinic: Clinic) -> None:
    long_ago = MONDAY - 30 * DAY
    add(clinic, "throttle", bucket="x", failures=9, began_at=long_ago, last_failure_at=long_ago, blocked_until=MONDAY + DAY)
    assert 0 == purged(clinic)["throttle"]


def test_a_session_that_can_be_refreshed_stays(clinic: Clinic) -> None:
    session = uuid7()
    add(clinic, "session", id=session, account_id=clinic.patient(), created_at=MONDAY - 90 * DAY)
    add(clinic, "refresh_token", hash=b"1", session_id=session, expires_at=MONDAY + DAY)
    assert 0 == purged(clinic)["session"]


def test_a_revoked_session_takes_its_tokens_with_it(clinic: Clinic) -> None:
    session = uuid7()
    add(clinic, "session", id=session, account_id=clinic.patient(), created_at=MONDAY, revoked_at=MONDAY - 30 * DAY)
    add(clinic, "refresh_token", hash=b"1", session_id=session, expires_at=MONDAY + DAY)
    purged(clinic)
    assert [] == clinic.rows("SELECT * FROM refresh_token")


def test_rows_go_in_batches_until_none_is_left(clinic: Clinic) -> None:
    for _ in range(5):
        key(clinic, MONDAY - 2 * DAY)
    assert 5 == purge(MONDAY, open_uow=clinic.unit_of_work, batch=2)["idempotency_key"]


def test_a_row_that_somebody_holds_is_left_to_the_next_run(clinic: Clinic) -> None:
    throttle(clinic, MONDAY - 2 * DAY)
    with clinic.unit_of_work() as holder:
        holder.transaction.execute(text("SELECT FROM throttle FOR UPDATE"))
        assert 0 == purged(clinic)["throttle"]
    assert 1 == purged(clinic)["throttle"]


def test_an_event_from_the_future_deletes_nothing_that_is_in_use(clinic: Clinic) -> None:
    key(clinic, MONDAY)
    settings = {"DATABASE_URL": clinic.engine.url.render_as_string(hide_password=False), "KAFKA_BOOTSTRAP_SERVERS": ""}
    with real_process(settings, lambda: MONDAY):
        figures = purge_records.handler.handler({"time": "2099-01-01T00:00:00Z"}, None)
    assert dict.fromkeys(KEPT, 0) == figures

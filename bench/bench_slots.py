"""Earliest free slots over 10,000 doctors against 100, 60 days ahead, every second slot booked; and one doctor's month.

The goal: at most twice the time of 100 doctors, and at most 60 ms. Run with `python -m bench.bench_slots`.
"""

import logging
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Engine, text
from uuid_utils.compat import uuid7

from find_slots.handler import app
from medbook.http.app import lambda_handler
from medbook.postgres.engine import open_engine
from tests.support.clinic import MONDAY, Clinic, empty, running_database

DAYS = 60
# Doctors work five hours a day, from 08:00, 08:30, 09:00 or 09:30: about 3 million claims for 10,000 of them.
_PEOPLE = """
    INSERT INTO account (id, email, full_name, role, time_zone)
    SELECT id, id || '@medbook.example', 'Dr ' || id, 'doctor', 'Europe/Berlin' FROM unnest(CAST(:ids AS uuid[])) id
"""
_DOCTORS = """
    INSERT INTO doctor (id, specialty, bio, time_zone, slot_minutes, minimum_notice_minutes, horizon_days)
    SELECT id, :specialty, repeat('Sees people of every age. ', 10), 'Europe/Berlin',
           (ARRAY[15, 20, 30, 30])[1 + mod(n, 4)], (ARRAY[0, 0, 60, 240])[1 + mod(n / 4, 4)], :days
      FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS d(id, n)
"""
_VISITS = """
    INSERT INTO visit_type SELECT id, code, code, minutes, position FROM unnest(CAST(:ids AS uuid[])) id,
           (VALUES ('standard', 30, 0), ('long', 60, 1)) AS v(code, minutes, position)
"""
_HOURS = """
    INSERT INTO weekly_window SELECT id, weekday, 480 + 30 * mod(n, 4), 780 + 30 * mod(n, 4)
      FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS d(id, n), generate_series(1, 7) weekday
"""
_CLAIMS = """
    INSERT INTO occupancy (resource_id, during)
    SELECT o.doctor_id, tstzrange(start, start + interval '30 minutes')
      FROM opening o, generate_series(o.starts_at, o.ends_at - interval '30 minutes', interval '30 minutes') start
     WHERE o.starts_at < :until AND random() < 0.5
"""
_CONSTRAINT = "occupancy_no_overlap EXCLUDE USING gist (resource_id WITH =, during WITH &&)"

SEARCHES = {
    "in a specialty": "/v1/slots?specialty=Cardiology",
    "over all": "/v1/slots",
    "by visit type": "/v1/slots?specialty=Cardiology&visit_type=long",
    "from a day in two weeks": "/v1/slots?specialty=Cardiology&from=2026-12-07",
}


def populate(clinic: Clinic, doctors: int) -> UUID:
    """Fill an empty clinic; return one of its doctors."""
    ids = [uuid7() for _ in range(doctors)]
    told = [str(one) for one in ids]
    # One specialty for all: the hardest case.
    clinic.execute(_PEOPLE, ids=told)
    clinic.execute(_DOCTORS, ids=told, specialty="Cardiology", days=DAYS)
    clinic.execute(_VISITS, ids=told)
    clinic.execute(_HOURS, ids=told)
    for first in range(0, doctors, 200):
        clinic.lay_openings(*ids[first : first + 200])
    _claim(clinic)
    with clinic.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    return ids[0]


def _claim(clinic: Clinic) -> None:
    """Book every second slot, building the constraint's index once instead of row by row."""
    clinic.execute("SELECT setseed(0.5)")
    with clinic.engine.begin() as connection:
        connection.execute(text("ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap, DISABLE TRIGGER USER"))
        connection.execute(text(_CLAIMS), {"until": clinic.now + timedelta(days=DAYS)})
        connection.execute(text(f"ALTER TABLE occupancy ADD CONSTRAINT {_CONSTRAINT}, ENABLE TRIGGER USER"))


def milliseconds(call: Callable[[], object], times: int = 60) -> float:
    """Return the median of calls, after some to warm up."""
    for _ in range(10):
        call()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def calling(clinic: Clinic, path: str) -> Callable[[], object]:
    """Return a call of the Lambda handler with the gateway's event."""
    app.state.open_process = lambda: clinic
    handler = lambda_handler(app)
    raw_path, _, query = path.partition("?")
    http = {"method": "GET", "path": raw_path, "protocol": "HTTP/1.1", "sourceIp": "203.0.113.7", "userAgent": "bench"}
    event = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": raw_path,
        "rawQueryString": query,
        "headers": {"host": "api.medbook.example"},
        "requestContext": {"http": http, "stage": "$default", "requestId": "bench", "timeEpoch": 0},
        "isBase64Encoded": False,
    }

    def call() -> None:
        answer = handler(event, None)
        assert answer["statusCode"] == 200, answer["body"]
        assert '"starts_at"' in answer["body"]

    return call


def measure(engine: Engine, doctors: int, moments: dict[str, timedelta]) -> dict[str, float]:
    """Return the median milliseconds of each search at each moment."""
    empty(engine)
    clinic = Clinic(engine)
    one = populate(clinic, doctors)
    took = {}
    for moment, after in moments.items():
        clinic.now = MONDAY + after
        for name, path in SEARCHES.items():
            took[f"{name}, {moment}"] = milliseconds(calling(clinic, path))
    clinic.now = MONDAY
    took["one doctor's month"] = milliseconds(calling(clinic, f"/v1/doctors/{one}/slots?from=2026-11-23&to=2026-12-22"))
    return took


def main() -> None:
    """Print both sizes side by side."""
    moments = {"before hours": timedelta(0), "in hours": timedelta(hours=3, minutes=10), "late": timedelta(hours=5, minutes=40)}
    logging.disable(logging.INFO)
    with running_database() as database:
        # Building the constraint's index over 3 million claims takes longer than a function would wait.
        engine = open_engine(database.url.render_as_string(hide_password=False), timeout_seconds=900)
        few, many = measure(engine, 100, moments), measure(engine, 10_000, moments)
        engine.dispose()
    print(f"{'earliest 20 slots, median ms':42} {'100 doctors':>12} {'10,000':>8} {'ratio':>6}")
    for name, reference in few.items():
        print(f"{name:42} {reference:12.1f} {many[name]:8.1f} {many[name] / reference:6.2f}")


if __name__ == "__main__":
    main()

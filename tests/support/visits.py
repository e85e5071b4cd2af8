"""Visits to test with: booked through the function itself, and what is written down about them."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import httpx

import book_appointment.handler
from tests.support.clinic import MONDAY, Clinic

TUESDAY_NINE = MONDAY + timedelta(days=1, hours=2)  # 09:00 in Berlin


def book(clinic: Clinic, doctor: UUID, patient: UUID, starts_at: datetime = TUESDAY_NINE, **more: object) -> dict[str, Any]:
    """Book a visit and return its representation."""
    body = {"doctor_id": str(doctor), "starts_at": starts_at.isoformat()} | more
    answer = clinic.calling(book_appointment.handler.app, patient).post("/v1/appointments", body)
    assert answer.status_code == 201, answer.text
    appointment: dict[str, Any] = answer.json()
    return appointment


def history(clinic: Clinic, appointment_id: object) -> list[str]:
    """List what was done to a visit, in order."""
    rows = clinic.rows("SELECT action FROM appointment_history WHERE appointment_id = :id ORDER BY id", id=appointment_id)
    return [row["action"] for row in rows]


def told(clinic: Clinic, appointment_id: object) -> list[str]:
    """List the events of a visit, in order, by the last word of their type."""
    rows = clinic.rows("SELECT type FROM outbox WHERE appointment_id = :id ORDER BY position", id=appointment_id)
    return [row["type"].split(".")[2] for row in rows]


def held(clinic: Clinic, person: UUID) -> list[tuple[datetime, datetime]]:
    """List what is claimed of somebody's time, in order."""
    rows = clinic.rows(
        "SELECT lower(during) AS since, upper(during) AS until FROM occupancy WHERE resource_id = :id ORDER BY during", id=person
    )
    return [(row["since"], row["until"]) for row in rows]


def slug(answer: httpx.Response) -> tuple[int, str]:
    """Return the status and name of a problem; of another answer, no name."""
    return answer.status_code, answer.json()["type"].rsplit("/", 1)[1] if answer.status_code >= 400 else ""


def at_once[Answer](*calls: Callable[[], Answer]) -> Sequence[Answer]:
    """Make calls that start together, each in a thread of its own; return their answers in the order of the calls."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Answer]) -> Answer:
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))

"""Every route, asked by everybody. A route without a row fails: who may do it must be decided, not found out."""

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

import book_appointment.handler
from localstack.template import load
from tests.support.clinic import MONDAY, Clinic

FUNCTIONS = load(Path(__file__).parents[3] / "template.yaml")
FOLDER_OF = {
    (route.method, re.sub(r"\{\w+\}", "{id}", route.path)): function.folder
    for function in FUNCTIONS.values()
    for route in function.routes
}

NINE = MONDAY + timedelta(days=1, hours=2)  # Tuesday 09:00 in Berlin
LATER = (NINE + timedelta(hours=3)).isoformat()
PEOPLE = ("nobody", "patient", "other patient", "doctor", "other doctor", "admin")


@dataclass
class World:
    """A visit of `patient` with `doctor`, and people it does not concern."""

    clinic: Clinic

    def __post_init__(self) -> None:
        self.ids: dict[str, UUID | None] = {
            "nobody": None,
            "patient": self.clinic.patient("Pat"),
            "other patient": self.clinic.patient("Otto"),
            "doctor": self.clinic.doctor("Dr Dora"),
            "other doctor": self.clinic.doctor("Dr Oskar"),
            "admin": self.clinic.admin(),
        }
        body = {"doctor_id": str(self.ids["doctor"]), "starts_at": NINE.isoformat(), "reason": "PRIVATE"}
        answer = self.clinic.calling(book_appointment.handler.app, self.ids["patient"]).post("/v1/appointments", body)
        self.appointment = answer.json()["id"]
        self.time_off = uuid7()
        self.clinic.execute(
            "INSERT INTO time_off (id, doctor_id, during) VALUES (:id, :doctor, tstzrange(:start, :end))",
            id=self.time_off,
            doctor=self.ids["doctor"],
            start=NINE + timedelta(days=5),
            end=NINE + timedelta(days=6),
        )

        self.clinic.execute(
            "INSERT INTO notification (event_id, recipient, channel, kind, appointment_id, status, attempts) "
            "SELECT event_id, patient_id, 'mail', 'booked', appointment_id, 'failed', 1 FROM outbox"
        )

    def path(self, template: str) -> str:
        subject = {
            "/v1/doctors/": self.ids["doctor"],
            "/v1/appointments/": self.appointment,
            "/v1/admin/users/": self.ids["other patient"],
            "/v1/admin/notifications/": self.clinic.rows("SELECT id FROM notification")[0]["id"],
        }
        first = template.replace("{id}", str(subject.get(template.partition("{")[0])), 1)
        return first.replace("{id}", str(self.time_off))


type MakeBody = Callable[[World, str], Any]


@dataclass(frozen=True)
class Row:
    """Expected statuses in the order of PEOPLE; one number where all are the same."""

    statuses: tuple[int, ...]
    body: MakeBody = lambda _world, _who: None
    query: str = ""


def everyone(status: int, body: MakeBody = lambda _world, _who: None, query: str = "") -> Row:
    return Row((status,) * len(PEOPLE), body, query)


def booking(world: World, who: str) -> Any:
    return {"doctor_id": str(world.ids["doctor"]), "starts_at": LATER} | (
        {"patient_id": str(world.ids["other patient"])} if who == "admin" else {}
    )


AVAILABILITY = {"time_zone": "Europe/Berlin", "weekly": [{"weekday": 1, "start": "09:00", "end": "12:00"}]}
NEW_DOCTOR = {"email": "new@medbook.example", "full_name": "Dr New", "specialty": "Cardiology", "time_zone": "Europe/Berlin"}
NEW_PATIENT = {
    "email": "fresh@medbook.example", "password": "correct horse battery staple", "full_name": "F", "time_zone": "Europe/Berlin"
}  # fmt: skip
AWAY = {"starts_at": (NINE + timedelta(days=8)).isoformat(), "ends_at": (NINE + timedelta(days=9)).isoformat()}
DAYS = "?from=2026-11-23&to=2026-11-29"

#                                              nobody patient other doctor other admin
ROWS: dict[tuple[str, str], Row] = {
    ("GET", "/health"): everyone(200),
    ("GET", "/ready"): everyone(200),
    ("GET", "/.well-known/jwks.json"): everyone(200),
    ("POST", "/v1/patients"): everyone(202, lambda *_: NEW_PATIENT),
    ("POST", "/v1/email-verifications"): everyone(400, lambda *_: {"token": "x" * 43}),
    ("POST", "/v1/sessions"): everyone(401, lambda *_: {"email": "who@medbook.example", "password": "whatever it is"}),
    ("POST", "/v1/sessions/refresh"): everyone(401, lambda *_: {"refresh_token": "x" * 43}),
    ("DELETE", "/v1/sessions/current"): Row((401, 204, 204, 204, 204, 204)),
    ("POST", "/v1/password-resets"): everyone(202, lambda *_: {"email": "who@medbook.example"}),
    ("POST", "/v1/password-resets/confirm"): everyone(
        400, lambda *_: {"token": "x" * 43, "new_password": "correct horse battery staple"}
    ),
    ("GET", "/v1/me"): Row((401, 200, 200, 200, 200, 200)),
    ("PATCH", "/v1/me"): Row((401, 200, 200, 200, 200, 200), lambda *_: {"locale": "de"}),
    ("GET", "/v1/me/notifications"): Row((401, 200, 200, 200, 200, 200)),
    ("POST", "/v1/doctors"): Row((401, 403, 403, 403, 403, 201), lambda *_: NEW_DOCTOR),
    ("PATCH", "/v1/doctors/{id}"): Row((401, 403, 403, 200, 403, 200), lambda *_: {"bio": "Listens."}),
    ("DELETE", "/v1/doctors/{id}"): Row((401, 403, 403, 403, 403, 204)),
    ("POST", "/v1/doctors/{id}/invitations"): Row((401, 403, 403, 403, 403, 202)),
    ("GET", "/v1/doctors"): everyone(200),
    ("GET", "/v1/doctors/{id}"): everyone(200),
    ("GET", "/v1/specialties"): everyone(200),
    ("GET", "/v1/doctors/{id}/availability"): Row((401, 403, 403, 200, 404, 200)),
    ("PUT", "/v1/doctors/{id}/availability"): Row((401, 403, 403, 200, 404, 200), lambda *_: AVAILABILITY),
    ("POST", "/v1/doctors/{id}/availability/preview"): Row((401, 403, 403, 200, 404, 200), lambda *_: AVAILABILITY),
    ("GET", "/v1/doctors/{id}/time-off"): Row((401, 403, 403, 200, 404, 200)),
    ("POST", "/v1/doctors/{id}/time-off"): Row((401, 403, 403, 201, 404, 201), lambda *_: AWAY),
    ("DELETE", "/v1/doctors/{id}/time-off/{id}"): Row((401, 403, 403, 204, 404, 204)),
    ("GET", "/v1/doctors/{id}/slots"): everyone(200, query=DAYS),
    ("GET", "/v1/slots"): everyone(200, query="?specialty=Cardiology"),
    ("POST", "/v1/appointments"): Row((401, 201, 201, 403, 403, 201), booking),
    ("GET", "/v1/appointments"): Row((401, 200, 200, 200, 200, 200)),
    ("GET", "/v1/appointments/{id}"): Row((401, 200, 404, 200, 404, 200)),
    ("GET", "/v1/appointments/{id}/slots"): Row((401, 200, 404, 200, 404, 200)),
    ("POST", "/v1/appointments/{id}/reschedule"): Row((401, 200, 404, 200, 404, 200), lambda *_: {"starts_at": LATER}),
    ("POST", "/v1/appointments/{id}/cancel"): Row((401, 200, 404, 200, 404, 200), lambda *_: {}),
    ("POST", "/v1/appointments/{id}/confirm"): Row((401, 403, 403, 200, 404, 200)),
    ("POST", "/v1/appointments/{id}/complete"): Row((401, 403, 403, 409, 404, 409)),
    ("POST", "/v1/appointments/{id}/no-show"): Row((401, 403, 403, 409, 404, 409)),
    ("POST", "/v1/appointments/{id}/reminders"): Row((401, 403, 403, 202, 404, 202)),
    ("GET", "/v1/admin/statistics"): Row((401, 403, 403, 403, 403, 200)),
    ("GET", "/v1/admin/users"): Row((401, 403, 403, 403, 403, 200)),
    ("GET", "/v1/admin/users/{id}"): Row((401, 403, 403, 403, 403, 200)),
    ("PATCH", "/v1/admin/users/{id}"): Row((401, 403, 403, 403, 403, 200), lambda *_: {"active": False}),
    ("GET", "/v1/admin/notifications"): Row((401, 403, 403, 403, 403, 200)),
    ("POST", "/v1/admin/notifications/{id}/retries"): Row((401, 403, 403, 403, 403, 202)),
}


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert set(FOLDER_OF) == set(ROWS)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(("method", "template"), sorted(ROWS), ids=lambda part: part.replace("/", "."))
def test_who_may_do_what(clinic: Clinic, method: str, template: str, who: str) -> None:
    world = World(clinic)
    row = ROWS[method, template]
    app = importlib.import_module(f"{FOLDER_OF[method, template]}.handler").app
    answer = clinic.calling(app, world.ids[who])(method, world.path(template) + row.query, row.body(world, who))
    assert row.statuses[PEOPLE.index(who)] == answer.status_code, answer.text
    if who in ("nobody", "other patient", "other doctor", "admin"):
        assert "PRIVATE" not in answer.text


@pytest.mark.parametrize("who", ["other patient", "other doctor"])
def test_lists_hold_only_what_is_ones_own(clinic: Clinic, who: str) -> None:
    world = World(clinic)
    app = importlib.import_module("view_appointments.handler").app
    assert clinic.calling(app, world.ids[who]).get("/v1/appointments").json()["items"] == []

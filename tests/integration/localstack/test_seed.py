"""The demo clinic is one that its functions could have made themselves."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine

import book_appointment.handler
import browse_doctors.handler
import cancel_appointment.handler
import find_slots.handler
from localstack import console
from localstack.seed import PASSWORD, seed
from medbook.domain.availability import Availability
from medbook.domain.slots import Slot, held
from medbook.http.instants import format_instant
from medbook.security.passwords import matches
from tests.support.clinic import MONDAY, Clinic, empty

# An ordinary Monday, a Saturday night, Christmas Eve, and the days on which Berlin changes its clocks.
MOMENTS = (
    MONDAY,
    datetime(2026, 11, 28, 23, 59, tzinfo=UTC),
    datetime(2026, 12, 24, 10, 0, tzinfo=UTC),
    datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
)


def seeded(database: Engine, now: datetime = MONDAY) -> Clinic:
    empty(database)
    seed(database.url.render_as_string(hide_password=False), now)
    return Clinic(database, now)


@pytest.fixture(scope="module")
def clinic(database: Engine) -> Clinic:
    """The clinic of an ordinary Monday, for tests that change nothing."""
    return seeded(database)


def account(clinic: Clinic, name: str) -> UUID:
    (row,) = clinic.rows("SELECT id FROM account WHERE email = :email", email=f"{name}@medbook.example")
    found: UUID = row["id"]
    return found


def published(clinic: Clinic) -> dict[UUID, Availability]:
    with clinic.unit_of_work() as uow:
        return {row["id"]: uow.availabilities.get(row["id"])[0] for row in clinic.rows("SELECT id FROM doctor")}


def test_there_is_somebody_for_nearly_everything(clinic: Clinic) -> None:
    call = clinic.calling(browse_doctors.handler.app)
    doctors, specialties = call.get("/v1/doctors?limit=100").json()["items"], call.get("/v1/specialties").json()["items"]
    assert len(doctors) >= 12
    assert len(specialties) >= 6
    assert all(doctor["bio"] and doctor["qualifications"] and doctor["consultation_fee"] for doctor in doctors)


def test_everybody_has_slots_in_the_coming_week(clinic: Clinic) -> None:
    call = clinic.calling(find_slots.handler.app)
    for doctor in clinic.rows("SELECT id FROM doctor"):
        assert len(call.get(f"/v1/doctors/{doctor['id']}/slots").json()["items"]) > 3
    assert len(call.get("/v1/slots").json()["items"]) == 20


@pytest.mark.parametrize("role", ["admin", "doctor", "patient"])
def test_the_demo_accounts_can_sign_in(clinic: Clinic, role: str) -> None:
    (row,) = clinic.rows("SELECT * FROM account WHERE email = :email", email=f"{role}@medbook.example")
    assert (row["role"], row["active"], row["email_verified_at"] is not None) == (role, True, True)
    assert matches(PASSWORD, row["password_hash"])


def test_the_terminal_names_the_same_password() -> None:
    assert console.DEMO_PASSWORD == PASSWORD


def test_nobody_else_can_sign_in(clinic: Clinic) -> None:
    assert clinic.rows("SELECT count(*) FROM account WHERE password_hash IS NOT NULL") == [{"count": 3}]


def test_nobody_is_written_to(clinic: Clinic) -> None:
    assert [clinic.rows(f"SELECT count(*) FROM {table}")[0]["count"] for table in ("outbox", "account_mail")] == [0, 0]


def test_the_demo_patient_has_visits_behind_and_before_them(clinic: Clinic) -> None:
    rows = clinic.rows("SELECT starts_at FROM appointment WHERE patient_id = :id", id=account(clinic, "patient"))
    assert {row["starts_at"] > clinic.now for row in rows} == {True, False}


def test_what_was_just_booked_can_be_cancelled(database: Engine) -> None:
    clinic = seeded(database)
    (slot, *_) = clinic.calling(find_slots.handler.app).get("/v1/slots").json()["items"]
    patient = account(clinic, "patient")
    body = {"doctor_id": slot["doctor_id"], "starts_at": slot["starts_at"]}
    booked = clinic.calling(book_appointment.handler.app, patient).post("/v1/appointments", body)
    cancelled = clinic.calling(cancel_appointment.handler.app, patient).post(f"{booked.headers['location']}/cancel", {})
    assert (booked.status_code, cancelled.status_code) == (201, 200)


def test_it_is_the_same_each_time(database: Engine) -> None:
    def visits(now: datetime) -> list[tuple[UUID, UUID, str, str]]:
        rows = seeded(database, now).rows("SELECT * FROM appointment ORDER BY id")
        return [(row["id"], row["patient_id"], format_instant(row["starts_at"]), row["status"]) for row in rows]

    assert visits(MONDAY) == visits(MONDAY + timedelta(milliseconds=5))


@pytest.mark.parametrize("now", MOMENTS, ids=format_instant)
def test_every_visit_lies_in_the_hours_of_its_doctor(database: Engine, now: datetime) -> None:
    clinic = seeded(database, now)
    hours = published(clinic)
    for row in clinic.rows("SELECT * FROM appointment"):
        availability = hours[row["doctor_id"]]
        offered = availability.offers(row["starts_at"], availability.visit_type(row["visit_type"]), now=row["created_at"])
        assert offered == Slot(row["starts_at"], row["ends_at"])


@pytest.mark.parametrize("now", MOMENTS, ids=format_instant)
def test_every_visit_that_was_not_cancelled_holds_its_time(database: Engine, now: datetime) -> None:
    clinic = seeded(database, now)
    hours = published(clinic)
    expected = set()
    for row in clinic.rows("SELECT * FROM appointment WHERE status <> 'cancelled'"):
        slot = Slot(row["starts_at"], row["ends_at"])
        expected.add((row["doctor_id"], *held(slot, hours[row["doctor_id"]].buffer_minutes)))
        expected.add((row["patient_id"], slot.starts_at, slot.ends_at))
    claims = clinic.rows("SELECT resource_id, lower(during) AS starts_at, upper(during) AS ends_at FROM occupancy")
    assert expected == {(row["resource_id"], row["starts_at"], row["ends_at"]) for row in claims}


@pytest.mark.parametrize("now", MOMENTS, ids=format_instant)
def test_history_tells_each_step_in_order_and_none_of_tomorrow(database: Engine, now: datetime) -> None:
    clinic = seeded(database, now)
    steps: dict[UUID, list[str]] = {}
    last: dict[UUID, datetime] = {}
    for row in clinic.rows("SELECT * FROM appointment_history ORDER BY id"):
        assert last.get(row["appointment_id"], row["at"]) <= row["at"] <= now
        last[row["appointment_id"]] = row["at"]
        steps.setdefault(row["appointment_id"], []).append(row["action"])
    for row in clinic.rows("SELECT id, status, version FROM appointment"):
        assert (steps[row["id"]][0], len(steps[row["id"]])) == ("booked", row["version"])
        assert steps[row["id"]][-1] == row["status"]

"""The free slots of one doctor."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

import book_appointment.handler
from find_slots.handler import app
from tests.support.clinic import MONDAY, Clinic


def starts(clinic: Clinic, path: str) -> list[str]:
    answer = clinic.calling(app).get(path)
    assert answer.status_code == 200, answer.text
    return [slot["starts_at"] for slot in answer.json()["items"]]


def test_a_days_slots_name_the_zone_they_are_meant_in(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    answer = clinic.calling(app).get(f"/v1/doctors/{doctor}/slots?from=2026-11-24&to=2026-11-24").json()
    assert (answer["time_zone"], len(answer["items"])) == ("Europe/Berlin", 16)
    assert answer["items"][0] == {"starts_at": "2026-11-24T08:00:00Z", "ends_at": "2026-11-24T08:30:00Z"}


def test_without_dates_it_is_a_week_from_today(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    days = {start[:10] for start in starts(clinic, f"/v1/doctors/{doctor}/slots")}
    assert (min(days), max(days), len(days)) == ("2026-11-23", "2026-11-29", 7)


@pytest.mark.parametrize(("zone", "first"), [("Pacific/Kiritimati", "2026-11-24"), ("Pacific/Pago_Pago", "2026-11-22")])
def test_today_is_the_doctors_today(clinic: Clinic, zone: str, first: str) -> None:
    # 11:00 UTC: in Kiritimati it is tomorrow; at 06:00 UTC it is still Sunday in Pago Pago.
    clinic.now = MONDAY + timedelta(hours=5 if zone.endswith("Kiritimati") else 0)
    doctor = clinic.doctor(time_zone=zone, weekdays=())
    for weekday in range(1, 8):
        clinic.execute("INSERT INTO weekly_window VALUES (:id, :weekday, 0, 1440)", id=doctor, weekday=weekday)
    call = clinic.calling(app)
    default = call.get(f"/v1/doctors/{doctor}/slots").json()["items"]
    last = (MONDAY.fromisoformat(first) + timedelta(days=6)).date()
    named = call.get(f"/v1/doctors/{doctor}/slots?from={first}&to={last}").json()["items"]
    assert (default, bool(default)) == (named, True)


def test_a_visit_type_has_its_own_length(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    answer = clinic.calling(app).get(f"/v1/doctors/{doctor}/slots?from=2026-11-24&to=2026-11-24&visit_type=long").json()
    assert answer["items"][-1] == {"starts_at": "2026-11-24T15:00:00Z", "ends_at": "2026-11-24T16:00:00Z"}


def test_a_booked_slot_is_not_listed(clinic: Clinic) -> None:
    doctor = clinic.doctor(buffer_minutes=10)
    body = {"doctor_id": str(doctor), "starts_at": "2026-11-24T09:00:00Z"}
    clinic.calling(book_appointment.handler.app, clinic.patient()).post("/v1/appointments", body)
    found = starts(clinic, f"/v1/doctors/{doctor}/slots?from=2026-11-24&to=2026-11-24")
    # The buffer before, of the visit that would end at nine, counts as much as the one after.
    assert found[:3] == ["2026-11-24T08:00:00Z", "2026-11-24T10:00:00Z", "2026-11-24T10:30:00Z"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("from=2026-11-24&to=2026-11-23", "/query/to"),
        ("from=2026-11-24&to=2027-01-25", "/query/to"),
        ("to=2026-11-20", "/query/to"),
        ("to=2027-03-20", "/query/to"),
        ("from=x", "/query/from"),
        ("from=2026-11-24T00:00:00Z", "/query/from"),
        ("from=0001-01-01", "/query/from"),
        ("to=9999-12-31", "/query/to"),
        ("from=20261124", "/query/from"),
        ("visit_type=none", "/query/visit_type"),
        ("visit_type=" + "x" * 41, "/query/visit_type"),
    ],
)
def test_a_hostile_query_is_refused_where_it_stands(clinic: Clinic, query: str, pointer: str) -> None:
    answer = clinic.calling(app).get(f"/v1/doctors/{clinic.doctor()}/slots?{query}")
    assert (answer.status_code, [fault["pointer"] for fault in answer.json()["errors"]]) == (422, [pointer])


@pytest.mark.parametrize(
    "query", ["from=2000-01-01&to=2000-01-31", "from=2199-12-01&to=2199-12-31", "from=2026-11-24&to=2027-01-24"]
)
def test_the_ends_of_time_are_only_empty_or_full(clinic: Clinic, query: str) -> None:
    doctor = clinic.doctor()
    assert bool(starts(clinic, f"/v1/doctors/{doctor}/slots?{query}")) == ("2026" in query)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=0", "/query/limit"),
        ("limit=101", "/query/limit"),
        ("from=yesterday", "/query/from"),
        ("visit_type=" + "x" * 41, "/query/visit_type"),
        ("specialty=" + "x" * 81, "/query/specialty"),
    ],
)
def test_a_hostile_search_is_refused_where_it_stands(clinic: Clinic, query: str, pointer: str) -> None:
    answer = clinic.calling(app).get(f"/v1/slots?{query}")
    assert (answer.status_code, [fault["pointer"] for fault in answer.json()["errors"]]) == (422, [pointer])


@pytest.mark.parametrize("query", ["specialty=Nothing", "visit_type=none", "from=2199-12-31", "specialty=%25", "specialty='"])
def test_what_nobody_offers_is_an_empty_list(clinic: Clinic, query: str) -> None:
    clinic.lay_openings(clinic.doctor())
    assert starts(clinic, f"/v1/slots?{query}") == []


def test_the_earliest_say_who_has_them_and_on_which_clock(clinic: Clinic) -> None:
    clinic.lay_openings(doctor := clinic.doctor("Dr Nora Example", location="Room 3", time_zone="Europe/Oslo"))
    (slot,) = clinic.calling(app).get("/v1/slots?limit=1").json()["items"]
    expected = {"doctor_id": str(doctor), "doctor_name": "Dr Nora Example", "specialty": "Cardiology"}
    expected |= {"location": "Room 3", "time_zone": "Europe/Oslo"}
    assert expected == {name: slot[name] for name in expected}


def test_a_nul_is_refused(clinic: Clinic) -> None:
    assert clinic.calling(app).get("/v1/slots?specialty=a%00").status_code == 422


@pytest.mark.parametrize("doctor_id", ["nobody", "019ab0c4-2c00-7000-8000-0000000000d1"])
def test_an_unknown_doctor_is_not_found(clinic: Clinic, doctor_id: str) -> None:
    assert clinic.calling(app).get(f"/v1/doctors/{doctor_id}/slots").status_code == 404


def test_a_month_of_slots_takes_two_queries(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    statements: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(clinic.engine, "before_cursor_execute", count)
    try:
        starts(clinic, f"/v1/doctors/{doctor}/slots?from=2026-11-24&to=2026-12-24")
    finally:
        event.remove(clinic.engine, "before_cursor_execute", count)
    assert len(statements) == 2


def test_slots_that_are_listed_can_be_booked_and_others_not(clinic: Clinic) -> None:
    doctor = clinic.doctor(minimum_notice_minutes=240, slot_minutes=45)
    listed = starts(clinic, f"/v1/doctors/{doctor}/slots?from=2026-11-23&to=2026-11-23")
    tried = [(MONDAY + timedelta(minutes=15 * n)).isoformat().replace("+00:00", "Z") for n in range(60)]
    booked = []
    for start in tried:
        call = clinic.calling(book_appointment.handler.app, clinic.patient())
        answer = call.post("/v1/appointments", {"doctor_id": str(doctor), "starts_at": start})
        booked += [start] if answer.status_code == 201 else []
    assert listed == booked


def test_a_last_day_that_has_passed_is_refused_when_no_first_day_is_said(clinic: Clinic) -> None:
    answer = clinic.calling(app).get(f"/v1/doctors/{clinic.doctor()}/slots?to=2000-01-01")
    assert (422, "/query/to") == (answer.status_code, answer.json()["errors"][0]["pointer"])

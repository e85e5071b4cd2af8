"""What admins see of the clinic in figures, and that others see nothing of it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

import cancel_appointment.handler
import update_appointment_status.handler
from administer.handler import app
from tests.support.clinic import MONDAY, Clinic
from tests.support.visits import TUESDAY_NINE, book, slug

HALF_AN_HOUR = timedelta(minutes=30)


def statistics(clinic: Clinic, query: str = "from=2026-11-23&to=2026-11-29", **admin: Any) -> dict[str, Any]:
    answer = clinic.calling(app, clinic.admin(**admin)).get(f"/v1/admin/statistics?{query}")
    assert answer.status_code == 200, answer.text
    counted: dict[str, Any] = answer.json()
    return counted


def note(clinic: Clinic, visit: dict[str, Any], *steps: str) -> None:
    for step in steps:
        clinic.calling(update_appointment_status.handler.app, UUID(visit["doctor_id"])).post(
            f"/v1/appointments/{visit['id']}/{step}"
        )


def cancel(clinic: Clinic, visit: dict[str, Any]) -> None:
    clinic.calling(cancel_appointment.handler.app, UUID(visit["patient_id"])).post(f"/v1/appointments/{visit['id']}/cancel")


def a_week(clinic: Clinic) -> UUID:
    """On Tuesday one visit completed, one missed, one cancelled and one booked."""
    doctor, patient = clinic.doctor(), clinic.patient()
    visits = [book(clinic, doctor, patient, TUESDAY_NINE + half * HALF_AN_HOUR) for half in range(4)]
    note(clinic, visits[0], "confirm", "complete")
    note(clinic, visits[1], "confirm", "no-show")
    cancel(clinic, visits[2])
    return doctor


def test_visits_are_counted_by_what_became_of_them(clinic: Clinic) -> None:
    a_week(clinic)
    expected = {"booked": 1, "confirmed": 0, "completed": 1, "no_show": 1, "cancelled": 1}
    assert expected == statistics(clinic)["totals"]


def test_days_hold_the_bookings_made_and_the_visits_that_start(clinic: Clinic) -> None:
    a_week(clinic)
    counted = statistics(clinic)
    nothing = {"bookings": 0, "visits": 0, "cancelled": 0, "no_show": 0, "completed": 0}
    expected = [
        {"date": "2026-11-23", **nothing, "bookings": 4},
        {"date": "2026-11-24", "bookings": 0, "visits": 3, "cancelled": 1, "no_show": 1, "completed": 1},
        *({"date": f"2026-11-{day}", **nothing} for day in range(25, 30)),
    ]
    assert expected == counted["days"]


def test_days_begin_and_end_in_the_admin_s_zone(clinic: Clinic) -> None:
    book(clinic, clinic.doctor(), clinic.patient())  # at 17:00 on Tuesday in Tokyo
    book(clinic, clinic.doctor(), clinic.patient(), TUESDAY_NINE + timedelta(hours=7, minutes=30))  # at 00:30 on Wednesday there
    counted = statistics(clinic, "from=2026-11-24&to=2026-11-25", time_zone="Asia/Tokyo")
    assert ("Asia/Tokyo", [1, 1]) == (counted["time_zone"], [day["visits"] for day in counted["days"]])


def test_days_of_25_hours_are_days(clinic: Clinic) -> None:
    clinic.now = datetime(2026, 10, 24, 6, tzinfo=UTC)
    sunday_four = datetime(2026, 10, 25, 15, 30, tzinfo=UTC)
    book(clinic, clinic.doctor(), clinic.patient(), sunday_four)
    assert [0, 1, 0] == [day["visits"] for day in statistics(clinic, "from=2026-10-24&to=2026-10-26")["days"]]


def test_the_middle_of_the_lead_times_is_in_hours(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    for hours in (2, 4, 30):
        book(clinic, doctor, patient, MONDAY + timedelta(hours=hours))
    assert 4.0 == statistics(clinic)["median_lead_time_hours"]


def test_an_empty_period_has_no_middle(clinic: Clinic) -> None:
    assert None is statistics(clinic)["median_lead_time_hours"]


def lead_times(clinic: Clinic) -> list[int]:
    return [bucket["visits"] for bucket in statistics(clinic)["lead_times"]]


@pytest.mark.parametrize(
    ("lead", "bucket"),
    [
        (timedelta(0), 0),
        *((timedelta(hours=hours, seconds=-1), bucket) for bucket, hours in enumerate((24, 72, 168, 336, 720))),
        *((timedelta(hours=hours), bucket + 1) for bucket, hours in enumerate((24, 72, 168, 336, 720))),
        (timedelta(days=365), 5),
    ],
)
def test_a_visit_is_counted_by_how_long_before_its_start_it_was_booked(clinic: Clinic, lead: timedelta, bucket: int) -> None:
    book(clinic, clinic.doctor(), clinic.patient())
    clinic.execute("UPDATE appointment SET created_at = starts_at - CAST(:lead AS interval)", lead=lead)
    assert [int(number == bucket) for number in range(6)] == lead_times(clinic)


def test_lead_times_say_where_they_begin_and_end(clinic: Clinic) -> None:
    edges = [(bucket["from_hours"], bucket["to_hours"]) for bucket in statistics(clinic)["lead_times"]]
    assert [(0, 24), (24, 72), (72, 168), (168, 336), (336, 720), (720, None)] == edges


def test_cancelled_visits_have_no_lead_time(clinic: Clinic) -> None:
    a_week(clinic)
    assert [0, 3, 0, 0, 0, 0] == lead_times(clinic)


def test_statistics_take_three_queries(clinic: Clinic) -> None:
    call, statements = clinic.calling(app, clinic.admin()), []

    def count(*told: Any) -> None:
        statements.append(told[2])

    event.listen(clinic.engine, "before_cursor_execute", count)
    try:
        call.get("/v1/admin/statistics")
    finally:
        event.remove(clinic.engine, "before_cursor_execute", count)
    # The first asks who this is.
    assert 4 == len(statements)


def test_a_doctor_is_used_as_far_as_the_known_hours_are_booked(clinic: Clinic) -> None:
    doctor = a_week(clinic)
    clinic.execute(
        "INSERT INTO opening (doctor_id, starts_at, ends_at, noticed_at, specialty, slot_minutes, visit_minutes) "
        "VALUES (:id, :start, :end, :start, 'cardiology', 30, 30)",
        id=doctor,
        start=TUESDAY_NINE,
        end=TUESDAY_NINE + timedelta(hours=5),
    )
    figures = {
        "visits": 3,
        "cancelled": 1,
        "no_show": 1,
        "completed": 1,
        "booked_minutes": 90,
        "open_minutes": 300,
        "utilisation": 0.3,
    }
    counted = statistics(clinic)
    assert [{"doctor_id": str(doctor), "doctor_name": "Dr Dora Example", "specialty": "Cardiology", **figures}] == counted[
        "doctors"
    ]
    assert [{"specialty": "Cardiology", **figures}] == counted["specialties"]


def test_an_opening_counts_as_far_as_it_lies_in_the_period(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    clinic.execute(
        "INSERT INTO opening (doctor_id, starts_at, ends_at, noticed_at, specialty, slot_minutes, visit_minutes) "
        "VALUES (:id, :start, :end, :start, 'cardiology', 30, 30)",
        id=doctor,
        start=datetime(2026, 11, 22, 22, tzinfo=UTC),
        end=datetime(2026, 11, 23, 0, tzinfo=UTC),
    )
    assert [60] == [counted["open_minutes"] for counted in statistics(clinic)["doctors"]]


def test_without_known_hours_nothing_is_said_of_use(clinic: Clinic) -> None:
    a_week(clinic)
    (counted,) = statistics(clinic)["doctors"]
    assert (0, None, None) == (counted["booked_minutes"], counted["open_minutes"], counted["utilisation"])


def test_specialties_add_up_their_doctors(clinic: Clinic) -> None:
    for name, specialty in (("Dr A", "Cardiology"), ("Dr B", "Cardiology"), ("Dr C", "Dermatology")):
        book(clinic, clinic.doctor(name, specialty=specialty), clinic.patient())
    counted = statistics(clinic)["specialties"]
    assert [("Cardiology", 2), ("Dermatology", 1)] == [(entry["specialty"], entry["visits"]) for entry in counted]


def test_a_period_is_60_days_around_today_unless_said_otherwise(clinic: Clinic) -> None:
    counted = statistics(clinic, "")
    assert ("2026-10-24", "2026-12-23", 61) == (counted["from"], counted["to"], len(counted["days"]))


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("from=2026-11-24&to=2026-11-23", "/query/to"),
        ("from=2026-01-01&to=2027-01-02", "/query/to"),
        ("from=2026-11-24T00:00:00Z", "/query/from"),
        ("to=9999-12-31", "/query/to"),
        ("to=", "/query/to"),
    ],
)
def test_a_period_that_cannot_be_counted_is_refused(clinic: Clinic, query: str, pointer: str) -> None:
    answer = clinic.calling(app, clinic.admin()).get(f"/v1/admin/statistics?{query}")
    assert ((422, "validation"), pointer) == (slug(answer), answer.json()["errors"][0]["pointer"])


@pytest.mark.parametrize("path", ["statistics", "users", "notifications"])
@pytest.mark.parametrize(("who", "status"), [("patient", 403), ("doctor", 403), ("nobody", 401)])
def test_it_is_for_admins(clinic: Clinic, path: str, who: str, status: int) -> None:
    people = {"patient": clinic.patient(), "doctor": clinic.doctor(), "nobody": None}
    assert status == clinic.calling(app, people[who]).get(f"/v1/admin/{path}").status_code


def test_who_may_not_see_a_period_is_told_so_before_what_is_wrong_with_it(clinic: Clinic) -> None:
    answer = clinic.calling(app, clinic.patient()).get("/v1/admin/statistics?from=2026-11-24&to=2026-11-23")
    assert (403, "forbidden") == slug(answer)

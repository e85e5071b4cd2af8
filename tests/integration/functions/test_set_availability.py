"""Publishing hours, and being away."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

import book_appointment.handler
import find_slots.handler
from medbook.domain.errors import TryAgain
from medbook.http.instants import format_instant
from set_availability.handler import app
from tests.support.clinic import MONDAY, Clinic

FIRST_VISIT = {"code": "first", "name": "First visit", "minutes": 40}
CHECK_UP = {"code": "check", "name": "Check-up", "minutes": 20}
MONDAY_MORNING = {"weekday": 1, "start": "09:00", "end": "12:30"}
FULL = {
    "time_zone": "Europe/Berlin",
    "slot_minutes": 20,
    "buffer_minutes": 5,
    "minimum_notice_minutes": 120,
    "horizon_days": 60,
    "change_notice_minutes": 240,
    "visit_types": [FIRST_VISIT, CHECK_UP],
    "weekly": [
        MONDAY_MORNING,
        {"weekday": 1, "start": "13:30", "end": "17:00"},
        {"weekday": 7, "start": "22:00", "end": "24:00"},
    ],
    "overrides": [
        {"date": "2020-01-01", "windows": []},
        {"date": "2026-12-24", "windows": [{"start": "09:00", "end": "11:00"}]},
    ],
}
NINE = MONDAY + timedelta(hours=2)


def free(clinic: Clinic, doctor: UUID, query: str = "from=2026-11-23&to=2026-11-23") -> list[str]:
    answer = clinic.calling(find_slots.handler.app).get(f"/v1/doctors/{doctor}/slots?{query}")
    return [slot["starts_at"] for slot in answer.json()["items"]]


def book(clinic: Clinic, doctor: UUID, start: datetime) -> Any:
    body = {"doctor_id": str(doctor), "starts_at": format_instant(start)}
    return clinic.calling(book_appointment.handler.app, clinic.patient()).post("/v1/appointments", body)


def away(start: datetime, end: datetime, **more: str) -> dict[str, str]:
    return {"starts_at": format_instant(start), "ends_at": format_instant(end), **more}


def test_what_is_published_is_read_again(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    call = clinic.calling(app, doctor)
    published = call.put(f"/v1/doctors/{doctor}/availability", FULL)
    read = call.get(f"/v1/doctors/{doctor}/availability")
    assert (published.status_code, published.json()) == (200, FULL)
    assert (read.json(), read.headers["etag"]) == (FULL, published.headers["etag"])


def test_what_is_left_out_takes_its_default(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    answer = clinic.calling(app, doctor).put(
        f"/v1/doctors/{doctor}/availability", {"time_zone": "Europe/Berlin", "slot_minutes": 45}
    )
    assert answer.json() == {
        "time_zone": "Europe/Berlin",
        "slot_minutes": 45,
        "buffer_minutes": 0,
        "minimum_notice_minutes": 0,
        "horizon_days": 90,
        "change_notice_minutes": 0,
        "visit_types": [{"code": "standard", "name": "Consultation", "minutes": 45}],
        "weekly": [],
        "overrides": [],
    }


def test_what_was_published_before_is_gone(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    call = clinic.calling(app, doctor)
    call.put(f"/v1/doctors/{doctor}/availability", FULL)
    call.put(f"/v1/doctors/{doctor}/availability", {"time_zone": "Europe/Berlin"})
    tables = ("weekly_window", "availability_override", "override_window", "opening")
    assert [clinic.rows(f"SELECT count(*) FROM {table}")[0]["count"] for table in tables] == [0, 0, 0, 0]


def test_openings_are_what_was_published(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    clinic.calling(app, doctor).put(f"/v1/doctors/{doctor}/availability", FULL)
    rows = clinic.rows("SELECT * FROM opening WHERE starts_at < :until ORDER BY starts_at", until=MONDAY + timedelta(days=1))
    assert [(row["starts_at"], row["ends_at"], row["noticed_at"]) for row in rows] == [
        (NINE, NINE + timedelta(hours=3.5), MONDAY),
        (NINE + timedelta(hours=4.5), NINE + timedelta(hours=8), NINE + timedelta(hours=2.5)),
    ]
    assert {(row["specialty"], row["slot_minutes"], row["visit_minutes"]) for row in rows} == {("cardiology", 20, 40)}


def test_openings_reach_beyond_the_horizon(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    clinic.calling(app, doctor).put(f"/v1/doctors/{doctor}/availability", FULL | {"horizon_days": 10})
    (row,) = clinic.rows("SELECT max(starts_at) AS last FROM opening")
    assert MONDAY.date() + timedelta(days=10 + 28) <= row["last"].date() <= MONDAY.date() + timedelta(days=10 + 35)


def test_an_outdated_version_is_refused(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    call = clinic.calling(app, doctor)
    tag = call.get(f"/v1/doctors/{doctor}/availability").headers["etag"]
    answers = [call.put(f"/v1/doctors/{doctor}/availability", FULL, if_match=tag).status_code for _ in range(2)]
    assert answers == [200, 412]


def test_of_two_at_once_one_is_refused(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    calls = [clinic.calling(app, doctor) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        put = [pool.submit(call.put, f"/v1/doctors/{doctor}/availability", FULL, if_match='"v1"') for call in calls]
    assert sorted(answer.result().status_code for answer in put) == [200, 412, 412, 412]


def test_booked_visits_stay_when_hours_change(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    book(clinic, doctor, NINE)
    clinic.calling(app, doctor).put(f"/v1/doctors/{doctor}/availability", {"time_zone": "Europe/Berlin"})
    assert [row["status"] for row in clinic.rows("SELECT status FROM appointment")] == ["booked"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"weekly": [{"weekday": 8, "start": "09:00", "end": "10:00"}]}, "/weekly/0/weekday"),
        ({"weekly": [{"weekday": 1, "start": "12:00", "end": "10:00"}]}, "/weekly/0/end"),
        ({"weekly": [{"weekday": 1, "start": "9:00", "end": "10:00"}]}, "/weekly/0/start"),
        ({"weekly": [{"weekday": 1, "start": "09:00", "end": "24:01"}]}, "/weekly/0/end"),
        ({"overrides": [{"date": "2026-12-24", "windows": [{"start": "a", "end": "10:00"}]}]}, "/overrides/0/windows/0/start"),
        ({"overrides": [{"date": "2026-12-24", "windows": []}] * 2}, "/overrides/1/date"),
        ({"visit_types": []}, "/visit_types"),
        ({"visit_types": [{"code": "a", "name": "A", "minutes": 4}]}, "/visit_types/0/minutes"),
        ({"visit_types": [{"code": "a", "name": "A", "minutes": 10}] * 2}, "/visit_types/1/code"),
        ({"time_zone": "Mars/Olympus"}, "/time_zone"),
        ({"slot_minutes": 0}, "/slot_minutes"),
        ({"slot_minutes": 10**30}, "/slot_minutes"),
        ({"horizon_days": 731}, "/horizon_days"),
        ({"buffer_minutes": -1}, "/buffer_minutes"),
    ],
)
def test_an_availability_that_cannot_be_kept_says_where(clinic: Clinic, change: dict[str, Any], pointer: str) -> None:
    doctor = clinic.doctor()
    answer = clinic.calling(app, doctor).put(f"/v1/doctors/{doctor}/availability", FULL | change)
    problem = answer.json()
    assert (answer.status_code, problem["type"].rsplit("/", 1)[1]) == (422, "availability-invalid")
    assert problem["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"slot_minutes": "30"}, "/slot_minutes"),
        ({"slot_minutes": True}, "/slot_minutes"),
        ({"slot_minutes": None}, "/slot_minutes"),
        ({"weekly": {}}, "/weekly"),
        ({"overrides": [{"date": 20261224, "windows": []}]}, "/overrides/0/date"),
        ({"overrides": [{"date": "2026-12-24"}]}, "/overrides/0/windows"),
        ({"surprise": 1}, "/surprise"),
    ],
)
def test_a_body_of_another_shape_says_where(clinic: Clinic, change: dict[str, Any], pointer: str) -> None:
    doctor = clinic.doctor()
    answer = clinic.calling(app, doctor).put(f"/v1/doctors/{doctor}/availability", FULL | change)
    problem = answer.json()
    assert (answer.status_code, problem["type"].rsplit("/", 1)[1]) == (422, "validation")
    assert problem["errors"][0]["pointer"] == pointer


def test_a_refused_availability_leaves_the_old_one(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    call = clinic.calling(app, doctor)
    call.put(f"/v1/doctors/{doctor}/availability", FULL)
    call.put(f"/v1/doctors/{doctor}/availability", FULL | {"horizon_days": 0})
    assert call.get(f"/v1/doctors/{doctor}/availability").json() == FULL


@pytest.mark.parametrize(
    ("change", "versions"),
    [
        ({"time_zone": "Europe/London"}, 1),
        ({"horizon_days": 30}, 1),
        ({"change_notice_minutes": 0}, 1),
        ({"visit_types": [CHECK_UP, FIRST_VISIT]}, 1),
        ({"visit_types": [FIRST_VISIT]}, 1),
        ({"weekly": [], "overrides": [], "buffer_minutes": 0, "slot_minutes": 40, "minimum_notice_minutes": 0}, 0),
        ({}, 0),
    ],
)
def test_the_profile_gets_a_new_version_with_what_it_shows(clinic: Clinic, change: dict[str, Any], versions: int) -> None:
    doctor = clinic.doctor()
    call = clinic.calling(app, doctor)
    for published in (FULL, FULL | change):
        call.put(f"/v1/doctors/{doctor}/availability", published)
    # The first of the two changed what `clinic.doctor` had published.
    assert [{"version": 2 + versions}] == clinic.rows("SELECT version FROM account WHERE id = :id", id=doctor)


def test_time_off_closes_slots_and_its_end_opens_them(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    call = clinic.calling(app, doctor)
    before = free(clinic, doctor)
    answer = call.post(
        f"/v1/doctors/{doctor}/time-off", away(NINE + timedelta(minutes=45), NINE + timedelta(hours=8), reason="Ski")
    )
    during = free(clinic, doctor)
    refused = book(clinic, doctor, NINE + timedelta(minutes=30))
    gone = call.delete(answer.headers["location"])
    assert (answer.status_code, answer.json()["reason"], refused.status_code, gone.status_code) == (201, "Ski", 422, 204)
    assert (during, free(clinic, doctor)) == (["2026-11-23T08:00:00Z"], before)


def test_time_off_names_the_open_visits_it_meets(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    start, end = NINE + timedelta(minutes=45), NINE + timedelta(hours=2)
    ids = [book(clinic, doctor, NINE + timedelta(minutes=minutes)).json()["id"] for minutes in (0, 30, 60, 90, 120)]
    clinic.execute("UPDATE appointment SET status = 'cancelled' WHERE id = :id", id=ids[2])
    call = clinic.calling(app, doctor)
    added = call.post(f"/v1/doctors/{doctor}/time-off", away(start, end)).json()
    assert added["affected_appointments"] == [ids[1], ids[3]]
    assert call.get(f"/v1/doctors/{doctor}/time-off").json() == {"items": [added], "next_cursor": None}


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (NINE, NINE),
        (NINE, NINE - timedelta(hours=1)),
        (MONDAY - timedelta(days=2), MONDAY - timedelta(days=1)),
        (NINE, NINE + timedelta(days=367)),
    ],
)
def test_impossible_time_off_is_refused(clinic: Clinic, start: datetime, end: datetime) -> None:
    doctor = clinic.doctor()
    answer = clinic.calling(app, doctor).post(f"/v1/doctors/{doctor}/time-off", away(start, end))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/ends_at")


def test_time_off_is_listed_in_pages_without_what_is_over(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    call = clinic.calling(app, clinic.admin())
    ids = [
        call.post(f"/v1/doctors/{doctor}/time-off", away(NINE + timedelta(days=n), NINE + timedelta(days=n, hours=1))).json()[
            "id"
        ]
        for n in range(4)
    ]
    clinic.now += timedelta(days=1)
    first = call.get(f"/v1/doctors/{doctor}/time-off?limit=2").json()
    second = call.get(f"/v1/doctors/{doctor}/time-off?limit=2&cursor={first['next_cursor']}").json()
    assert [one["id"] for one in (*first["items"], *second["items"])] == ids[1:]


def test_one_doctors_time_off_is_not_anothers(clinic: Clinic) -> None:
    doctor, other = clinic.doctor(), clinic.doctor()
    one = clinic.calling(app, doctor).post(f"/v1/doctors/{doctor}/time-off", away(NINE, NINE + timedelta(hours=1))).json()["id"]
    assert clinic.calling(app, other).delete(f"/v1/doctors/{other}/time-off/{one}").status_code == 404


def test_no_booking_slips_in_beside_new_time_off(clinic: Clinic) -> None:
    """Whoever is booked when the doctor goes away is named, whoever comes later refused, whatever the order of their statements."""
    doctor = clinic.doctor()
    away_call = clinic.calling(app, doctor)
    patients = [clinic.calling(book_appointment.handler.app, clinic.patient()) for _ in range(4)]
    for day in range(15):
        starts = [NINE + timedelta(days=day, hours=hour) for hour in range(4)]
        bodies = [{"doctor_id": str(doctor), "starts_at": format_instant(start)} for start in starts]
        with ThreadPoolExecutor(5) as pool:
            booked = [pool.submit(call.post, "/v1/appointments", body) for call, body in zip(patients, bodies, strict=True)]
            off = pool.submit(away_call.post, f"/v1/doctors/{doctor}/time-off", away(NINE + timedelta(days=day), starts[-1]))
        affected = set(off.result().json()["affected_appointments"])
        kept = {answer.result().json()["id"] for answer in booked[:3] if answer.result().status_code == 201}
        assert kept == affected
        assert {answer.result().status_code for answer in booked[:3]} <= {201, 422}


def test_a_booking_that_has_not_seen_the_time_off_is_undone_by_the_database(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    clinic.calling(app, doctor).post(f"/v1/doctors/{doctor}/time-off", away(NINE, NINE + timedelta(hours=1)))
    claim = text("INSERT INTO occupancy (resource_id, during) VALUES (:id, tstzrange(:start, :end))")
    with clinic.unit_of_work() as uow, pytest.raises(TryAgain):
        uow.transaction.execute(claim, id=doctor, start=NINE, end=NINE + timedelta(minutes=30))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 3, 28), ["2027-03-27T23:00:00Z", "2027-03-28T01:00:00Z", "2027-03-28T03:00:00Z"]),
        (date(2026, 10, 25), ["2026-10-24T22:00:00Z", "2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z"]),
    ],
)
def test_nights_with_a_change_of_clocks_are_as_long_as_they_are(clinic: Clinic, day: date, expected: list[str]) -> None:
    clinic.now = datetime.fromisoformat(f"{day}T12:00:00Z") - timedelta(days=3)
    doctor = clinic.doctor()
    body = {
        "time_zone": "Europe/Berlin",
        "slot_minutes": 120,
        "visit_types": [{"code": "night", "name": "Night", "minutes": 60}],
        "weekly": [{"weekday": 7, "start": "00:00", "end": "06:00"}],
    }
    clinic.calling(app, doctor).put(f"/v1/doctors/{doctor}/availability", body)
    all_day = free(clinic, doctor, f"from={day}&to={day}")
    earliest = clinic.calling(find_slots.handler.app).get(f"/v1/slots?from={day}&limit=3").json()["items"]
    assert all_day[:3] == [slot["starts_at"] for slot in earliest] == expected
    assert len(all_day) == (3 if day.month == 3 else 4)


def previewed(clinic: Clinic, doctor: UUID, body: dict[str, Any], query: str = "from=2026-11-23&to=2026-11-23") -> httpx.Response:
    return clinic.calling(app, doctor).post(f"/v1/doctors/{doctor}/availability/preview?{query}", body)


def test_a_preview_lists_what_would_be_offered_and_what_of_it_is_free(clinic: Clinic) -> None:
    doctor = clinic.doctor(buffer_minutes=15)
    book(clinic, doctor, NINE)
    clinic.calling(app, doctor).post(
        f"/v1/doctors/{doctor}/time-off", away(NINE + timedelta(hours=2), NINE + timedelta(hours=2, minutes=5))
    )
    answer = previewed(clinic, doctor, FULL | {"minimum_notice_minutes": 0, "weekly": [MONDAY_MORNING]}).json()
    # Visits of 40 minutes every 20, and 5 more of buffer: the visit at 9 holds 45 minutes, the time off begins at 11.
    free = {slot["starts_at"][11:16]: slot["free"] for slot in answer["items"]}
    assert ("Europe/Berlin", {"starts_at": "2026-11-23T08:00:00Z", "ends_at": "2026-11-23T08:40:00Z", "free": False}) == (
        answer["time_zone"],
        answer["items"][0],
    )
    assert free == {
        **dict.fromkeys(["08:00", "08:20", "08:40"], False),
        "09:00": True,
        **dict.fromkeys(["09:20", "09:40", "10:00"], False),
        **dict.fromkeys(["10:20", "10:40"], True),
    }


def test_what_a_preview_calls_free_is_what_is_offered_once_it_is_published(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    for minutes in (60, 150):
        book(clinic, doctor, NINE + timedelta(days=1, minutes=minutes))
    body = FULL | {"weekly": [{"weekday": day, "start": "08:10", "end": "12:30"} for day in range(1, 8)], "horizon_days": 20}
    period = "from=2026-11-20&to=2026-12-31"
    items = previewed(clinic, doctor, body, period).json()["items"]
    clinic.calling(app, doctor).put(f"/v1/doctors/{doctor}/availability", body)
    assert free(clinic, doctor, period) == [slot["starts_at"] for slot in items if slot["free"]]


def test_a_preview_stores_nothing(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    call = clinic.calling(app, doctor)
    before = call.get(f"/v1/doctors/{doctor}/availability")
    previewed(clinic, doctor, FULL)
    after = call.get(f"/v1/doctors/{doctor}/availability")
    assert (before.json(), before.headers["etag"]) == (after.json(), after.headers["etag"])


def test_a_preview_is_of_a_week_from_today_in_the_zone_of_its_hours(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    body = {
        "time_zone": "Pacific/Pago_Pago",
        "weekly": [{"weekday": day, "start": "23:00", "end": "23:30"} for day in range(1, 8)],
    }
    answer = previewed(clinic, doctor, body, "").json()
    # At 06:00 UTC on Monday it is still Sunday there, eleven hours behind.
    days = [f"2026-11-{day}T10:00:00Z" for day in range(23, 30)]
    assert ("Pacific/Pago_Pago", days) == (answer["time_zone"], [slot["starts_at"] for slot in answer["items"]])


def test_a_preview_is_of_the_kind_of_visit_that_is_named(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    items = previewed(clinic, doctor, FULL, "from=2026-11-30&to=2026-11-30&visit_type=check").json()["items"]
    assert "2026-11-30T08:20:00Z" == items[0]["ends_at"]


@pytest.mark.parametrize(
    ("query", "change", "kind", "pointer"),
    [
        ("from=2026-11-24&to=2026-11-23", {}, "validation", "/query/to"),
        ("from=2026-11-24&to=2027-01-25", {}, "validation", "/query/to"),
        ("to=2026-11-20", {}, "validation", "/query/to"),
        ("from=x", {}, "validation", "/query/from"),
        ("visit_type=standard", {}, "validation", "/query/visit_type"),
        ("", {"surprise": 1}, "validation", "/surprise"),
        ("", {"horizon_days": 731}, "availability-invalid", "/horizon_days"),
        ("", {"time_zone": "Mars/Olympus"}, "availability-invalid", "/time_zone"),
    ],
)
def test_a_preview_that_cannot_be_says_why(clinic: Clinic, query: str, change: dict[str, Any], kind: str, pointer: str) -> None:
    answer = previewed(clinic, clinic.doctor(), FULL | change, query)
    problem = answer.json()
    assert (422, kind, pointer) == (answer.status_code, problem["type"].rsplit("/", 1)[1], problem["errors"][0]["pointer"])


def test_a_preview_for_a_doctor_who_is_none_is_not_found(clinic: Clinic) -> None:
    answer = clinic.calling(app, clinic.admin()).post(f"/v1/doctors/{clinic.patient()}/availability/preview", FULL)
    assert 404 == answer.status_code

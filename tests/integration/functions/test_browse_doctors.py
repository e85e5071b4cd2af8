"""Finding doctors and reading about them."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import event

import book_appointment.handler
from browse_doctors.handler import app
from tests.support.clinic import MONDAY, Clinic


def names(clinic: Clinic, query: str) -> list[str]:
    answer = clinic.calling(app).get(f"/v1/doctors?{query}")
    assert answer.status_code == 200, answer.text
    return [doctor["full_name"] for doctor in answer.json()["items"]]


def test_doctors_are_listed_by_name_whatever_its_accents(clinic: Clinic) -> None:
    for name in ("Zoe", "émile", "Ärmel", "Bo"):
        clinic.doctor(name)
    assert names(clinic, "") == ["Ärmel", "Bo", "émile", "Zoe"]


def test_pages_hold_every_doctor_once(clinic: Clinic) -> None:
    for name in ("A", "B", "B", "B", "C"):
        clinic.doctor(name)
    call, seen, cursor = clinic.calling(app), [], ""
    while cursor is not None:
        page = call.get(f"/v1/doctors?limit=2{cursor and '&cursor=' + cursor}").json()
        seen += [doctor["id"] for doctor in page["items"]]
        cursor = page["next_cursor"]
    assert (len(seen), len(set(seen))) == (5, 5)


def test_a_specialty_is_found_in_any_case(clinic: Clinic) -> None:
    clinic.doctor("A", specialty="Cardiology")
    clinic.doctor("B", specialty="Surgery")
    assert names(clinic, "specialty=cARDIOLOGY") == ["A"]


@pytest.mark.parametrize(
    "words", ["muller", "MÜLLER", "derma", "muller derma", "room", "phd", "skin", "Mu%CC%88ller"], ids=lambda word: word
)
def test_words_are_looked_for_everywhere(clinic: Clinic, words: str) -> None:
    columns: dict[str, Any] = {
        "specialty": "Dermatology",
        "location": "Room 4",
        "qualifications": ["PhD"],
        "bio": "All about skin.",
    }
    clinic.doctor("Dr Jörg Müller", **columns)
    clinic.doctor("Dr Other")
    assert names(clinic, f"q={words}") == ["Dr Jörg Müller"]


def test_every_word_must_occur(clinic: Clinic) -> None:
    clinic.doctor("Dr Jörg Müller")
    assert names(clinic, "q=muller surgery") == []


@pytest.mark.parametrize("words", ["%", "_", "\\", "%%", "a%b", "'", '"; DROP TABLE doctor; --', "{}", "\\_"])
def test_wildcards_are_only_characters(clinic: Clinic, words: str) -> None:
    clinic.doctor("Dr Plain")
    clinic.doctor(f"Dr {words}")
    assert names(clinic, f"q={quote(words)}") == [f"Dr {words}"]


def test_no_words_find_everyone(clinic: Clinic) -> None:
    clinic.doctor("Dr Plain")
    assert names(clinic, "q=%20&specialty=Cardiology") == ["Dr Plain"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=0", "/query/limit"),
        ("limit=101", "/query/limit"),
        ("limit=x", "/query/limit"),
        ("cursor=x", "/query/cursor"),
        ("cursor=" + "W" * 3000, "/query/cursor"),
        ("cursor=WyJhIiwiYiJd", "/query/cursor"),
        ("available_on=tomorrow", "/query/available_on"),
        ("available_on=2026-02-30", "/query/available_on"),
        ("available_on=0001-01-01", "/query/available_on"),
        ("available_on=9999-12-31", "/query/available_on"),
        ("q=" + "x" * 201, "/query/q"),
        ("specialty=" + "x" * 81, "/query/specialty"),
    ],
)
def test_a_hostile_query_is_refused_where_it_stands(clinic: Clinic, query: str, pointer: str) -> None:
    answer = clinic.calling(app).get(f"/v1/doctors?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


@pytest.mark.parametrize("name", ["q", "specialty"])
def test_a_nul_finds_nobody(clinic: Clinic, name: str) -> None:
    clinic.doctor()
    assert clinic.calling(app).get(f"/v1/doctors?{name}=a%00b").status_code == 422


def test_a_doctor_is_shown_by_id_with_a_version(clinic: Clinic) -> None:
    doctor = clinic.doctor("Dr Dora", consultation_fee=80)
    answer = clinic.calling(app).get(f"/v1/doctors/{doctor}")
    assert (answer.json()["full_name"], answer.json()["consultation_fee"], answer.headers["etag"]) == ("Dr Dora", 80, '"v1"')


@pytest.mark.parametrize("path", ["", "/{id}"])
def test_a_doctor_is_shown_with_what_is_offered(clinic: Clinic, path: str) -> None:
    doctor = clinic.doctor(change_notice_minutes=240, horizon_days=60)
    # The first of the published order, not of the alphabet, is the usual one.
    clinic.execute("UPDATE visit_type SET name = 'Check-up', position = 1 - position WHERE doctor_id = :id", id=doctor)
    answer = clinic.calling(app).get(f"/v1/doctors{path.format(id=doctor)}").json()
    shown = answer if path else answer["items"][0]
    visit_types = [{"code": "long", "name": "Check-up", "minutes": 60}, {"code": "standard", "name": "Check-up", "minutes": 30}]
    assert (visit_types, 240, 60) == (shown["visit_types"], shown["change_notice_minutes"], shown["horizon_days"])


def test_a_page_of_doctors_is_one_query_however_many_it_holds(clinic: Clinic) -> None:
    for name in ("A", "B", "C"):
        clinic.doctor(name)
    statements: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(clinic.engine, "before_cursor_execute", count)
    try:
        names(clinic, "")
    finally:
        event.remove(clinic.engine, "before_cursor_execute", count)
    assert 1 == len(statements)


@pytest.mark.parametrize("path", ["/v1/doctors/nobody", "/v1/doctors/019ab0c4-2c00-7000-8000-0000000000d1"])
def test_an_unknown_doctor_is_not_found(clinic: Clinic, path: str) -> None:
    assert clinic.calling(app).get(path).status_code == 404


def test_inactive_doctors_are_nowhere(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    clinic.execute("UPDATE account SET active = false WHERE id = :id", id=doctor)
    call = clinic.calling(app)
    assert call.get(f"/v1/doctors/{doctor}").status_code == 404
    assert call.get("/v1/doctors").json()["items"] == call.get("/v1/specialties").json()["items"] == []


def test_specialties_are_counted_in_any_case(clinic: Clinic) -> None:
    for specialty in ("Surgery", "Cardiology", "surgery"):
        clinic.doctor(specialty=specialty)
    expected = [{"name": "Cardiology", "doctors": 1}, {"name": "Surgery", "doctors": 2}]
    assert clinic.calling(app).get("/v1/specialties").json() == {"items": expected, "next_cursor": None}


def test_who_is_booked_out_is_not_available(clinic: Clinic) -> None:
    booked_out, free = clinic.doctor("Booked out", weekdays=[1]), clinic.doctor("Free", weekdays=[1])
    closed = clinic.doctor("Closed", weekdays=[2])
    clinic.lay_openings(booked_out, free, closed)
    start, end = MONDAY + timedelta(hours=2), MONDAY + timedelta(hours=10)
    claim = "INSERT INTO occupancy (resource_id, during) VALUES (:id, tstzrange(:start, :end))"
    clinic.execute(claim, id=booked_out, start=start, end=end)
    clinic.execute(claim, id=free, start=start, end=end - timedelta(minutes=30))
    assert names(clinic, "available_on=2026-11-23") == ["Free"]
    assert names(clinic, "available_on=2026-11-24") == ["Closed"]


def test_who_is_away_is_not_available(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    clinic.lay_openings(doctor)
    clinic.execute(
        "INSERT INTO time_off (id, doctor_id, during) VALUES (:id, :id, tstzrange(:start, :end))",
        id=doctor,
        start=MONDAY,
        end=MONDAY + timedelta(days=1),
    )
    assert (names(clinic, "available_on=2026-11-23"), names(clinic, "available_on=2026-11-24")) == ([], ["Dr Dora Example"])


def test_a_day_is_meant_in_the_doctors_zone(clinic: Clinic) -> None:
    # Monday 09:00 in Auckland is Sunday evening in UTC.
    doctor = clinic.doctor("Dr Far", weekdays=[2], time_zone="Pacific/Auckland")
    clinic.lay_openings(doctor)
    assert [names(clinic, f"available_on=2026-11-{day}") for day in (23, 24, 25)] == [[], ["Dr Far"], []]


def test_a_day_that_has_passed_or_lies_beyond_the_horizon_has_nobody(clinic: Clinic) -> None:
    clinic.lay_openings(clinic.doctor(horizon_days=3))
    found = [len(names(clinic, f"available_on=2026-11-{day}")) for day in (22, 23, 26, 27)]
    assert found == [0, 1, 1, 0]


def test_pages_of_available_doctors_hold_each_once(clinic: Clinic) -> None:
    expected = []
    for number in range(30):
        doctor = clinic.doctor(f"Dr {number:02}", weekdays=[1 + number % 2])
        clinic.lay_openings(doctor)
        expected += [f"Dr {number:02}"] if number % 2 == 0 else []
    call, seen, cursor = clinic.calling(app), [], ""
    while cursor is not None:
        page = call.get(f"/v1/doctors?available_on=2026-11-23&limit=2{cursor and '&cursor=' + cursor}").json()
        seen += [doctor["full_name"] for doctor in page["items"]]
        cursor = page["next_cursor"]
    assert expected == seen


def test_a_booking_takes_the_last_slot(clinic: Clinic) -> None:
    doctor = clinic.doctor(weekdays=[])
    clinic.execute("INSERT INTO weekly_window VALUES (:id, 1, 540, 570)", id=doctor)
    clinic.lay_openings(doctor)
    before = names(clinic, "available_on=2026-11-23")
    body = {"doctor_id": str(doctor), "starts_at": "2026-11-23T08:00:00Z"}
    clinic.calling(book_appointment.handler.app, clinic.patient()).post("/v1/appointments", body)
    assert (before, names(clinic, "available_on=2026-11-23")) == (["Dr Dora Example"], [])

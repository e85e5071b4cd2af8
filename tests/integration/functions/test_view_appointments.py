"""Lists of visits and single ones, through the function's own app, on a real database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx
import pytest
from sqlalchemy import Engine, event

import cancel_appointment.handler
import reschedule_appointment.handler
import update_appointment_status.handler
from tests.support.clinic import Clinic
from tests.support.visits import TUESDAY_NINE, book, slug
from view_appointments.handler import app


@contextmanager
def listening(engine: Engine, name: str, listener: Callable[..., None]) -> Iterator[None]:
    event.listen(engine, name, listener)
    try:
        yield
    finally:
        event.remove(engine, name, listener)


HALF_AN_HOUR = timedelta(minutes=30)


def listed(clinic: Clinic, who: UUID | None, query: str = "", **parameters: object) -> httpx.Response:
    return clinic.calling(app, who).get(f"/v1/appointments?{query or urlencode(parameters)}")


def ids(answer: httpx.Response) -> list[Any]:
    return [item["id"] for item in answer.json()["items"]]


def test_a_patient_sees_their_own_visits_by_start(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    later, sooner = (book(clinic, doctor, patient, TUESDAY_NINE + timedelta(days=days)) for days in (2, 1))
    book(clinic, doctor, clinic.patient("Otto"))
    assert {"items": [sooner, later], "next_cursor": None} == listed(clinic, patient).json()


def test_a_doctor_sees_the_visits_to_them_with_reasons(clinic: Clinic) -> None:
    doctor, other = clinic.doctor(), clinic.doctor("Dr Oskar")
    book(clinic, other, clinic.patient())
    visit = book(clinic, doctor, clinic.patient(), reason="a cough")
    assert [visit] == listed(clinic, doctor).json()["items"]


def test_an_admin_sees_every_visit_without_reasons(clinic: Clinic) -> None:
    visits = [book(clinic, clinic.doctor(), clinic.patient(), reason="private") for _ in range(2)]
    answer = listed(clinic, clinic.admin())
    assert {visit["id"] for visit in visits} == set(ids(answer))
    assert "private" not in answer.text


@pytest.mark.parametrize("by", ["doctor_id", "patient_id"])
def test_an_admin_narrows_the_list_to_somebody(clinic: Clinic, by: str) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    visit = book(clinic, doctor, patient)
    book(clinic, clinic.doctor("Dr Oskar"), clinic.patient("Otto"))
    answer = listed(clinic, clinic.admin(), f"{by}={ {'doctor_id': doctor, 'patient_id': patient}[by] }")
    assert [visit["id"]] == ids(answer)


def test_a_filter_shows_nobody_what_is_another_s(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    book(clinic, doctor, patient)
    assert [] == ids(listed(clinic, clinic.patient("Otto"), patient_id=patient, doctor_id=doctor))


def test_nobody_sees_nothing(clinic: Clinic) -> None:
    assert (401, "not-signed-in") == slug(listed(clinic, None))


@pytest.mark.parametrize(
    "query", ["status=confirmed&status=cancelled", "status=confirmed,cancelled", "status=cancelled,,confirmed"]
)
def test_statuses_are_repeated_or_separated_by_commas(clinic: Clinic, query: str) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    visits = [book(clinic, doctor, patient, TUESDAY_NINE + days * timedelta(days=1)) for days in range(3)]
    clinic.calling(cancel_appointment.handler.app, patient).post(f"/v1/appointments/{visits[0]['id']}/cancel")
    clinic.calling(update_appointment_status.handler.app, doctor).post(f"/v1/appointments/{visits[1]['id']}/confirm")
    assert [visit["id"] for visit in visits[:2]] == ids(listed(clinic, patient, query))


def test_dates_are_the_caller_s_own_and_both_included(clinic: Clinic) -> None:
    # 21:00 on Tuesday in Berlin is 05:00 on Wednesday in Tokyo.
    doctor, patient = clinic.doctor(time_zone="Asia/Tokyo"), clinic.patient(time_zone="America/New_York")
    starts = TUESDAY_NINE.replace(hour=0), TUESDAY_NINE.replace(hour=4)  # 19:00 on Monday and 23:00 on Monday in New York
    visits = [book(clinic, doctor, patient, start) for start in starts]
    assert [visit["id"] for visit in visits] == ids(listed(clinic, patient, "from=2026-11-23&to=2026-11-23"))
    assert [] == ids(listed(clinic, patient, "from=2026-11-24"))


def test_an_instant_begins_a_range_and_ends_it_before_itself(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    first, _ = (book(clinic, doctor, patient, TUESDAY_NINE + half * HALF_AN_HOUR) for half in range(2))
    answer = listed(clinic, patient, "from=2026-11-24T08:00:00Z&to=2026-11-24T08:30:00Z")
    assert [first["id"]] == ids(answer)


def test_pages_hold_everything_once_even_at_one_start(clinic: Clinic) -> None:
    visits = {book(clinic, clinic.doctor(), clinic.patient())["id"] for _ in range(5)}
    admin, seen, cursor = clinic.admin(), [], None
    while True:
        page = listed(clinic, admin, limit=2, **({"cursor": cursor} if cursor else {}))
        seen += ids(page)
        cursor = page.json()["next_cursor"]
        if cursor is None:
            break
    assert (sorted(visits), sorted(seen)) == (sorted(seen), sorted(visits))


def test_the_latest_come_first_when_that_is_asked_for(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    visits = [book(clinic, doctor, patient, TUESDAY_NINE + days * timedelta(days=1)) for days in range(3)]
    assert [visit["id"] for visit in reversed(visits)] == ids(listed(clinic, patient, order="desc"))


def test_pages_from_the_latest_on_are_those_from_the_earliest_the_other_way_round(clinic: Clinic) -> None:
    starts = [TUESDAY_NINE] * 3 + [TUESDAY_NINE + HALF_AN_HOUR] * 2
    for start in starts:
        book(clinic, clinic.doctor(), clinic.patient(), start)
    admin = clinic.admin()
    expected = ids(listed(clinic, admin))[::-1]
    seen, cursor = [], None
    while True:
        page = listed(clinic, admin, order="desc", limit=2, **({"cursor": cursor} if cursor else {}))
        seen += ids(page)
        cursor = page.json()["next_cursor"]
        if cursor is None:
            break
    assert expected == seen


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("status=gone", "/query/status/0"),
        ("from=yesterday", "/query/from"),
        ("to=2026-02-30", "/query/to"),
        ("from=2026-11-24T09:00:00", "/query/from"),
        ("to=20261124", "/query/to"),
        ("cursor=x", "/query/cursor"),
        ("cursor=%00", "/query/cursor"),
        ("cursor=", "/query/cursor"),
        ("limit=0", "/query/limit"),
        ("limit=101", "/query/limit"),
        ("limit=1e2", "/query/limit"),
        ("doctor_id=%00", "/query/doctor_id"),
        ("order=down", "/query/order"),
    ],
)
def test_a_query_that_does_not_fit_is_refused(clinic: Clinic, query: str, pointer: str) -> None:
    answer = listed(clinic, clinic.patient(), query)
    assert ((422, "validation"), [pointer]) == (slug(answer), [fault["pointer"] for fault in answer.json()["errors"]])


@pytest.mark.parametrize("who", ["doctor", "patient"])
def test_those_whom_it_concerns_see_a_visit_with_its_reason(clinic: Clinic, who: str) -> None:
    people = {"doctor": clinic.doctor(), "patient": clinic.patient()}
    visit = book(clinic, people["doctor"], people["patient"], reason="a cough")
    answer = clinic.calling(app, people[who]).get(f"/v1/appointments/{visit['id']}")
    assert (visit, '"v1"') == (answer.json(), answer.headers["etag"])


def test_a_visit_is_told_with_what_its_patient_needs_to_know(clinic: Clinic) -> None:
    doctor = clinic.doctor(location="Room 4", change_notice_minutes=90)
    clinic.execute("UPDATE visit_type SET name = 'First visit' WHERE code = 'long'")
    visit = book(clinic, doctor, clinic.patient(), visit_type="long")
    told = {name: visit[name] for name in ("visit_type", "visit_type_name", "specialty", "location", "changeable_until")}
    assert told == {
        "visit_type": "long",
        "visit_type_name": "First visit",
        "specialty": "Cardiology",
        "location": "Room 4",
        "changeable_until": "2026-11-24T06:30:00Z",
    }


def test_a_type_of_visit_that_is_no_longer_offered_is_told_by_its_code(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    book(clinic, doctor, patient)
    clinic.execute("UPDATE visit_type SET code = 'other', name = 'Other' WHERE code = 'standard'")
    (visit,) = listed(clinic, patient).json()["items"]
    assert ("standard", None) == (visit["visit_type_name"], visit["location"])


@pytest.mark.parametrize(
    ("module", "step", "body"),
    [
        (reschedule_appointment.handler, "reschedule", {"starts_at": (TUESDAY_NINE + HALF_AN_HOUR).isoformat()}),
        (reschedule_appointment.handler, "reschedule", {"starts_at": TUESDAY_NINE.isoformat()}),
        (cancel_appointment.handler, "cancel", None),
        (update_appointment_status.handler, "confirm", None),
    ],
)
def test_a_change_answers_with_the_visit_as_it_is_then_shown(clinic: Clinic, module: Any, step: str, body: Any) -> None:
    doctor = clinic.doctor(location="Room 4", change_notice_minutes=90)
    clinic.execute("UPDATE visit_type SET name = 'First visit' WHERE code = 'standard'")
    visit = book(clinic, doctor, clinic.patient())
    changed = clinic.calling(module.app, doctor).post(f"/v1/appointments/{visit['id']}/{step}", body)
    assert changed.json() == clinic.calling(app, doctor).get(f"/v1/appointments/{visit['id']}").json()


def test_an_admin_sees_a_visit_without_its_reason(clinic: Clinic) -> None:
    visit = book(clinic, clinic.doctor(), clinic.patient(), reason="private")
    answer = clinic.calling(app, clinic.admin()).get(f"/v1/appointments/{visit['id']}")
    assert visit | {"reason": None} == answer.json()


@pytest.mark.parametrize("who", ["patient", "doctor"])
def test_another_s_visit_does_not_exist(clinic: Clinic, who: str) -> None:
    strangers = {"patient": clinic.patient("Otto"), "doctor": clinic.doctor("Dr Oskar")}
    visit = book(clinic, clinic.doctor(), clinic.patient())
    assert (404, "not-found") == slug(clinic.calling(app, strangers[who]).get(f"/v1/appointments/{visit['id']}"))


@pytest.mark.parametrize("visit_id", ["019ab0c4-2c00-7000-8000-0000000000a1", "no-id", "%00"])
def test_a_visit_that_is_none_is_not_found(clinic: Clinic, visit_id: str) -> None:
    assert (404, "not-found") == slug(clinic.calling(app, clinic.admin()).get(f"/v1/appointments/{visit_id}"))


def test_a_page_of_visits_is_one_query_however_many_it_holds(clinic: Clinic) -> None:
    patient = clinic.patient()
    for half in range(4):
        book(clinic, clinic.doctor(), patient, TUESDAY_NINE + half * HALF_AN_HOUR)
    call, statements = clinic.calling(app, patient), []
    with listening(clinic.engine, "before_cursor_execute", lambda *event: statements.append(event[2])):
        call.get("/v1/appointments")
    # The first asks who this is.
    assert 2 == len(statements)

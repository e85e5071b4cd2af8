"""Random lives of a small clinic, through the functions and a real database, against a model that knows nothing of either.

The model keeps lists and compares every pair: slow, plain, and written without the domain's code.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine

import book_appointment.handler
import cancel_appointment.handler
import find_slots.handler
import reschedule_appointment.handler
import set_availability.handler
import update_appointment_status.handler
from tests.support.clinic import MONDAY, Clinic, empty, running_database

MINUTE = timedelta(minutes=1)
MIDNIGHT = datetime(2026, 11, 23, 23, tzinfo=UTC)  # Tuesday 00:00 in Berlin
TYPES = {"standard": 30, "long": 60}
# Quarters of an hour from Tuesday 07:45 to 13:00: on and off every grid, inside and outside every window.
quarters = st.integers(31, 52).map(lambda quarter: MIDNIGHT + quarter * 15 * MINUTE)
doctors = st.integers(0, 1)
patients = st.integers(0, 2)
types = st.sampled_from(sorted(TYPES))


@dataclass
class Visit:
    doctor: int
    patient: int
    start: datetime
    end: datetime
    held_until: datetime
    type: str
    status: str = "booked"
    sequence: int = 0

    @property
    def is_open(self) -> bool:
        return self.status in ("booked", "confirmed")

    @property
    def holds_time(self) -> bool:
        return self.status != "cancelled"


@dataclass
class Calendar:
    """A doctor in the model: one window a day, in minutes of Berlin's wall clock, which that week is UTC+1."""

    opens: int = 9 * 60
    closes: int = 17 * 60
    step: int = 30
    buffer: int = 0
    away: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)


def meet(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


class ClinicMachine(RuleBasedStateMachine):
    database: ClassVar[Engine]

    def __init__(self) -> None:
        super().__init__()
        empty(self.database)
        self.clinic = Clinic(self.database)
        self.doctor_ids = [self.clinic.doctor(f"Dr {name}") for name in ("Ada", "Ben")]
        self.patient_ids = [self.clinic.patient(f"Patient {number}") for number in range(3)]
        self.admin = self.clinic.admin()
        self.calendars = [Calendar(), Calendar()]
        self.visits: dict[str, Visit] = {}

    def send(self, module: Any, person: Any, method: str, path: str, body: Any = None) -> Any:
        return self.clinic.calling(module.app, person)(method, path, body)

    # What the model expects.

    def offers(self, doctor: int, start: datetime, minutes: int) -> bool:
        calendar = self.calendars[doctor]
        opens, closes = MIDNIGHT + calendar.opens * MINUTE, MIDNIGHT + calendar.closes * MINUTE
        in_hours = opens <= start and start + minutes * MINUTE <= closes
        on_grid = (start - opens) % (calendar.step * MINUTE) == timedelta(0)
        claim = (start, start + (minutes + calendar.buffer) * MINUTE)
        return in_hours and on_grid and not any(meet(claim, away) for away in calendar.away.values())

    def expected(self, doctor: int, patient: int, start: datetime, minutes: int, besides: str | None = None) -> str:
        if not self.offers(doctor, start, minutes):
            return "slot-not-offered"
        others = [visit for id_, visit in self.visits.items() if visit.holds_time and id_ != besides]
        claim = (start, start + (minutes + self.calendars[doctor].buffer) * MINUTE)
        if any(visit.doctor == doctor and meet(claim, (visit.start, visit.held_until)) for visit in others):
            return "slot-already-taken"
        visit_time = (start, start + minutes * MINUTE)
        if any(visit.patient == patient and meet(visit_time, (visit.start, visit.end)) for visit in others):
            return "patient-already-booked"
        return "done"

    @staticmethod
    def outcome(answer: Any) -> str:
        return "done" if answer.status_code < 400 else answer.json()["type"].rsplit("/", 1)[1]

    # What people do.

    @rule(doctor=doctors, patient=patients, start=quarters, kind=types)
    def book(self, doctor: int, patient: int, start: datetime, kind: str) -> None:
        expected = self.expected(doctor, patient, start, TYPES[kind])
        body = {"doctor_id": str(self.doctor_ids[doctor]), "starts_at": start.isoformat(), "visit_type": kind}
        answer = self.send(book_appointment.handler, self.patient_ids[patient], "POST", "/v1/appointments", body)
        assert expected == self.outcome(answer)
        if expected == "done":
            end = start + TYPES[kind] * MINUTE
            held_until = end + self.calendars[doctor].buffer * MINUTE
            self.visits[answer.json()["id"]] = Visit(doctor, patient, start, end, held_until, kind)

    @precondition(lambda self: self.visits)
    @rule(data=st.data(), start=quarters)
    def reschedule(self, data: st.DataObject, start: datetime) -> None:
        id_ = data.draw(st.sampled_from(sorted(self.visits)))
        visit = self.visits[id_]
        minutes = TYPES[visit.type]
        if not visit.is_open:
            expected = "appointment-closed"
        elif start == visit.start:
            expected = "done"
        else:
            expected = self.expected(visit.doctor, visit.patient, start, minutes, besides=id_)
        path = f"/v1/appointments/{id_}/reschedule"
        answer = self.send(
            reschedule_appointment.handler, self.patient_ids[visit.patient], "POST", path, {"starts_at": start.isoformat()}
        )
        assert expected == self.outcome(answer)
        if expected == "done" and start != visit.start:
            visit.start, visit.end, visit.status = start, start + minutes * MINUTE, "booked"
            visit.held_until = visit.end + self.calendars[visit.doctor].buffer * MINUTE
            visit.sequence += 1
        if expected == "done":
            assert (visit.status, visit.sequence) == (answer.json()["status"], answer.json()["sequence"])

    @precondition(lambda self: self.visits)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        id_ = data.draw(st.sampled_from(sorted(self.visits)))
        visit = self.visits[id_]
        answer = self.send(
            cancel_appointment.handler, self.patient_ids[visit.patient], "POST", f"/v1/appointments/{id_}/cancel", {}
        )
        assert ("done" if visit.is_open else "appointment-closed") == self.outcome(answer)
        if visit.is_open:
            visit.status = "cancelled"

    @precondition(lambda self: self.visits)
    @rule(data=st.data(), step=st.sampled_from(["confirm", "complete", "no-show"]))
    def step(self, data: st.DataObject, step: str) -> None:
        id_ = data.draw(st.sampled_from(sorted(self.visits)))
        visit = self.visits[id_]
        if not visit.is_open:
            expected = "appointment-closed"
        elif step != "confirm" and visit.status != "confirmed":
            expected = "appointment-not-confirmed"
        else:
            expected = "done"
        answer = self.send(
            update_appointment_status.handler, self.doctor_ids[visit.doctor], "POST", f"/v1/appointments/{id_}/{step}"
        )
        assert expected == self.outcome(answer)
        if expected == "done":
            visit.status = {"confirm": "confirmed", "complete": "completed", "no-show": "no_show"}[step]

    @rule(doctor=doctors, start=quarters, quarters_away=st.integers(1, 8))
    def take_time_off(self, doctor: int, start: datetime, quarters_away: int) -> None:
        end = start + quarters_away * 15 * MINUTE
        path = f"/v1/doctors/{self.doctor_ids[doctor]}/time-off"
        body = {"starts_at": start.isoformat(), "ends_at": end.isoformat()}
        answer = self.send(set_availability.handler, self.doctor_ids[doctor], "POST", path, body)
        assert answer.status_code == 201
        affected = {
            id_
            for id_, visit in self.visits.items()
            if visit.doctor == doctor and visit.is_open and meet((start, end), (visit.start, visit.end))
        }
        assert affected == set(answer.json()["affected_appointments"])
        self.calendars[doctor].away[answer.json()["id"]] = (start, end)

    @precondition(lambda self: any(calendar.away for calendar in self.calendars))
    @rule(data=st.data())
    def come_back(self, data: st.DataObject) -> None:
        away = [(doctor, id_) for doctor, calendar in enumerate(self.calendars) for id_ in sorted(calendar.away)]
        doctor, id_ = data.draw(st.sampled_from(away))
        path = f"/v1/doctors/{self.doctor_ids[doctor]}/time-off/{id_}"
        assert self.send(set_availability.handler, self.admin, "DELETE", path).status_code == 204
        del self.calendars[doctor].away[id_]

    @rule(
        doctor=doctors,
        opens=st.sampled_from([8, 9, 10]),
        closes=st.sampled_from([11, 12, 17]),
        step=st.sampled_from([15, 30, 45]),
        buffer=st.sampled_from([0, 10]),
    )
    def publish(self, doctor: int, opens: int, closes: int, step: int, buffer: int) -> None:
        body = {
            "time_zone": "Europe/Berlin",
            "slot_minutes": step,
            "buffer_minutes": buffer,
            "minimum_notice_minutes": 0,
            "horizon_days": 60,
            "change_notice_minutes": 0,
            "visit_types": [{"code": code, "name": code, "minutes": minutes} for code, minutes in TYPES.items()],
            "weekly": [{"weekday": day, "start": f"{opens:02}:00", "end": f"{closes:02}:00"} for day in range(1, 8)],
            "overrides": [],
        }
        path = f"/v1/doctors/{self.doctor_ids[doctor]}/availability"
        assert self.send(set_availability.handler, self.doctor_ids[doctor], "PUT", path, body).status_code == 200
        calendar = self.calendars[doctor]
        calendar.opens, calendar.closes, calendar.step, calendar.buffer = opens * 60, closes * 60, step, buffer

    # What holds at all times.

    @invariant()
    def nobody_is_booked_twice(self) -> None:
        rows = self.clinic.rows("SELECT resource_id, lower(during) AS start, upper(during) AS stop FROM occupancy")
        clashes = [
            (one, other)
            for one, other in combinations(rows, 2)
            if one["resource_id"] == other["resource_id"] and meet((one["start"], one["stop"]), (other["start"], other["stop"]))
        ]
        assert clashes == []

    @invariant()
    def the_claims_are_those_of_the_visits(self) -> None:
        rows = self.clinic.rows("SELECT resource_id, lower(during) AS start, upper(during) AS stop FROM occupancy")
        claims = sorted((str(row["resource_id"]), row["start"], row["stop"]) for row in rows)
        holding = [visit for visit in self.visits.values() if visit.holds_time]
        expected = [(str(self.doctor_ids[visit.doctor]), visit.start, visit.held_until) for visit in holding]
        expected += [(str(self.patient_ids[visit.patient]), visit.start, visit.end) for visit in holding]
        assert sorted(expected) == claims

    @invariant()
    def every_change_left_one_event_or_none(self) -> None:
        told = self.clinic.rows("SELECT appointment_id, count(*) FROM outbox GROUP BY 1")
        expected = {id_: 1 + visit.sequence + (visit.status == "cancelled") for id_, visit in self.visits.items()}
        assert expected == {str(row["appointment_id"]): row["count"] for row in told}

    @rule(doctor=doctors, kind=types)
    def look_for_slots(self, doctor: int, kind: str) -> None:
        path = f"/v1/doctors/{self.doctor_ids[doctor]}/slots?from=2026-11-24&to=2026-11-24&visit_type={kind}"
        answer = self.send(find_slots.handler, None, "GET", path)
        minutes, buffer = TYPES[kind], self.calendars[doctor].buffer
        busy = [(visit.start, visit.held_until) for visit in self.visits.values() if visit.doctor == doctor and visit.holds_time]
        starts = [MIDNIGHT + quarter * 15 * MINUTE for quarter in range(96)]
        free = [
            start
            for start in starts
            if self.offers(doctor, start, minutes)
            and not any(meet((start, start + (minutes + buffer) * MINUTE), taken) for taken in busy)
        ]
        assert free == [datetime.fromisoformat(item["starts_at"]) for item in answer.json()["items"]]


@pytest.fixture(scope="module")
def database() -> Iterator[Engine]:
    with running_database() as engine:
        yield engine


def test_a_random_clinic_agrees_with_the_model(database: Engine) -> None:
    assert MONDAY < MIDNIGHT
    ClinicMachine.database = database
    run_state_machine_as_test(
        ClinicMachine,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )

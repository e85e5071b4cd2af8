"""Rolling the calendar on, day after day."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

import roll_calendar.handler
from roll_calendar.use_case import roll
from tests.support.clinic import Clinic
from tests.support.real_process import real_process


def openings(clinic: Clinic) -> Sequence[Any]:
    return clinic.rows("SELECT * FROM opening ORDER BY doctor_id, starts_at")


def test_rolling_on_gives_what_laying_out_anew_gives(clinic: Clinic) -> None:
    doctors = [
        clinic.doctor(horizon_days=3),
        clinic.doctor(weekdays=[2, 5], time_zone="America/New_York"),
        clinic.doctor(weekdays=[]),
    ]
    clinic.lay_openings(*doctors)
    for _ in range(3):
        clinic.now += timedelta(days=1)
        roll(clinic.now, open_uow=clinic.unit_of_work)
    rolled = [row for row in openings(clinic) if row["ends_at"] > clinic.now]
    clinic.execute("DELETE FROM opening")
    clinic.lay_openings(*doctors)
    assert rolled == openings(clinic)


def test_the_first_run_lays_out_everyone(clinic: Clinic) -> None:
    doctors = [clinic.doctor() for _ in range(3)]
    assert roll(clinic.now, open_uow=clinic.unit_of_work) == 3
    assert {row["doctor_id"] for row in openings(clinic)} == set(doctors)


def test_a_second_run_on_one_day_finds_nothing_to_do(clinic: Clinic) -> None:
    clinic.doctor()
    assert [roll(clinic.now, open_uow=clinic.unit_of_work) for _ in range(2)] == [1, 0]


def test_a_day_that_a_wrong_clock_laid_is_laid_anew(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    clinic.lay_openings(doctor)
    right = openings(clinic)
    roll(clinic.now + timedelta(days=300), open_uow=clinic.unit_of_work)
    assert (1, right) == (roll(clinic.now, open_uow=clinic.unit_of_work), openings(clinic))


@pytest.mark.parametrize("ahead", [timedelta(days=-1), timedelta(days=300)])
def test_a_tick_of_another_day_rolls_to_the_present(clinic: Clinic, ahead: timedelta) -> None:
    clinic.lay_openings(clinic.doctor())
    right = openings(clinic)
    clinic.execute("DELETE FROM opening")
    clinic.execute("UPDATE doctor SET openings_laid_on = NULL")
    settings = {"DATABASE_URL": clinic.engine.url.render_as_string(hide_password=False), "KAFKA_BOOTSTRAP_SERVERS": ""}
    with real_process(settings, lambda: clinic.now):
        roll_calendar.handler.handler({"time": (clinic.now + ahead).isoformat()}, None)
    assert right == openings(clinic)


def test_a_day_writes_what_it_changes_and_no_more(clinic: Clinic) -> None:
    clinic.lay_openings(clinic.doctor())
    before = clinic.rows("SELECT ctid, starts_at FROM opening ORDER BY starts_at")
    clinic.now += timedelta(days=1)
    roll(clinic.now, open_uow=clinic.unit_of_work)
    after = clinic.rows("SELECT ctid, starts_at FROM opening ORDER BY starts_at")
    assert (len(before) + 1, before) == (len(after), after[:-1])


def test_what_is_long_over_is_forgotten(clinic: Clinic) -> None:
    clinic.lay_openings(clinic.doctor(horizon_days=1))
    clinic.now += timedelta(days=100)
    roll(clinic.now, open_uow=clinic.unit_of_work)
    days = [(row["starts_at"] - clinic.now).days for row in openings(clinic)]
    assert (min(days), len(days)) == (0, 37) or -92 <= min(days) < 0


def test_who_is_not_active_is_left_alone(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    clinic.execute("UPDATE account SET active = false WHERE id = :id", id=doctor)
    assert (roll(clinic.now, open_uow=clinic.unit_of_work), openings(clinic)) == (0, [])


def test_whoever_waited_longest_comes_first(clinic: Clinic) -> None:
    first, second, third = clinic.doctor(), clinic.doctor(), clinic.doctor()
    clinic.lay_openings(third)
    clinic.now += timedelta(days=1)
    clinic.lay_openings(first)
    clinic.now += timedelta(days=1)
    with clinic.unit_of_work() as uow:
        assert uow.openings.due(clinic.now, 9) == [second, third, first]

"""Many people after the same time, through the gateway."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import combinations

import httpx
import pytest

from localstack.background import BackgroundStack
from tests.support.visitors import Visitor, slug

TRIES = 200


@pytest.fixture(scope="module")
def patients(running: BackgroundStack) -> Iterator[list[Visitor]]:
    """Twenty patients, with ten tries each."""
    with Visitor.at(running.stack.url) as first, ThreadPoolExecutor(4) as pool:
        yield list(pool.map(lambda number: first.another().register(f"Patient {number}"), range(20)))


def at_once(tries: list[Callable[[], httpx.Response]]) -> list[httpx.Response]:
    with ThreadPoolExecutor(len(tries)) as pool:
        return [future.result() for future in [pool.submit(try_) for try_ in tries]]


def database_log(running: BackgroundStack) -> str:
    return (running.stack.options.state_dir / "logs" / "postgres.log").read_text()


def test_of_200_tries_on_one_slot_one_wins(running: BackgroundStack, patients: list[Visitor], admin: Visitor) -> None:
    doctor_id = admin.new_doctor()
    slot = admin.slots(doctor_id)[8]
    answers = at_once([lambda who=patients[number % 20]: who.book(doctor_id, slot) for number in range(TRIES)])  # type: ignore[misc]
    outcomes = Counter(answer.status_code if answer.status_code == 201 else slug(answer) for answer in answers)
    # The winner's own further tries may meet the visit on either side.
    assert outcomes.pop(201) == 1
    assert dict(outcomes) == {"slot-already-taken": TRIES - 1}
    assert "deadlock" not in database_log(running)


def test_shifted_starts_and_two_lengths_never_overlap(running: BackgroundStack, patients: list[Visitor], admin: Visitor) -> None:
    doctors = [admin.new_doctor(), admin.new_doctor()]
    # Whatever time it is now, the next two hours and a long visit fit before midnight, where a window ends.
    first = datetime.fromisoformat(next(slot for slot in admin.slots(doctors[0]) if "T10:00" in slot))

    def attempt(number: int) -> Callable[[], httpx.Response]:
        start = first + timedelta(minutes=15 * (number % 9))
        kind = "long" if number % 2 else "short"
        return lambda: patients[number % 20].book(doctors[number % 3 % 2], start.isoformat(), visit_type=kind)

    answers = at_once([attempt(number) for number in range(TRIES)])
    assert {201, 409} == {answer.status_code for answer in answers}
    booked = [answer.json() for answer in answers if answer.status_code == 201]
    clashes = [
        (one["id"], other["id"])
        for one, other in combinations(booked, 2)
        if (one["doctor_id"] == other["doctor_id"] or one["patient_id"] == other["patient_id"])
        and one["starts_at"] < other["ends_at"]
        and other["starts_at"] < one["ends_at"]
    ]
    assert clashes == []
    assert "deadlock" not in database_log(running)

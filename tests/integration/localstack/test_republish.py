"""What the in-memory broker lost when it was killed is published again, and nobody is told twice. With MedBook's own functions."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from localstack.background import BackgroundStack
from localstack.options import Options
from tests.support.processes import descendants
from tests.support.visitors import Visitor, calendar_part, eventually

# Stops the mail server when a line comes, so that nobody can be told any more.
UNTIL_KILLED = """
import sys, time
from pathlib import Path
from localstack.background import BackgroundStack
from localstack.options import Options
with BackgroundStack(Options(state_dir=Path(sys.argv[1]), durable=False, schedules=False)) as running:
    print(running.stack.url, flush=True)
    sys.stdin.readline()
    running.run(running.stack.mail.stop())
    print("without mail", flush=True)
    time.sleep(600)
"""


def confirmations(visitor: Visitor, to: str) -> Counter[str]:
    """Count the mails with a calendar part, by visit."""
    mails = [mail for mail in visitor.mails(to) if any("calendar" in part["content_type"] for part in mail["attachments"])]
    return Counter(str(calendar_part(mail).events[0]["UID"]) for mail in mails)


def book(patient: Visitor, doctor_id: str) -> set[str]:
    answers = [patient.book(doctor_id, slot) for slot in patient.slots(doctor_id)[20:23]]
    assert [answer.status_code for answer in answers] == [201] * 3
    return {answer.json()["id"] for answer in answers}


def told_once(visitor: Visitor, email: str, booked: set[str]) -> bool:
    once = Counter(dict.fromkeys(booked, 1))
    eventually(lambda: confirmations(visitor, email), lambda seen: seen == once)
    time.sleep(2)
    return confirmations(visitor, email) == once


@pytest.fixture(scope="module")
def killed(state_dir: Path) -> tuple[str, set[str]]:
    """A patient's address and the visits that were booked and not told of when the whole stack was killed."""
    before = descendants()
    command = [sys.executable, "-c", UNTIL_KILLED, str(state_dir)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as stack:
        assert stack.stdout
        with Visitor.at(stack.stdout.readline().strip()) as visitor:
            patient = visitor.another().register()
            doctor_id = visitor.another().sign_in("admin@medbook.example").new_doctor()
            assert stack.stdin
            stack.stdin.write("\n")
            stack.stdin.flush()
            assert stack.stdout.readline() == "without mail\n"
            booked = book(patient, doctor_id)
        time.sleep(1)
        started = descendants() - before
        stack.kill()
    eventually(lambda: not [pid for pid in started if _runs(pid)])
    return patient.email, booked


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture(scope="module")
def running(killed: tuple[str, set[str]], state_dir: Path) -> Iterator[BackgroundStack]:
    with BackgroundStack(Options(state_dir=state_dir, durable=False, schedules=False)) as stack:
        yield stack


@pytest.fixture
def visitor(running: BackgroundStack) -> Iterator[Visitor]:
    with Visitor.at(running.stack.url) as visitor:
        yield visitor


def test_visits_booked_before_the_stack_was_killed_are_told_once_by_the_next(
    visitor: Visitor, killed: tuple[str, set[str]]
) -> None:
    email, booked = killed
    assert told_once(visitor, email, booked)


def test_visits_booked_before_the_broker_was_killed_are_told_once(running: BackgroundStack, visitor: Visitor) -> None:
    patient = visitor.another().register()
    doctor_id = visitor.another().sign_in("admin@medbook.example").new_doctor()
    mail, kafka = running.stack.mail, running.stack.kafka
    assert mail
    assert kafka
    assert kafka.pid
    running.run(mail.stop())
    booked, before = book(patient, doctor_id), kafka.pid
    os.kill(before, signal.SIGKILL)
    eventually(lambda: kafka.pid != before and running.run(kafka.healthy()))
    running.run(mail.start())
    assert told_once(visitor, patient.email, booked)

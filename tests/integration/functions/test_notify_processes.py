"""Telling both sides in processes that die: nobody is told twice and nobody is missed. Real mail server, real SIGKILL."""

import asyncio
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from medbook.domain.events import AppointmentEvent
from tests.support.clinic import Clinic
from tests.support.smtp_server import Post, smtp_server
from tests.support.told import Visits, begin_delivery, deliver, environment, ledger, read, recipients

# The process reads the real clock.
NOW = datetime.now(UTC).replace(microsecond=0)
SOON = NOW + timedelta(days=3)
MODULES = ["notify_created.handler", "notify_rescheduled.handler", "notify_cancelled.handler", "notify_reminder.handler"]
PATIENT, DOCTOR = "anna.schmidt@mail.example", "weber@praxis.example"
MORE = {"MAIL_FROM": "clinic@praxis.example", "CLINIC_NAME": "Praxis am Park"}


@dataclass
class StallingPost(Post):
    """Says nothing more when it has come to a verb of the mail with a number; `came` is set then."""

    verb: str = ""
    mail: int = 0
    came: threading.Event = field(default_factory=threading.Event)
    begun: int = 0

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        self.begun += 1
        await self._stall("MAIL")
        return await super().handle_MAIL(server, session, envelope, address, options)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        await self._stall("DATA")
        return answer

    async def _stall(self, verb: str) -> None:
        if (verb, self.begun) == (self.verb, self.mail):
            self.came.set()
            await asyncio.sleep(3600)


@pytest.fixture
def booked(clinic: Clinic) -> AppointmentEvent:
    clinic.now = NOW
    doctor, patient = clinic.doctor("Dr. Maria Weber"), clinic.patient("Anna Schmidt", email=PATIENT)
    clinic.execute("UPDATE account SET email = :email WHERE id = :id", email=DOCTOR, id=doctor)
    return Visits(clinic).book(doctor, patient, SOON, reason="a rash nobody should know of")


def event_for(module: str, visits: Visits, booked: AppointmentEvent) -> AppointmentEvent:
    steps = {
        "notify_created.handler": lambda: booked,
        "notify_rescheduled.handler": lambda: visits.move(booked, SOON + timedelta(days=1)),
        "notify_cancelled.handler": lambda: visits.cancel(booked),
        "notify_reminder.handler": lambda: visits.remind(booked),
    }
    return steps[module]()


def kill_while_it_waits(clinic: Clinic, event: AppointmentEvent, post: StallingPost, port: int) -> None:
    with begin_delivery("notify_created.handler", event, environment(clinic, port) | MORE) as process:
        assert post.came.wait(60), "the process never came so far"
        process.kill()
    assert process.returncode == -9


@pytest.mark.parametrize("module", MODULES)
def test_each_function_tells_both(clinic: Clinic, booked: AppointmentEvent, module: str) -> None:
    post = Post()
    with smtp_server(post) as port:
        deliver(module, event_for(module, Visits(clinic), booked), environment(clinic, port) | MORE)
    assert {PATIENT: 1, DOCTOR: 1} == recipients(post.mails)


def test_the_mails_of_a_batch_share_a_connection(clinic: Clinic, booked: AppointmentEvent) -> None:
    post = Post()
    with smtp_server(post) as port:
        deliver("notify_created.handler", booked, environment(clinic, port) | MORE)
    assert post.connections == 1


def test_a_process_killed_before_the_mail_was_taken_leaves_the_redelivery_to_tell_both(
    clinic: Clinic, booked: AppointmentEvent
) -> None:
    post = StallingPost(verb="MAIL", mail=1)
    with smtp_server(post) as port:
        kill_while_it_waits(clinic, booked, post, port)
        after_the_kill = ledger(clinic, booked)
        deliver("notify_created.handler", booked, environment(clinic, port) | MORE)
    assert (after_the_kill, recipients(post.mails)) == ({}, {PATIENT: 1, DOCTOR: 1})


def test_a_process_killed_between_the_two_leaves_the_redelivery_to_tell_the_second(
    clinic: Clinic, booked: AppointmentEvent
) -> None:
    post = StallingPost(verb="MAIL", mail=2)
    with smtp_server(post) as port:
        kill_while_it_waits(clinic, booked, post, port)
        after_the_kill = ledger(clinic, booked)
        deliver("notify_created.handler", booked, environment(clinic, port) | MORE)
    assert ({booked.patient_id: ("sent", 1, None)}, {PATIENT: 1, DOCTOR: 1}) == (after_the_kill, recipients(post.mails))


def test_a_mail_taken_right_before_the_kill_comes_again_under_the_same_id(clinic: Clinic, booked: AppointmentEvent) -> None:
    post = StallingPost(verb="DATA", mail=1)
    with smtp_server(post) as port:
        kill_while_it_waits(clinic, booked, post, port)
        deliver("notify_created.handler", booked, environment(clinic, port) | MORE)
    ids = [read(mail)["Message-ID"] for mail in post.mails if read(mail)["To"].addresses[0].addr_spec == PATIENT]
    assert (len(ids), len(set(ids))) == (2, 1)


@pytest.mark.parametrize("replies", [{}, {"RCPT": f"451 4.3.2 <{PATIENT}> later"}, {"RCPT": f"550 5.1.1 <{PATIENT}> unknown"}])
def test_what_a_function_writes_names_nobody(clinic: Clinic, booked: AppointmentEvent, replies: dict[str, str]) -> None:
    with smtp_server(Post(replies=replies)) as port:
        output = deliver("notify_created.handler", booked, environment(clinic, port) | MORE)
    assert [word for word in ("Anna", "Schmidt", "Weber", PATIENT, DOCTOR, "rash") if word in output] == []


def test_a_server_that_is_busy_has_the_record_come_again(clinic: Clinic, booked: AppointmentEvent) -> None:
    with smtp_server(Post(replies={"RCPT": "451 4.3.2 later"})) as port:
        output = deliver("notify_created.handler", booked, environment(clinic, port) | MORE)
    expected = '{"batchItemFailures": [{"itemIdentifier": {"partition": "appointment-created-0", "offset": 0}}]}'
    assert expected == output.splitlines()[-1]

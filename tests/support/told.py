"""Visits made behind the functions' back, and what it takes to tell people of them."""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from medbook.domain import appointments
from medbook.domain.appointments import Appointment, Change, Stamp
from medbook.domain.events import AppointmentEvent
from medbook.domain.slots import Slot
from medbook.kafka.envelope import to_record
from medbook.mail.transport import MailTransport
from medbook.notifications.telling import Notifier
from tests.support.clinic import Clinic
from tests.support.events import lambda_event
from tests.support.letters import CLINIC

HALF_AN_HOUR = timedelta(minutes=30)


class Visits:
    """Books, moves and ends visits at the clinic's present; each step gives the event that the outbox has of it."""

    def __init__(self, clinic: Clinic) -> None:
        self._clinic = clinic

    def book(
        self, doctor: UUID, patient: UUID, starts_at: datetime, *, reason: str | None = None, scheduled_at: datetime | None = None
    ) -> AppointmentEvent:
        change = appointments.book(
            id=uuid7(),
            doctor_id=doctor,
            patient_id=patient,
            slot=Slot(starts_at, starts_at + HALF_AN_HOUR),
            visit_type="standard",
            reason=reason,
            stamp=self._stamp(patient),
        )
        if scheduled_at is not None:
            change = replace(change, appointment=replace(change.appointment, scheduled_at=scheduled_at))
        with self._clinic.unit_of_work() as uow:
            uow.appointments.add(change, (starts_at, starts_at + HALF_AN_HOUR))
            uow.commit()
        return _event(change)

    def move(self, event: AppointmentEvent, starts_at: datetime) -> AppointmentEvent:
        with self._clinic.unit_of_work() as uow:
            slot = Slot(starts_at, starts_at + HALF_AN_HOUR)
            change = appointments.reschedule(uow.appointments.get(event.appointment_id), slot=slot, stamp=self._stamp_of(event))
            uow.appointments.move(change, (starts_at, starts_at + HALF_AN_HOUR))
            uow.commit()
        return _event(change)

    def cancel(self, event: AppointmentEvent) -> AppointmentEvent:
        return self._save(event, lambda found: appointments.cancel(found, note=None, stamp=self._stamp_of(event)))

    def remind(self, event: AppointmentEvent) -> AppointmentEvent:
        return self._save(event, lambda found: appointments.remind(found, stamp=self._stamp_of(event)))

    def _save(self, event: AppointmentEvent, step: Any) -> AppointmentEvent:
        with self._clinic.unit_of_work() as uow:
            found: Appointment = uow.appointments.get(event.appointment_id)
            change: Change = step(found)
            uow.appointments.save(change)
            uow.commit()
        return _event(change)

    def _stamp_of(self, event: AppointmentEvent) -> Stamp:
        return self._stamp(event.patient_id)

    def _stamp(self, actor: UUID) -> Stamp:
        return Stamp(actor_id=actor, now=self._clinic.now, event_id=uuid7())


def notifier(clinic: Clinic, transport: MailTransport) -> Notifier:
    """Tell people of the clinic by this transport, at the clinic's present."""
    return Notifier(clinic=CLINIC, transport=transport, open_uow=clinic.unit_of_work, clock=clinic.clock)


def ledger(clinic: Clinic, event: AppointmentEvent) -> dict[UUID, tuple[str, int, str | None]]:
    """What the ledger says of an event: by recipient, the status, the attempts and the detail."""
    rows = clinic.rows("SELECT * FROM notification WHERE event_id = :id", id=event.event_id)
    return {row["recipient"]: (row["status"], row["attempts"], row["detail"]) for row in rows}


def environment(clinic: Clinic, smtp_port: int) -> dict[str, str]:
    """The settings of a function that works for this clinic."""
    database = clinic.engine.url.render_as_string(hide_password=False)
    return {"DATABASE_URL": database, "MAIL_URL": f"smtp://127.0.0.1:{smtp_port}?starttls=never"}


def begin_delivery(module: str, event: AppointmentEvent, settings: dict[str, str]) -> "subprocess.Popen[str]":
    """Give an event to a function in a process of its own, as Lambda would."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.deliver", module],
        env=os.environ | settings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(lambda_event(to_record(event))))
    process.stdin.close()
    process.stdin = None
    return process


def deliver(module: str, event: AppointmentEvent, settings: dict[str, str]) -> str:
    """Give an event to a function and wait; return everything it wrote."""
    with begin_delivery(module, event, settings) as process:
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 0, output
        return output


def read(mail: bytes) -> EmailMessage:
    """Parse a mail as a client does."""
    return message_from_bytes(mail, policy=policy.default)


def recipients(mails: list[bytes]) -> Counter[str]:
    """How many mails went to each address."""
    return Counter(read(mail)["To"].addresses[0].addr_spec for mail in mails)


def _event(change: Change) -> AppointmentEvent:
    assert change.event is not None
    return change.event

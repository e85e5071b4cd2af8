"""Parts that stop, and what becomes of the work meanwhile: nothing is lost, nobody is told two things."""

import os
import signal
import time
from collections import Counter
from datetime import datetime
from email.parser import HeaderParser
from functools import partial
from uuid import uuid4

from localstack.background import BackgroundStack
from medbook.kafka.connection import Brokers
from medbook.kafka.envelope import Record, to_record
from medbook.kafka.producer import EventProducer
from medbook.kafka.replay import list_dead_letters
from tests.support.events import created
from tests.support.visitors import Visitor, calendar_part, eventually


def confirmations(visitor: Visitor, to: str) -> Counter[str]:
    """Count the mails with a calendar part, by visit."""
    mails = [mail for mail in visitor.mails(to) if any("calendar" in part["content_type"] for part in mail["attachments"])]
    return Counter(str(calendar_part(mail).events[0]["UID"]) for mail in mails)


def message_ids(visitor: Visitor, to: str) -> set[str]:
    """Fetch the Message-ID of each mail as it came over the wire: a mail server drops a copy that has the same."""
    raw = [visitor.http.get(f"/inbox/messages/{mail['id']}/raw").text for mail in visitor.mails(to)]
    return {HeaderParser().parsestr(mail)["Message-ID"] for mail in raw}


def doctor_with_mail(admin: Visitor) -> tuple[str, str]:
    doctor_id = admin.new_doctor()
    users = admin.http.get("/v1/admin/users", params={"role": "doctor", "limit": "100"}).json()["items"]
    return doctor_id, next(user["email"] for user in users if user["id"] == doctor_id)


def book_five(patient: Visitor, doctor_id: str) -> set[str]:
    slots = patient.slots(doctor_id)[20:25]
    answers = [patient.book(doctor_id, slot) for slot in slots]
    assert [answer.status_code for answer in answers] == [201] * 5
    return {answer.json()["id"] for answer in answers}


def test_bookings_made_without_kafka_are_told_once_it_is_back(running: BackgroundStack, visitor: Visitor, admin: Visitor) -> None:
    patient, (doctor_id, doctor_mail) = visitor.register(), doctor_with_mail(admin)
    assert running.stack.kafka
    running.run(running.stack.kafka.stop())
    booked = book_five(patient, doctor_id)
    assert Counter() == confirmations(visitor, patient.email)
    running.run(running.stack.kafka.start())
    eventually(lambda: running.invoke("relay-outbox", {"time": "2026-11-23T09:00:00Z"}).function_error is None)
    once = Counter(dict.fromkeys(booked, 1))
    eventually(lambda: confirmations(visitor, patient.email), lambda seen: seen == once, 60)
    eventually(lambda: confirmations(visitor, doctor_mail), lambda seen: seen == once, 60)
    time.sleep(2)
    assert (once, once) == (confirmations(visitor, patient.email), confirmations(visitor, doctor_mail))


def test_bookings_made_without_a_mail_server_are_told_once_it_is_back(
    running: BackgroundStack, visitor: Visitor, admin: Visitor
) -> None:
    patient, (doctor_id, doctor_mail) = visitor.register(), doctor_with_mail(admin)
    assert running.stack.mail
    running.run(running.stack.mail.stop())
    booked = book_five(patient, doctor_id)
    time.sleep(1)
    running.run(running.stack.mail.start())
    once = Counter(dict.fromkeys(booked, 1))
    eventually(lambda: confirmations(visitor, patient.email), lambda seen: seen == once, 60)
    eventually(lambda: confirmations(visitor, doctor_mail), lambda seen: seen == once, 60)
    time.sleep(2)
    assert (once, once) == (confirmations(visitor, patient.email), confirmations(visitor, doctor_mail))


def test_a_notification_function_killed_in_a_batch_loses_and_repeats_nothing(
    running: BackgroundStack, visitor: Visitor, admin: Visitor
) -> None:
    patient, (doctor_id, doctor_mail) = visitor.register(), doctor_with_mail(admin)
    slots = patient.slots(doctor_id)[20:50]
    assert running.stack.pool
    before = {to: message_ids(visitor, to) for to in (patient.email, doctor_mail)}
    booked, killed = set(), 0
    for number, slot in enumerate(slots):
        booked.add(patient.book(doctor_id, slot).json()["id"])
        if number % 5 == 2:
            for pid in running.stack.pool.pids("notify-created"):
                os.kill(pid, signal.SIGKILL)
                killed += 1
    told = {
        to: eventually(partial(confirmations, visitor, to), lambda seen: set(seen) == booked, 60)
        for to in (patient.email, doctor_mail)
    }
    # Killed between the mail server's yes and its own COMMIT, a function cannot but send again: the same mail, under the same id.
    assert sum(seen.total() - len(seen) for seen in told.values()) <= killed
    assert {to: len(booked) for to in told} == {to: len(message_ids(visitor, to) - before[to]) for to in told}


def test_what_can_never_be_handled_is_kept_with_its_reason_and_the_next_record_is_handled(
    running: BackgroundStack, visitor: Visitor, admin: Visitor
) -> None:
    patient, doctor_id = visitor.register(), admin.new_doctor()
    brokers = Brokers(servers=str(running.stack.kafka_bootstrap_servers))
    good = to_record(created())
    newer = [(name, b"medbook.appointment.created.v2" if name == "ce_type" else value) for name, value in good.headers]
    key = str(uuid4()).encode()
    producer = EventProducer(brokers, timeout=5)
    producer.publish([Record(good.topic, key, b"{not json", good.headers), Record(good.topic, key, good.value, newer)])
    producer.close()
    reasons = eventually(
        lambda: {letter.reason for letter in list_dead_letters(brokers)}, lambda seen: {"malformed", "unknown-version"} <= seen
    )
    assert {"malformed", "unknown-version"} <= reasons
    assert patient.book(doctor_id, patient.slots(doctor_id)[30]).status_code == 201
    assert datetime.fromisoformat(patient.mails(patient.email, 2)[0]["received_at"])

"""From the outbox to a real broker, by schedule; and what no function can handle, to the dead letters and back."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import httpx
import pytest
from starlette.applications import Starlette
from uuid_utils.compat import uuid7

import emit_reminders.handler
import notify_created.handler
import relay_outbox.handler
from medbook.domain.events import AppointmentEvent
from medbook.http.schedule import RunFailed
from medbook.kafka.connection import Brokers
from medbook.kafka.envelope import header, to_record
from medbook.kafka.producer import EventProducer
from medbook.kafka.replay import list_dead_letters, replay
from medbook.kafka.topics import create_topics
from tests.support.broker import Broker, free_port, read_topic
from tests.support.clinic import MONDAY, Clinic
from tests.support.events import lambda_event
from tests.support.kafka_python import refused_sockets_collected
from tests.support.real_process import real_process
from tests.support.smtp_server import Post, smtp_server
from tests.support.told import Visits, environment, ledger

TOMORROW = MONDAY + timedelta(days=1, hours=2)
A_DAY_BEFORE = {"time": (TOMORROW - timedelta(days=1)).isoformat()}


@pytest.fixture(scope="module")
def broker() -> Iterator[Brokers]:
    with Broker() as running:
        create_topics(running.brokers, partitions=1)
        yield running.brokers


@pytest.fixture(scope="module", autouse=True)
def no_sockets_left_over() -> Iterator[None]:
    """Of all tests together: each process looks ten seconds for a broker that is down, and goes on while others are tested."""
    with refused_sockets_collected():
        yield


@pytest.fixture
def booked(clinic: Clinic) -> AppointmentEvent:
    return Visits(clinic).book(clinic.doctor(), clinic.patient(), TOMORROW)


def settings(clinic: Clinic, brokers: Brokers, smtp_port: int = 9) -> dict[str, str]:
    return environment(clinic, smtp_port) | {"KAFKA_BOOTSTRAP_SERVERS": brokers.servers}


def tomorrow() -> datetime:
    return TOMORROW


@contextmanager
def process_without_a_broker(clinic: Clinic) -> Iterator[None]:
    """A process whose broker is down. It gives up sooner than after the five seconds that nobody waits for elsewhere."""
    nowhere = Brokers(servers=f"127.0.0.1:{free_port()}")
    impatient = EventProducer(nowhere, timeout=0.2, connect_timeout=0.2)
    with real_process(settings(clinic, nowhere), tomorrow) as parts:
        parts.background_producer = impatient
        yield


def waiting(clinic: Clinic) -> int:
    count: int = clinic.rows("SELECT count(*) FROM outbox WHERE published_at IS NULL")[0]["count"]
    return count


def on_topic(brokers: Brokers, topic: str, event: AppointmentEvent) -> list[str]:
    """The ids of a topic's events about one visit."""
    records = read_topic(brokers, topic)
    return [header(record, "ce_id") for record in records if header(record, "ce_subject") == str(event.appointment_id)]


def post_event(app: Starlette, event: AppointmentEvent) -> int:
    """Send an event as Knative does; return the status."""
    record = to_record(event)
    headers = {name.replace("ce_", "ce-"): value.decode() for name, value in record.headers}

    async def exchange() -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://function") as client:
            return (await client.post("/", content=record.value, headers=headers)).status_code

    return asyncio.run(exchange())


def test_what_waits_is_published_and_marked(clinic: Clinic, broker: Brokers, booked: AppointmentEvent) -> None:
    with real_process(settings(clinic, broker)):
        answer = relay_outbox.handler.handler({"time": "2026-11-23T09:00:00Z"}, None)
    assert ({"published": 1, "waiting": 0, "oldest_seconds": 0}, 0, [str(booked.event_id)]) == (
        answer,
        waiting(clinic),
        on_topic(broker, "appointment-created", booked),
    )


def test_a_second_relay_finds_nothing(clinic: Clinic, broker: Brokers, booked: AppointmentEvent) -> None:
    with real_process(settings(clinic, broker)):
        answers = [relay_outbox.handler.handler({}, None)["published"] for _ in range(2)]
    assert answers == [1, 0]


def test_a_broker_that_is_down_fails_the_run_and_loses_nothing(clinic: Clinic, booked: AppointmentEvent) -> None:
    with process_without_a_broker(clinic), pytest.raises(RunFailed):
        relay_outbox.handler.handler({}, None)
    assert waiting(clinic) == 1


def test_a_run_that_fails_says_what_waits_and_for_how_long(
    clinic: Clinic, booked: AppointmentEvent, caplog: pytest.LogCaptureFixture
) -> None:
    an_hour_later = booked.occurred_at + timedelta(hours=1)
    with process_without_a_broker(clinic), pytest.raises(RunFailed):
        relay_outbox.handler.handler({"time": an_hour_later.isoformat()}, None)
    [line] = [vars(line) for line in caplog.records if line.message == "scheduled run"]
    assert {"published": 0, "waiting": 1, "oldest_seconds": 3600} == {
        name: line[name] for name in ("published", "waiting", "oldest_seconds")
    }


def test_reminders_are_published_at_once(clinic: Clinic, broker: Brokers, booked: AppointmentEvent) -> None:
    with real_process(settings(clinic, broker), tomorrow):
        answer = emit_reminders.handler.handler(A_DAY_BEFORE, None)
    assert ({"emitted": 1}, 1) == (answer, len(on_topic(broker, "appointment-reminder", booked)))


def test_reminders_wait_for_a_broker_that_is_down(clinic: Clinic, booked: AppointmentEvent) -> None:
    with process_without_a_broker(clinic):
        answer = emit_reminders.handler.handler(A_DAY_BEFORE, None)
    assert ({"emitted": 1}, 2) == (answer, waiting(clinic))


def test_reminders_are_emitted_where_no_broker_is_known(clinic: Clinic, booked: AppointmentEvent) -> None:
    with real_process(environment(clinic, smtp_port=9), tomorrow):
        answer = emit_reminders.handler.handler(A_DAY_BEFORE, None)
    assert ({"emitted": 1}, 2) == (answer, waiting(clinic))


def test_the_offsets_are_a_setting(clinic: Clinic, booked: AppointmentEvent) -> None:
    with real_process(environment(clinic, smtp_port=9) | {"REMINDER_OFFSETS": "PT48H"}, tomorrow):
        answer = emit_reminders.handler.handler({"time": MONDAY.isoformat()}, None)
    assert answer == {"emitted": 0}


def test_knative_is_told_that_an_event_was_handled(clinic: Clinic, booked: AppointmentEvent) -> None:
    post = Post()
    with smtp_server(post) as port, real_process(environment(clinic, port)):
        status = post_event(notify_created.handler.app, booked)
    assert (status, len(post.mails)) == (204, 2)


def test_knative_is_told_to_bring_an_event_again(clinic: Clinic, booked: AppointmentEvent) -> None:
    with smtp_server(Post(replies={"MAIL": "421 4.3.0 closing"})) as port, real_process(environment(clinic, port)):
        status = post_event(notify_created.handler.app, booked)
    assert status == 503


def test_an_event_of_an_unknown_visit_is_kept_as_a_dead_letter(clinic: Clinic, broker: Brokers, booked: AppointmentEvent) -> None:
    unknown = replace(booked, appointment_id=uuid7())
    with real_process(settings(clinic, broker)):
        answer = notify_created.handler.handler(lambda_event(to_record(unknown)), None)
    reasons = [letter.reason for letter in list_dead_letters(broker) if letter.original() == to_record(unknown)]
    assert (answer, reasons) == ({"batchItemFailures": []}, ["undeliverable"])


def test_a_refused_mail_is_sent_when_its_dead_letter_is_replayed(
    clinic: Clinic, broker: Brokers, booked: AppointmentEvent
) -> None:
    post, producer = Post(replies={"RCPT": "550 5.1.1 unknown"}), EventProducer(broker, timeout=5)
    with smtp_server(post) as port, real_process(settings(clinic, broker, port)):
        notify_created.handler.handler(lambda_event(to_record(booked)), None)
        outcome = replay(broker, producer, [read_letter(broker, booked)])
        post.replies = {}
        for letter in outcome.sent:
            notify_created.handler.handler(lambda_event(letter.original()), None)
    producer.close()
    assert (len(post.mails), set(ledger(clinic, booked).values())) == (2, {("sent", 2, None)})


def read_letter(broker: Brokers, event: AppointmentEvent) -> str:
    """Where the dead letter about a visit lies."""
    letters = list_dead_letters(broker)
    [found] = [one.position for one in letters if header(one.record, "ce_subject") == str(event.appointment_id)]
    return found


def test_a_function_refuses_events_of_another_kind(clinic: Clinic, broker: Brokers, booked: AppointmentEvent) -> None:
    cancelled = Visits(clinic).cancel(booked)
    with real_process(settings(clinic, broker)):
        answer = notify_created.handler.handler(lambda_event(to_record(cancelled)), None)
    assert (answer, ledger(clinic, cancelled)) == ({"batchItemFailures": []}, {})

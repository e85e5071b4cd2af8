"""Who was not told is told after all: from an admin's request through a real broker to a real mail server, and once."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

import administer.handler
import notify_created.handler
import relay_outbox.handler
from medbook.bootstrap import Process
from medbook.domain.events import AppointmentEvent
from medbook.kafka.connection import Brokers
from medbook.kafka.envelope import Record, header, to_record
from medbook.kafka.producer import EventProducer
from medbook.kafka.replay import list_dead_letters, replay
from medbook.kafka.topics import create_topics
from tests.support.broker import Broker, read_topic
from tests.support.clinic import ISSUER, Clinic
from tests.support.events import lambda_event
from tests.support.kafka_python import refused_sockets_collected
from tests.support.real_process import real_process
from tests.support.smtp_server import ChoosyPost, smtp_server
from tests.support.told import Visits, environment, ledger, recipients
from tests.support.visits import at_once

# The process reads the real clock.
NOW = datetime.now(UTC).replace(microsecond=0)
PATIENT, DOCTOR, MENDED = "anna.schmdit@mail.example", "weber@praxis.example", "anna.schmidt@mail.example"


@pytest.fixture(scope="module")
def broker() -> Iterator[Brokers]:
    with Broker() as running:
        create_topics(running.brokers, partitions=1)
        yield running.brokers


@pytest.fixture(autouse=True)
def no_sockets_left_over() -> Iterator[None]:
    with refused_sockets_collected():
        yield


@pytest.fixture
def booked(clinic: Clinic) -> AppointmentEvent:
    """A visit that both should hear of; its event has left."""
    clinic.now = NOW
    doctor, patient = clinic.doctor(), clinic.patient(email=PATIENT)
    clinic.execute("UPDATE account SET email = :email WHERE id = :id", email=DOCTOR, id=doctor)
    event = Visits(clinic).book(doctor, patient, NOW + timedelta(days=3))
    clinic.execute("UPDATE outbox SET published_at = now()")
    return event


@dataclass
class World:
    """Functions in the test's process, wired as they are when deployed."""

    clinic: Clinic
    brokers: Brokers
    process: Process

    def __post_init__(self) -> None:
        self.call = self.clinic.calling(administer.handler.app, self.clinic.admin())
        administer.handler.app.state.open_process = lambda: self.process

    def tell(self, *records: Record) -> None:
        """Give records to the notifier as the event source does."""
        notify_created.handler.handler(lambda_event(*records), None)

    def retry(self) -> int:
        """Retry, as an admin, what the patient should have been told; return the status."""
        [row] = self.clinic.rows("SELECT n.id FROM notification n JOIN account a ON a.id = n.recipient WHERE a.role = 'patient'")
        return self.call.post(f"/v1/admin/notifications/{row['id']}/retries").status_code

    def on_topic(self, event: AppointmentEvent) -> list[Record]:
        """What the broker has of an event by now."""
        return [one for one in read_topic(self.brokers, "appointment-created") if header(one, "ce_id") == str(event.event_id)]


@pytest.fixture
def post() -> ChoosyPost:
    return ChoosyPost(refused={PATIENT})


@pytest.fixture
def world(clinic: Clinic, broker: Brokers, post: ChoosyPost, booked: AppointmentEvent) -> Iterator[World]:
    """The doctor was told of the visit, the patient was not: the mail server does not know the address."""
    settings = {"KAFKA_BOOTSTRAP_SERVERS": broker.servers, "TOKEN_JWKS": clinic.key_set, "TOKEN_ISSUER": ISSUER}
    with smtp_server(post) as port, real_process(environment(clinic, port) | settings) as process:
        world = World(clinic, broker, process)
        world.tell(to_record(booked))
        assert {"sent", "failed"} == {status for status, _, _ in ledger(clinic, booked).values()}
        yield world


def mend(world: World, event: AppointmentEvent) -> None:
    assert 200 == world.call.patch(f"/v1/admin/users/{event.patient_id}", {"email": MENDED}).status_code


def test_a_retry_tells_who_was_not_told_once_and_nobody_else(world: World, post: ChoosyPost, booked: AppointmentEvent) -> None:
    mend(world, booked)
    assert 202 == world.retry()
    world.tell(*world.on_topic(booked))
    expected = {booked.doctor_id: ("sent", 1, None), booked.patient_id: ("sent", 2, None)}
    assert ({DOCTOR: 1, MENDED: 1}, expected) == (recipients(post.mails), ledger(world.clinic, booked))


def test_what_left_again_does_not_wait_any_more(world: World, booked: AppointmentEvent) -> None:
    world.retry()
    waiting = world.clinic.rows("SELECT * FROM outbox WHERE published_at IS NULL")
    assert (1, []) == (len(world.on_topic(booked)), waiting)


def test_a_retry_that_fails_again_can_be_retried(world: World, post: ChoosyPost, booked: AppointmentEvent) -> None:
    world.retry()
    world.tell(*world.on_topic(booked))
    again = ledger(world.clinic, booked)[booked.patient_id][:2]
    mend(world, booked)
    world.retry()
    world.tell(world.on_topic(booked)[-1])
    assert (("failed", 2), {DOCTOR: 1, MENDED: 1}) == (again, recipients(post.mails))


def test_two_admins_who_retry_at_once_tell_once(world: World, post: ChoosyPost, booked: AppointmentEvent) -> None:
    mend(world, booked)
    assert [202, 202] == at_once(world.retry, world.retry)
    records = world.on_topic(booked)
    at_once(*[lambda record=record: world.tell(record) for record in (*records, *records)])
    assert {DOCTOR: 1, MENDED: 1} == recipients(post.mails)


def test_a_dead_letter_that_is_replayed_beside_a_retry_tells_nobody_twice(
    world: World, post: ChoosyPost, booked: AppointmentEvent
) -> None:
    mend(world, booked)
    letters = [one for one in list_dead_letters(world.brokers) if header(one.record, "ce_id") == str(booked.event_id)]
    producer = EventProducer(world.brokers, timeout=5)
    at_once(world.retry, lambda: replay(world.brokers, producer, [one.position for one in letters]))
    producer.close()
    records = world.on_topic(booked)
    at_once(*[lambda record=record: world.tell(record) for record in records])
    assert (1, 2, Counter({DOCTOR: 1, MENDED: 1})) == (len(letters), len(records), recipients(post.mails))


def test_a_retry_that_could_not_be_published_at_once_is_left_to_the_relay(
    world: World, post: ChoosyPost, booked: AppointmentEvent
) -> None:
    mend(world, booked)
    # The clinic's own unit of work hands nothing on, as nothing is while the broker is away.
    administer.handler.app.state.open_process = lambda: world.clinic
    assert 202 == world.retry()
    before = world.on_topic(booked)
    relay_outbox.handler.handler({}, None)
    world.tell(*world.on_topic(booked))
    assert ([], {DOCTOR: 1, MENDED: 1}) == (before, recipients(post.mails))

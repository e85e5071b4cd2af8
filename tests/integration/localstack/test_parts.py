"""The database, the broker and the mail server: each starts and stops alone, on the port it keeps."""

import os
import signal
import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pg8000.native
import pytest
from kafka import KafkaConsumer
from sqlalchemy import make_url

from localstack.background import EventLoopThread
from localstack.inbox.sink import MailServer
from localstack.inbox.store import MailStore
from localstack.logs import Logs
from localstack.options import ROOT
from localstack.parts.broker import Broker
from localstack.parts.postgres import Postgres
from localstack.parts.program import PartFailed
from localstack.supervisor import Supervisor
from medbook.domain.events import DEAD_LETTER_TOPIC
from medbook.kafka.connection import Brokers
from medbook.kafka.envelope import Record
from medbook.kafka.producer import EventProducer
from tests.support.broker import read_topic
from tests.support.processes import eventually

CACHE = ROOT / ".local" / "cache"


@pytest.fixture(scope="module")
def database(loop: EventLoopThread, state_dir: Path) -> Iterator[Postgres]:
    part = Postgres(state_dir, CACHE, durable=False)
    loop.run(part.start())
    yield part
    loop.run(part.stop())


@pytest.fixture(scope="module")
def broker(loop: EventLoopThread, state_dir: Path) -> Iterator[Broker]:
    part = Broker(state_dir, ["things", DEAD_LETTER_TOPIC])
    loop.run(part.start())
    yield part
    loop.run(part.stop())


@pytest.fixture(scope="module")
def mail(loop: EventLoopThread, state_dir: Path) -> Iterator[MailServer]:
    async def make() -> MailServer:
        part = MailServer(MailStore(state_dir / "mails.sqlite"), Logs())
        await part.start()
        return part

    part = loop.run(make())
    yield part
    loop.run(part.stop())
    loop.run(close(part))


async def close(part: MailServer) -> None:
    part.store.close()


def ask(database: Postgres, statement: str) -> list[list[object]]:
    url = make_url(database.address)
    assert url.username
    connection = pg8000.native.Connection(url.username, "127.0.0.1", url.database, url.port or 0, url.password)
    try:
        return list(connection.run(statement) or [])
    finally:
        connection.close()


def test_the_database_is_postgresql_18(database: Postgres) -> None:
    assert str(ask(database, "SHOW server_version")[0][0]).startswith("18.")


def test_the_database_does_not_run_as_root(database: Postgres) -> None:
    assert Path(f"/proc/{database.pid}").stat().st_uid != 0


def test_the_database_can_exclude_overlaps(database: Postgres) -> None:
    ask(database, "CREATE EXTENSION IF NOT EXISTS btree_gist")
    assert ask(database, "SELECT count(*) FROM pg_extension WHERE extname = 'btree_gist'") == [[1]]


def test_the_password_file_is_its_owner_s_alone(database: Postgres, state_dir: Path) -> None:
    assert (state_dir / "postgres.password").stat().st_mode & 0o777 == 0o600


def test_a_wrong_password_is_refused(database: Postgres) -> None:
    with pytest.raises(pg8000.native.DatabaseError):
        pg8000.native.Connection("medbook", "127.0.0.1", "medbook", database.port, "wrong")


def test_the_database_keeps_its_data_and_its_port_when_restarted(database: Postgres, loop: EventLoopThread) -> None:
    ask(database, "CREATE TABLE kept AS SELECT 42 AS answer")
    address = database.address
    loop.run(database.stop())
    loop.run(database.start())
    assert (address, [[42]]) == (database.address, ask(database, "SELECT answer FROM kept"))


def test_a_stopped_database_is_not_healthy(database: Postgres, loop: EventLoopThread) -> None:
    loop.run(database.stop())
    healthy = loop.run(database.healthy())
    loop.run(database.start())
    assert (healthy, loop.run(database.healthy())) == (False, True)


def test_a_database_that_crashes_recovers(database: Postgres, loop: EventLoopThread) -> None:
    loop.run(watched(database))
    ask(database, "CREATE TABLE crashed AS SELECT 1 AS one")
    kill(database, loop)
    eventually(lambda: loop.run(database.healthy()))
    database.on_crash(lambda _: None)
    assert ask(database, "SELECT one FROM crashed") == [[1]]


def test_a_database_on_a_taken_port_says_where_its_log_is(
    database: Postgres, loop: EventLoopThread, state_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    second = Postgres(state_dir / "second", CACHE, port=database.port, durable=False)
    (state_dir / "second").mkdir()
    with pytest.raises(PartFailed, match=r"PostgreSQL ended at once; see .*postgres\.log"):
        loop.run(second.start())


def test_the_broker_has_its_topics(broker: Broker) -> None:
    producer = EventProducer(Brokers(servers=broker.address), timeout=5)
    failures = producer.publish([Record("things", b"k", b"v", [])])
    producer.close()
    assert (failures, [record.value for record in read_topic(Brokers(servers=broker.address), "things")]) == ([], [b"v"])


def test_a_topic_that_a_client_made_first_is_like_those_the_broker_makes(broker: Broker) -> None:
    producer = EventProducer(Brokers(servers=broker.address), timeout=5)
    producer.publish([Record("made-by-a-client", b"k", b"v", [])])
    producer.close()
    consumer = KafkaConsumer(bootstrap_servers=broker.address, enable_auto_commit=False)
    made = [consumer.partitions_for_topic(topic) for topic in ("made-by-a-client", "things")]
    consumer.close()
    assert made[0] == made[1]


def test_the_broker_starts_again_on_its_port_with_what_nobody_has_read(broker: Broker, loop: EventLoopThread) -> None:
    address = broker.address
    loop.run(broker.stop())
    loop.run(broker.start())
    kept = [(record.key, record.value) for record in read_topic(Brokers(servers=broker.address), "things")]
    assert (address, [(b"k", b"v")]) == (broker.address, kept)


def test_a_part_that_keeps_crashing_is_given_up(broker: Broker, loop: EventLoopThread) -> None:
    supervisor = loop.run(watched(broker))
    for _ in range(3):
        kill(broker, loop)
        eventually(lambda: loop.run(broker.healthy()))
    kill(broker, loop)
    eventually(lambda: supervisor.reason == "The kafka crashed 4 times within a minute.")
    broker.on_crash(lambda _: None)
    loop.run(broker.start())


async def watched(part: Broker | Postgres) -> Supervisor:
    supervisor = Supervisor(Logs())
    supervisor.watch(part)
    return supervisor


def kill(part: Broker | Postgres, loop: EventLoopThread) -> None:
    """Kill a part and wait until that was noticed."""
    before = part.pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    eventually(lambda: part.pid != before)


def send(port: int, subject: str, to: str = "ann@clinic.example") -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "clinic@clinic.example", to, subject
    message.set_content("Your visit, tomorrow at nine – ü")
    message.add_alternative("<p>Your visit</p>", subtype="html")
    message.add_alternative("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", subtype="calendar", params={"method": "REQUEST"})
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as smtp:
        smtp.send_message(message)


def newest(mail: MailServer, loop: EventLoopThread, to: str | None = None) -> list[dict[str, object]]:
    async def read() -> list[dict[str, object]]:
        return mail.store.newest(to)

    return loop.run(read())


def test_a_mail_is_taken_apart(mail: MailServer, loop: EventLoopThread) -> None:
    send(mail.port, "Booked")
    shown = newest(mail, loop)[0]
    shown.pop("id"), shown.pop("received_at")
    expected = {
        "to": "ann@clinic.example",
        "subject": "Booked",
        "text": "Your visit, tomorrow at nine – ü\n",
        "html": "<p>Your visit</p>\n",
        "attachments": [{"filename": "invite.ics", "content_type": "text/calendar", "text": "BEGIN:VCALENDAR\nEND:VCALENDAR\n"}],
    }
    assert expected == shown


def test_the_newest_mail_comes_first(mail: MailServer, loop: EventLoopThread) -> None:
    send(mail.port, "First")
    send(mail.port, "Second")
    assert [found["subject"] for found in newest(mail, loop)][:2] == ["Second", "First"]


def test_mails_can_be_asked_for_by_address(mail: MailServer, loop: EventLoopThread) -> None:
    send(mail.port, "For Bob", to="Bob@clinic.example")
    assert [found["subject"] for found in newest(mail, loop, "bob@clinic.example")] == ["For Bob"]


@pytest.mark.parametrize("address", ["bounce@clinic.example", "Bounce+Bob@clinic.example"])
def test_a_mail_to_an_address_that_bounces_is_refused_for_good(mail: MailServer, loop: EventLoopThread, address: str) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused, match=r"550, b'5\.1\.1"):
        send(mail.port, "Refused", to=address)
    assert [] == newest(mail, loop, address)


def test_an_address_that_only_begins_like_one_that_bounces_is_served(mail: MailServer, loop: EventLoopThread) -> None:
    send(mail.port, "Taken", to="bouncer@clinic.example")
    assert ["Taken"] == [found["subject"] for found in newest(mail, loop, "bouncer@clinic.example")]


def test_a_stopped_mail_server_refuses(mail: MailServer, loop: EventLoopThread) -> None:
    loop.run(mail.stop())
    with pytest.raises(OSError, match=r"refused"):
        send(mail.port, "Lost")
    loop.run(mail.start())


def test_the_mails_stay_when_the_server_is_restarted(mail: MailServer, loop: EventLoopThread) -> None:
    send(mail.port, "Kept")
    loop.run(mail.stop())
    loop.run(mail.start())
    send(mail.port, "After")
    assert [found["subject"] for found in newest(mail, loop)][:2] == ["After", "Kept"]

"""The whole stack with the fixture's functions: HTTP, Kafka, mail and the clock together, and parts that go away and come back."""

import asyncio
import json
import os
import shutil
import signal
import smtplib
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest

from localstack.background import BackgroundStack
from localstack.console import banner
from localstack.eventsource.poller import Tuning
from localstack.eventsource.progress import Backoff
from localstack.gateway.server import PortTaken
from localstack.options import Options
from localstack.parts.ports import accepts
from localstack.stack import StackFailed, read_card
from medbook.kafka.connection import Brokers
from medbook.kafka.dead_letters import CONSUMER, ERROR, ORIGIN_OFFSET, ORIGIN_PARTITION, ORIGIN_TOPIC, REASON, VALUE_BYTES
from medbook.kafka.envelope import Record, header
from medbook.kafka.producer import EventProducer
from tests.support.broker import read_topic
from tests.support.processes import descendants, eventually
from tests.support.raw_records import UNDECODABLE, Raw, send_batch

TEMPLATE = Path(__file__).parents[2] / "support" / "functions_fixture" / "template.yaml"


def options_for(state_dir: Path, first_pause: float = 0.2, **changes: Any) -> Options:
    tuning = Tuning(backoff=Backoff(first=first_pause, longest=2 * first_pause))
    journal = {"JOURNAL": str(state_dir / "journal")}
    # A repository of its own: whether somebody has built the web app is not asked here.
    ours = Options(
        state_dir=state_dir, root=state_dir / "root", template=TEMPLATE, durable=False, environment=journal, tuning=tuning
    )
    return replace(ours, **changes)


@pytest.fixture(scope="module")
def running(state_dir: Path) -> Iterator[BackgroundStack]:
    with BackgroundStack(options_for(state_dir)) as stack:
        yield stack


@pytest.fixture
def client(running: BackgroundStack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=running.stack.url, timeout=20) as made:
        yield made


@pytest.fixture
def publish(running: BackgroundStack) -> Iterator[Callable[..., None]]:
    servers = running.stack.kafka_bootstrap_servers
    assert servers
    producer = EventProducer(Brokers(servers=servers), timeout=5)

    def send(name: str, key: str | None = None, **wishes: object) -> None:
        value = json.dumps({"id": name, **{wish: str(path) for wish, path in wishes.items()}}).encode()
        assert producer.publish([Record("things", key.encode() if key else None, value, [("ce_id", name.encode())])]) == []

    yield send
    producer.close()


def journal(state_dir: Path, what: str) -> list[str]:
    file = state_dir / "journal"
    lines = file.read_text().splitlines() if file.exists() else []
    return [entry[what] for entry in map(json.loads, (line for line in lines if line.startswith("{"))) if what in entry]


def send_raw(running: BackgroundStack, records: list[Raw]) -> None:
    send_batch(running.stack.kafka_bootstrap_servers or "", "things", records)


def named(name: str, **wishes: str) -> Raw:
    return Raw(name.encode(), json.dumps({"id": name, **wishes}).encode())


def test_a_request_comes_through(client: httpx.Client) -> None:
    assert client.get("/v1/echo/ann").json()["event"]["routeKey"] == "GET /v1/echo/{name}"


def test_every_function_is_started_ahead(running: BackgroundStack) -> None:
    assert running.stack.pool is not None
    assert [len(running.stack.pool.pids(name)) for name in ("echo", "consume", "tick")] == [1, 1, 1]


def test_a_function_is_given_the_address_of_the_database(client: httpx.Client, running: BackgroundStack) -> None:
    seen = client.get("/v1/echo").json()["environment"]["DATABASE_URL"]
    assert running.stack.database_url == seen


def test_a_function_that_cannot_be_imported_is_told_at_the_start(running: BackgroundStack) -> None:
    assert running.stack.init_errors.keys() == {"broken"}


def test_a_schedule_runs_when_the_stack_starts(state_dir: Path, running: BackgroundStack) -> None:
    def ticks() -> list[str]:
        return [line for line in (state_dir / "journal").read_text().splitlines() if line.endswith("Z")]

    eventually(lambda: (state_dir / "journal").exists() and len(ticks()) == 1)


def test_a_record_is_handled(publish: Callable[..., None], state_dir: Path) -> None:
    publish("plain")
    eventually(lambda: "plain" in journal(state_dir, "done"))


def test_a_failed_record_comes_again_and_others_do_not_wait(publish: Callable[..., None], state_dir: Path) -> None:
    gate = state_dir / "gate-retry"
    publish("retried", key="a", fail_until=gate)
    publish("not held up", key="b")
    eventually(lambda: "not held up" in journal(state_dir, "done"))
    gate.touch()
    eventually(lambda: "retried" in journal(state_dir, "done"))


def test_records_of_one_key_stay_in_order(publish: Callable[..., None], state_dir: Path) -> None:
    gate = state_dir / "gate-order"
    publish("visit first", key="visit", fail_until=gate)
    publish("visit second", key="visit")
    eventually(lambda: journal(state_dir, "saw").count("visit first") >= 2)
    gate.touch()
    eventually(lambda: "visit second" in journal(state_dir, "done"))
    assert [name for name in journal(state_dir, "done") if name.startswith("visit")] == ["visit first", "visit second"]


def test_a_record_that_kills_the_process_is_tried_again(publish: Callable[..., None], state_dir: Path) -> None:
    gate = state_dir / "gate-kill"
    publish("killer", die_until=gate)
    eventually(lambda: "killer" in journal(state_dir, "saw"))
    gate.touch()
    eventually(lambda: "killer" in journal(state_dir, "done"))


def test_a_poisoned_record_takes_none_of_its_batch_along(publish: Callable[..., None], state_dir: Path) -> None:
    gate = state_dir / "gate-never-opened"
    for number in range(5):
        publish(f"healthy {number}", key=f"k{number}")
    publish("poison", key="p", raise_until=gate)
    for number in range(5, 10):
        publish(f"healthy {number}", key=f"k{number}")
    eventually(lambda: {f"healthy {number}" for number in range(10)} <= set(journal(state_dir, "done")))


def dead_letters(running: BackgroundStack) -> list[Record]:
    return read_topic(Brokers(servers=running.stack.kafka_bootstrap_servers or ""), "things-dead-letter")


def test_what_fails_for_good_becomes_a_dead_letter(
    publish: Callable[..., None], running: BackgroundStack, state_dir: Path
) -> None:
    publish("hopeless", key="h", fail_until=state_dir / "never")
    eventually(lambda: any(b"hopeless" in (letter.value or b"") for letter in dead_letters(running)))
    letter = next(letter for letter in dead_letters(running) if b"hopeless" in (letter.value or b""))
    shown = [header(letter, name) for name in (REASON, ORIGIN_TOPIC, CONSUMER, "ce_id")]
    assert (
        letter.key,
        shown,
        header(letter, ORIGIN_OFFSET).isdecimal(),
    ) == (b"h", ["retries-exhausted", "things", "consume", "hopeless"], True)


def test_a_record_that_is_too_large_to_be_kept_whole_leaves_a_dead_letter_without_its_value(
    running: BackgroundStack, state_dir: Path
) -> None:
    value = json.dumps({"id": "large", "fail_until": str(state_dir / "never"), "padding": "x" * 3_000_000}).encode()
    send_raw(running, [Raw(b"large", value)])
    eventually(lambda: any(letter.key == b"large" for letter in dead_letters(running)))
    letter = next(letter for letter in dead_letters(running) if letter.key == b"large")
    assert (b"", str(len(value))) == (letter.value, header(letter, VALUE_BYTES))


def test_records_that_cannot_be_decoded_become_dead_letters_and_the_others_of_their_batch_are_handled(
    running: BackgroundStack, state_dir: Path
) -> None:
    batch = [named("before the bad ones"), UNDECODABLE, UNDECODABLE, named("after the bad ones")]
    send_raw(running, batch)
    eventually(lambda: {"before the bad ones", "after the bad ones"} <= set(journal(state_dir, "done")))
    eventually(lambda: len([letter for letter in dead_letters(running) if letter.key == b"bad"]) == 2)
    letter = next(letter for letter in dead_letters(running) if letter.key == b"bad")
    shown = [header(letter, name) for name in (REASON, ERROR, ORIGIN_TOPIC, ORIGIN_PARTITION)]
    assert (b"{}", ["malformed", "UnicodeDecodeError", "things", "0"]) == (letter.value, shown)


def test_records_sent_after_one_that_cannot_be_decoded_are_handled(running: BackgroundStack, state_dir: Path) -> None:
    send_raw(running, [UNDECODABLE])
    send_raw(running, [named("later than a bad one")])
    eventually(lambda: "later than a bad one" in journal(state_dir, "done"))


def test_it_was_tried_as_often_as_the_template_says(
    publish: Callable[..., None], running: BackgroundStack, state_dir: Path
) -> None:
    publish("counted", fail_until=state_dir / "never")
    eventually(lambda: any(b"counted" in (letter.value or b"") for letter in dead_letters(running)))
    assert journal(state_dir, "saw").count("counted") == 1 + 3


def test_events_go_on_after_kafka_was_stopped_and_started(running: BackgroundStack, state_dir: Path) -> None:
    assert running.stack.kafka is not None
    running.run(running.stack.kafka.stop())
    running.run(running.stack.kafka.start())
    producer = EventProducer(Brokers(servers=running.stack.kafka.address), timeout=5)
    assert producer.publish([Record("things", b"k", b'{"id": "after the stop"}', [])]) == []
    producer.close()
    eventually(lambda: "after the stop" in journal(state_dir, "done"))


def test_events_go_on_after_kafka_was_killed(running: BackgroundStack, state_dir: Path) -> None:
    kafka = running.stack.kafka
    assert kafka is not None
    assert kafka.pid is not None
    before = kafka.pid
    os.kill(before, signal.SIGKILL)
    eventually(lambda: kafka.pid != before and running.run(kafka.healthy()))
    producer = EventProducer(Brokers(servers=kafka.address), timeout=5)
    assert producer.publish([Record("things", b"k", b'{"id": "after the crash"}', [])]) == []
    producer.close()
    eventually(lambda: "after the crash" in journal(state_dir, "done"))


def test_a_record_that_waits_outlives_a_restart_of_kafka(
    publish: Callable[..., None], running: BackgroundStack, state_dir: Path
) -> None:
    gate = state_dir / "gate-restart"
    publish("patient", raise_until=gate, fail_until=gate)
    eventually(lambda: "patient" in journal(state_dir, "saw"))
    assert running.stack.kafka is not None
    running.run(running.stack.kafka.stop())
    gate.touch()
    running.run(running.stack.kafka.start())
    eventually(lambda: "patient" in journal(state_dir, "done"))


def test_dead_letters_outlive_a_stop_of_kafka(running: BackgroundStack) -> None:
    kafka = running.stack.kafka
    assert kafka is not None
    producer = EventProducer(Brokers(servers=kafka.address), timeout=5)
    producer.publish([Record("things-dead-letter", b"k", b"kept", [("why", b"\xff")])])
    producer.close()
    running.run(kafka.stop())
    running.run(kafka.start())
    assert [(b"k", [("why", b"\xff")])] == [
        (letter.key, letter.headers) for letter in dead_letters(running) if letter.value == b"kept"
    ]


def test_what_was_handled_does_not_come_again_after_a_stop_of_kafka(running: BackgroundStack, state_dir: Path) -> None:
    kafka = running.stack.kafka
    assert kafka is not None
    for name in ("once", "afterwards"):
        producer = EventProducer(Brokers(servers=kafka.address), timeout=5)
        producer.publish([Record("things", b"same key", json.dumps({"id": name}).encode(), [])])
        producer.close()
        eventually(lambda name=name: name in journal(state_dir, "done"))  # type: ignore[misc]
        eventually(lambda: all(poller.pending == 0 for poller in running.stack.pollers))
        running.run(kafka.stop())
        running.run(kafka.start())
    assert 1 == journal(state_dir, "saw").count("once")


def test_a_record_that_cannot_be_decoded_takes_none_along_when_kafka_is_stopped(state_dir: Path) -> None:
    folder = state_dir / "poisoned"
    folder.mkdir()
    gate = folder / "gate"
    with BackgroundStack(options_for(folder, first_pause=60)) as first:
        waiting = [named(f"waiting {number}", fail_until=str(gate)) for number in range(2)]
        # The first fails, so the group stays before all of them.
        send_raw(first, [waiting[0], UNDECODABLE, waiting[1]])
        eventually(lambda: "waiting 0" in journal(folder, "saw"))
    gate.touch()
    with BackgroundStack(options_for(folder)):
        eventually(lambda: {"waiting 0", "waiting 1"} <= set(journal(folder, "done")))


def test_what_one_run_leaves_the_next_one_handles(state_dir: Path) -> None:
    folder = state_dir / "twice"
    folder.mkdir()
    gate = folder / "gate"
    with BackgroundStack(options_for(folder, first_pause=60)) as first:
        producer = EventProducer(Brokers(servers=first.stack.kafka_bootstrap_servers or ""), timeout=5)
        producer.publish([Record("things", b"k", json.dumps({"id": "left over", "fail_until": str(gate)}).encode(), [])])
        producer.close()
        eventually(lambda: "left over" in journal(folder, "saw"))
    gate.touch()
    with BackgroundStack(options_for(folder)):
        eventually(lambda: "left over" in journal(folder, "done"))


def mail(running: BackgroundStack, subject: str) -> None:
    assert running.stack.mail is not None
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "clinic@clinic.example", "ann@clinic.example", subject
    message.set_content("text")
    message.add_alternative("<script>alert(1)</script><p>html</p>", subtype="html")
    with smtplib.SMTP("127.0.0.1", running.stack.mail.port, timeout=5) as smtp:
        smtp.send_message(message)


def test_a_mail_is_in_the_inbox(client: httpx.Client, running: BackgroundStack) -> None:
    mail(running, "Hello")
    items = client.get("/inbox/messages", params={"to": "ann@clinic.example"}).json()["items"]
    assert {"id", "to", "subject", "text", "html", "attachments", "received_at"} == items[0].keys()


def test_the_html_of_a_mail_runs_no_script(client: httpx.Client, running: BackgroundStack) -> None:
    mail(running, "Scripted")
    newest = client.get("/inbox/messages").json()["items"][0]
    policy = client.get(f"/inbox/messages/{newest['id']}/html").headers["content-security-policy"]
    assert ("sandbox" in policy, "allow-scripts" in policy, "default-src 'none'" in policy) == (True, False, True)


def test_mails_are_taken_again_after_the_mail_server_was_stopped_and_started(
    client: httpx.Client, running: BackgroundStack
) -> None:
    assert running.stack.mail is not None
    running.run(running.stack.mail.stop())
    running.run(running.stack.mail.start())
    mail(running, "After the stop")
    assert client.get("/inbox/messages").json()["items"][0]["subject"] == "After the stop"


@pytest.mark.parametrize(
    ("path", "says"), [("/", "MedBook is running"), ("/patients/7", "MedBook is running"), ("/inbox", "Inbox")]
)
def test_pages_are_served_while_no_web_app_is_built(client: httpx.Client, path: str, says: str) -> None:
    assert says in client.get(path).text


@pytest.fixture
def built(state_dir: Path) -> Iterator[None]:
    """A web app that is built while the stack runs."""
    dist = state_dir / "root/web/dist"
    dist.mkdir(parents=True)
    (dist / "index.html").write_text("<title>app</title>")
    yield
    shutil.rmtree(dist)


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("path", "says"), [("/", "<title>app</title>"), ("/patients/7", "<title>app</title>"), ("/inbox", "Inbox")]
)
def test_a_web_app_that_is_built_is_served_at_once(client: httpx.Client, path: str, says: str) -> None:
    assert says in client.get(path).text


@pytest.mark.parametrize(
    "path", ["/nothing.js", "/../pyproject.toml", "/..%2fpyproject.toml", "/_pages/nothing.css", "/inbox/messages/x"]
)
def test_a_file_that_is_not_there_is_a_problem(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")


def test_a_page_takes_no_post(client: httpx.Client) -> None:
    assert client.post("/somewhere").status_code == 405


def test_the_card_says_where_everything_is(running: BackgroundStack, state_dir: Path) -> None:
    card = read_card(state_dir)
    assert card is not None
    assert (running.stack.url, running.stack.invoke_endpoint.url) == (card["url"], card["invoke_url"])


@pytest.mark.parametrize("secret", ["token-signing-key.pem", "idempotency-secret", "postgres.password", "stack.json"])
def test_secrets_are_their_owner_s_alone(running: BackgroundStack, state_dir: Path, secret: str) -> None:
    assert (state_dir / secret).stat().st_mode & 0o777 == 0o600


def test_a_second_stack_in_the_same_folder_is_refused(running: BackgroundStack, state_dir: Path) -> None:
    with pytest.raises(StackFailed, match=f"Another stack is using {state_dir}: {running.stack.url}."):
        BackgroundStack(options_for(state_dir)).__enter__()


def test_a_stack_on_a_taken_port_is_refused_and_leaves_nothing(running: BackgroundStack, state_dir: Path) -> None:
    before = descendants()
    second = options_for(state_dir / "second", port=running.stack.gateway.port)
    with pytest.raises(PortTaken):
        BackgroundStack(second).__enter__()
    assert before == descendants()


def test_functions_elsewhere_are_reached_through_their_invoke_endpoint(running: BackgroundStack, state_dir: Path) -> None:
    front = options_for(state_dir / "front", lambda_endpoint_url=running.stack.invoke_endpoint.url, schedules=False)
    with BackgroundStack(front) as other:
        assert httpx.get(f"{other.stack.url}/v1/echo/ann").json()["event"]["pathParameters"] == {"name": "ann"}


def test_a_front_of_functions_elsewhere_says_that_no_events_are_read(running: BackgroundStack, state_dir: Path) -> None:
    front = options_for(state_dir / "front", lambda_endpoint_url=running.stack.invoke_endpoint.url, schedules=False)
    with BackgroundStack(front) as other:
        assert "no events are read: KAFKA_BOOTSTRAP_SERVERS is not set" in banner(other.stack, 1.0)


START_ANOTHER = """
import sys, time
from pathlib import Path
from localstack.background import BackgroundStack
from localstack.console import banner
from localstack.options import Options
with BackgroundStack(Options(state_dir=Path(sys.argv[1]), template=Path(sys.argv[2]), durable=False)) as running:
    print(running.stack.gateway.port, flush=True)
    time.sleep(600)
"""


def test_a_stack_that_is_killed_leaves_no_process(state_dir: Path) -> None:
    before = descendants()
    command = [sys.executable, "-c", START_ANOTHER, str(state_dir / "killed"), str(TEMPLATE)]
    (state_dir / "killed").mkdir()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip().isdecimal()
        started = descendants() - before
        other.kill()
    eventually(lambda: not any(is_alive(pid) for pid in started), "processes left behind")


def is_alive(pid: int) -> bool:
    """Also of a process that has lost its parent, which `descendants` no longer finds."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_stopped_stack_leaves_neither_process_nor_port(state_dir: Path) -> None:
    before = descendants()
    (state_dir / "stopped").mkdir()
    with BackgroundStack(options_for(state_dir / "stopped")) as other:
        ports = [other.stack.gateway.port, other.stack.invoke_endpoint.port]
        parts = [part.port for part in (other.stack.database, other.stack.kafka, other.stack.mail) if part is not None]
    assert (before, [False] * 5) == (descendants(), [is_open(port) for port in ports + parts])


def is_open(port: int) -> bool:
    return asyncio.run(accepts(port))

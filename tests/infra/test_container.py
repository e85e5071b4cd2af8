"""Every function as its container runs it: the Dockerfile's steps acted out, then the image's own entry point as a process."""

import json
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from infra.docker.front import CONCURRENCY
from infra.docker.serve import USAGE
from localstack.background import BackgroundStack
from localstack.demo import seed_if_empty
from localstack.keys import secret_files
from localstack.options import Options
from localstack.template import Function, Route, load
from medbook.domain.events import AppointmentEvent
from medbook.kafka.connection import Brokers
from medbook.kafka.envelope import Record, to_record
from medbook.kafka.producer import EventProducer
from medbook.kafka.replay import list_dead_letters
from medbook.postgres.engine import open_engine
from tests.support.broker import free_port
from tests.support.clinic import Clinic
from tests.support.containers import Container, Engine
from tests.support.dockerfile import act_out
from tests.support.events import created
from tests.support.kafka_python import refused_sockets_are_known, refused_sockets_collected
from tests.support.main_job import do_the_main_job
from tests.support.repository import ROOT
from tests.support.servers import servers, settings_at
from tests.support.smtp_server import Post, smtp_server
from tests.support.told import Visits, recipients
from tests.support.visitors import Visitor, eventually

FUNCTIONS = load(ROOT / "template.yaml")
DEPLOY = {name for name, one in FUNCTIONS.items() if one.on_deploy}
SERVING = sorted(name for name, one in FUNCTIONS.items() if one.serves)
SCHEDULED = sorted(name for name, one in FUNCTIONS.items() if one.schedules)
ROUTES = [(one, route) for one in FUNCTIONS.values() for route in one.routes if route.path != "/health"]
NOW = datetime.now(UTC).replace(microsecond=0)
SOON = NOW + timedelta(days=3)
SECRETS = ("TOKEN_SIGNING_KEY", "TOKEN_JWKS", "IDEMPOTENCY_SECRET")

# The first test waits for 28 processes to start.
pytestmark = [refused_sockets_are_known, pytest.mark.timeout(400)]


@dataclass
class Host:
    """All functions as containers, the servers they use, and the front that drives them."""

    engine: Engine
    containers: dict[str, Container]
    servers: BackgroundStack
    front: BackgroundStack
    clinic: Clinic
    deployed: "dict[str, subprocess.CompletedProcess[str]]"

    def url(self, name: str) -> str:
        return self.containers[FUNCTIONS[name].folder].url

    @property
    def brokers(self) -> Brokers:
        return Brokers(servers=str(self.servers.stack.kafka_bootstrap_servers))


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """The image of the functions, read-only, with secrets in files; and servers for them."""
    folder = Path(tempfile.mkdtemp(prefix="medbook-container-"))
    (folder / "app").mkdir()
    (folder / "logs").mkdir()
    image = act_out("function", folder / "app")
    image.lock()
    secret_files(folder / "secrets", "nowhere")
    settings = {"FORWARDED_ALLOW_IPS": "*"} | {f"{name}_FILE": str(folder / "secrets" / name) for name in SECRETS}
    yield Engine(image, settings, folder / "logs")
    image.unlock()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def host(engine: Engine) -> Iterator[Host]:
    with refused_sockets_collected(), servers() as running:
        named = {name for one in FUNCTIONS.values() for name in one.environment} - set(SECRETS)
        made_up = {name: value for name, value in settings_at(running).items() if name in named}
        engine = Engine(engine.image, made_up | engine.settings, engine.logs)
        deployed = {name: engine.run(FUNCTIONS[name].folder, "once") for name in sorted(DEPLOY)}
        assert running.stack.database_url
        seed_if_empty(running.stack.database_url)
        database = open_engine(running.stack.database_url)
        with engine.all_running(FUNCTIONS[name].folder for name in SERVING) as containers, _front(running, containers) as front:
            yield Host(engine, containers, running, front, Clinic(database, NOW), deployed)
        database.dispose()


def _front(running: BackgroundStack, containers: dict[str, Container]) -> BackgroundStack:
    """What FUNCTIONS_URL gives, but that here each container has a port instead of a name."""
    return BackgroundStack(
        Options(
            state_dir=running.stack.options.state_dir / "front",
            kafka_bootstrap_servers=running.stack.kafka_bootstrap_servers,
            functions_at=lambda name: containers[FUNCTIONS[name].folder].url,
        )
    )


@pytest.fixture
def visitor(host: Host) -> Iterator[Visitor]:
    with Visitor.at(host.front.stack.url, inbox_at=host.servers.stack.url) as visitor:
        yield visitor


@pytest.fixture
def booked(host: Host) -> AppointmentEvent:
    """A visit of two people with addresses of their own, told by nobody yet: the relay leaves its event alone."""
    event = Visits(host.clinic).book(host.clinic.doctor(), host.clinic.patient(), SOON, reason="a rash")
    keep_from_the_relay(host, event)
    return event


def keep_from_the_relay(host: Host, event: AppointmentEvent) -> None:
    host.clinic.execute("UPDATE outbox SET published_at = now() WHERE event_id = :id", id=event.event_id)


def event_for(function: str, host: Host, booked: AppointmentEvent) -> AppointmentEvent:
    visits = Visits(host.clinic)
    steps = {
        "notify-created": lambda: booked,
        "notify-rescheduled": lambda: visits.move(booked, SOON + timedelta(days=1)),
        "notify-cancelled": lambda: visits.cancel(booked),
        "notify-reminder": lambda: visits.remind(booked),
    }
    event = steps[function]()
    keep_from_the_relay(host, event)
    return event


def binary(event: AppointmentEvent) -> tuple[dict[str, str], bytes]:
    record = to_record(event)
    assert record.value is not None
    return {name.replace("ce_", "ce-"): value.decode() for name, value in record.headers}, record.value


def structured(event: AppointmentEvent) -> tuple[dict[str, str], bytes]:
    headers, value = binary(event)
    envelope = {name.removeprefix("ce-"): text for name, text in headers.items() if name.startswith("ce-")}
    return {"content-type": "application/cloudevents+json"}, json.dumps(envelope | {"data": json.loads(value)}).encode()


def mails_to(host: Host, account: UUID) -> int:
    address = f"{account}@medbook.example"
    return len(httpx.get(f"{host.servers.stack.url}/inbox/messages", params={"to": address}).json()["items"])


def send(url: str, message: tuple[dict[str, str], bytes]) -> httpx.Response:
    return httpx.post(url, headers=message[0], content=message[1], timeout=30)


def letters_of(host: Host, key: bytes) -> list[str]:
    return [letter.reason for letter in list_dead_letters(host.brokers) if letter.record.key == key]


# Every function


def test_once_runs_what_a_deploy_needs(host: Host) -> None:
    assert dict.fromkeys(DEPLOY, 0) == {name: done.returncode for name, done in host.deployed.items()}


def test_an_operator_invites_an_admin_with_an_event(host: Host) -> None:
    event = {"email": f"{uuid4().hex}@clinic.example", "full_name": "Ada Admin"}
    done = host.engine.run("invite_admin", "once", EVENT=json.dumps(event))
    (account,) = host.clinic.rows("SELECT id::text AS admin_id FROM account WHERE email = :email", email=event["email"])
    assert (0, dict(account)) == (done.returncode, json.loads(done.stdout.splitlines()[-1]))


def test_an_operator_lists_dead_letters_without_an_event(host: Host) -> None:
    done = host.engine.run("replay_dead_letters", "once")
    assert (0, {"dead_letters", "waiting", "left_out"}) == (done.returncode, set(json.loads(done.stdout.splitlines()[-1])))


def test_what_an_operator_may_not_ask_is_refused_in_one_line(engine: Engine) -> None:
    done = engine.run("invite_admin", "once", EVENT='{"email": "ada", "full_name": "Ada Admin"}')
    (line,) = (json.loads(line) for line in done.stdout.splitlines())
    assert (1, "ERROR", "email") == (done.returncode, line["level"], line["message"].partition(":")[0])


@pytest.mark.parametrize("name", SERVING)
def test_a_container_is_healthy(host: Host, name: str) -> None:
    answer = httpx.get(f"{host.url(name)}/health")
    assert (200, {"status": "ok"}) == (answer.status_code, answer.json())


@pytest.mark.parametrize(("function", "route"), ROUTES, ids=[f"{route.method} {route.path}" for _, route in ROUTES])
def test_a_route_reaches_its_container(host: Host, function: Function, route: Route) -> None:
    path = route.path.replace("{", "").replace("}", "")
    answer = httpx.request(route.method, f"{host.front.stack.url}{path}", timeout=30)
    # The functions' own header: the gateway's refusals go without.
    assert (True, "no-referrer") == (answer.status_code < 500, answer.headers.get("referrer-policy"))


def test_every_line_of_every_container_is_json(host: Host) -> None:
    lines = [line for container in host.containers.values() for line in container.output.splitlines()]
    assert all(isinstance(json.loads(line), dict) for line in lines)


def test_no_container_has_written_beside_its_image(host: Host) -> None:
    assert set() == {path.name for path in host.engine.image.app.rglob("__pycache__") if not any(path.iterdir())}
    newest = max(path.stat().st_mtime for path in host.engine.image.app.rglob("*") if path.is_file() and not path.is_symlink())
    assert newest < min(container.log.stat().st_ctime for container in host.containers.values())


# The main job


def test_the_main_job_is_done_by_containers_behind_the_gateway(visitor: Visitor) -> None:
    assert ["REQUEST", "REQUEST", "CANCEL"] == do_the_main_job(visitor)


def test_a_booking_is_answered_by_its_container(host: Host, visitor: Visitor) -> None:
    patient = visitor.register()
    doctor = patient.http.get("/v1/doctors").json()["items"][0]["id"]
    body = {"doctor_id": doctor, "starts_at": patient.slots(doctor)[5]}
    headers = {"authorization": patient.http.headers["authorization"]}
    answers = [
        httpx.post(f"{host.url('book-appointment')}/v1/appointments", json=body, headers=headers, timeout=30) for _ in range(2)
    ]
    assert [201, 409] == [answer.status_code for answer in answers]


def test_where_a_request_comes_from_is_what_is_in_front_says(host: Host, visitor: Visitor) -> None:
    wrong = {"email": "a@b.example", "password": "wrong"}
    visitor.http.post("/v1/sessions", json=wrong, headers={"x-forwarded-for": "192.0.2.6"})
    httpx.post(f"{host.url('sign-in')}/v1/sessions", json=wrong, headers={"x-forwarded-for": "192.0.2.7"}, timeout=30)
    rows = host.clinic.rows("SELECT bucket FROM throttle WHERE bucket LIKE 'sign-in:source:192.%'")
    # The gateway does not pass on what a client claims.
    assert ["sign-in:source:192.0.2.7"] == [row["bucket"] for row in rows]


# Events


@pytest.mark.parametrize("mode", [binary, structured])
@pytest.mark.parametrize("name", sorted(name for name, one in FUNCTIONS.items() if one.kafka_sources))
def test_a_cloud_event_is_mailed_once_to_both(host: Host, booked: AppointmentEvent, name: str, mode: Any) -> None:
    event = event_for(name, host, booked)
    statuses = [send(host.url(name), mode(event)).status_code for _ in range(2)]
    assert ([204, 204], 1, 1) == (statuses, mails_to(host, event.patient_id), mails_to(host, event.doctor_id))


@pytest.mark.parametrize("mode", [binary, structured])
def test_a_malformed_event_is_refused_for_good_and_kept(host: Host, mode: Any) -> None:
    event = created()
    headers, value = mode(event)
    key = str(uuid4())
    answer = send(host.url("notify-created"), (headers | {"ce-key": key}, value.replace(b"appointment_id", b"appointment")))
    assert (400, ["malformed"]) == (answer.status_code, letters_of(host, key.encode()))


def test_an_event_waits_while_the_mail_server_is_down(host: Host, booked: AppointmentEvent) -> None:
    port, post = free_port(), Post()
    with host.engine.running("notify_created", MAIL_URL=f"smtp://127.0.0.1:{port}?starttls=never") as container:
        down = send(container.url, binary(booked)).status_code
        with smtp_server(post, port=port):
            again = send(container.url, binary(booked)).status_code
    told = recipients(post.mails)
    assert (503, 204, [1, 1]) == (down, again, sorted(told.values()))


def test_a_malformed_record_is_kept_once_and_not_delivered_for_ever(host: Host, visitor: Visitor) -> None:
    good = to_record(created())
    key = str(uuid4()).encode()
    producer = EventProducer(host.brokers, timeout=5)
    producer.publish([Record(good.topic, key, b"{not json", good.headers), Record(good.topic, key, b"{}", [])])
    producer.close()
    eventually(lambda: letters_of(host, key), lambda reasons: len(reasons) >= 2)
    patient = visitor.register()
    doctor = patient.http.get("/v1/doctors").json()["items"][1]["id"]
    assert 201 == patient.book(doctor, patient.slots(doctor)[7]).status_code
    patient.mails(patient.email, 2)
    eventually(lambda: sum(poller.pending for poller in host.front.stack.pollers), lambda pending: pending == 0)
    assert ["malformed", "malformed"] == letters_of(host, key)


# Schedules


@pytest.mark.parametrize("name", SCHEDULED)
def test_a_tick_is_taken_at_the_time_it_names(host: Host, name: str) -> None:
    at = datetime.now(UTC) - timedelta(hours=1)
    headers = {
        "ce-specversion": "1.0",
        "ce-id": "1",
        "ce-type": "dev.knative.sources.ping",
        "ce-source": "/clock",
        "ce-time": at.isoformat(),
    }
    answer = httpx.post(host.url(name), headers=headers, json={}, timeout=60)
    runs = [json.loads(line) for line in host.containers[FUNCTIONS[name].folder].output.splitlines() if "scheduled run" in line]
    assert (200, at.isoformat()) == (answer.status_code, runs[-1]["at"])


def test_a_tick_publishes_what_waits(host: Host) -> None:
    event = Visits(host.clinic).book(host.clinic.doctor(), host.clinic.patient(), SOON)
    assert 200 == httpx.post(host.url("relay-outbox"), headers={"ce-time": datetime.now(UTC).isoformat()}, timeout=60).status_code
    rows = host.clinic.rows("SELECT published_at IS NOT NULL AS sent FROM outbox WHERE event_id = :id", id=event.event_id)
    assert [{"sent": True}] == rows
    eventually(lambda: mails_to(host, event.patient_id), lambda count: count == 1)


# The life of a container


def test_a_request_under_way_is_finished_after_sigterm(host: Host, visitor: Visitor) -> None:
    patient = visitor.register()
    doctor = patient.http.get("/v1/doctors").json()["items"][2]["id"]
    body = {"doctor_id": doctor, "starts_at": patient.slots(doctor)[9]}
    headers = {"authorization": patient.http.headers["authorization"]}
    waiting = "SELECT count(*) AS count FROM pg_locks WHERE NOT granted AND relation = 'occupancy'::regclass"
    with host.engine.running("book_appointment") as container, ThreadPoolExecutor(2) as pool:
        with host.clinic.engine.connect() as blocking:
            blocking.exec_driver_sql("LOCK TABLE occupancy IN ACCESS EXCLUSIVE MODE")
            request = pool.submit(httpx.post, f"{container.url}/v1/appointments", json=body, headers=headers, timeout=60)
            eventually(lambda: host.clinic.rows(waiting)[0]["count"], lambda count: count == 1)
            stopping = pool.submit(container.stop)
            eventually(lambda: is_refused(container.url))
            still_under_way = not request.done() and container.process.poll() is None
            blocking.rollback()
        answer = request.result()
    assert (True, 201, 0) == (still_under_way, answer.status_code, stopping.result())


def is_refused(url: str) -> bool:
    try:
        httpx.get(f"{url}/health", timeout=5)
    except httpx.ConnectError:
        return True
    return False


def test_bodies_that_never_come_stop_no_container(engine: Engine) -> None:
    head = b"POST /v1/slots HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{"
    with engine.running("find_slots") as container, ExitStack() as clients:
        for _ in range(2 * CONCURRENCY):
            client = clients.enter_context(socket.create_connection(("127.0.0.1", container.port)))
            client.sendall(head)
        # Not /health, which takes no turn.
        assert 404 == httpx.get(f"{container.url}/nowhere", timeout=5).status_code


def test_an_idle_container_ends_at_once(engine: Engine) -> None:
    with engine.running("find_slots") as container:
        assert 0 == container.stop()


def test_a_container_told_to_end_while_it_starts_ends(engine: Engine) -> None:
    container = engine.start("find_slots")
    threading.Event().wait(0.2)
    assert container.stop() in (0, -15)


def test_sign_in_without_a_key_that_can_sign_ends_before_it_takes_traffic(engine: Engine) -> None:
    done = engine.run("sign_in", TOKEN_SIGNING_KEY="nonsense", TOKEN_JWKS='{"keys": []}')
    assert (1, "ERROR", False) == (
        done.returncode,
        json.loads(done.stdout.splitlines()[-1])["level"],
        "nonsense" in done.stdout + done.stderr,
    )


def test_once_tells_of_a_failure(engine: Engine) -> None:
    done = engine.run("migrate_database", "once", DATABASE_URL=f"postgresql://medbook@127.0.0.1:{free_port()}/medbook")
    assert (1, "ERROR") == (done.returncode, json.loads(done.stdout.splitlines()[-1])["level"])


def test_once_tells_first_in_one_line_that_the_database_cannot_be_reached(engine: Engine) -> None:
    done = engine.run("migrate_database", "once", DATABASE_URL=f"postgresql://medbook@127.0.0.1:{(port := free_port())}/medbook")
    message = json.loads(done.stdout.splitlines()[-1])["message"]
    assert (True, False) == (f"Can't create a connection to host 127.0.0.1 and port {port}" in message, "\n" in message)


@pytest.mark.parametrize(
    ("function", "arguments", "environment", "told"),
    [
        ("book-a-visit", [], {}, "there are: administer, book_appointment"),
        ("", [], {}, "FUNCTION is ''"),
        ("book_appointment", ["once"], {}, "nothing to run once"),
        ("book_appointment", ["twice"], {}, "there is one, `once`"),
        ("book_appointment", [], {"PORT": "http"}, "which is no port"),
        ("book-appointment", [], {"DATABASE_URL_FILE": "/nowhere"}, "DATABASE_URL_FILE names /nowhere, which cannot be read"),
        ("replay_dead_letters", ["once"], {"EVENT": "all"}, "EVENT is no JSON"),
    ],
)
def test_what_a_container_cannot_do_is_told(
    engine: Engine, function: str, arguments: list[str], environment: dict[str, str], told: str
) -> None:
    done = engine.run(function, *arguments, **environment)
    assert (USAGE, True) == (done.returncode, told in json.loads(done.stdout)["message"])

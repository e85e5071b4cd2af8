"""Every sample event through AWS's Runtime Interface Emulator: the built function and layers, real PostgreSQL, Kafka and mail."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from localstack.background import BackgroundStack
from localstack.eventsource.event import SourceRecord, event_of
from localstack.runtime.environment import environment_of
from localstack.seed import seed
from localstack.template import load
from medbook.kafka.connection import Brokers
from medbook.kafka.envelope import Record
from medbook.postgres.engine import open_engine
from tests.support.broker import read_topic
from tests.support.built import ROOT, Built
from tests.support.repository import EVENTS
from tests.support.rie import Answer, Emulated, emulated, lay_out_runtime
from tests.support.servers import servers, settings_at

SAMPLES = EVENTS / "samples"
pytestmark = pytest.mark.timeout(600)
NAMES = sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*.json"))
FIXTURES = load(ROOT / "tests/support/functions_fixture/template.yaml")
# What the samples call themselves, and what stands for it here.
DOCTOR, APPOINTMENT, USER = (f"019ab0c4-2c00-7000-8000-0000000000{end}" for end in ("d1", "01", "a1"))
TOKEN = "PASTE-AN-ACCESS-TOKEN"
# The life of one visit; each needs what came before it.
VISIT = ("find-slots", "book-appointment", "view-appointments", "reschedule-appointment", "send-reminder", "cancel-appointment")
FIRST = ("migrate-database", "sign-in", *VISIT)
FOR_ADMINS = {"administer", "manage-doctors", "set-availability", "send-reminder", "update-appointment-status"}


WHO = """
    SELECT (SELECT id FROM doctor WHERE specialty = 'Cardiology' LIMIT 1) AS doctor,
           (SELECT id FROM doctor WHERE specialty = 'Dermatology' LIMIT 1) AS dermatologist,
           (SELECT id FROM account WHERE role = 'patient' AND password_hash IS NULL LIMIT 1) AS patient,
           (SELECT id FROM appointment WHERE status = 'booked' AND starts_at > now() LIMIT 1) AS appointment
"""


def is_http(sample: str) -> bool:
    return "routeKey" in json.loads((SAMPLES / sample).read_text())


HTTP = [sample for sample in NAMES if is_http(sample)]
SCHEDULED = [sample for sample in NAMES if "time" in json.loads((SAMPLES / sample).read_text())]
# Their tokens, and their time off, are words: refused, and documented so.
REFUSED = {
    "reset_password/confirm.json": 400,
    "verify_email.json": 400,
    "sign_in/refresh.json": 401,
    "sign_in/sign_out.json": 401,
    "set_availability/remove_time_off.json": 404,
    "update_appointment_status/complete.json": 409,
}
KAFKA = [sample for sample in NAMES if sample.startswith("notify_")]


@dataclass
class Clinic:
    """The functions in emulators, and what is put into their samples."""

    built: Built
    running: BackgroundStack
    runtime: str
    log: Path
    answers: dict[str, Answer] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    visit: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def emulate(self, name: str) -> Iterator[Emulated]:
        function = self.built.functions[name]
        environment = environment_of(function, settings_at(self.running))
        with emulated(function, [*self.built.import_path, self.runtime], environment, self.log) as one:
            yield one

    def run(self, name: str) -> None:
        """Send a function its samples."""
        folder = name.replace("-", "_")
        with self.emulate(name) as function:
            for sample in NAMES:
                if sample.removesuffix(".json").split("/")[0] == folder:
                    self.answers[sample] = function.invoke(self.event(sample, name))
            if name == "sign-in":
                self.tokens = {who: self.sign_in(function, who) for who in ("patient", "admin")}

    def sign_in(self, function: Emulated, who: str) -> str:
        body = json.dumps({"email": f"{who}@medbook.example", "password": "medbook-demo"})
        answer = function.invoke(json.loads((SAMPLES / "sign_in/sign_in.json").read_text()) | {"body": body})
        token: str = json.loads(answer.result["body"])["access_token"]
        return token

    def event(self, sample: str, function: str) -> Any:
        sample_text = (SAMPLES / sample).read_text()
        token = self.tokens.get("admin" if function in FOR_ADMINS else "patient", TOKEN)
        words = {TOKEN: token} | self.words | (self.visit if function in VISIT else {})
        # An instant before its day.
        for word in sorted(words, key=len, reverse=True):
            sample_text = sample_text.replace(word, words[word])
        return json.loads(sample_text)

    def published(self, topic: str) -> list[Record]:
        servers = self.running.stack.kafka_bootstrap_servers
        assert servers
        return read_topic(Brokers(servers=servers), topic)

    def body(self, sample: str) -> Any:
        return json.loads(self.answers[sample].result["body"])

    def seed(self) -> None:
        """Fill the clinic, and find somebody for each that the samples name."""
        assert self.running.stack.database_url
        seed(self.running.stack.database_url)
        engine = open_engine(self.running.stack.database_url)
        with engine.begin() as connection:
            ids = connection.execute(text(WHO)).mappings().one()
        engine.dispose()
        self.words = {DOCTOR: str(ids["doctor"]), USER: str(ids["patient"]), APPOINTMENT: str(ids["appointment"])}
        self.visit = {DOCTOR: str(ids["dermatologist"]), "2026-11-24": day(3), "2026-11-30": day(17)}


@pytest.fixture(scope="module")
def clinic(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    folder = tmp_path_factory.mktemp("rie")
    with servers() as running:
        clinic = Clinic(built, running, lay_out_runtime(folder / "runtime"), folder / "log")
        clinic.run("migrate-database")
        clinic.seed()
        clinic.run("sign-in")
        with ThreadPoolExecutor(2) as pool:
            life = pool.submit(live_through_a_visit, clinic)
            rest = [pool.submit(clinic.run, name) for name in sorted({*clinic.built.functions} - {*FIRST})]
            for task in (life, *rest):
                task.result()
        yield clinic


def live_through_a_visit(clinic: Clinic) -> None:
    """Book a slot that is free, and let the samples that follow be about that visit."""
    clinic.run("find-slots")
    first, second, *_ = (slot["starts_at"] for slot in clinic.body("find_slots/of_a_doctor.json")["items"])
    clinic.visit |= {"2026-11-24T09:00:00Z": first, "2026-11-25T10:00:00Z": second}
    clinic.run("book-appointment")
    clinic.visit[APPOINTMENT] = clinic.body("book_appointment.json")["id"]
    for name in VISIT[2:]:
        clinic.run(name)


def day(ahead: int) -> str:
    return str(datetime.now(UTC).date() + timedelta(ahead))


def documented(sample: str) -> set[int]:
    """The statuses that openapi.json names for the route a sample asks for."""
    method, path = json.loads((SAMPLES / sample).read_text())["routeKey"].split()
    paths = json.loads((ROOT / "openapi.json").read_text())["paths"]
    operation = next(operations for one, operations in paths.items() if unnamed(one) == unnamed(path))[method.lower()]
    return {int(status) for status in operation["responses"]}


def unnamed(path: str) -> str:
    return re.sub(r"{\w+}", "{}", path)


@pytest.mark.parametrize("sample", HTTP)
def test_an_http_sample_is_answered_as_documented(clinic: Clinic, sample: str) -> None:
    assert clinic.answers[sample].result["statusCode"] in documented(sample)


@pytest.mark.parametrize("sample", sorted({*HTTP} - {*REFUSED}))
def test_a_sample_whose_words_stand_for_something_succeeds(clinic: Clinic, sample: str) -> None:
    assert clinic.answers[sample].result["statusCode"] in (200, 201, 202, 204)


@pytest.mark.parametrize("sample", REFUSED)
def test_a_sample_whose_words_are_examples_is_refused(clinic: Clinic, sample: str) -> None:
    assert clinic.answers[sample].result["statusCode"] == REFUSED[sample]


@pytest.mark.parametrize("sample", NAMES)
def test_no_sample_makes_its_function_fail(clinic: Clinic, sample: str) -> None:
    assert clinic.answers[sample].failure is None


@pytest.mark.parametrize("sample", SCHEDULED)
def test_a_schedule_returns_its_figures(clinic: Clinic, sample: str) -> None:
    assert {type(figure) for figure in clinic.answers[sample].result.values()} == {int}


@pytest.mark.parametrize("sample", KAFKA)
def test_a_batch_is_answered_with_the_records_that_failed(clinic: Clinic, sample: str) -> None:
    assert clinic.answers[sample].result == {"batchItemFailures": []}


def test_the_migration_says_from_where_to_where(clinic: Clinic) -> None:
    told = clinic.answers["migrate_database.json"].result
    assert (None, True) == (told["before"], isinstance(told["after"], str))


def test_what_an_operator_may_not_ask_fails_the_invocation_with_its_line(clinic: Clinic) -> None:
    with clinic.emulate("invite-admin") as function:
        told = function.invoke({"email": "ada", "full_name": "Ada Admin"}).result
    assert ("NotDone", "email") == (told["errorType"], told["errorMessage"].partition(":")[0])


@pytest.mark.parametrize(
    "topic", ["appointment-created", "appointment-rescheduled", "appointment-reminder", "appointment-cancelled"]
)
def test_what_happens_to_a_visit_is_published(clinic: Clinic, topic: str) -> None:
    assert clinic.visit[APPOINTMENT] in {str(record.key, "ascii") for record in clinic.published(topic) if record.key}


def test_a_record_that_was_published_becomes_a_mail(clinic: Clinic) -> None:
    topic = "appointment-cancelled"
    records = (
        SourceRecord(topic, 0, offset, 0, 0, record.key, record.value, tuple(record.headers))
        for offset, record in enumerate(clinic.published(topic))
    )
    with clinic.emulate("notify-cancelled") as function:
        function.invoke(event_of(records, "localhost:9092"))
    address = "patient@medbook.example"
    inbox = httpx.get(f"{clinic.running.stack.url}/inbox/messages", params={"to": address}).json()["items"]
    assert any(attachment["text"].count("METHOD:CANCEL") for mail in inbox for attachment in mail["attachments"])


@pytest.fixture(scope="module")
def echo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulated]:
    """A function that does what it is asked to, and is given a second for it."""
    folder = tmp_path_factory.mktemp("echo")
    with emulated(FIXTURES["echo"], [lay_out_runtime(folder / "runtime")], {}, folder / "log", timeout=1) as function:
        yield function


@pytest.mark.parametrize(
    ("wish", "failure"),
    [
        ({"sleep": 30}, "Task timed out"),
        ({"exit": 3}, "Runtime.ExitError"),
        ({"raise": "no"}, "ValueError"),
        ({"big": 7_000_000}, "Function.ResponseSizeTooLarge"),
    ],
    ids=["time-out", "crash", "exception", "too much"],
)
def test_the_emulator_says_how_a_function_failed(echo: Emulated, wish: dict[str, Any], failure: str) -> None:
    assert echo.invoke(wish).failure == failure


@pytest.mark.parametrize("wish", [{"sleep": 30}, {"exit": 3}], ids=["time-out", "crash"])
def test_a_function_that_was_stopped_serves_the_next_request(echo: Emulated, wish: dict[str, Any]) -> None:
    echo.invoke(wish)
    assert echo.invoke({"return": "here again"}).result == "here again"


def test_a_function_that_cannot_be_imported_fails(tmp_path: Path) -> None:
    with emulated(FIXTURES["broken"], [lay_out_runtime(tmp_path / "runtime")], {}, tmp_path / "log") as function:
        assert function.invoke({}).failure == "Runtime.ImportModuleError"

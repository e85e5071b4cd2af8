"""`sam deploy` of the build into MiniStack, and the clinic at work there: functions run by it, called by our front and by its clock."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml
from sqlalchemy import create_engine, text

from localstack.background import BackgroundStack
from localstack.options import Options
from localstack.packaging.emulator import rewrite
from localstack.seed import seed
from tests.support.built import ROOT, Built
from tests.support.main_job import do_the_main_job
from tests.support.ministack import REGION, MiniStack, ministack
from tests.support.repository import EVENTS
from tests.support.servers import servers, settings_at
from tests.support.visitors import Visitor, eventually

pytestmark = pytest.mark.timeout(600)

STACK = "medbook"
FUNCTIONS_OF_THE_JOB = (
    "register-patient",
    "verify-email",
    "sign-in",
    "manage-profile",
    "browse-doctors",
    "find-slots",
    "book-appointment",
    "reschedule-appointment",
    "cancel-appointment",
    "notify-created",
    "notify-rescheduled",
    "notify-cancelled",
)
HEALTH = EVENTS / "samples/check_health/health.json"


# Signing in to Kafka, a schedule's words, variables that are numbers, and alarms over expressions.
LEFT_OUT = {
    "KAFKA_SECURITY_PROTOCOL",
    "KAFKA_SASL_MECHANISM",
    "KAFKA_USERNAME",
    "KAFKA_PASSWORD",
    "Input",
    "KAFKA_TOPIC_PARTITIONS",
    "EventsBehind",
    "NightlyRunsFail",
    "DeadLetters",
}
FORGOTTEN_EVENT = """
    INSERT INTO outbox (event_id, type, occurred_at, appointment_id, doctor_id, patient_id, starts_at, ends_at, status, sequence)
    SELECT gen_random_uuid(), 'medbook.appointment.created.v1', now(), id, doctor_id, patient_id, starts_at, ends_at, 'booked', 0
    FROM appointment WHERE status = 'booked' LIMIT 1 RETURNING event_id
"""
WAS_PUBLISHED = "SELECT published_at FROM outbox WHERE event_id = :id"


@dataclass(frozen=True, slots=True)
class Deployed:
    """A clinic on MiniStack, with servers beside it."""

    servers: BackgroundStack
    emulator: MiniStack
    said: str

    @property
    def database_url(self) -> str:
        assert self.servers.stack.database_url
        return self.servers.stack.database_url


@pytest.fixture(scope="module")
def deployed(built: Built) -> Iterator[Deployed]:
    template = built.folder / "ministack.yaml"
    rewrite(built.template, template)
    with servers() as beside, ministack() as emulator:
        publish_parameters(emulator, settings_at(beside))
        said = deploy(emulator, template)
        clinic = Deployed(beside, emulator, said)
        seed(clinic.database_url)
        yield clinic


def publish_parameters(emulator: MiniStack, settings: dict[str, str]) -> None:
    """Put there what Terraform would, and the secret."""
    kept = {
        name: settings[name] for name in ("DATABASE_URL", "MAIL_URL", "TOKEN_SIGNING_KEY", "TOKEN_JWKS", "IDEMPOTENCY_SECRET")
    }
    secret = emulator.client("secretsmanager").create_secret(Name="medbook", SecretString=json.dumps(kept))
    values = {
        "network/subnet-ids": "subnet-1,subnet-2",
        "network/function-security-group-ids": "sg-1",
        "database/url": "none",
        "database/proxy-resource-id": "none",
        "kafka/cluster-arn": "none",
        "kafka/bootstrap-servers": settings["KAFKA_BOOTSTRAP_SERVERS"],
        "mail/url": "none",
        "mail/from": settings["MAIL_FROM"],
        "mail/identity-arn": "none",
        "web/url": settings["WEB_URL"],
        "web/proxy-ranges": "none",
        "secrets/application-arn": secret["ARN"],
        "secrets/application-version": secret["VersionId"],
        "alarms/topic-arn": "none",
        "encryption/key-arn": "none",
    }
    client = emulator.client("ssm")
    for name, value in values.items():
        kind = "StringList" if name.startswith("network/") else "String"
        client.put_parameter(Name=f"/medbook/dev/{name}", Value=value, Type=kind)


def deploy(emulator: MiniStack, template: Path) -> str:
    config = ("--config-file", str(ROOT / "samconfig.toml"), "--config-env", "dev")
    return emulator.sam("deploy", *config, "--template-file", str(template), "--region", REGION, "--no-progressbar")


@pytest.fixture(scope="module")
def forgotten(deployed: Deployed) -> UUID:
    """An event that nobody published, as a function leaves it that could not reach Kafka: the relay alone sends it, once a minute."""
    engine = create_engine(deployed.database_url)
    with engine.begin() as connection:
        event_id: UUID = connection.execute(text(FORGOTTEN_EVENT)).scalar_one()
    engine.dispose()
    return event_id


# The minute of the forgotten event passes beside all this.
@pytest.fixture(scope="module")
def visitor(deployed: Deployed, forgotten: UUID) -> Iterator[Visitor]:
    """A visitor of our gateway, whose functions MiniStack runs."""
    beside = deployed.servers.stack
    options = Options(
        state_dir=beside.options.state_dir / "front",
        lambda_endpoint_url=deployed.emulator.url,
        kafka_bootstrap_servers=beside.kafka_bootstrap_servers,
        schedules=False,
    )
    with BackgroundStack(options) as front, Visitor.at(front.stack.url, inbox_at=beside.url) as visitor:
        with ThreadPoolExecutor(2) as pool:
            # A cold start is seconds here: MiniStack unpacks the layers for each function.
            list(pool.map(lambda name: front.invoke(name, harmless(name)), FUNCTIONS_OF_THE_JOB))
        yield visitor


def differences(one: Any, other: Any, where: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """The paths at which two documents differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        inside = (differences(one.get(key), other.get(key), (*where, key)) for key in {*one, *other})
        return set().union(*inside)
    return set() if one == other else {where}


def test_the_emulator_is_given_the_build_but_for_what_it_cannot_do(built: Built, tmp_path: Path) -> None:
    rewrite(built.template, tmp_path / "ministack.yaml")
    before, after = (yaml.safe_load(file.read_text()) for file in (built.template, tmp_path / "ministack.yaml"))
    assert {path[-1] for path in differences(before, after)} == LEFT_OUT


def harmless(function: str) -> Any:
    """An event that starts a function and changes nothing. One that fails would have its process thrown away."""
    return {"records": {}} if function.startswith("notify-") else json.loads(HEALTH.read_text())


def test_the_deploy_migrates_the_database(deployed: Deployed) -> None:
    engine = create_engine(deployed.database_url)
    with engine.connect() as connection:
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    engine.dispose()
    assert revision


def test_a_patient_registers_books_moves_and_cancels_on_ministack(visitor: Visitor) -> None:
    assert do_the_main_job(visitor) == ["REQUEST", "REQUEST", "CANCEL"]


def test_a_schedule_of_ministack_fires(deployed: Deployed, forgotten: UUID) -> None:
    engine = create_engine(deployed.database_url)

    def published() -> bool:
        with engine.connect() as connection:
            return connection.execute(text(WAS_PUBLISHED), {"id": forgotten}).scalar_one() is not None

    eventually(published, seconds=150)
    engine.dispose()

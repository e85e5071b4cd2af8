"""events/samples holds something to invoke every function with, and every sample is what its function expects."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from mangum.handlers import HTTPGateway
from pydantic import BaseModel

from medbook.administration import Invited
from medbook.domain.events import EVENT_TYPES
from medbook.kafka.dead_letters import DeadLetterSink
from medbook.kafka.records import handle_batch
from medbook.kafka.values import parse_instant
from replay_dead_letters.handler import Asked
from tests.support.events import Collector
from tests.support.repository import EVENTS, ROOT

SAMPLES = EVENTS / "samples"
HTTP = [
    "register_patient",
    "verify_email",
    "sign_in",
    "reset_password",
    "manage_profile",
    "manage_doctors",
    "browse_doctors",
    "set_availability",
    "find_slots",
    "book_appointment",
    "view_appointments",
    "reschedule_appointment",
    "cancel_appointment",
    "update_appointment_status",
    "send_reminder",
    "administer",
    "check_health",
]
CONFIGURATION: Any = {"api_gateway_base_path": "/", "text_mime_types": [], "exclude_headers": []}
NO_CONTEXT: Any = None
KAFKA = {f"notify_{event.topic.removeprefix('appointment-')}": event for event in EVENT_TYPES}
SCHEDULED = ["relay_outbox", "emit_reminders", "send_account_mail", "roll_calendar", "purge_records"]
DEPLOYED = ["migrate_database", "create_topics"]
BY_HAND = ["invite_admin", "replay_dead_letters"]


def samples_of(function: str) -> list[Path]:
    """`<function>.json`, or every file in the folder `<function>`."""
    one = SAMPLES / f"{function}.json"
    return [one] if one.exists() else sorted((SAMPLES / function).glob("*.json"))


def function_of(sample: Path) -> str:
    return sample.relative_to(SAMPLES).parts[0].removesuffix(".json")


def read(sample: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sample.read_text(encoding="utf-8"))
    return found


def name(sample: Path) -> str:
    return sample.relative_to(SAMPLES).as_posix()


def asked_for(sample: Path) -> str:
    asked = read(sample)["requestContext"]["http"]
    return f"{asked['method']} {asked['path']}"


ALL_HTTP = [sample for function in HTTP for sample in samples_of(function)]


@pytest.mark.parametrize("function", [*HTTP, *KAFKA, *SCHEDULED, *DEPLOYED, *BY_HAND])
def test_each_function_has_a_sample(function: str) -> None:
    assert samples_of(function) != []


def test_each_sample_is_for_a_function_of_ours() -> None:
    assert {function_of(sample) for sample in SAMPLES.rglob("*.json")} == {*HTTP, *KAFKA, *SCHEDULED, *DEPLOYED, *BY_HAND}


def test_each_function_folder_has_samples() -> None:
    folders = {handler.parent.name for handler in (ROOT / "functions").glob("*/handler.py")}
    assert folders - {*HTTP, *KAFKA, *SCHEDULED, *DEPLOYED, *BY_HAND} == set()


@pytest.mark.parametrize("sample", ALL_HTTP, ids=name)
def test_an_http_sample_is_what_http_api_2_sends(sample: Path) -> None:
    scope = HTTPGateway(read(sample), NO_CONTEXT, CONFIGURATION).scope
    assert f"{scope['method']} {scope['path']}" == asked_for(sample)


@pytest.mark.parametrize("sample", ALL_HTTP, ids=name)
def test_an_http_sample_says_the_same_in_both_places(sample: Path) -> None:
    method, path = read(sample)["routeKey"].split()
    for parameter, value in read(sample).get("pathParameters", {}).items():
        path = path.replace(f"{{{parameter}}}", value)
    assert f"{method} {path}" == asked_for(sample)


def test_no_two_http_samples_ask_for_the_same_route() -> None:
    routes = [read(sample)["routeKey"] for sample in ALL_HTTP]
    assert len(routes) == len(set(routes))


@pytest.mark.parametrize("sample", [sample for sample in ALL_HTTP if "body" in read(sample)], ids=name)
def test_a_body_is_json_in_text(sample: Path) -> None:
    assert isinstance(json.loads(read(sample)["body"]), dict)


@pytest.mark.parametrize("function", KAFKA)
def test_a_kafka_sample_is_handled(function: str) -> None:
    handled: list[object] = []
    for sample in samples_of(function):
        handle_batch(read(sample), None, handled.append, DeadLetterSink(Collector(reachable=False), consumer=function))
    assert [type(event) for event in handled] == [KAFKA[function]]


@pytest.mark.parametrize("function", KAFKA)
def test_a_kafka_sample_is_keyed_by_its_appointment(function: str) -> None:
    record = next(iter(read(samples_of(function)[0])["records"].values()))[0]
    value = json.loads(base64.b64decode(record["value"]))
    assert value["appointment_id"] == base64.b64decode(record["key"]).decode()


@pytest.mark.parametrize("function", SCHEDULED)
def test_a_schedule_says_when_it_is(function: str) -> None:
    assert parse_instant(read(samples_of(function)[0])["time"])


@pytest.mark.parametrize("function", DEPLOYED)
def test_a_deploy_has_nothing_to_say(function: str) -> None:
    assert [read(sample) for sample in samples_of(function)] == [{}]


ASKED: dict[str, type[BaseModel]] = {"invite_admin": Invited, "replay_dead_letters": Asked}


@pytest.mark.parametrize("function", BY_HAND)
def test_the_samples_of_what_is_run_by_hand_say_all_that_an_operator_may(function: str) -> None:
    asked = [ASKED[function].model_validate(read(sample)) for sample in samples_of(function)]
    assert set(ASKED[function].model_fields) == {name for one in asked for name in one.model_fields_set}

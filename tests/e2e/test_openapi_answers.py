"""Schemathesis over the whole OpenAPI document, through a gateway of its own: no 5xx, no answer that is not described."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from localstack.background import BackgroundStack
from localstack.options import Options
from tests.support.visitors import Visitor

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]
schema = schemathesis.openapi.from_dict(json.loads((Path(__file__).parents[2] / "openapi.json").read_text()))


@dataclass
class People:
    """Somebody of each role, and things of theirs that random requests may find and change."""

    by_role: dict[str, Visitor]
    known: dict[str, str]


@pytest.fixture(scope="module")
def people() -> Iterator[People]:
    """A stack apart: random sign-ins slow down everybody at this address."""
    folder = Path(tempfile.mkdtemp(prefix="medbook-openapi-"))
    folder.chmod(0o755)
    with BackgroundStack(Options(state_dir=folder, durable=False)) as running, ExitStack() as at_the_stack:
        nobody = at_the_stack.enter_context(Visitor.at(running.stack.url))
        admin = nobody.another().sign_in("admin@medbook.example")
        doctor = nobody.another().sign_in("doctor@medbook.example")
        patient = nobody.another().register()
        doctor_id = admin.new_doctor()
        appointment = patient.book(doctor_id, patient.slots(doctor_id)[9]).json()["id"]
        known = {"doctor_id": doctor_id, "appointment_id": appointment, "user_id": patient.account_id}
        yield People({"nobody": nobody, "patient": patient, "doctor": doctor, "admin": admin}, known)
    shutil.rmtree(folder)


@schema.parametrize()
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_described(case: schemathesis.Case[Any], people: People) -> None:
    for number, (role, visitor) in enumerate(people.by_role.items()):
        if role != "nobody":
            case.headers["Authorization"] = visitor.http.headers["authorization"]
        # Half of the requests name something that exists.
        if number % 2:
            case.path_parameters.update({name: id_ for name, id_ in people.known.items() if name in case.path_parameters})
        case.call_and_validate(base_url=str(visitor.http.base_url).rstrip("/"), checks=CHECKS)
        if role != "nobody" and (case.method, case.path) == ("DELETE", "/v1/sessions/current"):
            visitor.http.headers.pop("authorization")
            visitor.sign_in(visitor.email, *(["correct horse battery staple"] if role == "patient" else []))

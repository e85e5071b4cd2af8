"""Schemathesis over the whole OpenAPI document, through a gateway of its own: no 5xx, no answer that is not described."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
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
from tests.support.visitors import Visitor, eventually

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]
schema = schemathesis.openapi.from_dict(json.loads((Path(__file__).parents[2] / "openapi.json").read_text()))

TURNS = count()


@dataclass
class People:
    """Somebody of each role, and things of theirs that random requests may find and change."""

    by_role: dict[str, Visitor]
    known: dict[str, str]
    spare_tokens: dict[str, list[str]]

    def headers(self, role: str, *, to_end_a_session: bool) -> dict[str, str]:
        """Sign in as somebody; a session that is about to be ended is a spare one."""
        if role == "nobody":
            return {}
        if to_end_a_session and self.spare_tokens[role]:
            return {"Authorization": f"Bearer {self.spare_tokens[role].pop()}"}
        return {"Authorization": self.by_role[role].http.headers["authorization"]}


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
        told = eventually(
            lambda: admin.http.get("/v1/admin/notifications", params={"appointment_id": appointment}).json()["items"]
        )
        known = {"doctor_id": doctor_id, "appointment_id": appointment, "user_id": patient.account_id}
        known["notification_id"] = str(told[0]["id"])
        by_role = {"nobody": nobody, "patient": patient, "doctor": doctor, "admin": admin}
        yield People(by_role, known, {role: spare_tokens(who) for role, who in by_role.items() if role != "nobody"})
    shutil.rmtree(folder)


def spare_tokens(who: Visitor) -> list[str]:
    """Make sessions ahead: random sign-ins will have slowed down this address by the time they are needed."""
    answers = [who.http.post("/v1/sessions", json={"email": who.email, "password": who.password}) for _ in range(30)]
    return [answer.json()["access_token"] for answer in answers]


@schema.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_described(case: schemathesis.Case[Any], people: People) -> None:
    # Each request is somebody else's, and half of them name something that exists.
    number = next(TURNS)
    role, visitor = list(people.by_role.items())[number % 4]
    case.headers.update(people.headers(role, to_end_a_session=case.path == "/v1/sessions/current"))
    if number % 8 < 4:
        case.path_parameters.update({name: id_ for name, id_ in people.known.items() if name in case.path_parameters})
    case.call_and_validate(base_url=str(visitor.http.base_url).rstrip("/"), checks=CHECKS)

"""Schemathesis over the whole OpenAPI document, through the gateway: no 5xx, no answer that is not described."""

import json
from pathlib import Path

import httpx
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
from tests.support.visitors import Visitor

DOCUMENT = json.loads((Path(__file__).parents[2] / "openapi.json").read_text())
schema = schemathesis.openapi.from_dict(DOCUMENT)
ROLES = ("patient", "doctor", "admin")


@pytest.fixture(scope="module")
def stand_ins(running: BackgroundStack) -> dict[str, Visitor]:
    """People of each role whom nothing else needs: random requests may well sign them out or change them."""
    return {role: Visitor.at(running.stack.url).sign_in(f"{role}@medbook.example") for role in ROLES}

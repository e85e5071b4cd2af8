"""openapi.json is what the functions say, is valid OpenAPI 3.1, and leaves nothing unsaid that the edge does."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from jsonschema import Draft202012Validator
from jsonschema_rs import ValidationError

from localstack.openapi import document, text_of
from localstack.template import load
from medbook.http.problems import ALL_KINDS
from tests.support.repository import ROOT

DOCUMENT: dict[str, Any] = document(ROOT / "template.yaml")
OPERATIONS = {
    f"{method.upper()} {path}": operation for path, methods in DOCUMENT["paths"].items() for method, operation in methods.items()
}
ROUTES = {f"{route.method} {route.path}" for function in load(ROOT / "template.yaml").values() for route in function.routes}


def references(described: Any) -> Iterator[str]:
    if isinstance(described, dict):
        yield from (value for name, value in described.items() if name == "$ref")
    for inner in described.values() if isinstance(described, dict) else described if isinstance(described, list) else ():
        yield from references(inner)


def found(reference: str) -> Any:
    described: Any = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        described = described[step]
    return described


def test_the_file_is_what_the_functions_say() -> None:
    assert text_of(DOCUMENT) == (ROOT / "openapi.json").read_text(encoding="utf-8"), "run `make openapi`"


def test_it_is_valid_openapi() -> None:
    schemathesis.openapi.from_dict(json.loads(text_of(DOCUMENT))).validate()


def test_an_invalid_document_would_be_noticed() -> None:
    broken = json.loads(text_of(DOCUMENT))
    broken["paths"]["/v1/me"]["get"]["parameters"] = [{"name": "nowhere"}]
    with pytest.raises(ValidationError):
        schemathesis.openapi.from_dict(broken).validate()


@pytest.mark.parametrize("name", DOCUMENT["components"]["schemas"])
def test_a_schema_is_json_schema(name: str) -> None:
    Draft202012Validator.check_schema(DOCUMENT["components"]["schemas"][name])


@pytest.mark.parametrize("reference", sorted(set(references(DOCUMENT))))
def test_a_reference_leads_somewhere(reference: str) -> None:
    assert found(reference)


def test_every_component_is_used() -> None:
    used = set(references(DOCUMENT))
    assert {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]} <= used


def test_every_route_is_described() -> None:
    assert set(OPERATIONS) == ROUTES


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_says_what_it_does_in_a_sentence(operation: str) -> None:
    assert OPERATIONS[operation]["description"].endswith((".", "…"))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_whatever_goes_wrong_is_a_problem(operation: str) -> None:
    contents = [list(told["content"]) for status, told in OPERATIONS[operation]["responses"].items() if int(status) >= 400]
    assert [["application/problem+json"]] * len(contents) == contents


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_problem_is_named_once_and_has_a_page(operation: str) -> None:
    known = {(str(kind.status), f"`{kind.slug}`") for kind in ALL_KINDS}
    for status, told in OPERATIONS[operation]["responses"].items():
        slugs = [word.strip(":") for word in told["description"].split() if word.startswith("`") and word.endswith(":")]
        assert sorted(set(slugs)) == sorted(slugs)
        assert {(status, slug) for slug in slugs} <= known


@pytest.mark.parametrize("operation", [name for name, told in OPERATIONS.items() if "security" in told])
def test_who_needs_to_sign_in_may_be_told_so(operation: str) -> None:
    assert "401" in OPERATIONS[operation]["responses"]


@pytest.mark.parametrize(
    "operation",
    [name for name, told in OPERATIONS.items() if any(roles for way in told.get("security", ()) for roles in way.values())],
)
def test_what_is_for_a_role_is_forbidden_to_others(operation: str) -> None:
    assert "`forbidden`" in OPERATIONS[operation]["responses"]["403"]["description"]


@pytest.mark.parametrize("operation", [name for name in OPERATIONS if "{" in name])
def test_what_is_named_in_a_path_may_not_be_found(operation: str) -> None:
    assert "404" in OPERATIONS[operation]["responses"]


def parameters(operation: str) -> set[str]:
    described = (found(entry["$ref"]) if "$ref" in entry else entry for entry in OPERATIONS[operation].get("parameters", ()))
    return {entry["name"].lower() for entry in described}


@pytest.mark.parametrize("operation", [name for name in OPERATIONS if "if-match" in parameters(name)])
def test_a_change_to_a_version_may_fail_on_it(operation: str) -> None:
    assert "412" in OPERATIONS[operation]["responses"]


def test_mutations_take_an_idempotency_key_unless_their_answer_is_secret() -> None:
    without = {name for name in OPERATIONS if not name.startswith("GET") and "idempotency-key" not in parameters(name)}
    assert {"POST /v1/sessions", "POST /v1/sessions/refresh", "DELETE /v1/sessions/current"} == without

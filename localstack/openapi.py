"""The OpenAPI 3.1 document of the whole API: what each function's app says of itself, merged, with what the edge adds to all.

The edge is `medbook.http`: sign-in, idempotency, entity tags and the problems any request may meet. No route needs to repeat them.
"""

import importlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from localstack.template import load
from medbook.domain import errors
from medbook.http.authentication import ROLES_OF
from medbook.http.problems import ALL_KINDS, Kind, Problem, describe, kind_of
from medbook.http.route import UseCaseRoute

_TAGS = {
    "accounts": "Registering, mail addresses, passwords and one's own profile.",
    "sessions": "Signing in and out. Access tokens are JWTs for a few minutes; refresh tokens work once.",
    "doctors": "Who can be seen.",
    "availability": "When doctors work, and when they are away.",
    "slots": "What can be booked.",
    "appointments": "Visits, from booking to their end.",
    "administration": "The clinic's figures, accounts and ledger of notifications.",
    "health": "For those who keep it running.",
}
_INTRODUCTION = (
    "Online appointment booking for doctors and patients. Times are RFC 3339 in UTC with `Z`, ids UUIDv7. A list is a page with "
    "`next_cursor`. Errors are RFC 9457 problem details; a page explains each `type`. What the caller may not see is 404."
)
_LICENSE = {"name": "MIT", "identifier": "MIT"}
_HEADERS = {
    "ETag": ("Entity tag of what was sent; a change can name it in `If-Match`.", {"type": "string"}),
    "Location": ("Where the new thing is.", {"type": "string", "format": "uri-reference"}),
    "Retry-After": ("Seconds to wait.", {"type": "integer", "minimum": 0}),
    "WWW-Authenticate": ("How to sign in (RFC 6750).", {"type": "string"}),
}
_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same request answers what it answered before, for a day; with another it is refused.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
_BY_SLUG = {kind.slug: kind for kind in ALL_KINDS}
_MUTATIONS = ("post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class _Facts:
    """What an operation's route knows and FastAPI's document does not say."""

    name: str
    method: str
    is_use_case: bool
    keeps_answers: bool
    roles: tuple[str, ...]

    @property
    def is_idempotent(self) -> bool:
        return self.keeps_answers and self.method in _MUTATIONS


def document(template: Path) -> dict[str, Any]:
    """Merge the documents of every function that has a route.

    Raises: ValueError when two functions mean different things by one name.
    """
    paths: dict[str, Any] = {}
    components: dict[str, dict[str, Any]] = {"schemas": {}, "securitySchemes": {}}
    for folder in sorted(function.folder for function in load(template).values() if function.routes):
        app: FastAPI = importlib.import_module(f"{folder}.handler").app
        told = json.loads(json.dumps(app.openapi()))
        for (path, method), facts in _facts(app).items():
            operation = _completed(told["paths"][path][method], facts, has_path="{" in path)
            _add(paths.setdefault(path, {}), method, operation)
        for kind, named in told.get("components", {}).items():
            for name, described in named.items():
                _add(components[kind], name, described)
    return _assembled(paths, components)


def text_of(described: dict[str, Any]) -> str:
    """Write a document as the file has it."""
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"


def _assembled(paths: dict[str, Any], components: dict[str, dict[str, Any]]) -> dict[str, Any]:
    schemas = components["schemas"] | _problem_schemas()
    # FastAPI's own idea of a validation error, which nothing answers.
    kept = {name: schemas[name] for name in sorted(schemas) if name not in ("HTTPValidationError", "ValidationError")}
    return {
        "openapi": "3.1.0",
        "info": {"title": "MedBook", "version": version("medbook"), "description": _INTRODUCTION, "license": _LICENSE},
        "servers": [{"url": "/", "description": "Where this document was found."}],
        "tags": [{"name": name, "description": description} for name, description in _TAGS.items()],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": kept,
            "securitySchemes": components["securitySchemes"],
            "headers": {name: {"description": text, "schema": schema} for name, (text, schema) in _HEADERS.items()},
            "parameters": {"Idempotency-Key": _IDEMPOTENCY_KEY},
        },
    }


def _facts(app: FastAPI) -> dict[tuple[str, str], _Facts]:
    return {
        (str(context.path), method.lower()): _Facts(
            name=str(context.name),
            method=method.lower(),
            is_use_case=isinstance(context.original_route, UseCaseRoute),
            keeps_answers=getattr(context.original_route, "keeps_answers", False),
            roles=tuple(role.value for call in _calls(context.dependant) for role in ROLES_OF.get(call, ())),
        )
        for context in iter_route_contexts(app.routes)
        for method in context.methods or ()
    }


def _calls(dependant: Dependant) -> Iterator[Any]:
    yield dependant.call
    for needed in dependant.dependencies:
        yield from _calls(needed)


def _completed(operation: dict[str, Any], facts: _Facts, *, has_path: bool) -> dict[str, Any]:
    _require_known_tags(operation)
    operation["operationId"] = facts.name
    operation["summary"] = facts.name.replace("_", " ").capitalize()
    if facts.roles:
        # OpenAPI 3.1: the list may name the roles that are needed.
        operation["security"] = [{name: sorted(set(facts.roles)) for name in scheme} for scheme in operation["security"]]
    if facts.is_idempotent:
        operation.setdefault("parameters", []).append({"$ref": "#/components/parameters/Idempotency-Key"})
    responses = {status: told for status, told in operation["responses"].items() if "HTTPValidationError" not in str(told)}
    _join(responses, _generic_problems(operation, facts, has_path=has_path))
    operation["responses"] = {status: _with_headers(int(status), responses[status], facts) for status in sorted(responses)}
    return operation


def _require_known_tags(operation: dict[str, Any]) -> None:
    unknown = set(operation.get("tags", ())) - set(_TAGS)
    if unknown:
        raise ValueError(f"openapi.py describes no tag {', '.join(sorted(unknown))}")


def _generic_problems(operation: dict[str, Any], facts: _Facts, *, has_path: bool) -> Iterator[Kind]:
    """Yield what may go wrong with any request of this shape."""
    has_body = "requestBody" in operation
    has_query = any(parameter.get("in") == "query" for parameter in operation.get("parameters", ()))
    reasons = {
        _BY_SLUG["internal-error"]: True,
        kind_of(errors.TryAgain): facts.is_use_case,
        _BY_SLUG["bad-request"]: has_body,
        _BY_SLUG["payload-too-large"]: has_body or facts.is_idempotent,
        # A key belongs to somebody: who sends a token along with it is looked up.
        kind_of(errors.NotSignedIn): "security" in operation or facts.is_idempotent,
        kind_of(errors.Forbidden): bool(facts.roles),
        kind_of(errors.NotFound): has_path,
        kind_of(errors.Invalid): has_body or has_query or facts.is_idempotent,
        kind_of(errors.IdempotencyKeyReused): facts.is_idempotent,
    }
    return (kind for kind, applies in reasons.items() if applies)


def _join(responses: dict[str, Any], kinds: Iterable[Kind]) -> None:
    """Add the problems that the route has not named itself."""
    for kind in kinds:
        ((_, told),) = describe([kind]).items()
        named = responses.setdefault(str(kind.status), told)
        if f"`{kind.slug}`" not in named["description"]:
            named["description"] += f" {told['description']}"


def _with_headers(status: int, response: dict[str, Any], facts: _Facts) -> dict[str, Any]:
    names = list(_header_names(status, response, facts))
    if response["description"] == "Successful Response":
        response["description"] = HTTPStatus(status).phrase
    if names:
        response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names} | response.get("headers", {})
    return response


def _header_names(status: int, response: dict[str, Any], facts: _Facts) -> Iterator[str]:
    if status < 300 and "content" in response and facts.is_use_case and (facts.keeps_answers or facts.method == "get"):
        yield "ETag"
    if status == HTTPStatus.CREATED and facts.keeps_answers:
        yield "Location"
    if status == HTTPStatus.UNAUTHORIZED:
        yield "WWW-Authenticate"
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        yield "Retry-After"


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    inner: dict[str, Any] = schema.pop("$defs", {})
    return inner | {"Problem": schema}


def _add(named: dict[str, Any], name: str, described: Any) -> None:
    if named.setdefault(name, described) != described:
        raise ValueError(f"two functions mean different things by {name}")

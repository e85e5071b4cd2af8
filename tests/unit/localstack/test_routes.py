from pathlib import Path

import pytest

from localstack.gateway.routes import RouteTable
from localstack.template import Function, Route


def table(*routes: tuple[str, str, str]) -> RouteTable:
    functions = [
        Function(name, name, f"{name}.handler", Path(), 3, 128, routes=(Route(method, path),)) for name, method, path in routes
    ]
    return RouteTable(functions)


def found(routes: RouteTable, method: str, path: str) -> tuple[str, dict[str, str]] | None:
    match = routes.match(method, path)
    return (match.function.name, dict(match.parameters)) if match else None


def test_a_literal_path_matches_itself() -> None:
    assert found(table(("me", "GET", "/v1/me")), "GET", "/v1/me") == ("me", {})


def test_a_parameter_takes_one_segment() -> None:
    routes = table(("read", "GET", "/v1/doctors/{id}/slots"))
    assert found(routes, "GET", "/v1/doctors/42/slots") == ("read", {"id": "42"})


def test_a_parameter_takes_no_empty_segment() -> None:
    assert found(table(("read", "GET", "/v1/doctors/{id}")), "GET", "/v1/doctors/") is None


def test_a_literal_wins_over_a_parameter() -> None:
    routes = table(("one", "DELETE", "/v1/sessions/{id}"), ("current", "DELETE", "/v1/sessions/current"))
    assert found(routes, "DELETE", "/v1/sessions/current") == ("current", {})


def test_a_parameter_is_tried_where_the_literal_leads_nowhere() -> None:
    routes = table(("read", "GET", "/{a}/x"), ("other", "GET", "/b/y"))
    assert found(routes, "GET", "/b/x") == ("read", {"a": "b"})


def test_a_greedy_parameter_takes_the_rest() -> None:
    assert found(table(("all", "ANY", "/{proxy+}")), "PUT", "/a/b/c") == ("all", {"proxy": "a/b/c"})


def test_a_parameter_wins_over_a_greedy_one() -> None:
    routes = table(("all", "GET", "/{proxy+}"), ("one", "GET", "/{name}"))
    assert found(routes, "GET", "/a") == ("one", {"name": "a"})


def test_a_method_wins_over_any() -> None:
    routes = table(("any", "ANY", "/v1/me"), ("patch", "PATCH", "/v1/me"))
    assert found(routes, "PATCH", "/v1/me") == ("patch", {})


def test_a_path_with_a_slash_at_its_end_is_another_path() -> None:
    assert found(table(("me", "GET", "/v1/me")), "GET", "/v1/me/") is None


def test_the_methods_of_a_path_are_known() -> None:
    routes = table(("read", "GET", "/v1/doctors/{id}"), ("change", "PATCH", "/v1/doctors/{id}"))
    assert routes.methods("/v1/doctors/7") == ["GET", "HEAD", "PATCH"]


def test_an_unknown_path_has_no_methods() -> None:
    assert table(("me", "GET", "/v1/me")).methods("/v1/you") == []


def test_a_route_named_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="GET /v1/me is routed twice: to one and two"):
        table(("one", "GET", "/v1/me"), ("two", "GET", "/v1/me"))


def test_head_finds_the_route_of_get() -> None:
    assert found(table(("me", "GET", "/v1/me")), "HEAD", "/v1/me") == ("me", {})


def test_a_path_that_takes_get_takes_head() -> None:
    assert table(("me", "GET", "/v1/me")).methods("/v1/me") == ["GET", "HEAD"]

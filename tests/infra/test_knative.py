"""infra/knative, rendered by kubectl: every object against the schema of its kind, and what they say of each other."""

import copy
import re
from itertools import product

import pytest

from tests.support.knative import (
    BROUGHT,
    FUNCTIONS,
    HOSTS,
    OVERLAYS,
    WEB,
    container,
    everything,
    functions,
    jobs,
    pod,
    services,
    serving,
)
from tests.support.kubernetes import KNATIVE, Object, faults, kind_of, of_kind, render
from tests.support.names_in_kubernetes import dangling, secret_keys

KINDS = {kind_of(document): document for overlay in OVERLAYS for document in render(overlay)}
# Connections that are nobody's of ours: three for superusers, two for operators and their monitoring.
SET_ASIDE = 5


# Schemas


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_object_keeps_to_the_schema_of_its_kind(overlay: str) -> None:
    assert [] == [fault for document in render(overlay) for fault in faults(document)]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_field_that_a_kind_does_not_know_is_refused(kind: str) -> None:
    document = copy.deepcopy(KINDS[kind])
    document.get("spec", document)["misspelt"] = 1
    assert [fault for fault in faults(document) if "misspelt" in fault]


def test_a_misspelt_field_deep_in_a_function_is_refused() -> None:
    document = copy.deepcopy(services("overlays/kind")["book-appointment"])
    pod(document)["containers"][0]["livenesProbe"] = {}
    assert ["Service medbook/book-appointment: .spec.template.spec.containers[0].livenesProbe is unknown"] == faults(document)


def test_a_misspelt_field_deep_in_a_source_is_refused() -> None:
    document = copy.deepcopy(of_kind(render("overlays/kind"), "KafkaSource")[0])
    document["spec"]["delivery"]["deadLeterSink"] = document["spec"]["delivery"].pop("deadLetterSink")
    assert 1 == len(faults(document))


def test_a_kind_without_a_schema_is_refused() -> None:
    stranger = {"apiVersion": "example.com/v1", "kind": "Stranger", "metadata": {"name": "one"}}
    assert ["Stranger /one: nothing here knows this kind"] == faults(stranger)


# Names


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_name_points_at_something_rendered_or_brought(overlay: str) -> None:
    assert BROUGHT[overlay] == dangling(render(overlay))


def test_a_name_that_points_nowhere_is_found() -> None:
    documents = [copy.deepcopy(document) for document in render("overlays/kind") if document["kind"] != "KafkaSink"]
    assert {"KafkaSink medbook/appointment-dead-letter"} == dangling(documents) - BROUGHT["overlays/kind"]


@pytest.mark.parametrize("overlay", HOSTS)
def test_the_key_that_signs_reaches_sign_in_alone(overlay: str) -> None:
    holders = {name for name, one in functions(overlay).items() if "medbook#TOKEN_SIGNING_KEY" in secret_keys(one)}
    assert {"sign-in"} == holders


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_no_secret_is_rendered(overlay: str) -> None:
    assert [] == of_kind(render(overlay), "Secret")


# Rights


@pytest.mark.parametrize(("overlay", "name"), list(product(HOSTS, [*sorted(FUNCTIONS), WEB])))
def test_nothing_has_a_right_it_does_not_need(overlay: str, name: str) -> None:
    function = everything(overlay)[name]
    expected = {
        "runAsNonRoot": True,
        "runAsUser": 10001,
        "runAsGroup": 10001,
        "readOnlyRootFilesystem": True,
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert (expected, False) == (container(function)["securityContext"], pod(function)["automountServiceAccountToken"])


@pytest.mark.parametrize(("overlay", "name"), list(product(HOSTS, [*sorted(FUNCTIONS), WEB])))
def test_everything_asks_for_and_is_held_to_cpu_and_memory(overlay: str, name: str) -> None:
    resources = container(everything(overlay)[name])["resources"]
    assert [{"cpu", "memory"}, {"cpu", "memory"}] == [set(resources["requests"]), set(resources["limits"])]


@pytest.mark.parametrize("overlay", HOSTS)
def test_everything_has_the_label_that_the_policies_select(overlay: str) -> None:
    labels = {name: one["spec"]["template"]["metadata"]["labels"] for name, one in everything(overlay).items()}
    assert {*FUNCTIONS, WEB} == {name for name, found in labels.items() if found.get("app.kubernetes.io/part-of") == "medbook"}


@pytest.mark.parametrize("overlay", HOSTS)
def test_nothing_has_an_address_outside_the_cluster(overlay: str) -> None:
    visible = {
        name
        for name, one in serving(overlay).items()
        if one["metadata"]["labels"]["networking.knative.dev/visibility"] != "cluster-local"
    }
    assert set() == visible


# Time, scale and memory


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_knative_waits_longer_than_the_function_may_take(name: str) -> None:
    documents = functions("overlays/production")
    spec = documents[name]["spec"]
    limit = spec["activeDeadlineSeconds"] if name in jobs("overlays/production") else pod(documents[name])["timeoutSeconds"]
    assert limit > FUNCTIONS[name].timeout_seconds


@pytest.mark.parametrize("overlay", HOSTS)
def test_a_record_is_waited_for_as_long_as_the_function_may_take(overlay: str) -> None:
    waits = {one["metadata"]["name"]: one["spec"]["delivery"]["timeout"] for one in of_kind(render(overlay), "KafkaSource")}
    assert {name: f"PT{pod(services(overlay)[name])['timeoutSeconds']}S" for name in waits} == waits


@pytest.mark.parametrize("overlay", HOSTS)
def test_a_route_waits_as_long_as_knative_does(overlay: str) -> None:
    routes = [one for one in of_kind(render(overlay), "HTTPRoute") if one["metadata"]["name"] in FUNCTIONS]
    waits = {one["metadata"]["name"]: one["spec"]["rules"][0]["timeouts"]["request"] for one in routes}
    assert {name: f"{pod(services(overlay)[name])['timeoutSeconds']}s" for name in waits} == waits


def scale(document: Object, bound: str) -> int:
    annotations = document["spec"]["template"]["metadata"]["annotations"]
    return int(annotations[f"autoscaling.knative.dev/{bound}-scale"])


def test_in_production_what_a_patient_waits_for_is_always_warm() -> None:
    warm = {name for name, one in serving("overlays/production").items() if scale(one, "min") >= 1}
    assert {"web", "book-appointment", "find-slots", "sign-in"} == warm


def connections(overlay: str) -> int:
    """How many all functions may hold: one a request, as many as a container takes on, and each Job one; twice while revisions change."""
    served: int = sum(scale(one, "max") * pod(one)["containerConcurrency"] for one in services(overlay).values())
    return 2 * served + len(jobs(overlay))


def test_on_kind_the_functions_leave_the_database_connections_to_spare() -> None:
    (cluster,) = of_kind(render("overlays/data"), "Cluster")
    assert connections("overlays/kind") + SET_ASIDE <= int(cluster["spec"]["postgresql"]["parameters"]["max_connections"])


def test_the_readme_says_how_many_connections_production_takes() -> None:
    told = re.search(r"`max_connections` of at least (\d+)", (KNATIVE / "README.md").read_text())
    assert told
    assert connections("overlays/production") + SET_ASIDE == int(told[1])


# Addresses of clients


@pytest.mark.parametrize("overlay", HOSTS)
def test_proxies_are_trusted_by_their_addresses_and_never_everybody(overlay: str) -> None:
    (settings,) = (one["data"] for one in of_kind(render(overlay), "ConfigMap") if "FORWARDED_ALLOW_IPS" in one["data"])
    trusted = settings["FORWARDED_ALLOW_IPS"].split(",")
    assert ("127.0.0.1", False) == (trusted[0], "*" in trusted or "0.0.0.0/0" in trusted)

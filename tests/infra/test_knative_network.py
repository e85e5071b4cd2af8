"""Who may reach what on Kubernetes: the policies of infra/knative, asked as a network plugin asks them."""

import copy

import pytest

from medbook.http.guard import MAX_BODY_BYTES
from tests.support.kubernetes import Object, of_kind, render

HOSTS = ["overlays/kind", "overlays/production"]
FUNCTION = {"app.kubernetes.io/part-of": "medbook"}
WEB = FUNCTION | {"app.kubernetes.io/component": "web"}
KOURIER = {"app": "3scale-kourier-gateway"}
EVERYBODY = {"everybody"}
NAMESPACE = "kubernetes.io/metadata.name"


def admitted(documents: list[Object], namespace: str, labels: dict[str, str], port: int) -> set[str]:
    """The namespaces whose pods reach a port of a pod with these labels."""
    rules = [
        rule["spec"]
        for rule in of_kind(documents, "NetworkPolicy")
        if rule["metadata"]["namespace"] == namespace
        and "Ingress" in rule["spec"]["policyTypes"]
        and selects(rule["spec"]["podSelector"], labels)
    ]
    if not rules:
        return EVERYBODY
    open_ = [rule for policy in rules for rule in policy.get("ingress", []) if reaches(rule, port)]
    return {one for rule in open_ for one in namespaces(rule, namespace)}


def selects(selector: Object, labels: dict[str, str]) -> bool:
    """As Kubernetes does it, of the operators those that are used here."""
    assert {"NotIn"} >= {one["operator"] for one in selector.get("matchExpressions", ())}
    excluded = any(labels.get(one["key"]) in one["values"] for one in selector.get("matchExpressions", ()))
    return not excluded and selector.get("matchLabels", {}).items() <= labels.items()


def ways_out(documents: list[Object], labels: dict[str, str]) -> list[str]:
    """The policies that let a pod of the namespace with these labels open a connection."""
    return [
        one["metadata"]["name"]
        for one in of_kind(documents, "NetworkPolicy")
        if one["metadata"]["namespace"] == "medbook" and one["spec"].get("egress") and selects(one["spec"]["podSelector"], labels)
    ]


def reaches(rule: Object, port: int) -> bool:
    return "ports" not in rule or any(one["port"] <= port <= one.get("endPort", one["port"]) for one in rule["ports"])


def namespaces(rule: Object, own: str) -> set[str]:
    if "from" not in rule:
        return EVERYBODY
    return {peer["namespaceSelector"]["matchLabels"][NAMESPACE] if "namespaceSelector" in peer else own for peer in rule["from"]}


@pytest.mark.parametrize("overlay", HOSTS)
@pytest.mark.parametrize("labels", [FUNCTION, WEB], ids=["a function", "the web app"])
def test_whatever_is_served_is_reached_through_knative_alone(overlay: str, labels: dict[str, str]) -> None:
    assert {"knative-serving", "kourier-system"} == admitted(render(overlay), "medbook", labels, 8012)


@pytest.mark.parametrize("overlay", HOSTS)
def test_a_function_reaches_its_data_and_the_web_app_nobody(overlay: str) -> None:
    (web,) = [one for one in of_kind(render(overlay), "Service", "serving") if one["metadata"]["name"] == "web"]
    assert web["spec"]["template"]["metadata"]["labels"] == WEB
    assert (["to-data", "to-names"], []) == (sorted(ways_out(render(overlay), FUNCTION)), ways_out(render(overlay), WEB))


@pytest.mark.parametrize("overlay", HOSTS)
def test_nobody_goes_round_the_proxy_beside_a_function(overlay: str) -> None:
    assert set() == admitted(render(overlay), "medbook", FUNCTION, 8080)


@pytest.mark.parametrize("overlay", HOSTS)
@pytest.mark.parametrize("port", [8081, 8444])
def test_only_our_gateway_and_knative_ask_kourier_for_a_function(overlay: str, port: int) -> None:
    may = admitted(render(overlay), "kourier-system", KOURIER, port)
    assert {"envoy-gateway-system", "knative-eventing", "knative-serving"} == may


@pytest.mark.parametrize("overlay", HOSTS)
@pytest.mark.parametrize("port", [8012, 8013, 8112])
def test_only_kourier_and_knative_ask_the_activator_for_a_revision(overlay: str, port: int) -> None:
    assert {"kourier-system", "knative-serving"} == admitted(render(overlay), "knative-serving", {"app": "activator"}, port)


@pytest.mark.parametrize("overlay", HOSTS)
def test_others_public_services_stay_open(overlay: str) -> None:
    assert EVERYBODY <= admitted(render(overlay), "kourier-system", KOURIER, 8080)


def test_without_its_policy_everybody_would_ask_kourier() -> None:
    documents = [one for one in copy.deepcopy(render("overlays/kind")) if one["metadata"]["name"] != "medbook-kourier"]
    assert EVERYBODY == admitted(documents, "kourier-system", KOURIER, 8081)


@pytest.mark.parametrize("overlay", HOSTS)
def test_what_no_policy_names_neither_comes_in_nor_goes_out(overlay: str) -> None:
    (everything,) = [one["spec"] for one in of_kind(render(overlay), "NetworkPolicy") if one["metadata"]["name"] == "deny-all"]
    assert {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]} == everything


def test_the_gateway_alone_asks_cert_managers_solver_in_production() -> None:
    solver = {"acme.cert-manager.io/http01-solver": "true"}
    assert {"envoy-gateway-system"} == admitted(render("overlays/production"), "medbook", solver, 8089)


MAILPIT = {"app.kubernetes.io/name": "mailpit"}
DATABASE = {"cnpg.io/cluster": "medbook-database"}


@pytest.mark.parametrize(
    ("labels", "port", "may"),
    [
        pytest.param(MAILPIT, 1025, {"medbook"}, id="mails are given to Mailpit"),
        pytest.param(MAILPIT, 8025, set(), id="nobody reads them"),
        pytest.param(DATABASE, 5432, {"medbook", "cnpg-system", "medbook-data"}, id="the database"),
    ],
)
def test_only_medbook_reaches_its_data(labels: dict[str, str], port: int, may: set[str]) -> None:
    assert may == admitted(render("overlays/data"), "medbook-data", labels, port)


def test_only_medbook_and_its_sources_reach_kafka() -> None:
    (kafka,) = of_kind(render("overlays/data"), "Kafka")
    # Strimzi makes a policy of these.
    peers = [peer for listener in kafka["spec"]["kafka"]["listeners"] for peer in listener["networkPolicyPeers"]]
    assert {"medbook", "knative-eventing"} == {peer["namespaceSelector"]["matchLabels"][NAMESPACE] for peer in peers}


# What Envoy Gateway does before a request is anybody's


@pytest.mark.parametrize("overlay", HOSTS)
def test_no_client_says_what_its_address_is(overlay: str) -> None:
    (policy,) = [one["spec"] for one in of_kind(render(overlay), "ClientTrafficPolicy")]
    assert ["X-Forwarded-For"] == policy["headers"]["earlyRequestHeaders"]["remove"]
    # With trusted hops Envoy takes the header's word for it.
    assert "clientIPDetection" not in policy


@pytest.mark.parametrize("overlay", HOSTS)
def test_a_slow_or_large_request_ends_at_the_gateway(overlay: str) -> None:
    (client,) = [one["spec"] for one in of_kind(render(overlay), "ClientTrafficPolicy")]
    (backend,) = [one["spec"] for one in of_kind(render(overlay), "BackendTrafficPolicy")]
    assert ({"http": {"requestReceivedTimeout": "15s"}}, {"limit": f"{2 * MAX_BODY_BYTES // 1024}Ki"}) == (
        client["timeout"],
        backend["requestBuffer"],
    )

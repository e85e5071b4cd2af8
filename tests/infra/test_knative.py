"""infra/knative, rendered by kubectl: every object against the schema of its kind, and what they say of each other."""

import copy
import json
import os
import re
import subprocess
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from typer.main import get_command

from localstack.cli import app
from localstack.gateway.web import PATHS_OF_THE_API
from localstack.packaging.kubernetes_secrets import DATABASE_HOST, secrets_of
from localstack.template import load
from tests.support.kubernetes import KNATIVE, Object, faults, kind_of, name_of, of_kind, render
from tests.support.names_in_kubernetes import dangling, secret_keys
from tests.support.repository import ROOT

OVERLAYS = sorted(str(file.parent.relative_to(KNATIVE)) for file in KNATIVE.glob("overlays/*/kustomization.yaml"))
HOSTS = ["overlays/kind", "overlays/production"]
FUNCTIONS = load(ROOT / "template.yaml")
WEB = "web"
KINDS = {kind_of(document): document for overlay in OVERLAYS for document in render(overlay)}
# Connections that are nobody's of ours: three for superusers, two for operators and their monitoring.
SET_ASIDE = 5


def serving(overlay: str) -> dict[str, Object]:
    """What Knative serves: the functions, and the web app."""
    return {one["metadata"]["name"]: one for one in of_kind(render(overlay), "Service", "serving.knative.dev")}


def services(overlay: str) -> dict[str, Object]:
    """The functions among it."""
    return {name: one for name, one in serving(overlay).items() if name != WEB}


def host_of(name: str) -> str:
    return f"{name}.medbook.svc.cluster.local"


def jobs(overlay: str) -> dict[str, Object]:
    return {one["metadata"]["name"]: one for one in of_kind(render(overlay), "Job")}


def pod(document: Object) -> Object:
    spec: Object = document["spec"]["template"]["spec"]
    return spec


def container(document: Object) -> Object:
    (only,) = pod(document)["containers"]
    return dict(only)


def functions(overlay: str) -> dict[str, Object]:
    return services(overlay) | jobs(overlay)


def everything(overlay: str) -> dict[str, Object]:
    return serving(overlay) | jobs(overlay)


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

# What the cluster's operator brings, and docs/deploy/kubernetes.md tells how.
BROUGHT = {
    "overlays/data": {"Secret medbook-data/medbook-database", "Secret medbook-data/medbook-kafka#password"},
    "overlays/kind": {
        "Service kourier-system/kourier-internal",
        *(
            f"Secret medbook/medbook#{key}"
            for key in ("DATABASE_URL", "MAIL_URL", "TOKEN_JWKS", "IDEMPOTENCY_SECRET", "TOKEN_SIGNING_KEY")
        ),
        *(f"Secret medbook/medbook-kafka#{key}" for key in ("protocol", "sasl.mechanism", "user", "password")),
        "Secret medbook/medbook-kafka",
    },
    # The secrets come through External Secrets, the certificate's through cert-manager.
    "overlays/production": {
        "Service kourier-system/kourier-internal",
        "Secret medbook/medbook-tls",
        "GatewayClass /envoy",
        "ClusterSecretStore /medbook",
        "ClusterIssuer /letsencrypt",
    },
}


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


# Routes


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


# Deploying


def described(documents: list[Object]) -> set[str]:
    return {name_of(one) for one in documents if one["metadata"].get("labels", {}).get("medbook.dev/deploy") == "first"}


@pytest.mark.parametrize("overlay", HOSTS)
def test_what_the_jobs_need_is_applied_with_them(overlay: str) -> None:
    documents = render(overlay)
    first = [one for one in documents if name_of(one) in described(documents)]
    assert dangling(first) <= BROUGHT["overlays/kind"] | BROUGHT[overlay]


@pytest.mark.parametrize("overlay", HOSTS)
def test_nothing_that_takes_traffic_is_applied_with_the_jobs(overlay: str) -> None:
    kinds = {name.partition(" ")[0] for name in described(render(overlay))}
    assert set() == kinds - {"Namespace", "ServiceAccount", "ConfigMap", "NetworkPolicy", "Job", "ExternalSecret"}


def test_deploying_waits_for_the_schema_before_anything_takes_traffic_and_for_the_functions_before_the_web_app(
    tmp_path: Path,
) -> None:
    until_the_functions = ["kustomize", "delete", "apply first", "wait", "apply all but last", "wait", "wait", "wait"]
    assert [*until_the_functions, "apply", "wait"] == deploy(tmp_path, "true")


def test_deploying_leaves_the_web_app_as_it_is_where_the_functions_do_not_come(tmp_path: Path) -> None:
    asked = deploy(tmp_path, '[ "$1 $2" != "wait services.serving.knative.dev" ]')
    assert ["apply all but last", "wait", "failed"] == asked[-3:]


@pytest.mark.parametrize("overlay", HOSTS)
def test_the_web_app_alone_is_applied_last(overlay: str) -> None:
    last = [name for name, one in everything(overlay).items() if one["metadata"]["labels"].get("medbook.dev/deploy") == "last"]
    assert [WEB] == last


def test_deploying_stops_where_the_schema_does_not_come(tmp_path: Path) -> None:
    assert ["kustomize", "delete", "apply first", "wait", "logs", "logs", "failed"] == deploy(tmp_path, '[ "$1" != wait ]')


@pytest.mark.parametrize("named", [[], ["staging"], [""]])
def test_an_overlay_that_is_not_there_is_refused_with_those_that_are(named: list[str]) -> None:
    ended = subprocess.run([KNATIVE / "deploy", *named], env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True)
    assert (64, f"Name an overlay to deploy; there are: {' '.join(Path(one).name for one in OVERLAYS)}.\n") == (
        ended.returncode,
        ended.stderr,
    )


@pytest.mark.parametrize("overlay", HOSTS)
def test_a_deploy_takes_back_traffic_that_was_pinned_by_hand(overlay: str) -> None:
    told = {name: one["spec"].get("traffic") for name, one in serving(overlay).items()}
    assert {key: [{"latestRevision": True, "percent": 100}] for key in told} == told


def test_revising_gives_every_function_an_annotation_of_its_template_and_waits(tmp_path: Path) -> None:
    (tmp_path / "kubectl").write_text(f"""#!/bin/sh
echo "$@" >>{tmp_path}/asked
case "$1" in get) printf 'service.serving.knative.dev/%s\\n' sign-in find-slots ;; esac
""")
    (tmp_path / "kubectl").chmod(0o755)
    subprocess.run([KNATIVE / "revise"], env={"PATH": f"{tmp_path}:{os.environ['PATH']}"}, capture_output=True, check=True)
    _, *patched, waited = (tmp_path / "asked").read_text().splitlines()
    assert ["sign-in", "find-slots"] == [line.split()[1].rpartition("/")[2] for line in patched]
    told = [json.loads(line.partition("--patch ")[2])["spec"]["template"]["metadata"]["annotations"] for line in patched]
    assert ([["medbook.dev/revised"]] * 2, "wait") == ([list(one) for one in told], waited.split()[0])


def deploy(folder: Path, outcome: str) -> list[str]:
    """What infra/knative/deploy asks of a kubectl that writes down what it is asked, and ends as `outcome` does."""
    written = folder / "asked"
    (folder / "kubectl").write_text(f'#!/bin/sh\necho "$@" >>{written}\n{outcome}\n')
    (folder / "kubectl").chmod(0o755)
    ended = subprocess.run(
        [KNATIVE / "deploy", "kind"], env={"PATH": f"{folder}:{os.environ['PATH']}"}, capture_output=True, text=True
    )
    asked = [said.split()[0] + applied(said) for said in written.read_text().splitlines()]
    return asked + (["failed"] if ended.returncode else [])


def applied(said: str) -> str:
    """What of everything an `apply` is about."""
    if not said.startswith("apply"):
        return ""
    return " first" if "deploy=first" in said else " all but last" if "deploy!=last" in said else ""


# By an operator's hand

BY_HAND = sorted(name for name, one in FUNCTIONS.items() if one.by_hand)
EVENT = '{"email": "ada@clinic.example", "full_name": "Ada O\'Hara"}'


@pytest.mark.parametrize("overlay", HOSTS)
def test_what_nothing_calls_is_no_service_and_what_operators_run_does_not_start(overlay: str) -> None:
    suspended = {name: one["spec"].get("suspend", False) for name, one in jobs(overlay).items()}
    assert {name: one.by_hand for name, one in FUNCTIONS.items() if not one.serves} == suspended
    assert set() == suspended.keys() & services(overlay).keys()


def test_deploying_waits_for_nothing_that_operators_run() -> None:
    waited = re.findall(r"kubectl wait (.*)", (KNATIVE / "deploy").read_text())
    assert [] == [line for line in waited for name in BY_HAND if name in line or "jobs" in line]


def test_deploying_replaces_every_job() -> None:
    (deleted,) = re.findall(r"kubectl delete job (.*) --namespace", (KNATIVE / "deploy").read_text())
    assert sorted(jobs("overlays/kind")) == sorted(deleted.split())


@dataclass(frozen=True)
class Operated:
    """How infra/knative/operate ended, and what it asked of kubectl, by verb."""

    status: int
    said: str
    asked: list[str]
    made: Object | None


def as_a_cluster_keeps_it(job: Object) -> Object:
    """A Job with what the API server writes into it."""
    kept = copy.deepcopy(job)
    written = {
        "controller-uid": "1",
        "batch.kubernetes.io/controller-uid": "1",
        "job-name": "x",
        "batch.kubernetes.io/job-name": "x",
    }
    kept["metadata"] |= {"uid": "1", "resourceVersion": "7", "creationTimestamp": "2026-11-24T00:00:00Z"}
    kept["spec"] |= {"selector": {"matchLabels": {"batch.kubernetes.io/controller-uid": "1"}}, "completionMode": "NonIndexed"}
    kept["spec"]["template"]["metadata"]["labels"] |= written
    return kept | {"status": {"conditions": [{"type": "Suspended", "status": "True"}]}}


def operate(folder: Path, function: str, event: str, ended: str = "SuccessCriteriaMet Complete") -> Operated:
    """Run the script beside a kubectl that keeps what it is asked to make, and says that it ended so."""
    (folder / "job.json").write_text(json.dumps(as_a_cluster_keeps_it(jobs("overlays/kind")[function])))
    (folder / "kubectl").write_text(f"""#!/bin/sh
echo "$@" >>{folder}/asked
case "$*" in
  "get job {function} --namespace medbook --output json") cat {folder}/job.json ;;
  create*) cat >{folder}/made; echo job.batch/{function}-abcde ;;
  get*) echo "{ended}" ;;
  logs*) echo "what it said" ;;
esac
""")
    (folder / "kubectl").chmod(0o755)
    command = [str(KNATIVE / "operate"), function, *([event] if event else [])]
    done = subprocess.run(command, env={"PATH": f"{folder}:{os.environ['PATH']}"}, capture_output=True, text=True, timeout=30)
    made = (folder / "made").read_text() if (folder / "made").exists() else ""
    asked = [line.split()[0] for line in (folder / "asked").read_text().splitlines()]
    return Operated(done.returncode, done.stdout, asked, json.loads(made) if made else None)


@pytest.mark.parametrize("function", BY_HAND)
def test_operating_makes_a_job_like_the_suspended_one_that_starts_with_an_event(tmp_path: Path, function: str) -> None:
    made = operate(tmp_path, function, EVENT).made
    expected = copy.deepcopy(jobs("overlays/kind")[function]["spec"])
    del expected["suspend"]
    expected["template"]["spec"]["containers"][0]["env"].append({"name": "EVENT", "value": EVENT})
    assert made
    assert (f"{function}-", expected | {"completionMode": "NonIndexed"}) == (made["metadata"]["generateName"], made["spec"])


@pytest.mark.parametrize("function", BY_HAND)
def test_what_operating_makes_keeps_to_the_schema(tmp_path: Path, function: str) -> None:
    made = operate(tmp_path, function, EVENT).made
    assert made
    assert [] == faults(made | {"metadata": made["metadata"] | {"name": f"{function}-abcde"}})


def test_operating_without_an_event_sends_an_empty_one(tmp_path: Path) -> None:
    made = operate(tmp_path, "replay-dead-letters", "").made
    assert made
    assert {"name": "EVENT", "value": "{}"} == container(made)["env"][-1]


@pytest.mark.parametrize(("ended", "status"), [("SuccessCriteriaMet Complete", 0), ("FailureTarget Failed", 1)])
def test_operating_says_what_the_function_said_ends_as_it_did_and_leaves_no_event_behind(
    tmp_path: Path, ended: str, status: int
) -> None:
    operated = operate(tmp_path, "invite-admin", EVENT, ended)
    assert (status, "what it said\n") == (operated.status, operated.said)
    # The first two stand on both ends of a pipe.
    assert (["create", "get"], ["get", "logs", "delete"]) == (sorted(operated.asked[:2]), operated.asked[2:])


def test_operating_refuses_what_is_not_run_by_hand(tmp_path: Path) -> None:
    refused = operate(tmp_path, "migrate-database", "")
    assert (True, None) == (refused.status != 0, refused.made)


# Secrets


def test_the_secrets_that_are_made_for_a_cluster_are_those_it_asks_for(tmp_path: Path) -> None:
    made = secrets_of(tmp_path)
    named = {name_of(one) for one in made} | {f"{name_of(one)}#{key}" for one in made for key in one["stringData"]}
    asked = {name for overlay in ("overlays/data", "overlays/kind") for name in BROUGHT[overlay] if name.startswith("Secret ")}
    # CloudNativePG reads these two by their names.
    own = {f"Secret medbook-data/medbook-database#{key}" for key in ("username", "password")}
    assert asked | own == named - {"Secret medbook/medbook", "Secret medbook-data/medbook-kafka"}


def test_secrets_are_made_once(tmp_path: Path) -> None:
    assert secrets_of(tmp_path) == secrets_of(tmp_path)


def test_what_is_made_for_a_cluster_is_a_secret(tmp_path: Path) -> None:
    assert [] == [fault for secret in secrets_of(tmp_path) for fault in faults(secret)]


def test_kafka_gives_its_rights_to_the_user_the_functions_sign_in_as(tmp_path: Path) -> None:
    (user,) = of_kind(render("overlays/data"), "KafkaUser")
    told = next(one["stringData"]["user"] for one in secrets_of(tmp_path) if "user" in one["stringData"])
    assert user["metadata"]["name"] == told


def test_kind_finds_the_database_and_the_brokers_where_they_are() -> None:
    (database,) = of_kind(render("overlays/data"), "Cluster")
    (kafka,) = of_kind(render("overlays/data"), "Kafka")
    brokers = f"{kafka['metadata']['name']}-kafka-bootstrap.{kafka['metadata']['namespace']}.svc.cluster.local:9092"
    source = of_kind(render("overlays/kind"), "KafkaSource")[0]
    # CloudNativePG names the service of the one that writes so.
    assert (f"{database['metadata']['name']}-rw.{database['metadata']['namespace']}.svc.cluster.local", [brokers]) == (
        DATABASE_HOST,
        source["spec"]["bootstrapServers"],
    )

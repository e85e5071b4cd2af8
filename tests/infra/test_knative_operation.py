"""What people do to a clinic on Kubernetes: deploy, revise, operate, make secrets. The scripts run beside a kubectl that takes notes."""

import copy
import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from localstack.packaging.kubernetes_secrets import DATABASE_HOST, secrets_of
from tests.support.knative import (
    BROUGHT,
    FUNCTIONS,
    HOSTS,
    OVERLAYS,
    WEB,
    container,
    everything,
    jobs,
    services,
    serving,
)
from tests.support.kubernetes import KNATIVE, Object, faults, name_of, of_kind, render
from tests.support.names_in_kubernetes import dangling

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

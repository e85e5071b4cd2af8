"""What Kubernetes objects call each other by: which names point at nothing that is rendered."""

from collections.abc import Iterator
from typing import Any

from tests.support.kubernetes import Object, name_of


def dangling(documents: list[Object]) -> set[str]:
    """The names that the objects use and that no object has: `Kind namespace/name`, with `#key` for one key."""
    return {name for document in documents for name in _used(document)} - _made(documents)


def secret_keys(document: Object) -> set[str]:
    """The keys of Secrets that an object reads, as `name#key`."""
    return {name.partition("/")[2] for name in _used(document) if name.startswith("Secret ") and "#" in name}


def _made(documents: list[Object]) -> set[str]:
    made = set()
    for document in documents:
        made.add(name_of(document))
        place = f"{document['metadata'].get('namespace', '')}/{document['metadata']['name']}"
        if document["kind"] == "ConfigMap":
            made |= {f"ConfigMap {place}#{key}" for key in document["data"]}
        if document["kind"] == "ExternalSecret":
            made |= {f"Secret {place}", *(f"Secret {place}#{one['secretKey']}" for one in document["spec"]["data"])}
    return made


def _used(document: Object) -> set[str]:
    namespace = document["metadata"].get("namespace", "")
    used = set(_references(document.get("spec", {}), namespace))
    for name in document["metadata"].get("annotations", {}).items():
        if name[0] == "cert-manager.io/cluster-issuer":
            used.add(f"ClusterIssuer /{name[1]}")
    cluster = document["metadata"].get("labels", {}).get("strimzi.io/cluster")
    if cluster:
        used.add(f"Kafka {namespace}/{cluster}")
    return used


def _references(node: Any, namespace: str) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _references(one, namespace)
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _named(key, value, namespace)
            yield from _references(value, namespace)


def _named(key: str, value: Any, namespace: str) -> Iterator[str]:  # noqa: C901 - one line a way of naming
    match key:
        case "secretKeyRef":
            yield f"Secret {namespace}/{value['name']}#{value['key']}"
        case "configMapKeyRef":
            yield f"ConfigMap {namespace}/{value['name']}#{value['key']}"
        case "configMapRef":
            yield f"ConfigMap {namespace}/{value['name']}"
        case "serviceAccountName":
            yield f"ServiceAccount {namespace}/{value}"
        case "ref" if "kind" in value:
            yield f"{value['kind']} {value.get('namespace', namespace)}/{value['name']}"
        case "ref" | "secret" if "name" in value:
            yield f"Secret {namespace}/{value['name']}"
        case "certificateRefs":
            yield from (f"Secret {one.get('namespace', namespace)}/{one['name']}" for one in value)
        case "targetRefs":
            yield from (f"{one['kind']} {namespace}/{one['name']}" for one in value)
        case "parentRefs":
            yield from (f"Gateway {one.get('namespace', namespace)}/{one['name']}" for one in value)
        case "backendRefs":
            yield from (f"Service {one.get('namespace', namespace)}/{one['name']}" for one in value)
        case "gatewayClassName":
            yield f"GatewayClass /{value}"
        case "secretStoreRef":
            yield f"{value['kind']} /{value['name']}"

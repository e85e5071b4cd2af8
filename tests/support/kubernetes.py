"""The Kubernetes objects of infra/knative as kubectl renders them, and what is wrong with one: strictly, by the schema of its kind."""

import functools
import json
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import yaml

from tests.support.repository import ROOT

KNATIVE = ROOT / "infra/knative"
SCHEMAS = ROOT / "tests/infra/schemas"
KUBERNETES = "1.34"
type Object = dict[str, Any]

with warnings.catch_warnings():
    # Their generated classes have fields named as attributes of their base.
    warnings.simplefilter("ignore", UserWarning)
    from cloudcoil.models.knative_eventing.sources.v1 import PingSource
    from cloudcoil.models.knative_serving.serving.v1 import Service

KNATIVE_MODELS: dict[str, type[Service | PingSource]] = {
    "serving.knative.dev/v1/Service": Service,
    "sources.knative.dev/v1/PingSource": PingSource,
}
METADATA = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "pattern": "^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$"},
        "namespace": {"type": "string"},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "annotations": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


@functools.cache
def render(overlay: str) -> list[Object]:
    """What `kubectl apply -k` would send of a folder of infra/knative. Shared: copy what you change."""
    kubectl = Path(sys.executable).with_name("kubectl")
    told = subprocess.run([kubectl, "kustomize", KNATIVE / overlay], capture_output=True, text=True, check=True).stdout
    return list(yaml.load_all(told, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def kind_of(document: Object) -> str:
    return f"{document['apiVersion']}/{document['kind']}"


def name_of(document: Object) -> str:
    return f"{document['kind']} {document['metadata'].get('namespace', '')}/{document['metadata']['name']}"


def of_kind(documents: list[Object], kind: str, group: str = "") -> list[Object]:
    """The objects of a kind; `group` tells a Knative Service from any other."""
    return [one for one in documents if one["kind"] == kind and one["apiVersion"].startswith(group)]


def faults(document: Object) -> list[str]:
    """What the kind's schema refuses; a kind without a schema is a fault too."""
    return [f"{name_of(document)}: {fault}" for fault in _validator(kind_of(document))(document)]


def _validator(kind: str) -> Callable[[Object], Iterator[str]]:
    if kind in KNATIVE_MODELS:
        return functools.partial(_round_trip, KNATIVE_MODELS[kind])
    if kind in _schemas():
        return functools.partial(_by_schema, _schemas()[kind])
    return _core


def _core(document: Object) -> Iterator[str]:
    try:
        kubernetes_validate.validate(document, KUBERNETES, strict=True)
    except kubernetes_validate.SchemaNotFoundError:
        yield "nothing here knows this kind"
    except kubernetes_validate.ValidationError as refused:
        yield f"{'.'.join(map(str, refused.path))}: {refused.message}"


def _by_schema(schema: Object, document: Object) -> Iterator[str]:
    for error in jsonschema.Draft202012Validator(schema).iter_errors(document):
        yield f"{error.json_path}: {error.message}"


def _round_trip(model: type[Service | PingSource], document: Object) -> Iterator[str]:
    """These models ignore what they do not know, so what comes back is compared with what went in."""
    try:
        parsed = model.model_validate(document)
    except ValueError as refused:
        yield str(refused)
        return
    yield from _lost(document, parsed.model_dump(mode="json", by_alias=True, exclude_unset=True), "")


def _lost(sent: Any, back: Any, path: str) -> Iterator[str]:
    if isinstance(sent, dict) and isinstance(back, dict):
        for key in sent:
            yield from _lost(sent[key], back[key], f"{path}.{key}") if key in back else [f"{path}.{key} is unknown"]
    elif isinstance(sent, list) and isinstance(back, list) and len(sent) == len(back):
        for place, (one, other) in enumerate(zip(sent, back, strict=True)):
            yield from _lost(one, other, f"{path}[{place}]")
    elif sent != back:
        yield f"{path} is {json.dumps(sent)}, read as {json.dumps(back)}"


@functools.cache
def _schemas() -> dict[str, Object]:
    found = {}
    for file in SCHEMAS.glob("*.yaml"):
        kinds = yaml.safe_load(file.read_text(encoding="utf-8"))
        shared = kinds.pop("$defs", {})
        for kind, spec in kinds.items():
            properties = {"apiVersion": {}, "kind": {}, "metadata": METADATA, "spec": {"type": "object", **spec}}
            whole = {"type": "object", "required": ["metadata", "spec"], "properties": properties, "$defs": shared}
            found[kind] = _closed(whole)
    return found


def _closed(schema: Any) -> Any:
    """Refuse what is not named, in every object that names its properties."""
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: _closed(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and "type" in schema and schema["type"] == "object":
        inner.setdefault("additionalProperties", False)
    return inner

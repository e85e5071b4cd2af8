"""Reads template.yaml: the functions, their routes, Kafka sources and schedules. Knows SAM's words, and CloudFormation's for Kafka."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

FUNCTION_TYPE = "AWS::Serverless::Function"
CUSTOM_TYPE = "Custom::"
SOURCE_TYPE = "AWS::Lambda::EventSourceMapping"
DEFAULT_TIMEOUT_SECONDS = 3
DEFAULT_MEMORY_MB = 128
DEFAULT_KAFKA_BATCH_SIZE = 100
DEFAULT_KAFKA_WINDOW_SECONDS = 0.5
# With an on-failure destination and no limit of its own, Lambda stops after 10 retries.
DEFAULT_KAFKA_RETRIES = 10


@dataclass(frozen=True, slots=True)
class Intrinsic:
    """A value that only CloudFormation knows, such as `!Ref WebUrl`."""

    tag: str
    value: Any


@dataclass(frozen=True, slots=True)
class Route:
    """One route of the HTTP API; `path` may hold `{name}` and a last `{name+}`."""

    method: str
    path: str


@dataclass(frozen=True, slots=True)
class KafkaSource:
    """One event source mapping. `retries` counts attempts after the first."""

    topics: tuple[str, ...]
    group: str
    batch_size: int
    window_seconds: float
    from_oldest: bool
    retries: int
    partial_batches: bool
    dead_letter_topic: str | None


@dataclass(frozen=True, slots=True)
class ScheduleRule:
    """When a function runs by itself. `input` is what it is given, with EventBridge's `<aws.scheduler.…>` words in it."""

    name: str
    expression: str
    time_zone: str
    input: str
    enabled: bool


@dataclass(frozen=True, slots=True)
class Function:
    """One function as deployed. `environment` maps each variable to its text, or None where only the host knows the value.

    `on_deploy` says that a custom resource runs it on every deploy.
    """

    name: str
    folder: str
    handler: str
    code: Path
    timeout_seconds: int
    memory_mb: int
    environment: Mapping[str, str | None] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    kafka_sources: tuple[KafkaSource, ...] = ()
    schedules: tuple[ScheduleRule, ...] = ()
    on_deploy: bool = False

    @property
    def by_hand(self) -> bool:
        """Whether nothing calls it but an operator: no route, no source, no schedule, no deploy."""
        return not (self.routes or self.kafka_sources or self.schedules or self.on_deploy)

    @property
    def serves(self) -> bool:
        """Whether it is there to be called, by a route, a source or a schedule; else it is run once, when it is wanted."""
        return not (self.on_deploy or self.by_hand)


class _TemplateLoader(yaml.SafeLoader):
    """YAML with CloudFormation's `!Ref`, `!Sub` and the rest kept as they are."""


def _intrinsic(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Intrinsic:
    if isinstance(node, yaml.ScalarNode):
        return Intrinsic(suffix, loader.construct_scalar(node))
    if isinstance(node, yaml.SequenceNode):
        return Intrinsic(suffix, loader.construct_sequence(node, deep=True))
    assert isinstance(node, yaml.MappingNode)
    return Intrinsic(suffix, loader.construct_mapping(node, deep=True))


_TemplateLoader.add_multi_constructor("!", _intrinsic)


def _short(value: Any) -> Any:
    """Read `{Ref: Name}` and `{Fn::Sub: …}`, as `sam build` writes them, like `!Ref Name` and `!Sub …`."""
    match value:
        case Intrinsic():
            return Intrinsic(value.tag, _short(value.value))
        case list():
            return [_short(item) for item in value]
        case dict() if len(value) == 1 and (key := next(iter(value))) and (key == "Ref" or str(key).startswith("Fn::")):
            return Intrinsic(key.removeprefix("Fn::"), _short(value[key]))
        case dict():
            return {key: _short(item) for key, item in value.items()}
    return value


def load(path: Path) -> dict[str, Function]:
    """Read every function of a SAM template, by deployed name."""
    document = _short(yaml.load(path.read_text(encoding="utf-8"), Loader=_TemplateLoader))  # noqa: S506 (a SafeLoader)
    shared = document.get("Globals", {}).get("Function", {})
    sources, deployed = _sources(document["Resources"]), _deployed(document["Resources"])
    functions = (
        replace(
            _function(logical_id, _merged(shared, resource.get("Properties", {})), path.parent),
            kafka_sources=sources.get(logical_id, ()),
            on_deploy=logical_id in deployed,
        )
        for logical_id, resource in document["Resources"].items()
        if resource["Type"] == FUNCTION_TYPE
    )
    return {function.name: function for function in functions}


def _deployed(resources: dict[str, Any]) -> set[str]:
    """Return the logical ids of the functions that custom resources call."""
    tokens = [one["Properties"]["ServiceToken"] for one in resources.values() if one["Type"].startswith(CUSTOM_TYPE)]
    told = [token.value for token in tokens if isinstance(token, Intrinsic) and token.tag == "GetAtt"]
    return {(one.split(".") if isinstance(one, str) else one)[0] for one in told}


def _sources(resources: dict[str, Any]) -> dict[str, tuple[KafkaSource, ...]]:
    """Return the Kafka sources of each function, by the function's logical id."""
    found: dict[str, tuple[KafkaSource, ...]] = {}
    for resource in resources.values():
        if resource["Type"] == SOURCE_TYPE:
            function = resource["Properties"]["FunctionName"]
            found[function.value] = (*found.get(function.value, ()), _kafka(resource["Properties"]))
    return found


def _merged(shared: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Lay a function over the globals; environment variables are joined, everything else is replaced."""
    variables = {**_variables(shared), **_variables(own)}
    return {**shared, **own, "Environment": {"Variables": variables}}


def _variables(properties: dict[str, Any]) -> dict[str, Any]:
    variables: dict[str, Any] = properties.get("Environment", {}).get("Variables", {})
    return variables


def _function(logical_id: str, properties: dict[str, Any], root: Path) -> Function:
    handler = properties["Handler"]
    events = properties.get("Events", {})
    name = properties.get("FunctionName", logical_id)
    return Function(
        name=name,
        folder=handler.partition(".")[0],
        handler=handler,
        code=root / properties["CodeUri"],
        timeout_seconds=properties.get("Timeout", DEFAULT_TIMEOUT_SECONDS),
        memory_mb=properties.get("MemorySize", DEFAULT_MEMORY_MB),
        environment={key: _literal(value) for key, value in _variables(properties).items()},
        routes=tuple(_route(event) for event in _of_type(events, "HttpApi").values()),
        schedules=tuple(_schedule(f"{name}/{key}", event) for key, event in _of_type(events, "ScheduleV2").items()),
    )


def _literal(value: Any) -> str | None:
    return None if isinstance(value, Intrinsic) else str(value)


def _of_type(events: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    return {key: event["Properties"] for key, event in events.items() if event["Type"] == kind}


def _route(event: dict[str, Any]) -> Route:
    return Route(event["Method"].upper(), event["Path"])


def _kafka(mapping: dict[str, Any]) -> KafkaSource:
    destination = mapping.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination", "")
    return KafkaSource(
        topics=tuple(mapping["Topics"]),
        group=_group(mapping),
        batch_size=mapping.get("BatchSize", DEFAULT_KAFKA_BATCH_SIZE),
        window_seconds=mapping.get("MaximumBatchingWindowInSeconds", DEFAULT_KAFKA_WINDOW_SECONDS),
        from_oldest=mapping.get("StartingPosition") == "TRIM_HORIZON",
        retries=mapping.get("MaximumRetryAttempts", DEFAULT_KAFKA_RETRIES),
        partial_batches="ReportBatchItemFailures" in mapping.get("FunctionResponseTypes", []),
        dead_letter_topic=destination.removeprefix("kafka://") or None,
    )


def _group(mapping: dict[str, Any]) -> str:
    """Return the consumer group, whichever Kafka it is said for; `!If` may leave the other open."""
    told = (mapping.get(f"{kind}KafkaEventSourceConfig") for kind in ("AmazonManaged", "SelfManaged"))
    groups = {config["ConsumerGroupId"] for one in told for config in _alternatives(one) if isinstance(config, dict)}
    if len(groups) != 1:
        raise ValueError(f"A Kafka source has one consumer group, not {sorted(groups)}.")
    return str(groups.pop())


def _alternatives(value: Any) -> list[Any]:
    """Return what a value may be: both branches of an `!If`, or itself."""
    return list(value.value[1:]) if isinstance(value, Intrinsic) and value.tag == "If" else [value]


def _schedule(name: str, event: dict[str, Any]) -> ScheduleRule:
    return ScheduleRule(
        name=name,
        expression=event["ScheduleExpression"],
        time_zone=event.get("ScheduleExpressionTimezone", "UTC"),
        input=event.get("Input", "{}"),
        enabled=event.get("State", "ENABLED") == "ENABLED",
    )

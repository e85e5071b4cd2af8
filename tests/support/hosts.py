"""What each host says it runs, in words that can be compared: functions, routes, topics, schedules and settings."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from localstack.scheduler.expressions import Rate, Timing, parse
from localstack.template import Function

type Facts = dict[str, object]
type Object = dict[str, Any]

PARAMETER = re.compile(r"\{[^}]+\}|\[\^/\]\+")
# What a container needs to know that Lambda knows by itself: which function it is.
OF_CONTAINERS = {"FUNCTION"}


def differences(host: str, template: Facts, other: Facts) -> list[str]:
    """Everything one has and the other has not, each named with the host it is missing in."""
    missing = [f"{host} lacks the {what}" for what in template.keys() - other.keys()]
    added = [f"template.yaml lacks the {what} of {host}" for what in other.keys() - template.keys()]
    both = template.keys() & other.keys()
    return sorted(missing + added + [f"{host} has another {what}" for what in both if template[what] != other[what]])


def of_template(functions: Mapping[str, Function]) -> Facts:
    """What template.yaml names."""
    facts: Facts = {}
    for name, function in functions.items():
        facts[f"function {name}"] = function.folder
        facts |= {f"setting {setting} of {name}": True for setting in function.environment}
        facts |= _what_calls(name, function)
    return facts


def _what_calls(name: str, function: Function) -> Facts:
    facts: Facts = {_route(route.method, route.path): name for route in function.routes}
    for source in function.kafka_sources:
        for topic in source.topics:
            facts[f"topic {topic}"] = (name, source.group, source.retries, source.dead_letter_topic)
    for rule in function.schedules:
        facts[f"schedule of {name}"] = _moments(rule.expression, rule.time_zone)
    return facts


def of_knative(documents: list[Object]) -> Facts:
    """What the rendered Kubernetes objects say."""
    maps = {one["metadata"]["name"]: set(one["data"]) for one in documents if one["kind"] == "ConfigMap"}
    facts: Facts = {}
    for one in documents:
        match one["apiVersion"], one["kind"]:
            # The web app, which is no function.
            case ("serving.knative.dev/v1", "Service") if one["metadata"]["name"] == "web":
                continue
            case ("serving.knative.dev/v1", "Service") | ("batch/v1", "Job"):
                facts |= _function(one, maps)
            case (_, "HTTPRoute"):
                facts |= dict(_routes(one["spec"]["rules"]))
            case (_, "KafkaSource"):
                spec, delivery = one["spec"], one["spec"]["delivery"]
                told = (
                    spec["sink"]["ref"]["name"],
                    spec["consumerGroup"],
                    delivery["retry"],
                    delivery["deadLetterSink"]["ref"]["name"],
                )
                facts |= {f"topic {topic}": told for topic in spec["topics"]}
            case (_, "PingSource"):
                expression = _as_eventbridge(one["spec"]["schedule"])
                facts[f"schedule of {one['spec']['sink']['ref']['name']}"] = _moments(expression, one["spec"]["timezone"])
    return facts


def _function(document: Object, maps: dict[str, set[str]]) -> Facts:
    name, container = document["metadata"]["name"], document["spec"]["template"]["spec"]["containers"][0]
    settings = {one["name"] for one in container["env"]}.union(
        *(maps[one["configMapRef"]["name"]] for one in container["envFrom"])
    )
    folder = next((one["value"] for one in container["env"] if one["name"] == "FUNCTION"), None)
    return {f"function {name}": folder} | {f"setting {setting} of {name}": True for setting in settings - OF_CONTAINERS}


def _routes(rules: list[Object]) -> Iterator[tuple[str, str]]:
    for rule in rules:
        # One without a method takes what no function does: the web app's.
        for match in (one for one in rule.get("matches", []) if "method" in one):
            host = rule["filters"][0]["urlRewrite"]["hostname"]
            yield _route(match["method"], match["path"]["value"]), host.partition(".")[0]


def of_compose(compose: Object, dockerfile: str, functions: Mapping[str, Function]) -> Facts:
    """What docker-compose.yml says; its gateway reads routes, topics and schedules from the template of its image."""
    facts: Facts = {}
    for name, service in compose["services"].items():
        environment = service.get("environment") or {}
        if "FUNCTION" in environment:
            facts[f"function {name}"] = environment["FUNCTION"]
            settings = {setting.removesuffix("_FILE") for setting in environment} - OF_CONTAINERS
            facts |= {f"setting {setting} of {name}": True for setting in settings}
    front = compose["services"].get("gateway", {}).get("environment", {})
    drives = front.get("FUNCTIONS_URL") == "http://{function}:8080"
    return facts | (_by_the_gateway(facts, dockerfile, functions) if drives else {})


def of_localstack(deployed: Object, compose: Object, dockerfile: str, functions: Mapping[str, Function]) -> Facts:
    """What is deployed into LocalStack; the gateway in front of it is that of Compose, driving Lambda functions."""
    facts: Facts = {}
    for properties in (resource["Properties"] for resource in deployed["Resources"].values()):
        name = properties["FunctionName"]
        facts[f"function {name}"] = properties["Handler"].partition(".")[0]
        facts |= {f"setting {setting} of {name}": True for setting in properties["Environment"]["Variables"]}
    front = compose["services"].get("gateway-localstack", {}).get("environment", {})
    return facts | (_by_the_gateway(facts, dockerfile, functions) if "LAMBDA_ENDPOINT_URL" in front else {})


def _by_the_gateway(facts: Facts, dockerfile: str, functions: Mapping[str, Function]) -> Facts:
    """What our gateway, event source mapping and scheduler call: what the template in their image says, of the functions that are there."""
    if not re.search(r"^COPY .*\btemplate\.yaml\b", dockerfile, re.MULTILINE):
        return {}
    there = [(name, function) for name, function in functions.items() if f"function {name}" in facts]
    return {what: told for name, function in there for what, told in _what_calls(name, function).items()}


def _route(method: str, path: str) -> str:
    return f"route {method} {PARAMETER.sub('{}', path)}"


def _as_eventbridge(cron: str) -> str:
    """Write crontab(5)'s five fields as EventBridge's six; where both days are free, the day of the week is left open."""
    minute, hour, day, month, weekday = cron.split()
    if weekday != "*":
        raise ValueError(f"{cron!r}: days of the week are counted from another day there, and no schedule here names one")
    return f"cron({minute} {hour} {day} {month} ? *)"


def _moments(expression: str, time_zone: str) -> Timing:
    """Read an expression, a rate of minutes as the cron that comes at the same ones: what is equal is due at the same moments."""
    timing = parse(expression, zone := time_zone.removeprefix("Etc/"))
    if isinstance(timing, Rate):
        minutes = timing.every // timedelta(minutes=1)
        if minutes > 60 or 60 % minutes:
            raise ValueError(f"{expression} does not come at the same minutes of each hour, so cron cannot say it")
        return parse(f"cron(0/{minutes} * * * ? *)", zone)
    return timing

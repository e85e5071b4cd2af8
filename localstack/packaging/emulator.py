"""Rewrites a built template for MiniStack: everything stays but what it cannot do, each with its reason.

A built template spells CloudFormation's functions in full (`Fn::Sub`), so plain YAML reads and writes it.
"""

import sys
from pathlib import Path
from typing import Any

import yaml

ALARM_TYPE = "AWS::CloudWatch::Alarm"
FUNCTION_TYPE = "AWS::Serverless::Function"
# The broker of one machine asks for no name and speaks no TLS; the template takes none but such as ask.
SIGN_IN = ("KAFKA_SASL_MECHANISM", "KAFKA_USERNAME", "KAFKA_PASSWORD")


def for_ministack(template: dict[str, Any]) -> dict[str, Any]:
    """Change a template in place, and return it."""
    _speak_to_plain_broker(template["Globals"]["Function"])
    _leave_out_metric_math(template["Resources"])
    for resource in template["Resources"].values():
        if resource["Type"] == FUNCTION_TYPE:
            _speak_to_plain_broker(resource["Properties"])
            _spell_out_numbers(resource["Properties"])
            _leave_time_to_default(resource["Properties"])
    return template


def _speak_to_plain_broker(properties: dict[str, Any]) -> None:
    variables = properties.get("Environment", {}).get("Variables", {})
    for name in SIGN_IN:
        variables.pop(name, None)
    if "KAFKA_SECURITY_PROTOCOL" in variables:
        variables["KAFKA_SECURITY_PROTOCOL"] = "PLAINTEXT"


def _spell_out_numbers(properties: dict[str, Any]) -> None:
    """Write variables that are numbers as text: it cannot start a process with them, where CloudFormation makes them text."""
    variables = properties.get("Environment", {}).get("Variables", {})
    variables |= {name: str(value) for name, value in variables.items() if isinstance(value, int)}


def _leave_out_metric_math(resources: dict[str, Any]) -> None:
    """Drop alarms over an expression: it takes those over one metric alone, and refuses the whole stack."""
    for name in [name for name, one in resources.items() if one["Type"] == ALARM_TYPE and "Metrics" in one["Properties"]]:
        del resources[name]


def _leave_time_to_default(properties: dict[str, Any]) -> None:
    """Drop inputs like `{"time": "<aws.scheduler.scheduled-time>"}`, which it hands on as they are; its own event has a `time` too."""
    for event in properties.get("Events", {}).values():
        if event["Type"] == "ScheduleV2":
            event["Properties"].pop("Input", None)


def rewrite(built: Path, target: Path) -> None:
    """Read a built template, write the one for MiniStack; both in one folder, since code is named relative to it."""
    template = for_ministack(yaml.safe_load(built.read_text(encoding="utf-8")))
    target.write_text(yaml.safe_dump(template, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    rewrite(Path(sys.argv[1]), Path(sys.argv[2]))

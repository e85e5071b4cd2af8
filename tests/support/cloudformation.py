"""What CloudFormation would make of template.yaml: SAM's own translator, then conditions and parameters resolved. Reaches no network."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

TEMPLATE = Path(__file__).parents[2] / "template.yaml"

type Json = Any

ACCOUNT = "123456789012"
REGION = "eu-central-1"
PSEUDO = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::StackName": "medbook",
    "AWS::URLSuffix": "amazonaws.com",
}
NOTHING = object()

CLUSTER = f"arn:aws:kafka:{REGION}:{ACCOUNT}:cluster/medbook-dev/uuid"
# What Terraform publishes for the template, of an environment that has everything.
PUBLISHED: dict[str, str] = {
    "SubnetIds": "subnet-1,subnet-2",
    "SecurityGroupIds": "sg-1",
    "DatabaseUrl": "postgresql://medbook@proxy:5432/medbook?sslmode=verify-full",
    "DatabaseProxyResourceId": "prx-1",
    "KafkaClusterArn": CLUSTER,
    "KafkaBootstrapServers": "boot-1:9098",
    "MailUrl": "ses://eu-central-1",
    "MailFrom": "appointments@clinic.example",
    "MailIdentityArn": f"arn:aws:ses:{REGION}:{ACCOUNT}:identity/clinic.example",
    "WebUrl": "https://clinic.example",
    "ProxyRanges": "130.176.0.0/16,15.158.0.0/16",
    "ApplicationSecretArn": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:medbook-dev/application-abcdef",
    "ApplicationSecretVersion": "version-1",
    "AlarmTopicArn": f"arn:aws:sns:{REGION}:{ACCOUNT}:medbook-dev-alarms",
    "EncryptionKeyArn": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1",
}
# The same of somebody who brings a database, a Kafka and a mail server.
BROUGHT: dict[str, str] = PUBLISHED | {
    "DatabaseProxyResourceId": "none",
    "KafkaClusterArn": "none",
    "KafkaBootstrapServers": "kafka-1:9096,kafka-2:9096",
    "KafkaCredentialsArn": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:kafka-abcdef",
    "MailIdentityArn": "none",
    "AlarmTopicArn": "none",
    "EncryptionKeyArn": "none",
}


class _NoManagedPolicies:
    """The translator looks up managed policies in an account; the template names none."""

    def load(self) -> dict[str, str]:
        return {}


def translated(parameters: Mapping[str, str] | None = None) -> dict[str, Json]:
    """The CloudFormation that SAM makes of the template, with code that was uploaded. SAM itself needs hardly a parameter."""
    template = yaml_parse(TEMPLATE.read_text())
    template["Globals"]["Function"]["CodeUri"] = "s3://bucket/functions.zip"
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::LayerVersion":
            resource["Properties"]["ContentUri"] = "s3://bucket/layer.zip"
    with patch.dict(os.environ, {"AWS_DEFAULT_REGION": REGION}):
        made: dict[str, Json] = transform(template, dict(parameters or {}), _NoManagedPolicies())
    return made


def resolved(document: Mapping[str, Json], parameters: Mapping[str, str]) -> dict[str, Json]:
    """The resources that CloudFormation would make with these parameters; what only they know (an ARN, an id) stays as it is."""
    return _Resolver(document, parameters).resources()


class _Resolver:
    def __init__(self, document: Mapping[str, Json], parameters: Mapping[str, str]) -> None:
        self._document = document
        declared = document["Parameters"]
        self._values = {
            name: self._typed(one["Type"], parameters.get(name, one.get("Default"))) for name, one in declared.items()
        }

    def resources(self) -> dict[str, Json]:
        made = self._document["Resources"].items()
        return {name: self._of(one) for name, one in made if "Condition" not in one or self._holds(one["Condition"])}

    @staticmethod
    def _typed(kind: str, value: Json) -> Json:
        return str(value).split(",") if "List" in kind else value

    def _holds(self, condition: str) -> bool:
        return bool(self._of(self._document["Conditions"][condition]))

    def _of(self, value: Json) -> Json:
        if isinstance(value, list):
            return [one for one in map(self._of, value) if one is not NOTHING]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (name, argument), *_ = value.items()
            if name == "Ref" or name.startswith("Fn::"):
                return self._intrinsic(name, argument)
        members = {key: self._of(one) for key, one in value.items()}
        return {key: one for key, one in members.items() if one is not NOTHING}

    def _intrinsic(self, name: str, argument: Json) -> Json:
        known = {
            "Ref": self._ref,
            "Fn::Equals": lambda pair: self._of(pair[0]) == self._of(pair[1]),
            "Fn::If": lambda one: self._of(one[1] if self._holds(one[0]) else one[2]),
            "Fn::Join": lambda one: one[0].join(self._of(one[1])),
            "Fn::Not": lambda one: not self._of(one[0]),
            "Fn::Select": lambda one: self._of(one[1])[int(one[0])],
            "Fn::Split": lambda one: self._of(one[1]).split(one[0]),
            "Fn::Sub": self._sub,
        }
        return known[name](argument) if name in known else {name: argument}

    def _ref(self, name: str) -> Json:
        if name == "AWS::NoValue":
            return NOTHING
        if name in PSEUDO or name in self._values:
            return PSEUDO.get(name, self._values.get(name))
        return {"Ref": name}

    def _sub(self, argument: Json) -> str:
        text, own = argument if isinstance(argument, list) else (argument, {})
        for name, value in {**PSEUDO, **self._values, **{key: self._of(one) for key, one in own.items()}}.items():
            text = text.replace("${" + name + "}", str(value))
        return str(text)


def of_type(resources: Json, kind: str) -> dict[str, Json]:
    """The properties of the resources of a type, by logical id."""
    return {name: resource["Properties"] for name, resource in resources.items() if resource["Type"] == kind}


def functions(resources: Json) -> dict[str, Json]:
    """The functions by deployed name."""
    return {one["FunctionName"]: one for one in of_type(resources, "AWS::Lambda::Function").values()}


def variables(function: Json) -> dict[str, str]:
    """The environment of a function."""
    told: dict[str, str] = function["Environment"]["Variables"]
    return told

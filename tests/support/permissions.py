"""What the role of each function and schedule allows, after SAM's translation; writes docs/deploy/permissions.md from it.

`python -m tests.support.permissions` writes the page anew.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.cloudformation import PUBLISHED, resolved, translated

PAGE = Path(__file__).parents[2] / "docs/deploy/permissions.md"

type Json = Any

# The documents of AWS's policies that SAM attaches, as the AWS Managed Policy Reference has them.
OF_AWS: dict[str, list[str]] = {
    "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole": [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    ],
    "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole": [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:UnassignPrivateIpAddresses",
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    ],
    "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess": [
        "xray:GetSamplingRules",
        "xray:GetSamplingStatisticSummaries",
        "xray:GetSamplingTargets",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    ],
}


@dataclass(frozen=True, order=True, slots=True)
class Right:
    """One action on one resource. `condition` names what else must hold."""

    action: str
    resource: str
    condition: str = ""
    allowed: bool = True

    @property
    def is_wild(self) -> bool:
        """Whether the action or the resource stands for more than one."""
        return self.allowed and ("*" in self.action or "*" in self.resource)


def of_functions(resources: Mapping[str, Json]) -> dict[str, frozenset[Right]]:
    """The rights of each function, by deployed name."""
    functions = (one["Properties"] for one in resources.values() if one["Type"] == "AWS::Lambda::Function")
    return {one["FunctionName"]: of_role(resources, one["Role"]["Fn::GetAtt"][0]) for one in functions}


def of_role(resources: Mapping[str, Json], role: str) -> frozenset[Right]:
    """The rights of one role, from its own statements and from the policies attached to it."""
    properties = resources[role]["Properties"]
    documents = [policy["PolicyDocument"] for policy in properties.get("Policies", [])]
    attached = properties.get("ManagedPolicyArns", [])
    documents += [resources[policy["Ref"]]["Properties"]["PolicyDocument"] for policy in attached if isinstance(policy, dict)]
    of_aws = {Right(action, "*") for policy in attached if isinstance(policy, str) for action in OF_AWS[policy]}
    return frozenset(of_aws | {right for document in documents for right in _of_document(document)})


def _of_document(document: Json) -> Iterator[Right]:
    for statement in document["Statement"]:
        unknown = statement.keys() - {"Sid", "Effect", "Action", "Resource", "Condition"}
        assert not unknown, f"a statement that is not understood: {sorted(unknown)}"
        condition = ", ".join(
            f"{key} is {value}" for test in statement.get("Condition", {}).values() for key, value in test.items()
        )
        for action in _several(statement["Action"]):
            for resource in _several(statement["Resource"]):
                yield Right(action, _spelled(resource), condition, statement["Effect"] == "Allow")


def _several(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _spelled(resource: Json) -> str:
    return resource if isinstance(resource, str) else f"the ARN of {resource['Fn::GetAtt'][0]}"


def page() -> str:
    """The page of docs/deploy, for an environment where Terraform made everything."""
    rights = of_functions(resolved(translated(), PUBLISHED))
    shared = frozenset.intersection(*rights.values())
    lines = [
        "# What each function may do",
        "",
        "Written by `python -m tests.support.permissions` from `template.yaml`, after SAM's translation, with MSK, RDS Proxy and SES; the",
        "account, the environment and the ids are examples. Reasons for each `*` stand in `infra/policy-exceptions.toml`.",
        "",
        "## Every function",
        "",
        *_table(shared),
    ]
    for function in sorted(rights):
        lines += [
            "",
            f"## {function}",
            "",
            *(_table(rights[function] - shared) if rights[function] - shared else ["Nothing else."]),
        ]
    return "\n".join(lines) + "\n"


def _table(rights: frozenset[Right]) -> list[str]:
    rows = [f"| {'' if one.allowed else 'never '}`{one.action}` | `{one.resource}` | {one.condition} |" for one in sorted(rights)]
    return ["| action | on | when |", "|---|---|---|", *rows]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

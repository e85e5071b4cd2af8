"""What AWS would say about template.yaml, asked without an account: the SAM translator and cfn-lint each catch what the other misses."""

import logging
from pathlib import Path
from typing import Any

import cfnlint
import pytest
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

TEMPLATE = Path(__file__).parents[3] / "template.yaml"


class NoManagedPolicies:
    """The translator looks up managed policies in an account; the template names none."""

    def load(self) -> dict[str, str]:
        return {}


@pytest.fixture(scope="module")
def translated() -> dict[str, Any]:
    """The CloudFormation that SAM makes of the template, with code that was uploaded."""
    template = yaml_parse(TEMPLATE.read_text())
    template["Globals"]["Function"]["CodeUri"] = "s3://bucket/functions.zip"
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::LayerVersion":
            resource["Properties"]["ContentUri"] = "s3://bucket/layer.zip"
    with pytest.MonkeyPatch.context() as environment:
        # The translator asks boto3 for a region and reaches for no network.
        environment.setenv("AWS_DEFAULT_REGION", "eu-central-1")
        made: dict[str, Any] = transform(template, {"SubnetIds": "subnet-1"}, NoManagedPolicies())
    return made


def of_type(translated: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [resource["Properties"] for resource in translated["Resources"].values() if resource["Type"] == kind]


def test_cfn_lint_finds_nothing() -> None:
    logging.getLogger("cfnlint").setLevel(logging.CRITICAL)
    matches = cfnlint.api.lint_file(TEMPLATE)
    assert [f"{match.rule.id} line {match.linenumber}: {match.message}" for match in matches] == []


def test_every_function_gets_a_role_of_its_own(translated: dict[str, Any]) -> None:
    roles = [function["Role"]["Fn::GetAtt"][0] for function in of_type(translated, "AWS::Lambda::Function")]
    assert len(roles) == len(set(roles))


def test_every_kafka_source_reports_failures_per_record(translated: dict[str, Any]) -> None:
    sources = of_type(translated, "AWS::Lambda::EventSourceMapping")
    assert [source["FunctionResponseTypes"] for source in sources] == [["ReportBatchItemFailures"]] * 4


def test_every_kafka_source_gives_up_to_the_dead_letter_topic(translated: dict[str, Any]) -> None:
    sources = of_type(translated, "AWS::Lambda::EventSourceMapping")
    assert {"kafka://appointment-dead-letter"} == {source["DestinationConfig"]["OnFailure"]["Destination"] for source in sources}


def test_only_sign_in_sees_the_signing_key(translated: dict[str, Any]) -> None:
    functions = of_type(translated, "AWS::Lambda::Function")
    seeing = [function["FunctionName"] for function in functions if "TOKEN_SIGNING_KEY" in function["Environment"]["Variables"]]
    assert seeing == ["sign-in"]

"""What AWS would say about template.yaml, asked without an account: SAM CLI, its translator and cfn-lint catch different things."""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from localstack.template import load
from tests.support.cloudformation import (
    PUBLISHED,
    REGION,
    TEMPLATE,
    Json,
    functions,
    of_type,
    resolved,
    translated,
)

ROOT = Path(__file__).parents[2]
SAM = ROOT / ".local/tools/sam/bin/sam"


@pytest.mark.parametrize("arguments", [(), ("--lint",)], ids=["basic", "lint"])
def test_sam_cli_finds_the_template_valid(arguments: tuple[str, ...]) -> None:
    environment = {
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
        "AWS_DEFAULT_REGION": REGION,
        "SAM_CLI_TELEMETRY": "0",
    }
    told = subprocess.run(
        [SAM, "validate", "--template-file", TEMPLATE, *arguments],
        env={**os.environ, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (0, True) == (told.returncode, "is a valid SAM Template" in told.stdout), told.stdout + told.stderr


def test_every_function_gets_a_role_of_its_own(on_msk: Json) -> None:
    roles = [function["Role"]["Fn::GetAtt"][0] for function in functions(on_msk).values()]
    assert len(roles) == len(set(roles))


def test_reserved_concurrency_leaves_a_usual_account_its_share(in_production: Json) -> None:
    reserved = sum(one.get("ReservedConcurrentExecutions", 0) for one in functions(in_production).values())
    # The description of the parameter says the same figure. Lambda insists on 100 of the usual 1,000.
    assert (694, True) == (reserved, reserved <= 900)


def test_a_new_account_need_not_reserve_anything(on_msk: Json) -> None:
    assert [name for name, one in functions(on_msk).items() if "ReservedConcurrentExecutions" in one] == []


def test_nothing_in_the_stack_may_call_what_operators_run(on_msk: Json) -> None:
    names = {"InviteAdmin", "ReplayDeadLetters"}
    asking = {
        one["Type"]
        for name, one in on_msk.items()
        if name not in names and names & set(re.findall(r"\w+", json.dumps(one["Properties"])))
    }
    assert {"AWS::Lambda::EventInvokeConfig"} == asking


def test_two_replays_do_not_run_at_once_and_none_runs_again_by_itself(in_production: Json) -> None:
    retries = {one["FunctionName"]["Ref"]: one for one in of_type(in_production, "AWS::Lambda::EventInvokeConfig").values()}
    reserved = functions(in_production)["replay-dead-letters"]["ReservedConcurrentExecutions"]
    assert (1, 0) == (reserved, retries["ReplayDeadLetters"]["MaximumRetryAttempts"])


@pytest.mark.parametrize("function", ["MigrateDatabase", "CreateTopics"])
def test_what_a_deploy_runs_is_not_run_again_while_it_rolls_back(in_production: Json, function: str) -> None:
    retries = {one["FunctionName"]["Ref"]: one for one in of_type(in_production, "AWS::Lambda::EventInvokeConfig").values()}
    assert retries[function]["MaximumRetryAttempts"] == 0


def test_two_migrations_do_not_run_at_once(in_production: Json) -> None:
    assert functions(in_production)["migrate-database"]["ReservedConcurrentExecutions"] == 1


def test_the_functions_that_people_wait_for_start_from_a_snapshot(in_production: Json) -> None:
    told = {name for name, one in functions(in_production).items() if one.get("SnapStart") == {"ApplyOn": "PublishedVersions"}}
    assert {"book-appointment", "browse-doctors", "find-slots", "sign-in"} == told


def test_a_snapshot_that_nothing_calls_any_more_is_not_paid_for(in_production: Json) -> None:
    versions = [one for one in in_production.values() if one["Type"] == "AWS::Lambda::Version"]
    assert ["Delete"] * 4 == [version["DeletionPolicy"] for version in versions]


def test_a_snapshot_is_what_the_api_calls(in_production: Json) -> None:
    snapped = {name for name, one in of_type(in_production, "AWS::Lambda::Function").items() if "SnapStart" in one}
    aliases = {one["FunctionName"]["Ref"] for one in of_type(in_production, "AWS::Lambda::Alias").values()}
    body = json.dumps(in_production["HttpApi"]["Properties"]["Body"])
    assert (snapped, {f"{name}Aliaslive" for name in snapped}) == (aliases, set(re.findall(r"\$\{(\w+Aliaslive)\}", body)))


def test_the_api_is_throttled_and_measured(on_msk: Json) -> None:
    (stage,) = of_type(on_msk, "AWS::ApiGatewayV2::Stage").values()
    assert {"ThrottlingRateLimit": 200, "ThrottlingBurstLimit": 200, "DetailedMetricsEnabled": True} == {
        key: int(value) for key, value in stage["DefaultRouteSettings"].items()
    }


def test_only_routes_that_exist_have_settings_of_their_own(on_msk: Json) -> None:
    (stage,) = of_type(on_msk, "AWS::ApiGatewayV2::Stage").values()
    routes = {f"{route.method} {route.path}" for function in load(TEMPLATE).values() for route in function.routes}
    assert set() == stage["RouteSettings"].keys() - routes


def test_the_access_log_is_json_without_a_person_in_it(on_msk: Json) -> None:
    (stage,) = of_type(on_msk, "AWS::ApiGatewayV2::Stage").values()
    told = set(json.loads(stage["AccessLogSettings"]["Format"]).values())
    assert {
        "$context.integration.requestId",
        "$context.integrationLatency",
        "$context.requestId",
        "$context.requestTime",
        "$context.responseLatency",
        "$context.responseLength",
        "$context.routeKey",
        "$context.status",
    } == told


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("", ["{{resolve:ssm:/medbook/dev/web/url}}"]),
        ("https://test.example", ["{{resolve:ssm:/medbook/dev/web/url}}", "https://test.example"]),
    ],
)
def test_browsers_may_call_from_the_web_app_and_from_where_it_is_said(origin: str, expected: list[str]) -> None:
    given = {"AllowedOrigin": origin}
    api = resolved(translated(given), PUBLISHED | given)["HttpApi"]["Properties"]
    assert expected == api["Body"]["x-amazon-apigateway-cors"]["allowOrigins"]


def test_sam_leaves_what_lies_in_ssm_to_cloudformation(document: Json) -> None:
    paths = {
        parameter["Default"] for parameter in document["Parameters"].values() if str(parameter.get("Default")).startswith("/")
    }
    text = json.dumps(document["Resources"])
    assert [path for path in sorted(paths) if f'"{path}"' in text] == []


def test_every_log_is_kept_for_a_while_and_encrypted(on_msk: Json) -> None:
    told = [(group["RetentionInDays"], group["KmsKeyId"]) for group in of_type(on_msk, "AWS::Logs::LogGroup").values()]
    assert [(30, PUBLISHED["EncryptionKeyArn"])] * 2 == told


def test_every_schedule_belongs_to_the_group_that_is_watched(on_msk: Json) -> None:
    told = [schedule["GroupName"] for schedule in of_type(on_msk, "AWS::Scheduler::Schedule").values()]
    assert [{"Ref": "Schedules"}] * 5 == told


def test_every_function_is_traced(on_msk: Json) -> None:
    assert {"Active"} == {one["TracingConfig"]["Mode"] for one in functions(on_msk).values()}


def test_the_domain_of_the_api_is_published_for_the_cdn(in_production: Json) -> None:
    told = in_production["ApiDomain"]["Properties"]
    assert ("/medbook/prod/api/domain", f"${{HttpApi}}.execute-api.{REGION}.amazonaws.com") == (told["Name"], told["Value"])


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_an_environment_reads_what_terraform_publishes_for_it(document: Json, environment: str) -> None:
    overrides = _overrides(environment)
    read = {
        overrides.get(name, parameter["Default"])
        for name, parameter in document["Parameters"].items()
        if parameter["Type"].startswith("AWS::SSM::Parameter::Value")
    }
    terraform = (ROOT / "infra/aws/main.tf").read_text()
    published = {f"/medbook/{environment}/{name}" for name in re.findall(r'^    "([\w-]+/[\w-]+)" ', terraform, re.MULTILINE)}
    by_publish_web = {f"/medbook/{environment}/web/{name}" for name in ("bucket", "distribution-id")}
    assert published | {f"/medbook/{environment}/secrets/application-version"} == read | by_publish_web


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_an_environment_overrides_only_parameters_that_exist(document: Json, environment: str) -> None:
    assert set() == _overrides(environment).keys() - document["Parameters"].keys()


def test_production_is_asked_about() -> None:
    told = _samconfig()["prod"]["deploy"]["parameters"]
    assert (True, "medbook") == (told["confirm_changeset"], told["stack_name"])


def _samconfig() -> Json:
    return tomllib.loads((ROOT / "samconfig.toml").read_text())


def _overrides(environment: str) -> dict[str, str]:
    told = _samconfig()[environment]["deploy"]["parameters"]["parameter_overrides"]
    return dict(one.split("=", 1) for one in told)

"""What AWS would say about template.yaml, asked without an account: SAM CLI, its translator and cfn-lint catch different things."""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from localstack.packaging.release import stamp
from localstack.template import load
from tests.support.cloudformation import BROUGHT, PUBLISHED, REGION, TEMPLATE, resolved, translated

ROOT = Path(__file__).parents[2]
SAM = ROOT / ".local/tools/sam/bin/sam"

type Json = dict[str, Any]

DEPLOY_FUNCTIONS = ("MigrateDatabase", "CreateTopics")
PUBLISHERS = {
    "book-appointment",
    "cancel-appointment",
    "emit-reminders",
    "relay-outbox",
    "reschedule-appointment",
    "send-reminder",
}
NOTIFIERS = {"notify-cancelled", "notify-created", "notify-reminder", "notify-rescheduled"}


@pytest.fixture(scope="module")
def document() -> Json:
    return translated()


@pytest.fixture(scope="module")
def on_msk(document: Json) -> Json:
    """Everything that Terraform makes."""
    return resolved(document, PUBLISHED)


@pytest.fixture(scope="module")
def self_managed(document: Json) -> Json:
    """A database, a Kafka and a mail server of one's own."""
    return resolved(document, BROUGHT)


@pytest.fixture(scope="module")
def in_production(document: Json) -> Json:
    return resolved(document, PUBLISHED | {"Environment": "prod", "ReserveConcurrency": "true", "SnapStart": "true"})


def of_type(resources: Json, kind: str) -> dict[str, Json]:
    return {name: resource["Properties"] for name, resource in resources.items() if resource["Type"] == kind}


def functions(resources: Json) -> dict[str, Json]:
    """The functions by deployed name."""
    return {one["FunctionName"]: one for one in of_type(resources, "AWS::Lambda::Function").values()}


def variables(function: Json) -> dict[str, str]:
    told: dict[str, str] = function["Environment"]["Variables"]
    return told


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


# ---- The order of a deploy


def test_new_code_takes_traffic_only_after_the_migration(on_msk: Json) -> None:
    kinds = ("AWS::Lambda::Function",)
    early = {name for name, one in on_msk.items() if one["Type"] in kinds and "Migration" not in _before(one)}
    assert set(DEPLOY_FUNCTIONS) == early


def test_event_sources_start_only_when_their_topics_are_there(on_msk: Json) -> None:
    sources = [one for one in on_msk.values() if one["Type"] == "AWS::Lambda::EventSourceMapping"]
    assert [["Topics"]] * 4 == [_before(source) for source in sources]


@pytest.mark.parametrize(("kind", "function"), [("Migration", "MigrateDatabase"), ("Topics", "CreateTopics")])
def test_a_deploy_function_is_called_by_its_custom_resource(on_msk: Json, kind: str, function: str) -> None:
    resource = on_msk[kind]
    assert (f"Custom::{kind}", {"Fn::GetAtt": [function, "Arn"]}) == (resource["Type"], resource["Properties"]["ServiceToken"])


@pytest.mark.parametrize(("kind", "function"), [("Migration", "MigrateDatabase"), ("Topics", "CreateTopics")])
def test_cloudformation_waits_for_a_deploy_function_longer_than_it_may_take(on_msk: Json, kind: str, function: str) -> None:
    assert on_msk[kind]["Properties"]["ServiceTimeout"] > on_msk[function]["Properties"]["Timeout"]


@pytest.mark.parametrize("kind", ["Migration", "Topics"])
def test_a_deploy_function_is_called_again_when_the_release_changes(document: Json, kind: str) -> None:
    releases = [
        resolved(document, PUBLISHED | {"Release": release})[kind]["Properties"]["Release"]
        for release in ("1000000000", "1000000001")
    ]
    assert ["1000000000", "1000000001"] == releases


@pytest.mark.parametrize("kind", ["Migration", "Topics"])
def test_a_deploy_function_is_called_again_when_the_layer_changes(on_msk: Json, kind: str) -> None:
    layer = on_msk[kind]["Properties"]["Layer"]["Ref"]
    assert on_msk[layer]["Type"] == "AWS::Lambda::LayerVersion"


def test_nothing_waits_for_itself(on_msk: Json) -> None:
    seen: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " waits for ".join((*path, name))
        if name not in seen:
            for other in _waits_for(on_msk[name], on_msk):
                visit(other, (*path, name))
            seen.add(name)

    for name in on_msk:
        visit(name, ())


def test_a_build_is_a_release_of_its_own(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text(TEMPLATE.read_text())
    stamp(template, '"1795487220"')
    assert '    Default: "1795487220"\n    AllowedPattern' in template.read_text()


def test_another_release_publishes_another_version() -> None:
    versions = [
        set(of_type(translated({"Release": release})["Resources"], "AWS::Lambda::Version"))
        for release in ("1795487220", "1795487221")
    ]
    assert (4, set()) == (len(versions[0]), versions[0] & versions[1])


def _before(resource: Json) -> list[str]:
    told = resource.get("DependsOn", [])
    return [told] if isinstance(told, str) else told


def _waits_for(resource: Any, resources: Json) -> set[str]:
    """Every resource that this one names: by DependsOn, Ref, GetAtt or Sub."""
    text = json.dumps(resource)
    named = set(re.findall(r'"Ref": "(\w+)"', text)) | set(re.findall(r'"Fn::GetAtt": \["(\w+)"', text))
    return (named | set(re.findall(r"\$\{(\w+)", text)) | set(_before(resource))) & resources.keys()


# ---- Kafka


@pytest.mark.parametrize("host", ["on_msk", "self_managed"])
def test_every_topic_of_events_has_one_source_and_its_function(host: str, request: pytest.FixtureRequest) -> None:
    resources = request.getfixturevalue(host)
    sources = of_type(resources, "AWS::Lambda::EventSourceMapping").values()
    expected = [
        (function.name, list(function.kafka_sources[0].topics)) for function in load(TEMPLATE).values() if function.kafka_sources
    ]
    told = [(resources[source["FunctionName"]["Ref"]]["Properties"]["FunctionName"], source["Topics"]) for source in sources]
    assert (sorted(expected), 4) == (sorted(told), len(told))


@pytest.mark.parametrize("host", ["on_msk", "self_managed"])
def test_every_source_gives_a_record_up_alone_and_after_a_limit_to_the_dead_letter_topic(
    host: str, request: pytest.FixtureRequest
) -> None:
    sources = of_type(request.getfixturevalue(host), "AWS::Lambda::EventSourceMapping").values()
    told = [
        (
            source["FunctionResponseTypes"],
            source["MaximumRetryAttempts"],
            source["BisectBatchOnFunctionError"],
            source["DestinationConfig"]["OnFailure"]["Destination"],
        )
        for source in sources
    ]
    assert [(["ReportBatchItemFailures"], 10, True, "kafka://appointment-dead-letter")] * 4 == told


@pytest.mark.parametrize("host", ["on_msk", "self_managed"])
def test_the_sources_share_one_group_of_provisioned_pollers(host: str, request: pytest.FixtureRequest) -> None:
    sources = of_type(request.getfixturevalue(host), "AWS::Lambda::EventSourceMapping").values()
    expected = {"MinimumPollers": 1, "MaximumPollers": 3, "PollerGroupName": "medbook"}
    assert [expected] * 4 == [source["ProvisionedPollerConfig"] for source in sources]


def test_on_msk_a_source_signs_in_by_its_role(on_msk: Json) -> None:
    source = on_msk["NotifyCreatedSource"]["Properties"]
    named = {
        "EventSourceArn",
        "AmazonManagedKafkaEventSourceConfig",
        "SelfManagedEventSource",
        "SourceAccessConfigurations",
    } & source.keys()
    assert ({"EventSourceArn", "AmazonManagedKafkaEventSourceConfig"}, PUBLISHED["KafkaClusterArn"]) == (
        named,
        source["EventSourceArn"],
    )


def test_at_a_kafka_of_ones_own_a_source_signs_in_by_secret(self_managed: Json) -> None:
    source = self_managed["NotifyCreatedSource"]["Properties"]
    expected = (
        {"Endpoints": {"KafkaBootstrapServers": ["kafka-1:9096", "kafka-2:9096"]}},
        [
            {"Type": "SASL_SCRAM_512_AUTH", "URI": BROUGHT["KafkaCredentialsArn"]},
            {"Type": "VPC_SUBNET", "URI": "subnet:subnet-1"},
            {"Type": "VPC_SECURITY_GROUP", "URI": "security_group:sg-1"},
        ],
        False,
    )
    assert expected == (source["SelfManagedEventSource"], source["SourceAccessConfigurations"], "EventSourceArn" in source)


def test_only_those_that_publish_know_where_kafka_is(on_msk: Json) -> None:
    told = {name for name, function in functions(on_msk).items() if "KAFKA_BOOTSTRAP_SERVERS" in variables(function)}
    assert PUBLISHERS | NOTIFIERS | {"create-topics", "replay-dead-letters"} == told


@pytest.mark.parametrize(
    ("host", "mechanism", "credentials"), [("on_msk", "AWS_MSK_IAM", False), ("self_managed", "SCRAM-SHA-512", True)]
)
def test_the_functions_sign_in_to_kafka_as_the_cluster_asks(
    host: str, mechanism: str, credentials: bool, request: pytest.FixtureRequest
) -> None:
    told = variables(functions(request.getfixturevalue(host))["relay-outbox"])
    assert (mechanism, credentials) == (told["KAFKA_SASL_MECHANISM"], "KAFKA_PASSWORD" in told)


# ---- The database, mail and secrets


def test_with_a_proxy_no_function_is_told_a_password_of_the_database(on_msk: Json) -> None:
    told = {(variables(one)["DATABASE_AUTHENTICATION"], variables(one)["DATABASE_URL"]) for one in functions(on_msk).values()}
    assert {("aws-iam", PUBLISHED["DatabaseUrl"])} == told


def test_a_database_of_ones_own_is_named_in_the_secret(self_managed: Json) -> None:
    told = {
        (variables(one)["DATABASE_AUTHENTICATION"], variables(one)["DATABASE_URL"]) for one in functions(self_managed).values()
    }
    assert {("password", _secret("DATABASE_URL"))} == told


def test_a_mail_server_of_ones_own_is_named_in_the_secret(self_managed: Json) -> None:
    assert {_secret("MAIL_URL")} == {variables(one)["MAIL_URL"] for one in functions(self_managed).values()}


def test_only_sign_in_sees_the_signing_key(on_msk: Json) -> None:
    seeing = {name: variables(one).get("TOKEN_SIGNING_KEY") for name, one in functions(on_msk).items()}
    assert {"sign-in": _secret("TOKEN_SIGNING_KEY")} == {name: key for name, key in seeing.items() if key is not None}


def test_a_rotated_secret_is_resolved_anew(document: Json) -> None:
    told = [
        variables(functions(resolved(document, PUBLISHED | {"ApplicationSecretVersion": version}))["sign-in"])[
            "TOKEN_SIGNING_KEY"
        ]
        for version in ("one", "two")
    ]
    assert [_secret("TOKEN_SIGNING_KEY", "one"), _secret("TOKEN_SIGNING_KEY", "two")] == told


def _secret(key: str, version: str = "version-1") -> str:
    return f"{{{{resolve:secretsmanager:{PUBLISHED['ApplicationSecretArn']}:SecretString:{key}::{version}}}}}"


# ---- What protects the rest


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


# ---- Alarms


def test_every_alarm_is_heard(on_msk: Json) -> None:
    told = {name: alarm["AlarmActions"] for name, alarm in of_type(on_msk, "AWS::CloudWatch::Alarm").items()}
    expected = (
        "ApiFaults",
        "ApiSlow",
        "DeadLetters",
        "EventsBehind",
        "FunctionErrors",
        "FunctionThrottles",
        "NightlyRunsFail",
        "OutboxOld",
        "SchedulesFail",
    )
    assert {name: [PUBLISHED["AlarmTopicArn"]] for name in expected} == told


def test_without_a_topic_alarms_are_silent(self_managed: Json) -> None:
    assert [name for name, alarm in of_type(self_managed, "AWS::CloudWatch::Alarm").items() if "AlarmActions" in alarm] == []


def test_a_figure_that_is_watched_is_one_that_is_written(on_msk: Json) -> None:
    written = {
        (one["MetricNamespace"], one["MetricName"])
        for metric in of_type(on_msk, "AWS::Logs::MetricFilter").values()
        for one in metric["MetricTransformations"]
    }
    text = json.dumps(of_type(on_msk, "AWS::CloudWatch::Alarm"))
    watched = set(re.findall(r'"Namespace": "(MedBook)", "MetricName": "(\w+)"', text))
    assert watched == written


def test_no_log_level_hides_the_lines_that_alarms_read(document: Json, on_msk: Json) -> None:
    patterns = {one["FilterPattern"] for one in of_type(on_msk, "AWS::Logs::MetricFilter").values()}
    assert (
        {'{ $.message = "dead letter" }', '{ $.message = "scheduled run" && $.oldest_seconds = * }'},
        ["DEBUG", "INFO"],
    ) == (patterns, document["Parameters"]["LogLevel"]["AllowedValues"])


def test_a_run_that_is_not_tried_five_times_in_five_minutes_is_watched_on_its_own(on_msk: Json) -> None:
    """Every minute gives five runs; Lambda tries a nightly one three times."""
    daily = {
        one["Target"]["Arn"]["Fn::GetAtt"][0] for one in of_type(on_msk, "AWS::Scheduler::Schedule").values() if _is_daily(one)
    }
    alarm = on_msk["NightlyRunsFail"]["Properties"]
    metrics = [metric["MetricStat"]["Metric"] for metric in alarm["Metrics"][1:]]
    watched = {metric["Dimensions"][0]["Value"]["Ref"] for metric in metrics if metric["MetricName"] == "Errors"}
    assert (daily, 1) == (watched, alarm["Threshold"])


def _is_daily(schedule: Json) -> bool:
    return str(schedule["ScheduleExpression"]).startswith("cron(")


@pytest.mark.parametrize("alarm", ["EventsBehind", "OutboxOld"])
def test_what_tells_nothing_is_as_bad_as_what_tells_much(on_msk: Json, alarm: str) -> None:
    assert "breaching" == on_msk[alarm]["Properties"]["TreatMissingData"]


def test_every_source_is_watched_for_being_behind(on_msk: Json) -> None:
    metrics = on_msk["EventsBehind"]["Properties"]["Metrics"][1:]
    watched = [metric["MetricStat"]["Metric"]["Dimensions"][0]["Value"] for metric in metrics]
    assert [source["FunctionName"] for source in of_type(on_msk, "AWS::Lambda::EventSourceMapping").values()] == watched


# ---- What is told to others, and what is taken from them


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
    assert published | {f"/medbook/{environment}/secrets/application-version"} == read


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

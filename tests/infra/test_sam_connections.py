"""How the deployed functions reach Kafka, the database and the mail server, and who is told which secret."""

import pytest

from localstack.template import load
from tests.support.cloudformation import BROUGHT, PUBLISHED, TEMPLATE, Json, functions, of_type, resolved, variables

PUBLISHERS = {
    "administer",
    "book-appointment",
    "cancel-appointment",
    "emit-reminders",
    "relay-outbox",
    "reschedule-appointment",
    "send-reminder",
}
NOTIFIERS = {"notify-cancelled", "notify-created", "notify-reminder", "notify-rescheduled"}


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

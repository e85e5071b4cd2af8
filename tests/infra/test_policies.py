"""What the functions may do on AWS: as little as they need, every wildcard with its reason, and nothing that checkov finds without one."""

import json
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.support.cloudformation import BROUGHT, PUBLISHED, resolved, translated
from tests.support.permissions import PAGE, Right, of_functions, of_role, page

ROOT = Path(__file__).parents[2]
EXCEPTIONS = tomllib.loads((ROOT / "infra/policy-exceptions.toml").read_text())
CHECKOV = ROOT / ".local/tools/checkov/bin/checkov"
IN_PRODUCTION = PUBLISHED | {"Environment": "prod", "ReserveConcurrency": "true", "SnapStart": "true"}

type Json = dict[str, Any]
type Rights = dict[str, frozenset[Right]]

NOTIFIERS = ("notify-cancelled", "notify-created", "notify-reminder", "notify-rescheduled")
TOPICS = PUBLISHED["KafkaClusterArn"].replace(":cluster/", ":topic/")
GROUPS = PUBLISHED["KafkaClusterArn"].replace(":cluster/", ":group/")


@pytest.fixture(scope="module")
def document() -> Json:
    return translated(IN_PRODUCTION)


@pytest.fixture(scope="module")
def resources(document: Json) -> Json:
    return resolved(document, IN_PRODUCTION)


@pytest.fixture(scope="module")
def rights(resources: Json) -> Rights:
    return of_functions(resources)


@pytest.fixture(scope="module")
def rights_with_ones_own() -> Rights:
    """Rights where the database, Kafka and the mail server are not of AWS."""
    return of_functions(resolved(translated(), BROUGHT))


def who_may(rights: Rights, action: str) -> dict[str, set[str]]:
    """Which functions may do it, and on what."""
    told = {name: {one.resource for one in allowed if one.allowed and one.action == action} for name, allowed in rights.items()}
    return {name: on for name, on in told.items() if on}


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_every_wildcard_has_its_reason_and_every_reason_its_wildcard(environment: str, document: Json) -> None:
    rights = of_functions(resolved(document, IN_PRODUCTION | {"Environment": environment}))
    wild = {(name, one.action, one.resource) for name, allowed in rights.items() for one in allowed if one.is_wild}
    excused = {
        (name, action, exception["resource"])
        for exception in EXCEPTIONS["wildcard"]
        if exception.get("environment", environment) == environment
        for name in _functions(exception, rights)
        for action in exception["actions"]
    }
    assert ([], []) == (sorted(wild - excused), sorted(excused - wild))


def test_a_kafka_of_ones_own_asks_for_no_other_wildcard(rights: Rights, rights_with_ones_own: Rights) -> None:
    wild = {(name, one) for name, allowed in rights_with_ones_own.items() for one in allowed if one.is_wild}
    assert set() == wild - {(name, one) for name, allowed in rights.items() for one in allowed}


@pytest.mark.parametrize("kind", ["wildcard", "checkov"])
def test_a_reason_is_a_sentence(kind: str) -> None:
    assert [exception for exception in EXCEPTIONS[kind] if len(exception["reason"].split()) < 5] == []


def test_code_of_a_function_touches_neither_networks_nor_logs(rights: Rights) -> None:
    denied = {name: {one.action for one in told if not one.allowed} for name, told in rights.items()}
    assert dict.fromkeys(rights, frozenset({"ec2:*", "logs:*"})) == denied


def test_a_function_signs_in_to_the_database_as_medbook_alone(rights: Rights) -> None:
    expected = {"arn:aws:rds-db:eu-central-1:123456789012:dbuser:prx-1/medbook"}
    without = {"create-topics", "replay-dead-letters"}
    assert dict.fromkeys(rights.keys() - without, expected) == who_may(rights, "rds-db:connect")


def test_only_functions_that_mail_send_mail_and_from_the_clinics_address_alone(rights: Rights) -> None:
    told = {
        (name, one.action, one.condition) for name, allowed in rights.items() for one in allowed if one.action.startswith("ses:")
    }
    mailing = ("manage-doctors", "register-patient", "reset-password", "send-account-mail", *NOTIFIERS)
    # SesTransport hands MIME over, which IAM asks the second for: SES's SendEmail with raw content is not the right ses:SendEmail.
    actions = ("ses:SendEmail", "ses:SendRawEmail")
    assert {(name, action, "ses:FromAddress is appointments@clinic.example") for name in mailing for action in actions} == told


@pytest.mark.parametrize(("environment", "reached"), [("dev", ["clinic.example", "*"]), ("prod", ["clinic.example"])])
def test_a_receiver_that_is_an_identity_too_is_written_to_in_the_sandbox_alone(
    environment: str, reached: list[str], document: Json
) -> None:
    rights = of_functions(resolved(document, IN_PRODUCTION | {"Environment": environment}))
    expected = {f"arn:aws:ses:eu-central-1:123456789012:identity/{name}" for name in reached}
    expected.add(f"arn:aws:ses:eu-central-1:123456789012:configuration-set/medbook-{environment}")
    assert expected == who_may(rights, "ses:SendRawEmail")["notify-created"]


def test_only_functions_that_publish_write_the_topics(rights: Rights) -> None:
    topics = {f"{TOPICS}/appointment-{kind}" for kind in ("created", "rescheduled", "cancelled", "reminder")}
    dead_letters = f"{TOPICS}/appointment-dead-letter"
    publishing = (
        "administer",
        "book-appointment",
        "cancel-appointment",
        "emit-reminders",
        "relay-outbox",
        "reschedule-appointment",
        "send-reminder",
    )
    expected = dict.fromkeys(publishing, frozenset(topics)) | dict.fromkeys(NOTIFIERS, frozenset({dead_letters}))
    expected["replay-dead-letters"] = frozenset({*topics, dead_letters})
    assert expected == who_may(rights, "kafka-cluster:WriteData")


def test_a_notifier_reads_its_own_topic_in_its_own_group_and_an_operator_dead_letters_in_none(rights: Rights) -> None:
    topics, groups = who_may(rights, "kafka-cluster:ReadData"), who_may(rights, "kafka-cluster:AlterGroup")
    expected = {name: (name.removeprefix("notify-"), name) for name in NOTIFIERS}
    assert (
        {name: {f"{TOPICS}/appointment-{kind}"} for name, (kind, _) in expected.items()}
        | {"replay-dead-letters": {f"{TOPICS}/appointment-dead-letter"}},
        {name: {f"{GROUPS}/medbook-{group}"} for name, (_, group) in expected.items()},
    ) == (topics, groups)


def test_who_invites_admins_reaches_the_database_and_nothing_else(rights: Rights) -> None:
    shared = frozenset.intersection(*rights.values())
    assert ["rds-db:connect"] == [one.action for one in rights["invite-admin"] - shared]


def test_only_create_topics_makes_topics(rights: Rights) -> None:
    topics = {f"{TOPICS}/appointment-{kind}" for kind in ("created", "rescheduled", "cancelled", "reminder", "dead-letter")}
    assert {"create-topics": topics} == who_may(rights, "kafka-cluster:CreateTopic")


def test_the_poller_reads_the_credentials_of_a_kafka_of_ones_own(rights_with_ones_own: Rights) -> None:
    assert dict.fromkeys(NOTIFIERS, frozenset({BROUGHT["KafkaCredentialsArn"]})) == who_may(
        rights_with_ones_own, "secretsmanager:GetSecretValue"
    )


def test_no_function_reads_a_secret_where_aws_signs_it_in(rights: Rights) -> None:
    assert who_may(rights, "secretsmanager:GetSecretValue") == {}


def test_a_schedule_calls_its_own_function_alone(resources: Json) -> None:
    schedules = [one["Properties"]["Target"] for one in resources.values() if one["Type"] == "AWS::Scheduler::Schedule"]
    told = [of_role(resources, target["RoleArn"]["Fn::GetAtt"][0]) for target in schedules]
    assert [{Right("lambda:InvokeFunction", f"the ARN of {target['Arn']['Fn::GetAtt'][0]}")} for target in schedules] == told


def test_every_role_belongs_to_a_function_or_a_schedule(resources: Json) -> None:
    text = json.dumps([one for one in resources.values() if one["Type"] in ("AWS::Lambda::Function", "AWS::Scheduler::Schedule")])
    roles = [name for name, one in resources.items() if one["Type"] == "AWS::IAM::Role"]
    assert [role for role in roles if f'"Fn::GetAtt": ["{role}", "Arn"]' not in text] == []


def test_the_page_of_permissions_is_up_to_date() -> None:
    assert page() == PAGE.read_text(encoding="utf-8"), "run `python -m tests.support.permissions`"


def test_checkov_finds_what_has_its_reason_and_nothing_else(resources: Json, rights: Rights, tmp_path: Path) -> None:
    template = tmp_path / "template.json"
    template.write_text(json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}))
    arguments = ("--framework", "cloudformation", "--skip-download", "--compact", "--output", "json")
    told = subprocess.run([CHECKOV, "--file", template, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
    results = json.loads(told.stdout)["results"]
    found = {(one["check_id"], _deployed(resources, one["resource"])) for one in results["failed_checks"]}
    excused = {(exception["check"], name) for exception in EXCEPTIONS["checkov"] for name in _functions(exception, rights)}
    assert ([], [], True) == (sorted(found - excused), sorted(excused - found), len(results["passed_checks"]) > 400)


def _functions(exception: Json, rights: Rights) -> list[str]:
    return list(rights) if exception["functions"] == "all" else list(exception["functions"])


def _deployed(resources: Json, resource: str) -> str:
    """The deployed name of a function that checkov calls AWS::Lambda::Function.Name; other resources as they are called."""
    kind, _, name = resource.partition(".")
    return str(resources[name]["Properties"]["FunctionName"]) if kind == "AWS::Lambda::Function" else resource

"""The application secret of AWS is made and rotated so that no access token is refused on the way."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import uuid4

import boto3
import pytest
from moto import mock_aws

from infra.aws.bin import application_secret
from infra.aws.bin.application_secret import NEXT_KEY, OutOfOrder, Secret, announced, created, retired, switched
from medbook.domain.errors import NotSignedIn
from medbook.domain.people import Role
from medbook.http.signing import Signer
from medbook.http.tokens import AccessTokens

REGION = "eu-central-1"


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An account after the first `terraform apply`: a secret without a value, and the parameters that name it; gives its ARN."""
    for name, value in {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": REGION}.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        arn = boto3.client("secretsmanager").create_secret(Name="medbook-dev/application")["ARN"]
        parameters = boto3.client("ssm")
        parameters.put_parameter(Name="/medbook/dev/secrets/application-arn", Value=arn, Type="String")
        parameters.put_parameter(Name="/medbook/dev/secrets/application-version", Value="none", Type="String")
        yield arn


def deployed(arn: str) -> Secret:
    """What the next deploy resolves: the version that the parameter names, whichever is current."""
    version = boto3.client("ssm").get_parameter(Name="/medbook/dev/secrets/application-version")["Parameter"]["Value"]
    secret: Secret = json.loads(boto3.client("secretsmanager").get_secret_value(SecretId=arn, VersionId=version)["SecretString"])
    return secret


def accepts(old: Secret, new: Secret) -> bool:
    """Whether functions with `new` take a token of a function that still has `old`."""
    now = datetime.now(UTC)
    signer = Signer.of(
        old["TOKEN_SIGNING_KEY"], issuer="medbook", access_life=timedelta(minutes=10), refresh_life=timedelta(days=30)
    )
    token = signer.sign(uuid4(), uuid4(), Role.PATIENT, now)
    try:
        AccessTokens(new["TOKEN_JWKS"], "medbook").verify(token)
    except NotSignedIn:
        return False
    return True


def the_whole_rotation() -> list[Secret]:
    """The secret after each step, as it is deployed."""
    steps = [created(None)]
    for step in (announced, switched, retired):
        steps.append(step(steps[-1]))
    return steps


def test_functions_take_tokens_of_the_deploy_before_and_of_the_deploy_after() -> None:
    versions = the_whole_rotation()
    neighbours = [(old, new) for index, old in enumerate(versions) for new in versions[max(index - 1, 0) : index + 2]]
    assert [True] * len(neighbours) == [accepts(old, new) for old, new in neighbours]


def test_a_retired_key_signs_nothing_any_more() -> None:
    first, *_, last = the_whole_rotation()
    assert accepts(first, last) is False


def test_the_next_private_key_is_gone_once_it_signs() -> None:
    versions = the_whole_rotation()
    assert [False, True, False, False] == [NEXT_KEY in version for version in versions]


def test_a_key_set_holds_no_private_key() -> None:
    keys = [key for version in the_whole_rotation() for key in json.loads(version["TOKEN_JWKS"])["keys"]]
    assert {frozenset({"crv", "kty", "x", "y", "kid", "use", "alg"})} == {frozenset(key) for key in keys}


def test_stored_requests_are_still_known_after_a_rotation() -> None:
    assert 1 == len({version["IDEMPOTENCY_SECRET"] for version in the_whole_rotation()})


def test_a_step_out_of_order_is_refused() -> None:
    first = created(None)
    following = announced(first)
    for step, secret in ((created, first), (switched, first), (announced, following), (retired, following)):
        with pytest.raises(OutOfOrder):
            step(secret)


def test_create_fills_the_empty_secret_and_names_its_version(account: str) -> None:
    application_secret.main(["dev", "create"])
    assert {"TOKEN_SIGNING_KEY", "TOKEN_JWKS", "IDEMPOTENCY_SECRET"} == set(deployed(account))


def test_each_step_is_a_version_that_the_next_deploy_takes(account: str) -> None:
    application_secret.main(["dev", "create"])
    before = deployed(account)
    application_secret.main(["dev", "announce"])
    application_secret.main(["dev", "switch"])
    assert before["TOKEN_SIGNING_KEY"] != deployed(account)["TOKEN_SIGNING_KEY"]


def test_creating_twice_changes_nothing(account: str) -> None:
    application_secret.main(["dev", "create"])
    before = deployed(account)
    with pytest.raises(SystemExit, match="already"):
        application_secret.main(["dev", "create"])
    assert before == deployed(account)


def test_what_an_own_database_needs_is_read_from_standard_input(account: str, monkeypatch: pytest.MonkeyPatch) -> None:
    application_secret.main(["dev", "create"])
    monkeypatch.setattr("sys.stdin", StringIO("postgresql://medbook:secret@db.example/medbook\n"))
    application_secret.main(["dev", "set", "DATABASE_URL"])
    assert "postgresql://medbook:secret@db.example/medbook" == deployed(account)["DATABASE_URL"]


def test_what_was_made_is_not_told(account: str, capsys: pytest.CaptureFixture[str]) -> None:
    application_secret.main(["dev", "create"])
    told = capsys.readouterr().out
    assert [] == [value for value in deployed(account).values() if value in told]


def test_without_credentials_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    surroundings = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE")
    for name in surroundings:
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, "/nonexistent")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    with pytest.raises(SystemExit, match=r"^Unable to locate credentials$"):
        application_secret.main(["dev", "create"])


def test_without_a_region_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_DEFAULT_REGION", "AWS_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    with pytest.raises(SystemExit, match=r"^You must specify a region"):
        application_secret.main(["dev", "create"])


@pytest.mark.usefixtures("account")
def test_before_the_first_apply_one_line_says_what_is_missing() -> None:
    with pytest.raises(SystemExit, match=r"^AWS refused: .*ParameterNotFound.*terraform apply"):
        application_secret.main(["prod", "create"])

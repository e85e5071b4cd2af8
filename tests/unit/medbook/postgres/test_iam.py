"""Tokens in the place of a database password, signed with the credentials of the environment."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from medbook.postgres.engine import open_engine
from medbook.postgres.iam import IamTokens
from tests.support.certificates import certificates_for
from tests.support.password_server import password_server

HOST = "medbook.proxy-abc.eu-central-1.rds.amazonaws.com"
URL = make_url(f"postgresql://medbook@{HOST}/medbook?sslmode=verify-full")


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Lambda gives a function."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        "AWS_SESSION_TOKEN": "FwoGZXIvYXdz//EXAMPLE+token==",
        "AWS_REGION": "eu-central-1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)


def query(token: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(f"https://{token}").query)


@pytest.mark.parametrize("session_token", ["FwoGZXIvYXdz//EXAMPLE+token==", None])
def test_a_token_is_what_boto3_makes_at_the_same_instant(session_token: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if session_token is None:
        monkeypatch.delenv("AWS_SESSION_TOKEN")
    client = boto3.Session().client("rds", region_name="eu-central-1")
    before = after = token = ""
    # The signature holds the second it was made in.
    while before == "" or before != after:
        before = client.generate_db_auth_token(HOST, 5432, "medbook")
        token = IamTokens(URL).make()
        after = client.generate_db_auth_token(HOST, 5432, "medbook")
    client.close()
    assert before == token


def test_a_token_is_signed_for_the_port_of_the_url() -> None:
    assert IamTokens(URL.set(port=6432)).make().startswith(f"{HOST}:6432/?")


def test_a_token_is_good_for_fifteen_minutes() -> None:
    assert query(IamTokens(URL).make())["X-Amz-Expires"] == ["900"]


def test_the_region_of_other_hosts_is_read_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    assert "/us-east-1/rds-db/aws4_request" in query(IamTokens(URL).make())["X-Amz-Credential"][0]


def test_without_a_region_nothing_is_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    with pytest.raises(ConnectionError, match="no AWS region"):
        IamTokens(URL).make()


def test_credentials_that_cannot_be_fetched_are_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    # As with SnapStart: asked for at an address, which does not answer here.
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/")
    with pytest.raises(ConnectionError, match="could not ask"):
        IamTokens(URL).make()


@pytest.mark.parametrize("mode", ["", "?sslmode=disable", "?sslmode=prefer"])
def test_a_token_never_travels_unencrypted(mode: str) -> None:
    with pytest.raises(ValueError, match="sslmode=require or verify-ca or verify-full"):
        open_engine(f"postgresql://medbook@{HOST}/medbook{mode}", authentication="aws-iam")


def test_a_user_must_be_named() -> None:
    with pytest.raises(ValueError, match="needs a user"):
        open_engine(f"postgresql://{HOST}/medbook?sslmode=require", authentication="aws-iam")


def test_each_new_connection_is_given_the_token_of_its_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificates = certificates_for("localhost", tmp_path)
    with password_server(certificates) as server:
        url = f"postgresql://medbook@localhost:{server.port}/medbook?sslmode=verify-full&sslrootcert={certificates.authority}"
        engine = open_engine(url, authentication="aws-iam")
        for _ in range(2):
            with pytest.raises(DBAPIError):
                engine.connect()
        engine.dispose()
    users = [query(password)["DBUser"] for password in server.passwords]
    assert users == [["medbook"], ["medbook"]]

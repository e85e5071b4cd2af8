"""Signing in, as far as it can be seen without a broker that asks: kafka-python's own mechanisms are given our arguments."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.session import Session
from kafka.net.sasl import get_sasl_mechanism
from scramp import ScramMechanism  # type: ignore[import-untyped]  # pg8000 brings it

from medbook.kafka.connection import Brokers


def mechanism(brokers: Brokers) -> Any:
    """What kafka-python would sign in with."""
    return get_sasl_mechanism(brokers.sasl_mechanism)(host="broker.medbook.example", **brokers.client_arguments())


def test_plain_sends_user_and_password() -> None:
    brokers = Brokers(
        servers="b:9096", security_protocol="SASL_SSL", sasl_mechanism="PLAIN", username="medbook", password="secret"
    )
    assert b"\0medbook\0secret" in mechanism(brokers).auth_bytes()


@pytest.mark.parametrize("known", ["SCRAM-SHA-256", "SCRAM-SHA-512"])
def test_scram_convinces_a_server_that_knows_the_password(known: str) -> None:
    brokers = Brokers(servers="b", security_protocol="SASL_SSL", sasl_mechanism=known, username="medbook", password="secret")
    client, scram = mechanism(brokers), ScramMechanism(known)
    server = scram.make_server({"medbook": scram.make_auth_info("secret")}.__getitem__)
    server.set_client_first(client.auth_bytes().decode())
    client.receive(server.get_server_first().encode())
    server.set_client_final(client.auth_bytes().decode())
    client.receive(server.get_server_final().encode())
    assert client.is_authenticated()


def test_oauthbearer_asks_the_provider_for_a_token() -> None:
    brokers = Brokers(servers="b", security_protocol="SASL_SSL", sasl_mechanism="OAUTHBEARER", token_provider=lambda: "t0ken")
    assert b"auth=Bearer t0ken" in mechanism(brokers).auth_bytes()


@pytest.fixture
def on_lambda(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Lambda gives a function; it sets both names of the region."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_SESSION_TOKEN": "FwoGZXIvYXdz//EXAMPLE+token==",
        "AWS_REGION": "eu-central-1",
        "AWS_DEFAULT_REGION": "eu-central-1",
    }.items():
        monkeypatch.setenv(name, value)


def told_msk() -> dict[str, str]:
    brokers = Brokers(servers="b:9098", security_protocol="SASL_SSL", sasl_mechanism="AWS_MSK_IAM")
    told: dict[str, str] = json.loads(mechanism(brokers).auth_bytes())
    return told


def test_msk_is_told_the_credentials_of_the_function(on_lambda: None) -> None:
    told = told_msk()
    scope = f"AKIDEXAMPLE/{told['x-amz-date'][:8]}/eu-central-1/kafka-cluster/aws4_request"
    expected = (scope, "FwoGZXIvYXdz//EXAMPLE+token==", "kafka-cluster:Connect")
    assert expected == (told["x-amz-credential"], told["x-amz-security-token"], told["action"])


def test_msk_is_told_the_signature_botocore_makes_at_the_same_instant(on_lambda: None) -> None:
    credentials = Session().get_credentials()
    assert credentials is not None
    signer = SigV4QueryAuth(credentials.get_frozen_credentials(), "kafka-cluster", "eu-central-1", expires=900)
    told = signed = {"x-amz-date": ""}
    # The signature holds the second it was made in.
    while told["x-amz-date"] == "" or told["x-amz-date"] != signed["x-amz-date"]:
        told = told_msk()
        request = AWSRequest("GET", "https://broker.medbook.example/", params={"Action": "kafka-cluster:Connect"})
        signer.add_auth(request)
        signed = {name.lower(): value for name, value in parse_qsl(urlsplit(str(request.url)).query)}
    assert signed["x-amz-signature"] == told["x-amz-signature"]


def test_several_servers_are_listed() -> None:
    assert Brokers(servers="a:9092,b:9092").client_arguments()["bootstrap_servers"] == ["a:9092", "b:9092"]


def test_the_password_is_not_shown() -> None:
    assert "secret" not in repr(Brokers(servers="b", username="medbook", password="secret"))

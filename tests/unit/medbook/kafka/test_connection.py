"""Signing in, as far as it can be seen without a broker that asks: kafka-python's own mechanisms are given our arguments."""

from typing import Any

import pytest
from kafka.net.sasl import get_sasl_mechanism

from medbook.kafka.connection import Brokers


def mechanism(brokers: Brokers) -> Any:
    """What kafka-python would sign in with."""
    return get_sasl_mechanism(brokers.sasl_mechanism)(host="broker.medbook.example", **brokers.client_arguments())


def test_plain_sends_user_and_password() -> None:
    brokers = Brokers(
        servers="b:9096", security_protocol="SASL_SSL", sasl_mechanism="PLAIN", username="medbook", password="secret"
    )
    assert b"\0medbook\0secret" in mechanism(brokers).auth_bytes()


def test_scram_names_the_user() -> None:
    brokers = Brokers(servers="b", security_protocol="SASL_SSL", sasl_mechanism="SCRAM-SHA-512", username="medbook", password="x")
    assert b"n=medbook" in mechanism(brokers).auth_bytes()


def test_oauthbearer_asks_the_provider_for_a_token() -> None:
    brokers = Brokers(servers="b", security_protocol="SASL_SSL", sasl_mechanism="OAUTHBEARER", token_provider=lambda: "t0ken")
    assert b"auth=Bearer t0ken" in mechanism(brokers).auth_bytes()


def test_msk_signs_with_the_credentials_of_the_function(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": "eu-central-1",
    }.items():
        monkeypatch.setenv(name, value)
    brokers = Brokers(servers="b:9098", security_protocol="SASL_SSL", sasl_mechanism="AWS_MSK_IAM")
    assert b"/eu-central-1/kafka-cluster/" in mechanism(brokers).auth_bytes()


def test_several_servers_are_listed() -> None:
    assert Brokers(servers="a:9092,b:9092").client_arguments()["bootstrap_servers"] == ["a:9092", "b:9092"]


def test_the_password_is_not_shown() -> None:
    assert "secret" not in repr(Brokers(servers="b", username="medbook", password="secret"))

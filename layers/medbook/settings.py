"""Configuration, read once and by type. A function composes the classes it needs; a secret has no default.

Each field is an environment variable of the same name in capitals.
"""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """Base of every settings class: frozen, from the environment alone."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")


class DatabaseSettings(Settings):
    """Where the data lives."""

    database_url: SecretStr = Field(
        description="`postgresql://user:password@host:port/database?sslmode=verify-full`; the URL may name another mode or driver."
    )
    database_authentication: Literal["password", "aws-iam"] = Field(
        "password",
        description="`password`, as `DATABASE_URL` says, or `aws-iam`, a token for each connection; needs a strict `sslmode`.",
    )


class KafkaSettings(Settings):
    """Where events go. Without brokers a function leaves its events in the outbox, for `relay_outbox` to publish."""

    kafka_bootstrap_servers: str | None = Field(None, description="`host:port`, several with commas.")
    kafka_security_protocol: str = Field("PLAINTEXT", description="`PLAINTEXT`, `SSL`, `SASL_PLAINTEXT` or `SASL_SSL`.")
    kafka_sasl_mechanism: str | None = Field(None, description="`SCRAM-SHA-512`, `PLAIN` or `AWS_MSK_IAM`.")
    kafka_username: str | None = Field(None, description="User for SCRAM or PLAIN.")
    kafka_password: SecretStr | None = Field(None, description="Password for SCRAM or PLAIN.")


class TopicSettings(Settings):
    """What a topic is made of; `create_topics` alone needs it."""

    kafka_topic_partitions: int = Field(
        3, ge=1, description="Partitions of a new topic: at most so many records of it are handled at once."
    )
    kafka_topic_replication: int = Field(
        -1,
        ge=-1,
        description="Copies of a new topic, 1 on a broker that is alone; `-1` leaves it to the brokers (Kafka 2.4 or newer).",
    )

    @field_validator("kafka_topic_replication")
    @classmethod
    def _not_none(cls, value: int) -> int:
        if value == 0:
            raise ValueError("a topic has at least one copy; -1 leaves it to the brokers")
        return value


class MailSettings(Settings):
    """How mail leaves."""

    mail_url: SecretStr = Field(description="`smtp://[user:password@]host:port`, `smtps://…` or `ses://region`.")
    mail_from: str = Field("appointments@medbook.example", description="Sender and organizer of every mail; a bare address.")


class ClinicSettings(Settings):
    """Who the clinic is, and where its pages are."""

    clinic_name: str = Field("MedBook", description="Signs every mail.")
    web_url: str = Field("http://localhost:8080", description="Public address of the web app; links in mails begin with it.")
    currency: str = Field("EUR", pattern="^[A-Z]{3}$", description="ISO 4217 code of consultation fees.")


class TokenSettings(Settings):
    """How access tokens are checked."""

    token_jwks: str = Field(description="JSON Web Key Set (RFC 7517) of the public keys that access tokens may be signed with.")
    token_issuer: str = Field("medbook", description="`iss` and `aud` of access tokens.")


class SigningSettings(Settings):
    """How access tokens are made; `sign_in` alone needs it."""

    token_signing_key: SecretStr = Field(description="Private P-256 key in PEM; its public half must be in `TOKEN_JWKS`.")
    access_token_minutes: int = Field(10, ge=1, le=60, description="How long an access token is good for.")
    refresh_token_days: int = Field(30, ge=1, le=365, description="How long a refresh token is good for; each use renews it.")


class ProxySettings(Settings):
    """Who stands between clients and the host."""

    forwarded_allow_ips: str = Field(
        "", description="Addresses or networks, with commas, of the proxies whose `X-Forwarded-For` is believed; see below."
    )


class ReminderSettings(Settings):
    """When people are reminded."""

    reminder_offsets: Annotated[tuple[timedelta, ...], NoDecode] = Field(
        (timedelta(hours=24), timedelta(hours=2)),
        description="How long before a visit, as ISO 8601 durations with commas: `PT24H,PT2H`.",
    )

    @field_validator("reminder_offsets", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class IdempotencySettings(Settings):
    """How replayed requests are recognised."""

    idempotency_secret: SecretStr = Field(description="Keys the fingerprints of stored requests, which may hold passwords.")

"""How to reach the brokers: arguments for kafka-python, which is imported only where it is used (it takes 320 ms)."""

from dataclasses import dataclass
from typing import Any, Protocol


class TokenProvider(Protocol):
    """Makes OAUTHBEARER tokens; called for each new connection, so it should keep a token until it runs out."""

    def __call__(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Brokers:
    """Where the cluster is and how to sign in. MSK with IAM: `SASL_SSL` and `AWS_MSK_IAM`, credentials as boto3 finds them."""

    servers: str
    security_protocol: str = "PLAINTEXT"
    sasl_mechanism: str | None = None
    username: str | None = None
    password: str | None = None
    token_provider: TokenProvider | None = None

    def client_arguments(self) -> dict[str, Any]:
        """Arguments that kafka-python's producer, consumer and admin client share."""
        return {
            "bootstrap_servers": self.servers.split(","),
            "security_protocol": self.security_protocol,
            "sasl_mechanism": self.sasl_mechanism,
            "sasl_plain_username": self.username,
            "sasl_plain_password": self.password,
            "sasl_oauth_token_provider": _kafka_token_provider(self.token_provider) if self.token_provider else None,
        }

    def __repr__(self) -> str:
        """Say where, never the password."""
        return f"Brokers({self.servers!r}, {self.security_protocol!r})"


def _kafka_token_provider(provide: TokenProvider) -> Any:
    from kafka.net.sasl.oauth import AbstractTokenProvider

    class Provider(AbstractTokenProvider):  # type: ignore[misc]  # kafka-python has no types
        def token(self) -> str:
            return provide()

    return Provider()

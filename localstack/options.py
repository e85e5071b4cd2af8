"""What a stack is made of, as one value. Read once from the environment by the command line; tests write their own."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from localstack.eventsource.poller import Tuning
from localstack.runtime.pool import Limits
from medbook.kafka.connection import Brokers

ROOT = Path(__file__).parent.parent
DEFAULT_PORT = 8080


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """A stack. Where a URL is given, that part is the real thing and is not started here.

    `environment` overrules single variables of the functions; only names that template.yaml knows reach a function.
    `lambda_endpoint_url` and `functions_at`, which gives the base URL of a function's container by deployed name, leave the functions
    to somebody else: then only the front is started here.
    `seed` fills an empty database with the demo clinic. `durable=False` trades the database's safety for speed.
    """

    state_dir: Path = ROOT / ".local"
    cache_dir: Path = ROOT / ".local" / "cache"
    root: Path = ROOT
    template: Path = ROOT / "template.yaml"
    host: str = "127.0.0.1"
    port: int = 0
    database_url: str | None = None
    kafka_bootstrap_servers: str | None = None
    mail_url: str | None = None
    lambda_endpoint_url: str | None = None
    functions_at: Callable[[str], str] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    durable: bool = True
    seed: bool = True
    schedules: bool = True
    limits: Limits = field(default_factory=Limits)
    tuning: Tuning = field(default_factory=Tuning)

    @property
    def is_front(self) -> bool:
        """True when the functions run elsewhere, with a database and a mail server of their own."""
        return self.lambda_endpoint_url is not None or self.functions_at is not None

    def brokers(self, servers: str) -> Brokers:
        """How to sign in to `servers`: our own broker asks for nothing, a real one for what the functions are given too."""
        if self.kafka_bootstrap_servers is None:
            return Brokers(servers=servers)
        return Brokers(
            servers=servers,
            security_protocol=self.environment.get("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT"),
            sasl_mechanism=self.environment.get("KAFKA_SASL_MECHANISM"),
            username=self.environment.get("KAFKA_USERNAME"),
            password=self.environment.get("KAFKA_PASSWORD"),
        )


def from_environment(environment: Mapping[str, str] = os.environ) -> Options:
    """Read MEDBOOK_PORT, MEDBOOK_HOST, MEDBOOK_STATE_DIR, and what replaces a part: DATABASE_URL and its like.

    Raises: ValueError.
    """
    port = environment.get("MEDBOOK_PORT") or str(DEFAULT_PORT)
    if not port.isdecimal() or int(port) > 65_535:
        raise ValueError(f"MEDBOOK_PORT is {port!r}, which is no port.")
    return Options(
        state_dir=Path(environment.get("MEDBOOK_STATE_DIR") or ROOT / ".local").absolute(),
        host=environment.get("MEDBOOK_HOST") or "127.0.0.1",
        port=int(port),
        database_url=environment.get("DATABASE_URL") or None,
        kafka_bootstrap_servers=environment.get("KAFKA_BOOTSTRAP_SERVERS") or None,
        mail_url=environment.get("MAIL_URL") or None,
        lambda_endpoint_url=environment.get("LAMBDA_ENDPOINT_URL") or None,
        functions_at=_addresses(environment),
        environment=dict(environment),
    )


def _addresses(environment: Mapping[str, str]) -> Callable[[str], str] | None:
    """Read FUNCTIONS_URL. Raises: ValueError."""
    pattern = environment.get("FUNCTIONS_URL")
    if not pattern:
        return None
    if environment.get("LAMBDA_ENDPOINT_URL"):
        raise ValueError("FUNCTIONS_URL and LAMBDA_ENDPOINT_URL are both set; the functions are in one place.")
    address = urlsplit(pattern.replace("{function}", "function"))
    if "{function}" not in pattern or address.scheme not in ("http", "https") or not address.hostname:
        raise ValueError(f"FUNCTIONS_URL is {pattern!r}; it must be like http://{{function}}:8080.")
    if "?" in pattern or "#" in pattern:
        raise ValueError(
            f"FUNCTIONS_URL is {pattern!r}; it must be like http://{{function}}:8080, without a query or a fragment."
        )
    return lambda function: pattern.replace("{function}", function).rstrip("/")

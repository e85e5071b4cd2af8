"""What this host answers when template.yaml leaves a variable open. Reaches a function only under a name given there."""

from localstack import state
from localstack.keys import key_set, random_secret, signing_key
from localstack.options import Options

MAIL_FROM = "appointments@medbook.example"


def values_for_functions(
    options: Options,
    web_url: str,
    database_url: str | None = None,
    kafka_bootstrap_servers: str | None = None,
    mail_url: str | None = None,
) -> dict[str, str]:
    """All variables by name. Those of the shell come before what is made up here, addresses of running parts before both."""
    key = signing_key(options.state_dir / state.SIGNING_KEY)
    made_up = {
        "DATABASE_AUTHENTICATION": "password",
        "IDEMPOTENCY_SECRET": random_secret(options.state_dir / state.IDEMPOTENCY_SECRET),
        "MAIL_FROM": MAIL_FROM,
        "TOKEN_JWKS": key_set(key),
        "TOKEN_SIGNING_KEY": key,
        "WEB_URL": web_url,
    }
    addresses = {"DATABASE_URL": database_url, "KAFKA_BOOTSTRAP_SERVERS": kafka_bootstrap_servers, "MAIL_URL": mail_url}
    if options.database_url is None:
        # Our own database takes its password alone, whatever the shell was told of another.
        addresses["DATABASE_AUTHENTICATION"] = "password"
    return {**made_up, **options.environment, **{name: value for name, value in addresses.items() if value is not None}}

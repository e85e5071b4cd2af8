"""What the terminal shows when the stack is up."""

from collections.abc import Iterable

from localstack.stack import Stack

DEMO_ACCOUNTS = ("patient@medbook.example", "doctor@medbook.example", "admin@medbook.example")
DEMO_PASSWORD = "medbook-demo"  # noqa: S105 (published on purpose; these accounts exist on one machine alone)


def banner(stack: Stack, seconds: float) -> str:
    """A table of what runs where."""
    rows = [
        ("Web and API", stack.url),
        ("Inbox", f"{stack.url}/inbox" if stack.mail else f"mails go to {stack.mail_url or 'where the functions run'}"),
        ("OpenAPI", f"{stack.url}/openapi.json"),
        ("Functions", _functions(stack)),
        ("PostgreSQL", _where(stack.database_url)),
        ("Kafka", _events(stack)),
        ("Lambda Invoke", stack.invoke_endpoint.url),
        ("State and logs", str(stack.options.state_dir)),
    ]
    if stack.seeds:
        rows.append(("Demo accounts", f"{', '.join(DEMO_ACCOUNTS)}; password {DEMO_PASSWORD}"))
    broken = [(f"! {name}", str(error.get("errorMessage"))) for name, error in stack.init_errors.items()]
    head = f"MedBook is ready after {seconds:.1f} s. Ctrl-C stops it."
    return "\n".join(["", head, "", *table([*rows, *broken]), ""])


def table(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Two columns."""
    rows = list(rows)
    width = max(len(name) for name, _ in rows)
    return [f"  {name:<{width}}  {text}" for name, text in rows]


def _functions(stack: Stack) -> str:
    if stack.pool is None:
        at = stack.options.functions_at
        return f"{len(stack.functions)}, at {at('*') if at else stack.options.lambda_endpoint_url}"
    return f"{len(stack.functions)}, in {stack.pool.process_count} processes of this machine"


def _events(stack: Stack) -> str:
    if stack.kafka_bootstrap_servers is None:
        return "no events are read: KAFKA_BOOTSTRAP_SERVERS is not set"
    return _where(stack.kafka_bootstrap_servers)


def _where(address: str | None) -> str:
    """An address without the password in it."""
    if address is None:
        return "where the functions run"
    scheme, separator, rest = address.rpartition("://")
    return scheme + separator + rest.rpartition("@")[2]

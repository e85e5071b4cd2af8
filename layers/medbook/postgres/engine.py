"""The way to the database: one engine for the life of a process. Creating it connects to nothing."""

from typing import Any, Literal

from pydantic import SecretStr
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from medbook.postgres.iam import IamTokens
from medbook.postgres.tls import split_tls

type Authentication = Literal["password", "aws-iam"]

# Long enough for a booking that waits on a contended slot, short enough that a function tells before the gateway gives up.
_SOCKET_TIMEOUT_SECONDS = 25


def open_engine(
    database_url: SecretStr | str,
    *,
    authentication: Authentication = "password",
    pool_size: int = 2,
    timeout_seconds: int = _SOCKET_TIMEOUT_SECONDS,
) -> Engine:
    """Return an engine for a `postgresql://` URL; pg8000 with pipelining unless the URL names another driver.

    A Lambda environment serves one request at a time, so a pool of two (the request, and the outbox after its commit) is enough.

    Raises:
        ValueError: the URL is no PostgreSQL URL, or does not go with the way to sign in.
    """
    url = _with_driver(database_url.get_secret_value() if isinstance(database_url, SecretStr) else database_url)
    tokens = IamTokens(url) if authentication == "aws-iam" else None
    uses_pg8000 = url.drivername == "postgresql+pg8000"
    arguments: dict[str, Any] = {}
    if uses_pg8000:
        url, arguments = split_tls(url)
        arguments["timeout"] = timeout_seconds
    # No ping before use: a connection that died while the function slept is found by its first statement, and the work retried.
    engine = create_engine(url, pool_size=pool_size, max_overflow=8, pool_recycle=1800, connect_args=arguments)
    if tokens is not None:
        event.listen(engine, "do_connect", tokens.sign_in)
    if uses_pg8000:
        event.listen(engine, "do_connect", _connect)
    return engine


def _with_driver(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError as fault:
        raise ValueError("DATABASE_URL is no URL") from fault
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise ValueError(f"DATABASE_URL must start with postgresql://, not {url.drivername}://")
    return url.set(drivername="postgresql+pg8000") if url.drivername in ("postgresql", "postgres") else url


def _connect(_dialect: Any, _record: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    from medbook.postgres.pipelining import PipeliningConnection

    return PipeliningConnection(*args, **kwargs)

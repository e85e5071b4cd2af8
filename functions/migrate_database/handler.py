"""On every deploy, before traffic: bring the database to the newest schema."""

from typing import Any

from aws_lambda_powertools import Logger
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from medbook.postgres.engine import open_engine
from medbook.postgres.migrate import migrate
from medbook.settings import DatabaseSettings

logger = Logger(service="medbook")

# A migration may rewrite a table; the function itself is given five minutes.
_TIMEOUT_SECONDS = 280


def migrate_database() -> dict[str, str | None]:
    """Apply what is missing; return the revision before and after."""
    engine = open_engine(DatabaseSettings().database_url, pool_size=1, timeout_seconds=_TIMEOUT_SECONDS)
    try:
        before, after = migrate(engine)
    finally:
        engine.dispose()
    logger.info("migrated", before=before, after=after)
    return {"before": before, "after": after}


def handler(_event: Any, _context: Any) -> dict[str, str | None]:
    """Answer an invocation on Lambda; what the event says does not matter."""
    return migrate_database()


async def _migrate(_request: Request) -> JSONResponse:
    return JSONResponse(await run_in_threadpool(migrate_database))


async def _health(_request: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})


app = Starlette(routes=[Route("/", _migrate, methods=["POST"]), Route("/health", _health)])

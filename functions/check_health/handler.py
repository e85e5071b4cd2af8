"""GET /health and /ready."""

from typing import Literal

from aws_lambda_powertools import Logger
from fastapi import APIRouter, Request, Response

from medbook.bootstrap import UnitOfWork, create_app, lambda_handler
from medbook.domain.errors import NotReady
from medbook.http.models import Representation
from medbook.http.problems import problems
from medbook.http.route import Handler, UseCaseRoute

logger = Logger(service="medbook")


class ReadyRoute(UseCaseRoute):
    """A process without the settings it needs is not ready; asked for anything else it would be a fault of ours."""

    def get_route_handler(self) -> Handler:
        """Say 503 to settings that are missing or wrong."""
        handle = super().get_route_handler()

        async def if_configured(request: Request) -> Response:
            try:
                return await handle(request)
            except ValueError as fault:
                # The kind alone: pydantic quotes settings, and some are secrets.
                logger.error("not configured", fault=type(fault).__name__)
                raise NotReady("A setting is missing or wrong: docs/settings.md.") from fault

        return if_configured


# Whether this process lives is asked without a unit of work, so that it can be answered without a database, or the address of one.
alive = APIRouter(tags=["health"])
router = APIRouter(route_class=ReadyRoute, tags=["health"])


class Health(Representation):
    """All is well."""

    status: Literal["ok"] = "ok"


@alive.get("/health")
async def health() -> Health:
    """Tell that the process answers; asks nobody else."""
    return Health()


@router.get("/ready", responses=problems(NotReady))
def ready(uow: UnitOfWork) -> Health:
    """Tell whether the database answers and has the migrations this version needs."""
    uow.readiness.require()
    return Health()


alive.include_router(router)
app = create_app(alive)
handler = lambda_handler(app)

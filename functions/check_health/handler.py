"""GET /health and /ready."""

from typing import Literal

from fastapi import APIRouter

from medbook.bootstrap import UnitOfWork, create_app, lambda_handler
from medbook.domain.errors import NotReady
from medbook.http.models import Representation
from medbook.http.problems import problems
from medbook.http.route import UseCaseRoute

# Whether this process lives is asked without a unit of work, so that it can be answered without a database, or the address of one.
alive = APIRouter(tags=["health"])
router = APIRouter(route_class=UseCaseRoute, tags=["health"])


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

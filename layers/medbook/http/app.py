"""The app of a function folder, and its face on Lambda."""

from collections.abc import Callable
from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from mangum import Mangum
from mangum.adapter import DEFAULT_TEXT_MIME_TYPES
from starlette.exceptions import HTTPException

from medbook.domain.errors import MedBookError
from medbook.http import problems
from medbook.http.guard import Guard
from medbook.http.inline import one_at_a_time
from medbook.http.ports import Process

type LambdaHandler = Callable[[dict[str, Any], Any], dict[str, Any]]


def create_app(router: APIRouter, open_process: Callable[[], Process]) -> FastAPI:
    """Make the app of one use case. `open_process` is called by each request and should remember: importing connects to nothing."""
    app = FastAPI(title="MedBook", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.open_process = open_process
    app.include_router(router)
    app.add_exception_handler(MedBookError, problems.medbook_problem)
    app.add_exception_handler(RequestValidationError, problems.validation_problem)
    app.add_exception_handler(HTTPException, problems.http_problem)
    app.add_middleware(Guard)
    return app


def lambda_handler(app: FastAPI) -> LambdaHandler:
    """Make the app answer HTTP API events (payload format 2.0).

    Lifespan is off, for Mangum would run it with each invocation; problem+json is text, for Mangum would send it as base64.
    """

    @cache
    def adapter() -> Mangum:
        # Not at import: it makes an event loop, which only Lambda's thread should own.
        return Mangum(app, lifespan="off", text_mime_types=[*DEFAULT_TEXT_MIME_TYPES, problems.PROBLEM_JSON])

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        one_at_a_time.set(True)
        return adapter()(event, context)

    return handler

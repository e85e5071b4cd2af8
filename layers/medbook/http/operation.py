"""How an operator calls a function: by hand on Lambda, as a Job or a container that runs once elsewhere.

No route leads to it, and its app takes no request: whoever may invoke it, or run its container, may do what it does.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from aws_lambda_powertools import Logger
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from medbook.domain.errors import Invalid, MedBookError

logger = Logger(service="medbook")


class NotDone(Exception):
    """Why it was not done, in one line for the operator."""


@dataclass(frozen=True, slots=True)
class Done:
    """What the operator is told, and what the log keeps of it: ids and figures, never people."""

    answer: Mapping[str, Any]
    noted: Mapping[str, Any]


type Run[Asked: BaseModel] = Callable[[Asked], Done]


@contextmanager
def in_operators_words() -> Iterator[None]:
    """Say what is wrong in one line that names each field.

    Raises: NotDone, without what caused it where that would show what was typed.
    """
    try:
        yield
    except ValidationError as wrong:
        faults = ((".".join(map(str, entry["loc"])) or "event", entry["msg"]) for entry in wrong.errors())
        raise NotDone("; ".join(f"{field}: {fault}" for field, fault in faults)) from None
    except Invalid as wrong:
        raise NotDone("; ".join(f"{fault.pointer[1:]} {fault.detail}" for fault in wrong.faults)) from wrong
    except MedBookError as refused:
        raise NotDone(str(refused)) from None
    except SQLAlchemyError as fault:
        raise NotDone(f"The database refused, or was never migrated: {_told_by_the_database(fault)}") from None
    except ConnectionError as fault:
        raise NotDone(str(fault)) from fault


def _told_by_the_database(fault: SQLAlchemyError) -> str:
    """PostgreSQL's own sentence: pg8000 wraps it in the fields of the protocol, of which M is the message."""
    cause = fault.__cause__
    fields = cause.args[0] if cause is not None and cause.args else None
    message = fields.get("M", "") if isinstance(fields, dict) else str(cause or type(fault).__name__)
    return " ".join(message.split())


def operated_handler[Asked: BaseModel](kind: type[Asked], run: Run[Asked]) -> Callable[[Any, Any], dict[str, Any]]:
    """Make the Lambda handler: the event is what is asked for. NotDone fails the invocation, and its line is the answer."""

    def handler(event: Any, context: Any) -> dict[str, Any]:
        with in_operators_words():
            done = run(kind.model_validate(event))
        # CloudTrail, where it records invocations, has the same id, and who it was.
        request = getattr(context, "aws_request_id", None)
        logger.info("operator run", operation=run.__name__, request=request, **done.noted)
        return dict(done.answer)

    return handler


def operated_app() -> Starlette:
    """Make the app: healthy, and nothing else. A POST that anybody may send would make anybody an operator."""

    async def health(_request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    return Starlette(routes=[Route("/health", health)])

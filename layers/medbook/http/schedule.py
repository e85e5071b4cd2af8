"""How the clock calls a function: as EventBridge Scheduler does on Lambda, and as Knative's PingSource does over HTTP."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from aws_lambda_powertools import Logger
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

logger = Logger(service="medbook")


class RunFailed(Exception):
    """Fails a run whose figures are to be in the log all the same, for an alarm that reads them."""

    def __init__(self, reason: str, figures: Mapping[str, Any]) -> None:
        super().__init__(reason)
        self.figures = figures


type Run = Callable[[datetime], Mapping[str, Any]]
"""What is done at an instant; returns figures for the log."""

type Clock = Callable[[], datetime]

# Clocks differ by seconds, and a tick at midnight belongs to the day that begins.
_AHEAD = timedelta(minutes=1)


def scheduled_handler(run: Run, clock: Clock) -> Callable[[Mapping[str, Any], Any], dict[str, Any]]:
    """Make the Lambda handler. "Now" is the event's `time`, so that a run that was missed can be replayed; it is never the future.

    The schedule's input is `{"time": "<aws.scheduler.scheduled-time>"}`; an EventBridge rule's event has the same field.
    """

    def handler(event: Mapping[str, Any], _context: Any) -> dict[str, Any]:
        return _run(run, _instant(event.get("time"), clock()))

    return handler


def scheduled_app(run: Run, clock: Clock) -> Starlette:
    """Make the app for PingSource: one CloudEvent a POST, binary or structured; 200 with the figures, 400 for a time that is none."""

    async def tick(request: Request) -> JSONResponse:
        try:
            at = _instant(await _time_of(request), clock())
        except ValueError as error:
            raise HTTPException(400, "The event has no RFC 3339 time with an offset.") from error
        return JSONResponse(await run_in_threadpool(_run, run, at))

    async def health(request: Request) -> JSONResponse:  # noqa: ARG001 - Starlette's signature
        return JSONResponse({"status": "ok"})

    return Starlette(routes=[Route("/", tick, methods=["POST"]), Route("/health", health)])


def _run(run: Run, at: datetime) -> dict[str, Any]:
    try:
        figures = dict(run(at))
    except RunFailed as failed:
        logger.error("scheduled run", at=at.isoformat(), reason=str(failed), **failed.figures)
        raise
    logger.info("scheduled run", at=at.isoformat(), **figures)
    return figures


async def _time_of(request: Request) -> object:
    """Return the CloudEvent's time: a header in binary mode, a member of the body in structured mode.

    Raises: ValueError.
    """
    if "ce-time" in request.headers:
        return request.headers["ce-time"]
    body = await request.body()
    try:
        told = json.loads(body) if body else {}
    except RecursionError as error:
        raise ValueError("the event is nested too deeply") from error
    return told.get("time") if isinstance(told, dict) else None


def _instant(told: object, present: datetime) -> datetime:
    """Read the time an event names; an event without one, or of the future, means the present.

    Raises: ValueError.
    """
    if told is None:
        return present
    instant = datetime.fromisoformat(str(told))
    if instant.tzinfo is None:
        raise ValueError("the time of an event has an offset")
    try:
        instant = instant.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("the time of an event is one in UTC too") from error
    if instant > present + _AHEAD:
        # What is done early cannot be taken back: reminders are sent, records deleted, the calendar of the days between forgotten.
        logger.warning("the event's time lies in the future", told=instant.isoformat())
        return present
    return instant

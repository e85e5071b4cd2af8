"""How a deploy calls a function: as a CloudFormation custom resource or by hand on Lambda, and by POST elsewhere.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
"""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request as Put
from urllib.request import urlopen

from aws_lambda_powertools import Logger
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

logger = Logger(service="medbook")

type Run = Callable[[], Mapping[str, Any]]
"""What a deploy does, as often as it is asked to; returns figures for the log."""

# An answer that does not arrive leaves the deploy waiting until its own time-out, so a slow S3 is given some time.
_ANSWER_SECONDS = 20
# And asked again: Lambda invokes no deploy function a second time.
_PAUSES = (0.0, 0.5, 1.0)

# An emulator of CloudFormation on this machine speaks http.
_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})


def deployed_handler(run: Run) -> Callable[[Any, Any], dict[str, Any]]:
    """Make the Lambda handler.

    A custom resource's event is answered at its ResponseURL. A run that failed is told there and does not fail the invocation
    too: there is nobody left to hear of it. Any other event runs, and returns the figures. ValueError for a ResponseURL that is not https.
    """

    def handler(event: Any, context: Any) -> dict[str, Any]:
        if isinstance(event, Mapping) and "ResponseURL" in event:
            _check(event["ResponseURL"])
            return _answer(event, _outcome(run, event, context))
        return _run(run)

    return handler


def deployed_app(run: Run) -> Starlette:
    """Make the app for a Job: a POST runs; 200 with the figures."""

    async def deploy(_request: Request) -> JSONResponse:
        return JSONResponse(await run_in_threadpool(_run, run))

    async def health(_request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    return Starlette(routes=[Route("/", deploy, methods=["POST"]), Route("/health", health)])


def _run(run: Run) -> dict[str, Any]:
    figures = dict(run())
    logger.info("deploy run", **figures)
    return figures


def _check(url: object) -> None:
    """Refuse what is no address of S3's kind before anything is run: urllib would also read files.

    Raises: ValueError.
    """
    told = urlsplit(str(url))
    if told.scheme != "https" and not (told.scheme == "http" and told.hostname in _THIS_MACHINE):
        raise ValueError("the ResponseURL is not https")


def _outcome(run: Run, event: Mapping[str, Any], context: Any) -> dict[str, str]:
    """Run on Create and Update. Delete undoes nothing: the data outlives the stack."""
    try:
        if event["RequestType"] != "Delete":
            _run(run)
    except Exception as fault:
        logger.exception("deploy run failed")
        # The log has the rest; whoever may read a stack's events need not see what a database or a broker says.
        where = f"see the log of request {getattr(context, 'aws_request_id', 'unknown')}"
        return {"Status": "FAILED", "Reason": f"{type(fault).__name__}: {where}"}
    return {"Status": "SUCCESS"}


def _answer(event: Mapping[str, Any], outcome: dict[str, str]) -> dict[str, Any]:
    """Tell CloudFormation. Raises: OSError when it cannot be told; then it waits for its ServiceTimeout."""
    same = {name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")}
    # Another id on Update would mean a replacement, and CloudFormation would ask to delete the first.
    own = {"PhysicalResourceId": event.get("PhysicalResourceId") or f"medbook-{event['LogicalResourceId']}"}
    body = json.dumps(outcome | same | own).encode()
    # The URL is signed without a content type, and urllib would send one of its own.
    put = Put(event["ResponseURL"], data=body, method="PUT", headers={"Content-Type": ""})  # noqa: S310 (https, or this machine)
    for pause in _PAUSES:
        time.sleep(pause)
        try:
            with urlopen(put, timeout=_ANSWER_SECONDS):  # noqa: S310 (https, or this machine)
                return dict(outcome)
        except HTTPError as error:
            error.close()
            failure: OSError = error
        except OSError as error:
            failure = error
        logger.warning("the deploy was not told", error=type(failure).__name__, status=getattr(failure, "code", None))
    raise failure

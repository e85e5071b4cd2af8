"""Lambda's Invoke API in front of any invoker: `POST /2015-03-31/functions/{name}/invocations`.

https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
An `Event` invocation is run once: Lambda's two retries and its dead-letter queue are left out. Logs are not returned.
"""

import asyncio
import json
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from localstack.invocation import (
    FunctionNotFound,
    HostUnreachable,
    Invocation,
    Invoker,
    NotInvoked,
    PayloadTooLarge,
    TooManyRequests,
)

PATH = "/2015-03-31/functions/{name}/invocations"
HEALTH = "/health"
LOCAL_HOSTS = ("127.0.0.1", "localhost")

REFUSALS: dict[type[NotInvoked], tuple[int, str]] = {
    FunctionNotFound: (404, "ResourceNotFoundException"),
    PayloadTooLarge: (413, "RequestTooLargeException"),
    TooManyRequests: (429, "TooManyRequestsException"),
    HostUnreachable: (502, "ServiceException"),
}


def invoke_api(invoker: Invoker) -> Starlette:
    """The endpoint as an ASGI app."""
    running: set[asyncio.Task[Invocation]] = set()

    async def invoke(request: Request) -> Response:
        if not _is_local(request):
            return _refusal(403, "AccessDeniedException", "This endpoint is for programs of this machine, not for web pages.")
        body = await request.body()
        try:
            payload = json.loads(body or b"{}")
        except ValueError as wrong:
            return _refusal(400, "InvalidRequestContentException", f"Could not parse request body into json: {wrong}")
        # "name", "name:$LATEST" and whole ARNs are all names of a function.
        name = request.path_params["name"].removesuffix(":$LATEST").rpartition(":")[2]
        return await _invoke(invoker, name, payload, request.headers.get("x-amz-invocation-type", "RequestResponse"), running)

    async def health(_: Request) -> Response:
        return Response(status_code=200)

    return Starlette(routes=[Route(PATH, invoke, methods=["POST"]), Route(HEALTH, health)])


async def _invoke(
    invoker: Invoker, name: str, payload: Any, invocation_type: str, running: set[asyncio.Task[Invocation]]
) -> Response:
    if invocation_type == "DryRun":
        return Response(status_code=204)
    task: asyncio.Task[Invocation] = asyncio.ensure_future(invoker.invoke(name, payload))
    if invocation_type == "Event":
        running.add(task)
        task.add_done_callback(running.discard)
        return Response(status_code=202)
    try:
        invocation = await task
    except NotInvoked as refused:
        status, error_type = REFUSALS[type(refused)]
        return _refusal(status, error_type, str(refused))
    headers = {"x-amzn-requestid": invocation.request_id, "x-amz-executed-version": "$LATEST"}
    if invocation.function_error is not None:
        headers["x-amz-function-error"] = invocation.function_error
    return Response(invocation.payload, 200, headers, "application/json")


def _is_local(request: Request) -> bool:
    """Refuse what a web page could send: pages name their origin, and a rebound name shows in Host."""
    return request.url.hostname in LOCAL_HOSTS and "origin" not in request.headers


def _refusal(status: int, error_type: str, message: str) -> Response:
    body = json.dumps({"Type": "User", "message": message})
    return Response(body, status, {"x-amzn-errortype": error_type}, "application/json")

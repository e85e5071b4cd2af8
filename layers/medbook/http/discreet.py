"""The route class of requests whose answer must not tell who has an account: not by its words, nor by how long it takes."""

import asyncio
import time

from fastapi import Request, Response

from medbook.http.route import Handler, UseCaseRoute

# More than handing a mail over takes, so that a request that sends none takes as long as one that does.
_LEAST_SECONDS = 0.3


class DiscreetRoute(UseCaseRoute):
    """Answers no sooner than `app.state.least_seconds` after the request came."""

    def get_route_handler(self) -> Handler:
        """Wrap the handler, retries and replays and all."""
        handle = super().get_route_handler()

        async def evenly(request: Request) -> Response:
            due = time.monotonic() + getattr(request.app.state, "least_seconds", _LEAST_SECONDS)
            try:
                return await handle(request)
            finally:
                await asyncio.sleep(due - time.monotonic())

        return evenly

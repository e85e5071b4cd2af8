"""The one port of the gateway, the event source mapping and the scheduler: `invoke(function, payload)`. Knows no host."""

import json
from dataclasses import dataclass
from typing import Any, Protocol

# Lambda's limit for a synchronous request and for its response: 6 MB, and a little for the envelope.
PAYLOAD_LIMIT = 6 * 1024 * 1024 + 100


@dataclass(frozen=True, slots=True)
class Invocation:
    """What came back. `function_error` is None, or "Unhandled" as in X-Amz-Function-Error; then the payload describes it."""

    request_id: str
    payload: bytes
    function_error: str | None = None

    def result(self) -> Any:
        """Read the payload as JSON."""
        return json.loads(self.payload)

    @property
    def timed_out(self) -> bool:
        """True when the function was stopped at its time limit."""
        return self.function_error is not None and b"Task timed out after" in self.payload


class NotInvoked(Exception):
    """The function never ran."""


class FunctionNotFound(NotInvoked):
    """No function of that name."""


class TooManyRequests(NotInvoked):
    """Every process is busy and the queue is full."""


class PayloadTooLarge(NotInvoked):
    """The payload is over Lambda's 6 MB."""


class HostUnreachable(NotInvoked):
    """The host of the functions does not answer."""


class Invoker(Protocol):
    """Runs a function by its deployed name and waits for its answer."""

    async def invoke(self, function: str, payload: Any) -> Invocation:
        """Invoke `function` with `payload`, any JSON value.

        Raises: NotInvoked when it never ran; a failure inside the function is an Invocation with `function_error`.
        """
        ...


def encode(payload: Any) -> bytes:
    """Write a payload as JSON. Raises: PayloadTooLarge."""
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    if len(body) > PAYLOAD_LIMIT:
        raise PayloadTooLarge(f"The payload has {len(body)} bytes; Lambda takes at most {PAYLOAD_LIMIT}.")
    return body

"""The error documents that Lambda answers when a function fails. The words are Lambda's, so that callers may match on them."""

import json

from localstack.invocation import PAYLOAD_LIMIT

UNHANDLED = "Unhandled"


def timed_out(request_id: str, seconds: float) -> bytes:
    """The function did not answer in time and was stopped."""
    return _document("Sandbox.Timedout", f"RequestId: {request_id} Error: Task timed out after {seconds:.2f} seconds")


def exited(request_id: str, status: int) -> bytes:
    """The process ended in the middle of a request, or before its first."""
    reason = f"exit status {status}" if status >= 0 else f"signal: {-status}"
    return _document("Runtime.ExitError", f"RequestId: {request_id} Error: Runtime exited with error: {reason}")


def init_timed_out(request_id: str, seconds: float) -> bytes:
    """The handler took too long to import."""
    return _document("Sandbox.Timedout", f"RequestId: {request_id} Error: Init timed out after {seconds:.2f} seconds")


def response_too_large(size: int) -> bytes:
    """The function answered more than Lambda carries."""
    message = f"Response payload size ({size} bytes) exceeded maximum allowed payload size ({PAYLOAD_LIMIT} bytes)."
    return _document("Function.ResponseSizeTooLarge", message)


def _document(error_type: str, message: str) -> bytes:
    return json.dumps({"errorType": error_type, "errorMessage": message}).encode()

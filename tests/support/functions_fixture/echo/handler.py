"""Does what its event asks for, then says what it saw."""

import json
import os
import time
from typing import Any


def handler(event: dict[str, Any], context: Any) -> Any:
    """Behave as told by the event, or by its HTTP body."""
    wish = json.loads(event["body"]) if "routeKey" in event and event.get("body") else event
    if "print" in wish:
        print(wish["print"])  # noqa: T201 (what the test looks for in the log)
    if "sleep" in wish:
        time.sleep(wish["sleep"])
    if "exit" in wish:
        os._exit(wish["exit"])
    if "raise" in wish:
        raise ValueError(wish["raise"])
    if "return" in wish:
        return wish["return"]
    if "big" in wish:
        return "x" * wish["big"]
    return {"pid": os.getpid(), "event": event, "environment": dict(os.environ), "context": _shown(context)}


def _shown(context: Any) -> dict[str, Any]:
    return {
        "aws_request_id": context.aws_request_id,
        "function_name": context.function_name,
        "function_version": context.function_version,
        "memory_limit_in_mb": context.memory_limit_in_mb,
        "log_group_name": context.log_group_name,
        "invoked_function_arn": context.invoked_function_arn,
        "remaining_ms": context.get_remaining_time_in_millis(),
    }

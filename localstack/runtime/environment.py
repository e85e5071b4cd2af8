"""What a function process sees of its surroundings: Lambda's own variables, and exactly those that template.yaml names for it."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from localstack.runtime.nursery import bare_environment
from localstack.template import Function

ACCOUNT = "000000000000"
REGION = "eu-central-1"
LOG_STREAM = "embedded"


def environment_of(function: Function, values: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of one process. `values` answers what only the host knows; what it does not answer stays unset."""
    own = {name: values.get(name, text) for name, text in function.environment.items()}
    return {**bare_environment(), **_lambda_variables(function), **{name: text for name, text in own.items() if text is not None}}


def _lambda_variables(function: Function) -> dict[str, str]:
    return {
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mb),
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": LOG_STREAM,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "LAMBDA_TASK_ROOT": str(function.code),
        "TZ": ":UTC",
        "_HANDLER": function.handler,
    }


def function_arn(name: str) -> str:
    """The ARN that `context.invoked_function_arn` shows."""
    return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}"


def trace_id_for(payload: Any) -> str:
    """The X-Ray trace of a request: the caller's where the payload came over HTTP with one, else a new one."""
    headers = payload.get("headers") if isinstance(payload, dict) else None
    given = headers.get("x-amzn-trace-id") if isinstance(headers, dict) else None
    return given if isinstance(given, str) else new_trace_id()


def new_trace_id() -> str:
    """A trace that is not sampled, in X-Ray's spelling."""
    digits = uuid4().hex
    return f"Root=1-{digits[:8]}-{digits[8:]};Parent={uuid4().hex[:16]};Sampled=0"

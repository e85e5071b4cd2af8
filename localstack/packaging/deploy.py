"""Deploys what `flat.py` made. Runs inside LocalStack, from its init hook: it knows boto3 and the standard library alone.

Each parameter's description names the environment variable that holds its value, or, with `_FILE` after it, the file that does.
"""

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

import boto3

BUCKET = STACK = "medbook"
REGION = "eu-central-1"
ENDPOINT = "http://localhost:4566"


def deploy(folder: Path, environment: dict[str, str]) -> list[str]:
    """Upload the code, create the stack, wait for its functions; return their names. Raises: KeyError for a value nobody gave."""
    template = json.loads((folder / "template.json").read_text(encoding="utf-8"))
    code = (folder / "functions.zip").read_bytes()
    key = f"functions-{hashlib.sha256(code).hexdigest()}.zip"
    values = {"CodeBucket": BUCKET, "CodeKey": key}
    for name, parameter in template["Parameters"].items():
        if name not in values:
            values[name] = _value(parameter["Description"], environment)
    storage = _client("s3", environment)
    storage.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    storage.put_object(Bucket=BUCKET, Key=key, Body=code)
    _create_stack(_client("cloudformation", environment), template, values)
    names = [function["Properties"]["FunctionName"] for function in template["Resources"].values()]
    functions = _client("lambda", environment)
    for name in names:
        functions.get_waiter("function_active_v2").wait(FunctionName=name)
    return names


def _value(variable: str, environment: dict[str, str]) -> str:
    file = environment.get(f"{variable}_FILE")
    return Path(file).read_text(encoding="utf-8").strip() if file else environment[variable]


def _create_stack(client: Any, template: dict[str, Any], values: dict[str, str]) -> None:
    parameters = [{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()]
    # LocalStack forgets everything when it stops, so there is never a stack to update.
    client.create_stack(StackName=STACK, TemplateBody=json.dumps(template, separators=(",", ":")), Parameters=parameters)
    client.get_waiter("stack_create_complete").wait(StackName=STACK, WaiterConfig={"Delay": 2})


def _client(service: str, environment: dict[str, str]) -> Any:
    connect: Any = boto3.client
    endpoint = environment.get("AWS_ENDPOINT_URL", ENDPOINT)
    return connect(service, endpoint_url=endpoint, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test")  # noqa: S106


if __name__ == "__main__":
    print(f"{len(deploy(Path(sys.argv[1]), dict(os.environ)))} functions deployed")

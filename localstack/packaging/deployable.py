"""Tells before a build why `sam deploy` would refuse. Runs in SAM's own Python: it knows boto3 and the standard library alone."""

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError

SAMCONFIG = Path(__file__).parents[2] / "samconfig.toml"


def reasons(environment: str) -> Iterator[str]:
    """Each reason why nothing can be deployed there, in one line. Asks nobody but, on a machine of AWS, for its own credentials."""
    configured = tomllib.loads(SAMCONFIG.read_text(encoding="utf-8"))
    known = [name for name, commands in configured.items() if isinstance(commands, dict) and "deploy" in commands]
    if environment not in known:
        yield f"samconfig.toml has no ENVIRONMENT {environment!r}; it has {', '.join(known)}."
        return
    open_session: Any = boto3.Session
    try:
        session = open_session()
        if session.get_credentials() is None:
            yield "No AWS credentials are found; sign in, or set AWS_PROFILE."
        if session.region_name is None and "region" not in configured[environment]["deploy"]["parameters"]:
            yield "No AWS region is set; set AWS_DEFAULT_REGION, or one for the profile."
    except BotoCoreError as fault:
        yield f"AWS cannot be asked: {fault}"


if __name__ == "__main__":
    if refused := list(reasons(sys.argv[1])):
        sys.exit("\n".join(refused))

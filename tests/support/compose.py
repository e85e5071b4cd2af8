"""docker-compose.yml as Docker Compose itself reads it: merged, filled in, and refused where it is wrong."""

import json
import os
import subprocess
from functools import cache
from typing import Any

from tests.support.repository import ROOT

COMPOSE = ROOT / ".local/tools/containers/bin/docker-compose"


@cache
def compose_model(*profiles: str, **variables: str) -> dict[str, Any]:
    """What `docker compose config` makes of the file, in an environment of its own."""
    chosen = [argument for profile in profiles for argument in ("--profile", profile)]
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"} | variables
    told = subprocess.run(
        [COMPOSE, "--project-directory", ROOT, *chosen, "config", "--format", "json"],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert (0, "") == (told.returncode, told.stderr)
    model: dict[str, Any] = json.loads(told.stdout)
    return model


def settings_of(service: dict[str, Any]) -> set[str]:
    """The names of the settings a service is given, whether by value, from a file or from the shell."""
    return {name.removesuffix("_FILE") for name in service.get("environment") or {}}

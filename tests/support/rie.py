"""AWS's own Runtime Interface Emulator with `awslambdaric`, for a function that has its build folder, the layers and nothing else.

The emulator is the program that AWS puts into its Lambda images; SAM CLI carries it.
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import awslambdaric
import httpx

from localstack.template import Function
from tests.support.broker import free_port
from tests.support.built import ARCHITECTURE, BARE_PYTHON, ROOT

EMULATOR = ROOT / f".local/tools/sam/lib/python3.13/site-packages/samcli/local/rapid/aws-lambda-rie-{ARCHITECTURE}"
SCRIPT = ROOT / "tests/support/run_in_lambda.py"
INVOCATIONS = "/2015-03-31/functions/function/invocations"
# What Lambda's own runtime brings, by the names it is installed under.
RUNTIME = ("awslambdaric", "runtime_client*", "simplejson", "snapshot_restore_py*")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the emulator said. It answers 200 to nearly all that can go wrong: a failure shows in the body alone."""

    text: str

    @property
    def failure(self) -> str | None:
        """What kind of failure it was; None when the function returned."""
        if self.text.startswith("Task timed out"):
            return "Task timed out"
        told = self.result if self.text else None
        return told.get("errorType") if isinstance(told, dict) and "errorMessage" in told else None

    @property
    def result(self) -> Any:
        """What the function returned."""
        return json.loads(self.text)


@dataclass(frozen=True, slots=True)
class Emulated:
    """A function in an emulator of its own."""

    client: httpx.Client

    def invoke(self, event: Any) -> Answer:
        """Run it once."""
        return Answer(self.client.post(INVOCATIONS, json=event).text)


@contextmanager
def emulated(
    function: Function, import_path: Sequence[str], environment: Mapping[str, str], log: Path, timeout: int | None = None
) -> Iterator[Emulated]:
    """Run the emulator for a function; its output goes to `log`. It ends with its function's process."""
    port, api_port = free_port(), free_port()
    addresses = ["--runtime-interface-emulator-address", f"127.0.0.1:{port}", "--runtime-api-address", f"127.0.0.1:{api_port}"]
    limits = {"AWS_LAMBDA_FUNCTION_TIMEOUT": str(timeout or function.timeout_seconds), "AWS_LAMBDA_FUNCTION_NAME": function.name}
    given = {"PATH": os.environ["PATH"], "IMPORT_PATH": os.pathsep.join(import_path), **limits, **environment}
    with log.open("ab") as output:
        process = subprocess.Popen(
            [EMULATOR, *addresses, *BARE_PYTHON, SCRIPT, function.handler],
            env=given,
            cwd=function.code,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            _until_it_listens(process, client)
            yield Emulated(client)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def lay_out_runtime(folder: Path) -> str:
    """Link Lambda's own runtime into a folder, away from the rest of our environment. Returns the folder."""
    installed = Path(awslambdaric.__file__).parents[1]
    folder.mkdir()
    for pattern in RUNTIME:
        for found in installed.glob(pattern):
            if found.suffix != ".dist-info":
                (folder / found.name).symlink_to(found)
    return str(folder)


def _until_it_listens(process: subprocess.Popen[bytes], client: httpx.Client) -> None:
    while True:
        assert process.poll() is None, f"the emulator ended with {process.returncode}"
        try:
            client.get("/")
        except httpx.TransportError:
            time.sleep(0.02)
        else:
            return

"""MiniStack, an emulator of AWS that runs functions as processes: started on a free port, ended with what it started."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import httpx

from tests.support.broker import free_port
from tests.support.built import ROOT

PROGRAM = ROOT / ".local/tools/ministack/bin/ministack"
SAM = ROOT / ".local/tools/sam/bin/sam"
REGION = "eu-central-1"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION}


@dataclass(frozen=True, slots=True)
class MiniStack:
    """A running emulator."""

    url: str
    log: Path

    def client(self, service: str) -> Any:
        """A boto3 client of it."""
        # The stubs know each service by its literal name.
        connect: Any = boto3.client
        return connect(service, endpoint_url=self.url, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test")

    def sam(self, *arguments: str) -> str:
        """Run SAM CLI against it; what it says is shown when it fails."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.log.parent), "SAM_CLI_TELEMETRY": "0", **CREDENTIALS}
        done = subprocess.run(
            [SAM, *arguments],
            cwd=ROOT,
            env={**environment, "AWS_ENDPOINT_URL": self.url},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, done.stdout[-6000:] + self.log.read_text()[-3000:]
        return done.stdout


@contextmanager
def ministack() -> Iterator[MiniStack]:
    """Start it with nothing in it."""
    port, folder = free_port(), Path(tempfile.mkdtemp(prefix="medbook-ministack-"))
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [PROGRAM], env=_environment(port, folder), cwd=folder, stdout=output, stderr=output, start_new_session=True
        )
    try:
        running = MiniStack(f"http://127.0.0.1:{port}", log)
        _until_ready(running, process)
        yield running
    finally:
        _end(process)
        shutil.rmtree(folder)


def _environment(port: int, folder: Path) -> Mapping[str, str]:
    # TMPDIR: every function is unpacked there, with its layers. The shell's own credentials and settings stay outside.
    where = {"BIND_HOST": "127.0.0.1", "MINISTACK_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "MINISTACK_REGION": REGION}
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "TMPDIR": str(folder), "STATE_DIR": str(folder / "state"), **where}


def _until_ready(running: MiniStack, process: subprocess.Popen[bytes]) -> None:
    while True:
        assert process.poll() is None, running.log.read_text()
        try:
            httpx.get(f"{running.url}/_ministack/health").raise_for_status()
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it, and the functions with it: they are of its process group. It would take ten seconds, and has nothing to keep."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()

"""Runs Terraform on a copy of infra/aws, with the provider of this machine where there is no registry, and AWS played by another."""

import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
INFRA = ROOT / "infra/aws"

HOW_TO_GET_IT = (
    "Terraform 1.11 or newer is not on the PATH. Take the zip for your machine from https://developer.hashicorp.com/terraform/install "
    "and put the binary in it on the PATH; the tests of infra/aws need nothing else."
)

_USUAL_MIRRORS = (
    "~/.terraform.d/plugins",
    "~/.local/share/terraform/plugins",
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
)
# For what nobody else has changed. It saves asking for everything anew.
NOT_LOOKING = "-refresh=false"
# What the modules call; each is sent to the stand-in.
_SERVICES = (
    "budgets",
    "cloudfront",
    "cloudwatch",
    "ec2",
    "iam",
    "kafka",
    "kms",
    "logs",
    "rds",
    "s3",
    "secretsmanager",
    "sesv2",
    "sns",
    "ssm",
    "sts",
    "wafv2",
)


@dataclass(frozen=True, slots=True)
class Terraform:
    """A folder that has been initialised. Provider processes end with the command, or with the time it was given."""

    folder: Path
    surroundings: Mapping[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, seconds: float = 100) -> str:
        """Run a command and return what it said. Raises: AssertionError with that when it fails or takes too long."""
        process = subprocess.Popen(
            [_binary(), *arguments],
            cwd=self.folder,
            env={**_surroundings(), **self.surroundings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # A group of its own: the provider is a child of terraform, and would outlive it.
            start_new_session=True,
        )
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            said = _interrupted(process)
            raise AssertionError(f"terraform {arguments[0]} took longer than {seconds} s:\n{said[-5000:]}") from None
        assert process.returncode == 0, f"terraform {arguments[0]}:\n{said[-10000:]}"
        return said

    def insist(self, *arguments: str, seconds: float) -> str:
        """Run a command that changes something, and once more if it failed: it looks at what there is, and goes on where it stopped.

        On a busy machine the stand-in, a thread of this process, has been seen to drop a connection more often than the provider retries.
        """
        try:
            return self.run(*arguments, seconds=seconds)
        except AssertionError:
            # What it did although no answer came must be found out, or it would be done again, and refused, for ever.
            return self.run(*(argument for argument in arguments if argument != NOT_LOOKING), seconds=seconds)

    def plan(self, environment: str, *arguments: str) -> dict[str, Any]:
        """Return the plan of an environment as `terraform show -json` gives it."""
        self.run(
            "plan",
            "-no-color",
            "-input=false",
            f"-var-file=environments/{environment}/terraform.tfvars",
            f"-out={environment}.plan",
            *arguments,
        )
        shown: dict[str, Any] = json.loads(self.run("show", "-json", f"{environment}.plan"))
        return shown


@contextmanager
def one_provider(terraform: Terraform) -> Iterator[Terraform]:
    """Let commands share a running provider: `terraform test` would start it, and read its schemas, over a hundred times.

    Not for commands that give it a region or an address: it remembers the last alone.
    """
    process = subprocess.Popen(
        [_provider(terraform.folder), "-debug"], env=_surroundings(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        told = (re.search(r"TF_REATTACH_PROVIDERS='(.*)'", line) for line in process.stdout)
        where = next(found[1] for found in told if found)
        yield replace(terraform, surroundings={"TF_REATTACH_PROVIDERS": where})
    finally:
        process.kill()
        process.communicate()


def initialised(folder: Path, endpoint: str) -> Terraform:
    """Copy infra/aws to a folder, keep its state there, and point every service at `endpoint`."""
    shutil.copytree(INFRA, folder, ignore=shutil.ignore_patterns(".terraform*", "*.tfstate*", "__pycache__"))
    (folder / "stand_in_override.tf").write_text(_stand_in(endpoint))
    terraform = Terraform(folder)
    mirror = _mirror()
    terraform.run("init", "-no-color", "-input=false", *([f"-plugin-dir={mirror}"] if mirror else []))
    # A provider that is being developed is taken as it is. Of others every command hashes the 700 MB, twice.
    settings = folder / "unhashed.tfrc"
    settings.write_text(
        f"""
provider_installation {{
  dev_overrides {{
    "hashicorp/aws" = "{_provider(folder).parent}"
  }}
  direct {{}}
}}
"""
    )
    return replace(terraform, surroundings={"TF_CLI_CONFIG_FILE": str(settings)})


def _interrupted(process: subprocess.Popen[str]) -> str:
    """End it, and return what it said. It may finish what is under way and note it down: what nobody knows of cannot be gone on with."""
    os.killpg(process.pid, signal.SIGINT)
    try:
        said, _ = process.communicate(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        said, _ = process.communicate()
    return said


def _provider(folder: Path) -> Path:
    """The program that `init` found."""
    [program] = folder.glob(".terraform/providers/*/hashicorp/aws/*/*/terraform-provider-aws_*")
    return program


def _stand_in(endpoint: str) -> str:
    endpoints = "\n".join(f'    {service} = "{endpoint}"' for service in _SERVICES)
    providers = "\n".join(
        f"""
provider "aws" {{
  {alias}
  access_key                  = "testing"
  secret_key                  = "testing"
  # The stand-in may close a connection that the provider is about to use again.
  max_retries                 = 4
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true

  endpoints {{
{endpoints}
  }}
}}"""
        for alias in ("", 'alias = "us_east_1"')
    )
    return f'terraform {{\n  backend "local" {{}}\n}}\n{providers}\n'


def _binary() -> str:
    found = shutil.which("terraform")
    assert found, HOW_TO_GET_IT
    return found


def _surroundings() -> dict[str, str]:
    # A configuration of the machine's owner may name mirrors or files that are not there.
    inherited = {name: value for name, value in os.environ.items() if name != "TF_CLI_CONFIG_FILE"}
    # Schemas of a gigabyte are made and thrown away: a third of the time goes to collecting them.
    return inherited | {"TF_IN_AUTOMATION": "1", "GOGC": "400"}


@cache
def _mirror() -> Path | None:
    """Where the provider lies on this machine: TF_PLUGIN_DIR, a usual place, or anywhere. None: the registry is asked."""
    named = os.environ.get("TF_PLUGIN_DIR")
    places = [Path(named)] if named else [Path(place).expanduser() for place in _USUAL_MIRRORS]
    for place in places:
        if any(place.glob("*/hashicorp/aws")):
            return place
    # Some build machines reach no registry, and a copy of the provider may lie anywhere on the disk:
    # <mirror>/<registry>/hashicorp/aws/<version>/<platform>/.
    search = ["find", "/", "-xdev", "-path", "*/hashicorp/aws/5.*/terraform-provider-aws_v5*", "-not", "-path", "*/.terraform/*"]
    found = subprocess.run(search, capture_output=True, text=True, check=False).stdout.splitlines()
    return Path(found[0]).parents[5] if found else None

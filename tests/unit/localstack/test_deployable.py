"""What `make deploy` finds out before it builds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
KEYS = {"AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "nothing", "AWS_DEFAULT_REGION": "eu-central-1"}


def said(home: Path, environment: str, **variables: str) -> tuple[int, str]:
    """What is said on a machine that has these variables of AWS and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    surroundings = kept | {"HOME": str(home), "AWS_EC2_METADATA_DISABLED": "true"} | variables
    command = [sys.executable, str(ROOT / "localstack/packaging/deployable.py"), environment]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True)
    return done.returncode, done.stderr.strip()


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_an_environment_of_samconfig_is_taken(tmp_path: Path, environment: str) -> None:
    assert (0, "") == said(tmp_path, environment, **KEYS)


@pytest.mark.parametrize("environment", ["staging", "default", "version", ""])
def test_another_is_refused_with_those_there_are(tmp_path: Path, environment: str) -> None:
    assert (1, f"samconfig.toml has no ENVIRONMENT {environment!r}; it has dev, prod.") == said(tmp_path, environment, **KEYS)


def test_who_is_nowhere_signed_in_is_told(tmp_path: Path) -> None:
    told = "No AWS credentials are found; sign in, or set AWS_PROFILE."
    assert (1, told) == said(tmp_path, "dev", AWS_DEFAULT_REGION="eu-central-1")


def test_a_region_that_is_missing_is_told(tmp_path: Path) -> None:
    keys = {name: value for name, value in KEYS.items() if name != "AWS_DEFAULT_REGION"}
    told = "No AWS region is set; set AWS_DEFAULT_REGION, or one for the profile."
    assert (1, told) == said(tmp_path, "dev", **keys)


def test_a_profile_that_is_nowhere_described_is_told(tmp_path: Path) -> None:
    told = "AWS cannot be asked: The config profile (nowhere) could not be found"
    assert (1, told) == said(tmp_path, "dev", AWS_PROFILE="nowhere", **KEYS)


def test_make_asks_before_it_builds() -> None:
    planned = subprocess.run(["make", "--dry-run", "deploy"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert planned.index("deployable.py") < planned.index("sam build") < planned.index("sam deploy")

"""The tools of infra-test are the ones that infra/tools/ pins, down to the last of what they need."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.support.repository import ROOT

ASKED = sorted((ROOT / "infra/tools").glob("*.in"))


def pins(file: Path) -> dict[str, str]:
    """The version of each package, as pip writes them."""
    return dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", file.read_text(), re.MULTILINE))


def test_sam_cli_is_the_pinned_one() -> None:
    pinned = pins(ROOT / "infra/tools/sam.in")["aws-sam-cli"]
    told = subprocess.run([ROOT / ".local/tools/sam/bin/sam", "--version"], capture_output=True, text=True, check=True).stdout
    assert pinned in told


def test_each_tool_has_its_pins() -> None:
    assert [file.with_suffix(".txt") for file in ASKED] == sorted((ROOT / "infra/tools").glob("*.txt"))


@pytest.mark.parametrize("asked", ASKED, ids=lambda file: file.stem)
def test_what_is_asked_for_is_what_is_pinned(asked: Path) -> None:
    assert pins(asked).items() <= pins(asked.with_suffix(".txt")).items()


@pytest.mark.parametrize("asked", ASKED, ids=lambda file: file.stem)
def test_whatever_is_pinned_is_known_by_its_hash(asked: Path) -> None:
    requirements = re.split(r"\n(?=\S)", re.sub(r"^ *#.*\n", "", asked.with_suffix(".txt").read_text(), flags=re.MULTILINE))
    assert [] == [one for one in requirements if "--hash=sha256:" not in one]


def test_nothing_is_installed_that_has_another_hash_or_runs_code_of_its_own_to_be_built() -> None:
    (rule,) = re.findall(r"^\.local/tools/%/\.installed:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {"--require-hashes", "--no-build"} <= set(rule.split())

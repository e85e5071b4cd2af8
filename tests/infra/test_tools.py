"""The tools of infra-test are the ones that infra/tools/ pins."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_sam_cli_is_the_pinned_one() -> None:
    pinned = (ROOT / "infra/tools/sam.txt").read_text().strip().removeprefix("aws-sam-cli==")
    told = subprocess.run([ROOT / ".local/tools/sam/bin/sam", "--version"], capture_output=True, text=True, check=True).stdout
    assert pinned in told

"""The README's commands, as they are printed."""

import os
import re
import subprocess
from pathlib import Path

from localstack.background import BackgroundStack

README = (Path(__file__).parents[2] / "README.md").read_text()


def test_the_commands_of_the_readme_work_as_printed(running: BackgroundStack) -> None:
    (commands,) = re.findall(r"```bash\n(.*?)```", README, re.DOTALL)
    shell = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        env=os.environ | {"API": running.stack.url},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert 0 == shell.returncode, shell.stdout + shell.stderr
    *_, cancelled, moved, booked, _link = shell.stdout.strip().splitlines()
    assert 3 == len({cancelled, moved, booked})
    assert "BEGIN:VCALENDAR" in shell.stdout

"""Lambda SnapStart copies a process after its imports: what an import draws, reads or opens would be every copy's."""

import json
import subprocess
import sys
from pathlib import Path

from tests.support import import_watch

ROOT = Path(__file__).parents[2]
FUNCTIONS = sorted(folder.parent.name for folder in (ROOT / "functions").glob("*/handler.py"))


def seen(modules: list[str]) -> list[str]:
    """Import in a process of its own; tell what was done that copies must not share."""
    command = [sys.executable, import_watch.__file__, *modules]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    found: list[str] = json.loads(done.stdout)
    return found


def test_what_the_first_request_would_import_is_imported_before_a_snapshot_alone() -> None:
    program = """
import sys
from awslambdaric.lambda_runtime_hooks_runner import run_before_snapshot
import book_appointment.handler
before = {"pg8000", "kafka", "botocore.session"} & sys.modules.keys()
run_before_snapshot()
print(*sorted(before), "|", *sorted({"pg8000", "kafka", "botocore.session"} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["|", "botocore.session", "kafka", "pg8000"]


def test_importing_a_function_draws_no_number_reads_no_clock_and_connects_to_nothing() -> None:
    assert seen([f"{function}.handler" for function in FUNCTIONS]) == []

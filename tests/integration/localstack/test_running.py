"""`medbook run` as a person at a terminal meets it: starts, is told to stop, is started twice."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from localstack.parts.ports import free_port
from localstack.reset import reset
from tests.support.processes import descendants, eventually

TEMPLATE = Path(__file__).parents[2] / "support" / "functions_fixture" / "template.yaml"
RUN = """
import asyncio, sys
from pathlib import Path
from localstack.options import Options
from localstack.running import run_until_told
state, template, port = sys.argv[1:]
options = Options(state_dir=Path(state), template=Path(template), port=int(port), durable=False)
sys.exit(asyncio.run(run_until_told(options)))
"""
type Run = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def run(state_dir: Path) -> Iterator[Run]:
    started: list[subprocess.Popen[str]] = []

    def begin(port: int, folder: str = "run") -> subprocess.Popen[str]:
        (state_dir / folder).mkdir(exist_ok=True)
        command = [sys.executable, "-c", RUN, str(state_dir / folder), str(TEMPLATE), str(port)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def until_ready(process: subprocess.Popen[str]) -> str:
    """Read to the end of the table, which says that all is up."""
    assert process.stdout is not None
    shown = ""
    for line in process.stdout:
        shown += line
        if "State and logs" in line:
            return shown
    raise AssertionError(process.communicate()[1])


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_when_told(run: Run, how: signal.Signals) -> None:
    before = descendants()
    process = run(free_port())
    until_ready(process)
    process.send_signal(how)
    process.communicate()
    assert (0, before) == (process.returncode, descendants())


def test_a_reset_takes_away_everything_it_left(run: Run, state_dir: Path) -> None:
    process = run(free_port(), folder="forgotten")
    until_ready(process)
    process.send_signal(signal.SIGTERM)
    process.communicate()
    left = {entry.name for entry in (state_dir / "forgotten").iterdir()}
    reset(state_dir / "forgotten")
    assert (True, ["lock"]) == ("postgres.password" in left, [entry.name for entry in (state_dir / "forgotten").iterdir()])


def test_it_can_be_told_to_stop_while_it_starts(run: Run) -> None:
    before = descendants()
    process = run(free_port(), folder="fresh")
    # The Python process itself and the first part it started.
    eventually(lambda: len(descendants() - before) > 1)
    process.send_signal(signal.SIGTERM)
    process.communicate()
    assert (0, before) == (process.returncode, descendants())


def test_it_says_where_everything_is(run: Run) -> None:
    port = free_port()
    table = until_ready(run(port))
    assert (True, True) == (f"http://localhost:{port}/inbox" in table, "PostgreSQL" in table)


def test_the_table_shows_no_password(run: Run, state_dir: Path) -> None:
    table = until_ready(run(free_port()))
    assert (state_dir / "run" / "postgres.password").read_text() not in table


def test_a_second_one_on_the_same_port_says_so_in_one_sentence(run: Run) -> None:
    port = free_port()
    first = run(port)
    until_ready(first)
    second = run(port, folder="other")
    output, error = second.communicate()
    assert (1, "", f"medbook: Port {port} is taken by another program; MEDBOOK_PORT chooses another.\n") == (
        second.returncode,
        output,
        error,
    )


def test_a_second_one_in_the_same_folder_says_so_in_one_sentence(run: Run, state_dir: Path) -> None:
    port = free_port()
    first = run(port)
    until_ready(first)
    second = run(free_port())
    error = second.communicate()[1]
    expected = f"medbook: Another stack is using {state_dir / 'run'}: http://localhost:{port}.\n"
    assert (1, expected) == (second.returncode, error)

"""Forgetting the local clinic."""

import fcntl
from pathlib import Path

import pytest

from localstack import state
from localstack.reset import reset


@pytest.fixture
def used(tmp_path: Path) -> Path:
    """A folder in which a stack ran, and in which other things lie."""
    for folder in ("postgres/base", "logs", "uv/bin", "cache", "tools/sam", "production", "kubernetes", "next"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "production" / "TOKEN_SIGNING_KEY").touch()
    for name in (state.LOCK, *state.FILES, *(f"logs/{log}" for log in state.LOG_FILES), "TOKEN_SIGNING_KEY", "notes.txt"):
        (tmp_path / name).touch()
    return tmp_path


def test_what_the_stack_made_goes_and_everything_else_stays(used: Path) -> None:
    reset(used)
    assert {"lock", "uv", "cache", "tools", "production", "kubernetes", "next", "TOKEN_SIGNING_KEY", "notes.txt"} == {
        entry.name for entry in used.iterdir()
    }


def test_secrets_in_a_folder_of_the_state_folder_stay(used: Path) -> None:
    reset(used)
    assert (used / "production" / "TOKEN_SIGNING_KEY").exists()


def test_a_log_of_somebody_else_stays(used: Path) -> None:
    (used / "logs" / "deploy.log").touch()
    reset(used)
    assert ["deploy.log"] == [entry.name for entry in (used / "logs").iterdir()]


def test_a_folder_no_stack_ever_used_stays_as_it_is(used: Path) -> None:
    (used / "lock").unlink()
    before = sorted(used.rglob("*"))
    reset(used)
    assert before == sorted(used.rglob("*"))


def test_a_running_stack_keeps_its_data(used: Path) -> None:
    with (used / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BlockingIOError):
            reset(used)
    assert (used / "postgres").exists()


def test_where_nothing_was_ever_run_there_is_nothing_to_do(tmp_path: Path) -> None:
    reset(tmp_path / "never")
    assert not (tmp_path / "never").exists()

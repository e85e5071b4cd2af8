"""Forgetting the local clinic."""

import fcntl
from pathlib import Path

import pytest

from localstack.reset import reset


def test_data_and_keys_go_and_what_was_installed_stays(tmp_path: Path) -> None:
    for name in ("uv", "cache", "postgres", "logs"):
        (tmp_path / name).mkdir()
    (tmp_path / "token-signing-key.pem").touch()
    reset(tmp_path)
    assert {"uv", "cache", "lock"} == {entry.name for entry in tmp_path.iterdir()}


def test_a_running_stack_keeps_its_data(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BlockingIOError):
            reset(tmp_path)
    assert (tmp_path / "postgres").exists()


def test_where_nothing_was_ever_run_there_is_nothing_to_do(tmp_path: Path) -> None:
    reset(tmp_path / "never")
    assert not (tmp_path / "never").exists()

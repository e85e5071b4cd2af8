"""Forget the clinic of this machine: `python -m localstack.reset`. What was unpacked or installed stays."""

import fcntl
import os
import shutil
import sys
from pathlib import Path

from localstack.options import from_environment
from localstack.parts.foreign import folder_for, unprivileged_user

_KEPT = {"uv", "cache", "lock"}


def reset(state_dir: Path) -> None:
    """Remove database, mails, keys and logs.

    Raises: BlockingIOError while a stack is using them.
    """
    if not state_dir.exists():
        return
    with (state_dir / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # The database lies elsewhere when root runs the stack in a folder that others cannot enter.
        database = folder_for(unprivileged_user(), state_dir / "postgres")
        for entry in {database, *state_dir.iterdir()}:
            if entry.name not in _KEPT:
                shutil.rmtree(entry, ignore_errors=True) if entry.is_dir() else entry.unlink(missing_ok=True)


def main() -> None:
    """Reset the state folder that `medbook run` would use."""
    try:
        reset(from_environment(os.environ).state_dir)
    except BlockingIOError:
        sys.exit("medbook: the stack is running; stop it first.")


if __name__ == "__main__":
    main()

"""Forget the clinic of this machine: `python -m localstack.reset`. What the stack did not make stays."""

import contextlib
import fcntl
import os
import shutil
import sys
from pathlib import Path

from localstack import state
from localstack.options import from_environment
from localstack.parts.foreign import folder_for, unprivileged_user


def reset(state_dir: Path) -> None:
    """Remove database, mails, keys and logs.

    Raises: BlockingIOError while a stack is using them.
    """
    if not (state_dir / state.LOCK).exists():
        # No stack ever ran here, so what is here is somebody else's.
        return
    with (state_dir / state.LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # The database lies elsewhere when root runs the stack in a folder that others cannot enter.
        for database in {folder_for(unprivileged_user(), state_dir / state.DATABASE), state_dir / state.DATABASE}:
            shutil.rmtree(database, ignore_errors=True)
        logs = state_dir / state.LOGS
        for file in (*(state_dir / name for name in state.FILES), *(logs / name for name in state.LOG_FILES)):
            file.unlink(missing_ok=True)
        # Not when somebody keeps a log of their own there.
        with contextlib.suppress(OSError):
            logs.rmdir()


def main() -> None:
    """Reset the state folder that `medbook run` would use."""
    try:
        reset(from_environment(os.environ).state_dir)
    except BlockingIOError:
        sys.exit("medbook: the stack is running; stop it first.")


if __name__ == "__main__":
    main()

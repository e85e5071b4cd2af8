"""Starts a part's own program: `python -m localstack.parts.guard USER SIGNAL PROGRAM …`. Drops root, ties it to the stack.

A program of its own because the order matters: the wish to die with the parent is lost when the user changes, but kept by exec.
"""

import os
import pwd
import signal
import sys

from localstack.parts.lifeline import die_with_parent

SAME_USER = "-"


def main(user: str, last_signal: str, command: list[str]) -> None:
    """Become `command`; never returns."""
    parent = os.getppid()
    if user != SAME_USER:
        entry = pwd.getpwnam(user)
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)
    die_with_parent(parent, signal.Signals[last_signal])
    os.execv(command[0], command)  # noqa: S606 (no shell is meant)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])

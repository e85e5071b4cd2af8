"""Ties a process to its parent, so that none is left behind however the parent ends. Linux only; elsewhere it does nothing."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int, how: signal.Signals = signal.SIGKILL) -> None:
    """Ask the kernel to send `how` to this process when the parent ends.

    The kernel watches the *thread* that made this process, so parts are started from the thread of the event loop, never from
    a worker thread. Changing user or group clears the wish: call this last.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, how, 0, 0, 0)
    if os.getppid() != parent:
        # The parent ended between fork and prctl, so no signal will come.
        os.kill(os.getpid(), how)

"""The parent all functions are forked from: `python -m localstack.runtime.fork_parent FD`. Imports what they share.

25 functions started one by one took 14.6 s and 1,220 MB; forked from here 2.0 s and 380 MB. What is imported after the fork
is read from disk again by every new process, so a changed handler needs no restart of the stack.

Talks JSON lines over the socket FD. In: `{"handler", "code", "environment"}` with one file descriptor for the function's output.
Out: `{"forked": pid}` and later `{"exited": pid, "status": n}`, negative for a signal.
"""

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import time
import traceback
from typing import Any

from localstack.parts.lifeline import die_with_parent

# Only libraries that start no thread and seed no random generator on import: both would be shared by every child.
PRELOADED = (
    "aws_lambda_powertools",
    "aws_lambda_powertools.utilities.batch",
    "argon2",
    "babel.dates",
    "email_validator",
    "fastapi",
    "http.client",
    "icalendar",
    "jinja2",
    "jwt",
    "kafka",
    "logging.handlers",
    "mangum",
    "pg8000",
    "pydantic_settings",
    "smtplib",
    "snapshot_restore_py",
    "sqlalchemy",
    "sqlalchemy.dialects.postgresql.pg8000",
)


def main(control_fd: int) -> None:
    """Import what is shared, then fork on request until the other end closes."""
    die_with_parent(os.getppid())
    for name in PRELOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    # What lives now is never collected in a child, so its pages stay shared.
    gc.collect()
    gc.freeze()
    # A Ctrl-C in the terminal is the stack's affair.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=control_fd) as control:
        _serve(control)


def _serve(control: socket.socket) -> None:
    wake_read, wake_write = os.pipe()
    for end in (wake_read, wake_write):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
    _send(control, {"ready": os.getpid()})
    while True:
        readable, _, _ = select.select([control.fileno(), wake_read], [], [])
        if wake_read in readable:
            os.read(wake_read, 4096)
            _report_exits(control)
        if control.fileno() in readable:
            request, output = _receive(control)
            if request is None:
                return
            _send(control, {"forked": _fork(control, request, output)})


def _send(control: socket.socket, message: dict[str, int]) -> None:
    # The stack ends first when it is killed: nobody is left to tell.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        control.sendall(json.dumps(message).encode() + b"\n")


def _receive(control: socket.socket) -> tuple[dict[str, Any] | None, int]:
    """Read one request and its descriptor; the other end waits for the answer before it sends the next."""
    text, descriptors, _, _ = socket.recv_fds(control, 65_536, 1)
    while text and not text.endswith(b"\n"):
        text += control.recv(65_536)
    return (json.loads(text), descriptors[0]) if text else (None, -1)


def _report_exits(control: socket.socket) -> None:
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG)) != (0, 0):
            _send(control, {"exited": ended[0], "status": os.waitstatus_to_exitcode(ended[1])})


def _fork(control: socket.socket, request: dict[str, Any], output: int) -> int:
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _become_function(control, request, output, parent)
    os.close(output)
    return pid


def _become_function(control: socket.socket, request: dict[str, Any], output: int, parent: int) -> None:
    """Turn this fresh child into a Lambda process; never returns."""
    status = 1
    try:
        os.setsid()
        die_with_parent(parent)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        control.close()
        _take_over(output, request["environment"])
        sys.path.insert(0, request["code"])
        _run(request["handler"])
        status = 0
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:  # noqa: BLE001 (the last frame of the process: show it, then leave by os._exit below)
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def _take_over(output: int, environment: dict[str, str]) -> None:
    """Write to the given pipe, read from nothing, and see only the environment that was passed."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    for descriptor in (nothing, output):
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()


def _run(handler: str) -> None:
    # Imported after the fork: the native client reads the address of its Runtime API when it is loaded.
    from awslambdaric.__main__ import main as run_lambda

    try:
        run_lambda(["awslambdaric", handler])
    except SystemExit:
        _show_failed_import(handler.rpartition(".")[0])
        raise


def _show_failed_import(module: str) -> None:
    """Print the traceback of a module that could not be imported: awslambdaric reports it in one line without.

    Only afterwards, because a handler's loggers look for the handlers that awslambdaric sets up before its import.
    """
    with contextlib.suppress(Exception):
        try:
            importlib.import_module(module)
        except ImportError:
            traceback.print_exc()


if __name__ == "__main__":
    main(int(sys.argv[1]))

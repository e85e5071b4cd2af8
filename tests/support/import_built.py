"""Imports handlers of built functions and says what went wrong. Run by a bare Python: the standard library is all there is.

Reads `{"import_path": […], "functions": {name: {"code", "handler"}}}` and writes `{name: "" or the error}`, both as JSON. Each function is
imported in a process of its own, forked from one that has imported what nearly all of them share.
"""

import contextlib
import importlib
import json
import os
import sys
import traceback

SHARED = ("fastapi", "mangum", "sqlalchemy.orm", "pg8000", "aws_lambda_powertools")


def main() -> None:
    """Import them all."""
    wanted = json.load(sys.stdin)
    sys.path[:0] = wanted["import_path"]
    for module in SHARED:
        # Missing ones are told of by the functions that need them.
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    json.dump({name: error_of(**function) for name, function in wanted["functions"].items()}, sys.stdout)


def error_of(code: str, handler: str) -> str:
    """Import one handler in a fork; return the traceback, or nothing."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with os.fdopen(writing, "w") as answer:
            answer.write(tried(code, handler))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        told = answer.read()
    _, status = os.waitpid(child, 0)
    return told if status == 0 else f"ended with status {status}: {told}"


def tried(code: str, handler: str) -> str:
    """Import here."""
    sys.path.insert(0, code)
    module, _, name = handler.rpartition(".")
    try:
        found = getattr(importlib.import_module(module), name)
    except Exception:  # noqa: BLE001 (whatever it is, it is the answer)
        return traceback.format_exc()
    return "" if callable(found) else f"{handler} is {found!r}"


if __name__ == "__main__":
    main()

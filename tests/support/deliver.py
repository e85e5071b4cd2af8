"""`python -m tests.support.deliver MODULE`: hand the Lambda event on standard input to a function, in a process that may be killed."""

import importlib
import json
import sys


def main(module: str) -> None:
    """Call the handler once and print its answer, last."""
    handler = importlib.import_module(module).handler
    print(json.dumps(handler(json.load(sys.stdin), None)))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])

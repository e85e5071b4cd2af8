"""`python -m tests.support.deliver FOLDER`: hand the Lambda event on standard input to a function, in a process that may be killed."""

import importlib
import json
import sys


def main(folder: str) -> None:
    """Call the handler once and print its answer, last."""
    handler = importlib.import_module(f"{folder}.handler").handler
    print(json.dumps(handler(json.load(sys.stdin), None)))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])

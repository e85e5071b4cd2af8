"""Writes the time of its event to the file JOURNAL."""

import os
from pathlib import Path
from typing import Any


def handler(event: dict[str, Any], _: Any) -> None:
    """Note one tick."""
    with Path(os.environ["JOURNAL"]).open("a") as journal:
        journal.write(event["time"] + "\n")

"""Writes the records it handled to the file JOURNAL, and fails where a record asks for it.

A value is JSON: `{"id", "fail_until"?: path, "die_until"?: path, "raise_until"?: path}`. The record fails, kills the process, or
fails the whole batch for as long as that file does not exist. Later records of a key that failed fail with it.
"""

import base64
import json
import os
from pathlib import Path
from typing import Any


def handler(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """Handle a batch."""
    failures = []
    failed_keys = set()
    for place, records in event["records"].items():
        for record in records:
            wish = json.loads(base64.b64decode(record["value"]))
            _note({"saw": wish["id"], "size": sum(map(len, event["records"].values()))})
            if _wants(wish, "die_until"):
                os._exit(9)
            if _wants(wish, "raise_until"):
                raise RuntimeError(wish["id"])
            if _wants(wish, "fail_until") or record.get("key") in failed_keys:
                failed_keys.add(record.get("key", wish["id"]))
                failures.append({"itemIdentifier": {"partition": place, "offset": record["offset"]}})
                continue
            _note({"done": wish["id"]})
    return {"batchItemFailures": failures}


def _wants(wish: dict[str, Any], what: str) -> bool:
    return what in wish and not Path(wish[what]).exists()


def _note(line: dict[str, Any]) -> None:
    with Path(os.environ["JOURNAL"]).open("a") as journal:
        journal.write(json.dumps(line) + "\n")

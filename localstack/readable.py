"""Log lines of functions as a person at a terminal wants them; the log file keeps them as they are, in JSON."""

import json
from typing import Any

_OF_THE_LOGGER = {
    *("level", "location", "message", "timestamp", "service", "taskName"),
    *("request_id", "xray_trace_id", "exception", "exception_name", "stack_trace"),
}


def readable(line: str) -> str | None:
    """Return a line for the screen: JSON as a sentence, anything else as it is, and None for what is only for machines.

    Left out are CloudWatch metrics and the minutely runs that found nothing to do.
    """
    try:
        entry = json.loads(line)
    except ValueError:
        return line
    if not isinstance(entry, dict) or "message" not in entry:
        return None if isinstance(entry, dict) and "_aws" in entry else line
    about = {name: value for name, value in entry.items() if name not in _OF_THE_LOGGER and value is not None}
    if entry["message"] == "request":
        return _request(entry)
    if entry["message"] == "scheduled run" and not any(isinstance(value, int) and value for value in about.values()):
        return None
    level = "" if entry.get("level") == "INFO" else f"{entry.get('level')} "
    details = ", ".join(f"{name}={value}" for name, value in about.items())
    said = f"{level}{entry['message']}{f': {details}' if details else ''}"
    return f"{said}\n{entry['exception']}" if "exception" in entry else said


def _request(entry: dict[str, Any]) -> str:
    return f"{entry.get('method')} {entry.get('path')} {entry.get('status')} in {entry.get('milliseconds')} ms"

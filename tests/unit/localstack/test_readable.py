"""Log lines for a person."""

import json

import pytest

from localstack.readable import readable

LOGGER = {"level": "INFO", "location": "log:97", "timestamp": "2026-11-23 02:07:50,706+0000", "service": "medbook"}


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        (
            {"message": "request", "method": "GET", "path": "/v1/me", "status": 200, "milliseconds": 5.9},
            "GET /v1/me 200 in 5.9 ms",
        ),
        ({"message": "scheduled run", "published": 0}, None),
        ({"message": "scheduled run", "published": 3}, "scheduled run: published=3"),
        ({"message": "nobody told", "reason": "moved", "level": "WARNING"}, "WARNING nobody told: reason=moved"),
        ({"message": "failed", "exception": "Traceback"}, "failed\nTraceback"),
    ],
)
def test_a_log_entry_becomes_a_sentence(entry: dict[str, object], shown: str | None) -> None:
    assert shown == readable(json.dumps(LOGGER | entry))


def test_metrics_are_for_machines() -> None:
    assert readable(json.dumps({"_aws": {"Timestamp": 1}, "EventsHandled": [1.0]})) is None


@pytest.mark.parametrize("line", ["Traceback (most recent call last):", "", "[1, 2]", "{not json"])
def test_anything_else_is_shown_as_it_is(line: str) -> None:
    assert line == readable(line)

"""What a scheduled function takes for now."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from medbook.http.schedule import RunFailed, scheduled_app, scheduled_handler

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)


def seen(at: datetime) -> dict[str, Any]:
    return {"seen": at.isoformat()}


def ten() -> datetime:
    return TEN


def post(content: bytes = b"", headers: Mapping[str, str] | None = None) -> httpx.Response:
    async def exchange() -> httpx.Response:
        transport = httpx.ASGITransport(scheduled_app(seen, ten))
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return await client.post("/", content=content, headers=headers)

    return asyncio.run(exchange())


def test_lambda_runs_at_the_scheduled_time() -> None:
    assert {"seen": NINE.isoformat()} == scheduled_handler(seen, ten)({"time": "2026-11-23T09:00:00Z"}, None)


def test_another_offset_is_turned_into_utc() -> None:
    assert {"seen": NINE.isoformat()} == scheduled_handler(seen, ten)({"time": "2026-11-23T10:00:00+01:00"}, None)


def test_a_run_that_fails_says_its_figures_all_the_same(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_at: datetime) -> dict[str, Any]:
        raise RunFailed("no broker", {"waiting": 3})

    with pytest.raises(RunFailed):
        scheduled_handler(fail, ten)({}, None)
    [line] = [vars(line) for line in caplog.records if line.message == "scheduled run"]
    assert ("ERROR", "no broker", 3) == (line["levelname"], line["reason"], line["waiting"])


def test_an_event_without_a_time_means_the_present() -> None:
    assert {"seen": TEN.isoformat()} == scheduled_handler(seen, ten)({}, None)


@pytest.mark.parametrize("told", [TEN + timedelta(seconds=61), TEN + timedelta(days=300), datetime.max.replace(tzinfo=UTC)])
def test_an_event_of_the_future_means_the_present(told: datetime) -> None:
    assert {"seen": TEN.isoformat()} == scheduled_handler(seen, ten)({"time": told.isoformat()}, None)


def test_a_tick_that_a_clock_behind_takes_for_early_keeps_its_time() -> None:
    told = TEN + timedelta(seconds=60)
    assert {"seen": told.isoformat()} == scheduled_handler(seen, ten)({"time": told.isoformat()}, None)


def test_a_cloud_event_of_the_future_means_the_present() -> None:
    assert post(headers={"ce-time": "2027-09-20T09:00:00Z"}).json() == {"seen": TEN.isoformat()}


def test_a_time_of_the_future_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    scheduled_handler(seen, ten)({"time": "2027-09-20T09:00:00Z"}, None)
    assert "the event's time lies in the future" in [line.message for line in caplog.records]


def test_a_time_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        scheduled_handler(seen, ten)({"time": "2026-11-23T09:00:00"}, None)


def test_a_binary_cloud_event_says_its_time_in_a_header() -> None:
    answer = post(b'{"any": "data"}', {"ce-time": "2026-11-23T09:00:00Z", "content-type": "application/json"})
    assert (answer.status_code, answer.json()) == (200, {"seen": NINE.isoformat()})


def test_a_structured_cloud_event_says_its_time_in_the_body() -> None:
    answer = post(b'{"time": "2026-11-23T09:00:00Z", "data": {}}', {"content-type": "application/cloudevents+json"})
    assert (answer.status_code, answer.json()) == (200, {"seen": NINE.isoformat()})


@pytest.mark.parametrize("told", ["9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+05:00"])
def test_a_time_that_is_none_in_utc_is_refused(told: str) -> None:
    assert post(headers={"ce-time": told}).status_code == 400


@pytest.mark.parametrize("body", [b"no json", b'{"time": "at noon"}', b"\xff", b"[" * 200_000])
def test_an_event_that_cannot_be_read_is_refused(body: bytes) -> None:
    assert post(body).status_code == 400

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from medbook.domain.events import AppointmentEvent
from medbook.kafka.dead_letters import DeadLetterSink
from medbook.kafka.envelope import Record, header, to_record
from medbook.kafka.errors import MalformedEvent
from medbook.kafka.records import handle_batch
from tests.support.events import OCCURRED_AT, Collector, created, lambda_event

BROKEN = Record("appointment-created", b"key", b"not json", [("ce_id", b"\xff")])


class Handler:
    """Handles every event but those of the visits it is told to fail."""

    def __init__(self, *failing: AppointmentEvent, fault: Exception | None = None) -> None:
        self.handled: list[AppointmentEvent] = []
        self._failing = {event.appointment_id for event in failing}
        self._fault = fault or ConnectionRefusedError("anna.schmidt@mail.example refused")

    def __call__(self, event: AppointmentEvent) -> None:
        if event.appointment_id in self._failing:
            raise self._fault
        self.handled.append(event)


def sink(publisher: Collector) -> DeadLetterSink:
    return DeadLetterSink(publisher, consumer="notify_created", clock=lambda: OCCURRED_AT)


def run(
    handle: Callable[[AppointmentEvent], None], *records: Record, dead_letters: Collector | None = None
) -> list[dict[str, Any]]:
    """Handle a batch and give back which records failed."""
    response = handle_batch(lambda_event(*records), None, handle, sink(dead_letters or Collector()))
    failed: list[dict[str, Any]] = response["batchItemFailures"]
    return failed


def item(offset: int) -> dict[str, Any]:
    return {"itemIdentifier": {"partition": "appointment-created-0", "offset": offset}}


def test_every_record_is_handled_in_order() -> None:
    handler = Handler()
    run(handler, *(to_record(created(number)) for number in (1, 2, 3)))
    assert handler.handled == [created(1), created(2), created(3)]


def test_a_batch_that_is_handled_reports_no_failures() -> None:
    assert run(Handler(), to_record(created())) == []


def test_an_empty_batch_is_handled() -> None:
    assert handle_batch({"records": {}}, None, Handler(), sink(Collector())) == {"batchItemFailures": []}


def test_a_failure_that_may_pass_is_reported_and_the_batch_goes_on() -> None:
    handler = Handler(created(2))
    failed = run(handler, *(to_record(created(number)) for number in (1, 2, 3)))
    assert ([item(1)], [created(1), created(3)]) == (failed, handler.handled)


def test_when_all_fail_all_are_reported() -> None:
    assert run(Handler(created(1), created(2)), to_record(created(1)), to_record(created(2))) == [item(0), item(1)]


def test_later_records_of_a_failed_key_wait_with_it() -> None:
    # The second event of the visit would be handled: only the order keeps it back.
    first, second = created(1), replace(created(1), sequence=1)
    handled: list[int] = []

    def handle(event: AppointmentEvent) -> None:
        if event.sequence == 0:
            raise TimeoutError
        handled.append(event.sequence)

    assert ([item(0), item(1)], []) == (run(handle, to_record(first), to_record(second)), handled)


def test_records_without_a_key_do_not_wait_for_each_other() -> None:
    keyless = [replace(to_record(created(number)), key=None) for number in (1, 2)]
    assert run(Handler(created(1)), *keyless) == [item(0)]


def test_a_malformed_record_is_kept_and_the_batch_goes_on() -> None:
    letters, handler = Collector(), Handler()
    failed = run(handler, BROKEN, to_record(created()), dead_letters=letters)
    assert ([], 1, [created()]) == (failed, len(letters.records), handler.handled)


def test_a_dead_letter_says_why_and_whence() -> None:
    letters = Collector()
    run(Handler(), to_record(created()), replace(to_record(created(2)), value=b"{"), dead_letters=letters)
    said = {
        name: header(letters.records[0], f"dead_letter_{name}") for name in ("reason", "error", "topic", "partition", "offset")
    }
    expected = {
        "reason": "malformed",
        "error": "value: json_invalid",
        "topic": "appointment-created",
        "partition": "0",
        "offset": "1",
    }
    assert expected == said


def run_spoilt(dead_letters: Collector, **parts: object) -> tuple[list[dict[str, Any]], list[AppointmentEvent]]:
    """Handle a batch whose first record is not of Lambda's form; give back which records failed, and what was handled."""
    batch, handler = lambda_event(to_record(created(1)), to_record(created(2))), Handler()
    batch["records"]["appointment-created-0"][0] |= parts
    return handle_batch(batch, None, handler, sink(dead_letters))["batchItemFailures"], handler.handled


SPOILT = [
    ({"value": "e3"}, "value is not base64"),
    ({"value": 7}, "value is not base64"),
    ({"value": "e3\ud800"}, "value is not base64"),
    ({"key": "a"}, "key is not base64"),
    ({"headers": ["ce_id"]}, "headers are not lists of bytes"),
    ({"headers": [{"ce_id": "text"}]}, "headers are not lists of bytes"),
    ({"headers": 7, "value": "a"}, "value is not base64; headers are not lists of bytes"),
]


@pytest.mark.parametrize(("parts", "error"), SPOILT)
def test_a_record_that_is_not_of_lambdas_form_is_kept_and_the_batch_goes_on(parts: dict[str, object], error: str) -> None:
    letters = Collector()
    failed, handled = run_spoilt(letters, **parts)
    [letter] = letters.records
    said = [header(letter, f"dead_letter_{name}") for name in ("reason", "error", "offset")]
    assert ([], [created(2)], ["malformed", error, "0"]) == (failed, handled, said)


@pytest.mark.parametrize(("parts", "error"), SPOILT)
def test_a_record_that_is_not_of_lambdas_form_is_in_the_log_by_its_place(
    parts: dict[str, object], error: str, caplog: pytest.LogCaptureFixture
) -> None:
    run_spoilt(Collector(reachable=False), **parts)
    [line] = [vars(line) for line in caplog.records if line.message == "event failed"]
    assert ("BrokerUnavailable", 0, 0) == (line["error"], line["partition"], line["offset"])


def test_later_records_of_the_key_of_a_record_that_is_not_of_lambdas_form_wait_with_it() -> None:
    batch, handler = lambda_event(to_record(created(1)), to_record(created(1))), Handler()
    batch["records"]["appointment-created-0"][0]["headers"] = 7
    failed = handle_batch(batch, None, handler, sink(Collector(reachable=False)))["batchItemFailures"]
    assert ([item(0), item(1)], []) == (failed, handler.handled)


def test_a_handler_may_find_an_event_unprocessable() -> None:
    letters = Collector()
    run(Handler(created(), fault=MalformedEvent("no such doctor")), to_record(created()), dead_letters=letters)
    assert header(letters.records[0], "dead_letter_error") == "no such doctor"


def test_a_dead_letter_that_cannot_be_kept_comes_again() -> None:
    failed = run(Handler(), BROKEN, to_record(created()), dead_letters=Collector(reachable=False))
    assert failed == [item(0)]


def test_a_tombstone_is_kept_as_a_dead_letter() -> None:
    letters = Collector()
    run(Handler(), replace(to_record(created()), value=None), dead_letters=letters)
    assert letters.records[0].value is None


def test_bytes_that_java_calls_negative_are_read() -> None:
    letters = Collector()
    run(Handler(), BROKEN, dead_letters=letters)
    assert ("ce_id", b"\xff") in letters.records[0].headers


def test_the_log_names_ids_and_the_place_but_not_people(caplog: pytest.LogCaptureFixture) -> None:
    run(Handler(created()), to_record(created()))
    logged = vars(next(line for line in caplog.records if line.message == "event failed"))
    expected = {
        "event_id": str(created().event_id),
        "appointment_id": str(created().appointment_id),
        "topic": "appointment-created",
        "partition": 0,
        "offset": 0,
        "error": "ConnectionRefusedError",
    }
    assert (expected, False) == ({key: logged[key] for key in expected}, "anna.schmidt" in str(logged))


def test_a_dead_letter_is_told_of_where_an_alarm_counts(caplog: pytest.LogCaptureFixture) -> None:
    run(Handler(), to_record(created()), BROKEN)
    [line] = [vars(line) for line in caplog.records if line.message == "dead letter"]
    expected = {
        "levelname": "WARNING",
        "reason": "malformed",
        "consumer": "notify_created",
        "topic": "appointment-created",
        "partition": 0,
        "offset": 1,
    }
    assert expected == {name: line[name] for name in expected}


def test_the_counts_are_metrics(capsys: pytest.CaptureFixture[str]) -> None:
    run(Handler(created(2)), to_record(created(1)), to_record(created(2)), BROKEN)
    metrics = next(json.loads(line) for line in capsys.readouterr().out.splitlines() if "CloudWatchMetrics" in line)
    expected = {"EventsHandled": [1.0], "EventsDeadLettered": [1.0], "EventsFailed": [1.0]}
    assert expected == {name: metrics[name] for name in expected}

from dataclasses import replace

import pytest

from medbook.domain.visits import Undeliverable
from medbook.kafka.dead_letters import DeadLetterSink, to_dead_letter
from medbook.kafka.envelope import Record, header, to_record
from medbook.kafka.errors import BrokerUnavailable, MalformedEvent, UnknownEventVersion, Unprocessable
from medbook.kafka.producer import Failure
from medbook.kafka.replay import DeadLetter
from tests.support.events import OCCURRED_AT, Collector, created


def letter(record: Record, position: tuple[int, int] | None = (2, 41)) -> Record:
    return to_dead_letter(
        record, reason="retries-exhausted", error="TimeoutError", consumer="notify_created", at=OCCURRED_AT, position=position
    )


def test_the_record_itself_is_kept_as_it_was() -> None:
    record = replace(to_record(created()), value=b"\xff", headers=[("twice", b"1"), ("twice", b"2")])
    assert record == DeadLetter(0, 0, letter(record), replayed=False).original()


def test_the_headers_say_why_and_whence() -> None:
    expected = [
        ("dead_letter_reason", b"retries-exhausted"),
        ("dead_letter_error", b"TimeoutError"),
        ("dead_letter_consumer", b"notify_created"),
        ("dead_letter_time", b"2026-11-23T08:00:00Z"),
        ("dead_letter_topic", b"appointment-created"),
        ("dead_letter_partition", b"2"),
        ("dead_letter_offset", b"41"),
    ]
    assert expected == letter(replace(to_record(created()), headers=[])).headers


def test_a_record_from_http_has_no_position() -> None:
    assert DeadLetter(0, 0, letter(to_record(created()), None), replayed=False).origin == "appointment-created::"


def test_a_record_that_dies_twice_tells_of_the_last_time_only() -> None:
    once = letter(to_record(created()), (0, 1))
    twice = letter(replace(once, topic="appointment-created"), (0, 9))
    assert [value for name, value in twice.headers if name == "dead_letter_offset"] == [b"9"]


def test_a_record_without_key_and_value_can_be_sent() -> None:
    assert letter(Record("appointment-created", None, None, [])).value == b""


def test_a_record_that_is_too_large_is_kept_without_its_value() -> None:
    kept = letter(Record("appointment-created", b"k", b"x" * 3_000_000, [("ce_id", b"1")]))
    shown = header(kept, "ce_id"), header(kept, "dead_letter_value_bytes"), header(kept, "dead_letter_offset")
    assert (b"k", b"", ("1", "3000000", "41")) == (kept.key, kept.value, shown)


@pytest.mark.parametrize(
    "record",
    [
        Record("appointment-created", b"k" * 3_000_000, b"v", []),
        Record("appointment-created", b"k", None, [("ce_id", b"1" * 3_000_000)]),
    ],
)
def test_a_key_or_a_header_that_is_too_large_goes_with_the_value(record: Record) -> None:
    kept = letter(record)
    assert (None, b"", "41") == (kept.key, kept.value, header(kept, "dead_letter_offset"))


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (MalformedEvent("x"), "malformed"),
        (UnknownEventVersion("x"), "unknown-version"),
        (Undeliverable("x"), "undeliverable"),
        (Unprocessable("x"), "malformed"),
    ],
)
def test_the_reason_follows_from_the_fault(fault: Unprocessable | Undeliverable, reason: str) -> None:
    letters = Collector()
    DeadLetterSink(letters, consumer="notify_created").put(to_record(created()), fault)
    assert reason == header(letters.records[0], "dead_letter_reason")


def test_a_letter_that_is_not_acknowledged_is_not_kept() -> None:
    class Refusing(Collector):
        def publish(self, records: object) -> list[Failure]:
            return [Failure(0, "MessageSizeTooLargeError")]

    with pytest.raises(BrokerUnavailable):
        DeadLetterSink(Refusing(), consumer="notify_created").put(to_record(created()), MalformedEvent("x"))


def test_a_letter_that_is_not_acknowledged_is_not_told_of(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(BrokerUnavailable):
        DeadLetterSink(Collector(reachable=False), consumer="notify_created").put(to_record(created()), MalformedEvent("x"))
    assert "dead letter" not in caplog.messages


def test_a_letter_of_knatives_says_what_the_function_answered() -> None:
    record = to_record(created())
    letter = DeadLetter(0, 0, replace(record, headers=[*record.headers, ("ce_knativeerrorcode", b"400")]), replayed=False)
    assert "answered 400" == letter.error


def test_a_letter_written_by_the_host_goes_back_to_the_topic_of_its_type() -> None:
    # Lambda's on-failure destination and Knative's sink keep the record, and write none of our headers.
    letter = DeadLetter(0, 0, replace(to_record(created()), topic="appointment-dead-letter"), replayed=False)
    assert (letter.reason, letter.original()) == ("retries-exhausted", to_record(created()))

import json
from dataclasses import replace
from typing import Any

import pytest

from localstack.eventsource.event import SourceRecord, WholeBatchFailed, event_of, failed_records
from localstack.invocation import Invocation

RECORD = SourceRecord("things", 1, 7, 1_773_043_501_250, 0, b"key", b"{}", (("ce_id", b"a\xff"), ("empty", b"")))
OTHER = replace(RECORD, offset=8)


def answer(result: Any, function_error: str | None = None) -> Invocation:
    return Invocation("r-1", json.dumps(result).encode(), function_error)


def failure(record: SourceRecord) -> dict[str, Any]:
    return {"itemIdentifier": {"partition": record.place, "offset": record.offset}}


def test_the_whole_event_of_a_record() -> None:
    expected = {
        "eventSource": "SelfManagedKafka",
        "bootstrapServers": "a:1,b:2",
        "records": {
            "things-1": [
                {
                    "topic": "things",
                    "partition": 1,
                    "offset": 7,
                    "timestamp": 1_773_043_501_250,
                    "timestampType": "CREATE_TIME",
                    "key": "a2V5",
                    "value": "e30=",
                    "headers": [{"ce_id": [97, 255]}, {"empty": []}],
                }
            ]
        },
    }
    assert expected == event_of([RECORD], "a:1,b:2")


def test_records_are_grouped_by_topic_and_partition() -> None:
    event = event_of([RECORD, replace(RECORD, partition=2), OTHER], "a:1")
    assert {place: [record["offset"] for record in records] for place, records in event["records"].items()} == {
        "things-1": [7, 8],
        "things-2": [7],
    }


def test_a_record_without_key_and_value_has_neither() -> None:
    event = event_of([replace(RECORD, key=None, value=None)], "a:1")
    assert set() == {"key", "value"} & event["records"]["things-1"][0].keys()


@pytest.mark.parametrize("result", [None, {}, {"batchItemFailures": []}, {"batchItemFailures": None}])
def test_an_empty_answer_is_a_success(result: Any) -> None:
    assert set() == failed_records(answer(result), [RECORD, OTHER], partial=True)


def test_reported_records_failed() -> None:
    assert {OTHER} == failed_records(answer({"batchItemFailures": [failure(OTHER)]}), [RECORD, OTHER], partial=True)


def test_without_partial_batches_any_answer_is_a_success() -> None:
    assert set() == failed_records(answer({"batchItemFailures": [failure(OTHER)]}), [RECORD, OTHER], partial=False)


@pytest.mark.parametrize(
    "result",
    [
        "done",
        {"batchItemFailures": [{"itemIdentifier": {"partition": "things-1", "offset": 99}}]},
        {"batchItemFailures": [{"itemIdentifier": ""}]},
        {"batchItemFailures": [{}]},
    ],
)
def test_an_answer_that_names_no_record_of_the_batch_fails_all_of_it(result: Any) -> None:
    with pytest.raises(WholeBatchFailed):
        failed_records(answer(result), [RECORD], partial=True)


def test_a_failed_function_fails_the_batch_and_says_no_more_than_the_error_type() -> None:
    with pytest.raises(WholeBatchFailed, match=r"^SMTPServerDisconnected$"):
        failed_records(
            answer({"errorType": "SMTPServerDisconnected", "errorMessage": "to ann@"}, "Unhandled"), [RECORD], partial=True
        )

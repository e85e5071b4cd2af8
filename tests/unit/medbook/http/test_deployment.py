"""How a deploy function answers CloudFormation, on a small HTTP server that stands for S3."""

import asyncio
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError

import httpx
import pytest

from medbook.http.deployment import deployed_app, deployed_handler
from tests.support.answer_bucket import AnswerBucket, answer_bucket

CONTEXT = SimpleNamespace(aws_request_id="3e9c9c2a")
IDS = {"StackId": "arn:aws:cloudformation:eu-central-1:1:stack/medbook/1", "RequestId": "r-1", "LogicalResourceId": "Migration"}


@pytest.fixture
def bucket() -> Iterator[AnswerBucket]:
    with answer_bucket() as running:
        yield running


class Work:
    """What a deploy does; counts how often."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.runs = 0
        self._fault = fault

    def __call__(self) -> Mapping[str, Any]:
        self.runs += 1
        if self._fault is not None:
            raise self._fault
        return {"after": "0007"}


def event(bucket: AnswerBucket, kind: str, **more: str) -> dict[str, Any]:
    return {**IDS, "RequestType": kind, "ResponseURL": bucket.url, "ResourceProperties": {"Release": "1"}, **more}


def told(bucket: AnswerBucket) -> dict[str, str]:
    [(_, _, body)] = bucket.received
    return body


@pytest.mark.parametrize("asked", [{}, None, [], {"time": "2026-11-23T09:00:00Z"}])
def test_whatever_else_is_asked_runs_and_returns_the_figures(asked: Any) -> None:
    assert deployed_handler(Work())(asked, CONTEXT) == {"after": "0007"}


def test_a_run_by_hand_that_fails_fails_the_invocation() -> None:
    with pytest.raises(RuntimeError):
        deployed_handler(Work(RuntimeError()))({}, CONTEXT)


@pytest.mark.parametrize(("kind", "runs"), [("Create", 1), ("Update", 1), ("Delete", 0)])
def test_creating_and_updating_run_and_deleting_does_not(bucket: AnswerBucket, kind: str, runs: int) -> None:
    work = Work()
    deployed_handler(work)(event(bucket, kind), CONTEXT)
    assert runs == work.runs


@pytest.mark.parametrize("kind", ["Create", "Update", "Delete"])
def test_success_is_told_with_the_ids_of_the_request(bucket: AnswerBucket, kind: str) -> None:
    deployed_handler(Work())(event(bucket, kind), CONTEXT)
    assert {"Status": "SUCCESS", "PhysicalResourceId": "medbook-Migration", **IDS} == told(bucket)


def test_an_update_keeps_the_physical_id_it_names(bucket: AnswerBucket) -> None:
    deployed_handler(Work())(event(bucket, "Update", PhysicalResourceId="of-old"), CONTEXT)
    assert told(bucket)["PhysicalResourceId"] == "of-old"


def test_the_answer_goes_to_the_signed_url_without_a_content_type(bucket: AnswerBucket) -> None:
    deployed_handler(Work())(event(bucket, "Create"), CONTEXT)
    assert [("/answer?X-Amz-Signature=s", "")] == [(path, content_type) for path, content_type, _ in bucket.received]


def test_a_failure_is_told_by_its_kind_and_where_to_look(bucket: AnswerBucket) -> None:
    deployed_handler(Work(ValueError("password=hunter2")))(event(bucket, "Update"), CONTEXT)
    reason = "ValueError: see the log of request 3e9c9c2a"
    assert {"Status": "FAILED", "Reason": reason, "PhysicalResourceId": "medbook-Migration", **IDS} == told(bucket)


def test_a_failure_that_was_told_does_not_fail_the_invocation(bucket: AnswerBucket) -> None:
    answer = deployed_handler(Work(ValueError()))(event(bucket, "Create"), CONTEXT)
    assert answer["Status"] == "FAILED"


def test_an_answer_nobody_took_fails_the_invocation(bucket: AnswerBucket) -> None:
    bucket.statuses = [403, 403, 403]
    with pytest.raises(HTTPError):
        deployed_handler(Work())(event(bucket, "Create"), CONTEXT)


def test_an_answer_is_given_again_where_it_was_not_taken_and_what_was_run_is_not_run_again(bucket: AnswerBucket) -> None:
    bucket.statuses = [503, 503]
    work = Work()
    answer = deployed_handler(work)(event(bucket, "Create"), CONTEXT)
    assert ("SUCCESS", 1, 3) == (answer["Status"], work.runs, len(bucket.received))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/answer",
        "http://answers.example/a",
        "http://127.0.0.1.answers.example/a",
        "answer",
        "",
        None,
    ],
)
def test_an_answer_goes_nowhere_but_to_https_and_nothing_is_run_for_another(bucket: AnswerBucket, url: object) -> None:
    work = Work()
    with pytest.raises(ValueError, match="https"):
        deployed_handler(work)(event(bucket, "Create") | {"ResponseURL": url}, CONTEXT)
    assert work.runs == 0


def ask(method: str, path: str) -> httpx.Response:
    async def exchange() -> httpx.Response:
        transport = httpx.ASGITransport(deployed_app(Work()))
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return await client.request(method, path)

    return asyncio.run(exchange())


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [("POST", "/", (200, {"after": "0007"})), ("GET", "/health", (200, {"status": "ok"}))],
)
def test_over_http_a_post_runs(method: str, path: str, expected: tuple[int, dict[str, str]]) -> None:
    answer = ask(method, path)
    assert expected == (answer.status_code, answer.json())

"""The Invoke API: boto3 as AWS's own client, our client for other hosts, and the pool itself must agree."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from localstack.background import EventLoopThread
from localstack.gateway.server import HttpServer
from localstack.invocation import FunctionNotFound, HostUnreachable, PayloadTooLarge
from localstack.invoke_endpoint import invoke_api
from localstack.logs import Logs
from localstack.parts.ports import free_port
from localstack.remote import RemoteInvoker
from localstack.runtime.pool import Pool
from localstack.template import load
from tests.support.processes import eventually

TEMPLATE = Path(__file__).parents[2] / "support" / "functions_fixture" / "template.yaml"


@pytest.fixture(scope="module")
def logs() -> Logs:
    return Logs()


@pytest.fixture(scope="module")
def pool(loop: EventLoopThread, logs: Logs) -> Iterator[Pool]:
    running = Pool(load(TEMPLATE), {}, logs)
    loop.run(running.start())
    yield running
    loop.run(running.stop())


@pytest.fixture(scope="module")
def endpoint(loop: EventLoopThread, pool: Pool) -> Iterator[HttpServer]:
    running = HttpServer(invoke_api(pool))
    loop.run(running.start())
    yield running
    loop.run(running.stop())


@pytest.fixture(scope="module")
def remote(loop: EventLoopThread, endpoint: HttpServer) -> Iterator[RemoteInvoker]:
    invoker = RemoteInvoker(endpoint.url)
    yield invoker
    loop.run(invoker.close())


@pytest.fixture(scope="module")
def aws(endpoint: HttpServer) -> Iterator[Any]:
    client = boto3.client(
        "lambda",
        endpoint_url=endpoint.url,
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}),
    )
    yield client
    client.close()


@pytest.mark.parametrize("wish", [{"return": {"a": "ü"}}, {"return": None}, {"return": "x"}])
def test_both_invokers_answer_alike(pool: Pool, remote: RemoteInvoker, loop: EventLoopThread, wish: dict[str, Any]) -> None:
    here, there = loop.run(pool.invoke("echo", wish)), loop.run(remote.invoke("echo", wish))
    assert (here.payload, here.function_error) == (there.payload, there.function_error)


@pytest.mark.parametrize("wish", [{"raise": "x"}, {"exit": 1}])
def test_both_invokers_fail_alike(pool: Pool, remote: RemoteInvoker, loop: EventLoopThread, wish: dict[str, Any]) -> None:
    here, there = loop.run(pool.invoke("echo", wish)), loop.run(remote.invoke("echo", wish))
    assert (here.result()["errorType"], "Unhandled") == (there.result()["errorType"], there.function_error)


def test_the_request_id_comes_back(remote: RemoteInvoker, loop: EventLoopThread) -> None:
    invocation = loop.run(remote.invoke("echo", {}))
    assert invocation.request_id == invocation.result()["context"]["aws_request_id"]


def test_an_unknown_function_is_not_found_there_either(remote: RemoteInvoker, loop: EventLoopThread) -> None:
    with pytest.raises(FunctionNotFound):
        loop.run(remote.invoke("nobody", {}))


def test_a_large_request_is_refused_before_it_is_sent(remote: RemoteInvoker, loop: EventLoopThread) -> None:
    with pytest.raises(PayloadTooLarge):
        loop.run(remote.invoke("echo", {"text": "x" * 7_000_000}))


def test_a_host_that_is_down_is_unreachable(loop: EventLoopThread) -> None:
    async def ask() -> None:
        invoker = RemoteInvoker(f"http://127.0.0.1:{free_port()}")
        try:
            await invoker.invoke("echo", {})
        finally:
            await invoker.close()

    with pytest.raises(HostUnreachable):
        loop.run(ask())


def test_boto3_invokes(aws: Any) -> None:
    answer = aws.invoke(FunctionName="echo", Payload=json.dumps({"return": 42}))
    assert (answer["StatusCode"], answer["Payload"].read(), answer["ExecutedVersion"]) == (200, b"42", "$LATEST")


def test_boto3_sees_a_failure(aws: Any) -> None:
    assert aws.invoke(FunctionName="echo", Payload=b'{"raise": "x"}')["FunctionError"] == "Unhandled"


def test_boto3_may_name_a_function_by_arn(aws: Any) -> None:
    arn = "arn:aws:lambda:eu-central-1:000000000000:function:echo"
    assert aws.invoke(FunctionName=arn, Payload=b'{"return": 1}')["Payload"].read() == b"1"


def test_boto3_sees_an_unknown_function(aws: Any) -> None:
    with pytest.raises(ClientError, match=r"ResourceNotFoundException"):
        aws.invoke(FunctionName="nobody", Payload=b"{}")


def test_an_event_invocation_answers_before_the_function(aws: Any, logs: Logs) -> None:
    answer = aws.invoke(FunctionName="echo", InvocationType="Event", Payload=b'{"print": "later"}')
    assert answer["StatusCode"] == 202
    eventually(lambda: "later" in logs.lines("echo"))


def test_a_dry_run_runs_nothing(aws: Any) -> None:
    assert aws.invoke(FunctionName="echo", InvocationType="DryRun")["StatusCode"] == 204


def test_what_is_no_json_is_refused(endpoint: HttpServer) -> None:
    response = httpx.post(f"{endpoint.url}/2015-03-31/functions/echo/invocations", content=b"{")
    assert (response.status_code, response.headers["x-amzn-errortype"]) == (400, "InvalidRequestContentException")


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"host": "evil.example"}])
def test_a_web_page_may_not_invoke(endpoint: HttpServer, headers: dict[str, str]) -> None:
    url = f"{endpoint.url}/2015-03-31/functions/echo/invocations"
    assert httpx.post(url, content=b"{}", headers=headers).status_code == 403

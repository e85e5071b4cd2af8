"""The functions as real processes: what Lambda promises, and what becomes of them when they misbehave."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from localstack.background import EventLoopThread
from localstack.invocation import FunctionNotFound, Invocation, PayloadTooLarge, TooManyRequests
from localstack.logs import Logs
from localstack.runtime.pool import Limits, Pool
from localstack.template import load
from tests.support.processes import descendants, eventually

TEMPLATE = Path(__file__).parents[2] / "support" / "functions_fixture" / "template.yaml"
type Invoke = Callable[[dict[str, Any]], Invocation]
type MakePool = Callable[..., AbstractContextManager[Pool]]


@pytest.fixture(scope="module")
def make_pool(loop: EventLoopThread) -> MakePool:
    @contextmanager
    def make(logs: Logs | None = None, **limits: Any) -> Iterator[Pool]:
        pool = Pool(load(TEMPLATE), {"DATABASE_URL": "postgresql://here"}, logs or Logs(), Limits(**limits))
        try:
            loop.run(pool.start())
            yield pool
        finally:
            loop.run(pool.stop())

    return make


@pytest.fixture(scope="module")
def logs() -> Logs:
    return Logs()


@pytest.fixture(scope="module")
def pool(make_pool: MakePool, logs: Logs) -> Iterator[Pool]:
    with make_pool(logs, per_function=4) as running:
        yield running


@pytest.fixture
def echo(pool: Pool, loop: EventLoopThread) -> Invoke:
    return lambda wish: loop.run(pool.invoke("echo", wish))


async def at_once(pool: Pool, wishes: list[dict[str, Any]]) -> list[Invocation]:
    return await asyncio.gather(*(pool.invoke("echo", wish) for wish in wishes))


def test_the_function_sees_its_event(echo: Invoke) -> None:
    assert echo({"a": "ü"}).result()["event"] == {"a": "ü"}


def test_the_context_is_as_in_lambda(echo: Invoke) -> None:
    invocation = echo({})
    context = invocation.result()["context"]
    context.pop("remaining_ms")
    expected = {
        "aws_request_id": invocation.request_id,
        "function_name": "echo",
        "function_version": "$LATEST",
        "memory_limit_in_mb": "256",
        "log_group_name": "/aws/lambda/echo",
        "invoked_function_arn": "arn:aws:lambda:eu-central-1:000000000000:function:echo",
    }
    assert expected == context


def test_the_context_knows_the_time_limit(echo: Invoke) -> None:
    assert 0 < echo({}).result()["context"]["remaining_ms"] <= 2000


def test_the_trace_of_the_caller_is_handed_on(echo: Invoke) -> None:
    trace = "Root=1-69ae8f4d-0123456789abcdef01234567"
    assert trace == echo({"headers": {"x-amzn-trace-id": trace}}).result()["environment"]["_X_AMZN_TRACE_ID"]


def test_a_variable_of_the_template_is_answered_by_the_host(echo: Invoke) -> None:
    assert echo({}).result()["environment"]["DATABASE_URL"] == "postgresql://here"


def test_a_variable_with_a_text_needs_no_host(echo: Invoke) -> None:
    assert echo({}).result()["environment"]["GREETING"] == "hello"


def test_the_shell_does_not_leak_into_a_function(
    make_pool: MakePool, loop: EventLoopThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of the developer")
    with make_pool() as fresh:
        assert "AWS_SECRET_ACCESS_KEY" not in loop.run(fresh.invoke("echo", {})).result()["environment"]


def test_a_warm_process_is_used_again(echo: Invoke) -> None:
    assert echo({}).result()["pid"] == echo({}).result()["pid"]


def test_a_print_is_shown_with_the_name_of_the_function(echo: Invoke, logs: Logs) -> None:
    echo({"print": "a line of mine"})
    eventually(lambda: "a line of mine" in logs.lines("echo"))


def test_an_exception_is_answered_as_lambda_does(echo: Invoke) -> None:
    invocation = echo({"raise": "no such slot"})
    error = invocation.result()
    assert (invocation.function_error, error["errorType"], error["errorMessage"]) == ("Unhandled", "ValueError", "no such slot")


def test_an_exception_brings_its_trace(echo: Invoke) -> None:
    assert 'raise ValueError(wish["raise"])' in "".join(echo({"raise": "x"}).result()["stackTrace"])


def test_a_late_function_is_stopped_and_says_so(echo: Invoke) -> None:
    assert echo({"sleep": 30}).result()["errorMessage"].endswith("Task timed out after 2.00 seconds")


def test_after_a_late_one_another_process_answers(echo: Invoke) -> None:
    late = echo({}).result()["pid"]
    echo({"sleep": 30})
    assert late != echo({}).result()["pid"]


def test_a_process_that_ends_is_answered_as_lambda_does(echo: Invoke) -> None:
    assert echo({"exit": 3}).result()["errorMessage"].endswith("Error: Runtime exited with error: exit status 3")


def test_a_process_that_is_killed_is_answered_as_lambda_does(pool: Pool, loop: EventLoopThread) -> None:
    async def invoke_and_kill() -> Invocation:
        warm = (await pool.invoke("echo", {})).result()["pid"]
        running = asyncio.create_task(pool.invoke("echo", {"sleep": 1}))
        await asyncio.sleep(0.05)
        os.kill(warm, signal.SIGKILL)
        return await running

    assert loop.run(invoke_and_kill()).result()["errorMessage"].endswith("signal: 9")


def test_a_process_that_ends_is_replaced_before_the_next_request(pool: Pool, echo: Invoke) -> None:
    before = set(pool.pids("echo"))
    echo({"exit": 0})
    eventually(lambda: bool(pool.pids("echo")) and set(pool.pids("echo")) != before)


def test_a_module_that_cannot_be_imported_is_the_answer(pool: Pool, loop: EventLoopThread) -> None:
    error = loop.run(pool.invoke("broken", {})).result()
    assert error["errorType"] == "Runtime.ImportModuleError"


def test_a_failed_import_is_shown_with_its_trace(pool: Pool, loop: EventLoopThread, logs: Logs) -> None:
    loop.run(pool.invoke("broken", {}))
    eventually(lambda: "ModuleNotFoundError: No module named 'a_module_that_does_not_exist'" in logs.lines("broken"))


def test_starting_ahead_tells_which_functions_cannot_be_imported(make_pool: MakePool, loop: EventLoopThread) -> None:
    with make_pool() as fresh:
        assert loop.run(fresh.prestart()).keys() == {"broken"}


def test_a_function_started_ahead_answers_from_that_process(make_pool: MakePool, loop: EventLoopThread) -> None:
    with make_pool() as fresh:
        loop.run(fresh.prestart())
        ahead = fresh.pids("echo")
        assert ahead == [loop.run(fresh.invoke("echo", {})).result()["pid"]]


def test_requests_at_once_run_in_processes_of_their_own(pool: Pool, loop: EventLoopThread) -> None:
    # Longer than a process takes to start on a busy machine.
    answers = loop.run(at_once(pool, [{"sleep": 1.2}] * 3))
    assert len({answer.result()["pid"] for answer in answers}) == 3


def test_no_more_processes_than_the_limit(pool: Pool, loop: EventLoopThread) -> None:
    loop.run(at_once(pool, [{"sleep": 0.05}] * 30))
    assert len(pool.pids("echo")) == 4


def test_two_hundred_requests_at_once_are_all_answered(pool: Pool, loop: EventLoopThread) -> None:
    answers = loop.run(at_once(pool, [{"number": number} for number in range(200)]))
    assert list(range(200)) == [answer.result()["event"]["number"] for answer in answers]


def test_a_crash_under_load_is_the_answer_of_one_request_alone(pool: Pool, loop: EventLoopThread) -> None:
    answers = loop.run(at_once(pool, [{"exit": 1} if number == 50 else {} for number in range(100)]))
    assert [number for number, answer in enumerate(answers) if answer.function_error] == [50]


def test_a_full_queue_refuses(make_pool: MakePool, loop: EventLoopThread) -> None:
    async def more_than_fit(pool: Pool) -> list[Any]:
        wishes = (pool.invoke("echo", {"sleep": 0.2}) for _ in range(5))
        return await asyncio.gather(*wishes, return_exceptions=True)

    with make_pool(per_function=1, queue=2) as small:
        loop.run(small.prestart())
        outcomes = loop.run(more_than_fit(small))
    assert [TooManyRequests] * 2 == [type(outcome) for outcome in outcomes if not isinstance(outcome, Invocation)]


def test_a_function_without_a_process_takes_the_place_of_an_idle_one(make_pool: MakePool, loop: EventLoopThread) -> None:
    with make_pool(total=1) as small:
        loop.run(small.invoke("echo", {}))
        assert loop.run(small.invoke("tick", {})).result()["errorType"] == "KeyError"


def test_processes_beyond_the_first_end_when_idle(make_pool: MakePool, loop: EventLoopThread) -> None:
    with make_pool(idle_seconds=0.1) as lively:
        loop.run(at_once(lively, [{"sleep": 0.2}] * 3))
        eventually(lambda: len(lively.pids("echo")) == 1)


def test_an_unknown_function_is_not_found(pool: Pool, loop: EventLoopThread) -> None:
    with pytest.raises(FunctionNotFound):
        loop.run(pool.invoke("nobody", {}))


def test_a_request_over_six_megabytes_is_refused(echo: Invoke) -> None:
    with pytest.raises(PayloadTooLarge):
        echo({"text": "x" * 7_000_000})


def test_a_response_over_six_megabytes_is_an_error(echo: Invoke) -> None:
    assert echo({"big": 7_000_000}).result()["errorType"] == "Function.ResponseSizeTooLarge"


def test_large_payloads_pass_both_ways(echo: Invoke) -> None:
    assert echo({"return": "x" * 5_000_000}).result() == "x" * 5_000_000


def test_who_no_longer_waits_does_not_stop_the_function(pool: Pool, loop: EventLoopThread, logs: Logs) -> None:
    async def give_up() -> None:
        running = asyncio.create_task(pool.invoke("echo", {"sleep": 0.3, "print": "going on"}))
        await asyncio.sleep(0.1)
        running.cancel()

    loop.run(give_up())
    eventually(lambda: "going on" in logs.lines("echo"))


def test_the_pool_outlives_the_parent_of_its_processes(make_pool: MakePool, loop: EventLoopThread) -> None:
    with make_pool() as robust:
        loop.run(robust.prestart())
        assert robust.fork_parent is not None
        before = set(robust.pids("echo"))
        os.kill(robust.fork_parent, signal.SIGKILL)
        eventually(lambda: bool(robust.pids("echo")) and not before & set(robust.pids("echo")))
        assert loop.run(robust.invoke("echo", {"return": 1})).result() == 1


def test_stopping_leaves_no_process(make_pool: MakePool, loop: EventLoopThread) -> None:
    before = descendants()
    with make_pool() as stopped:
        loop.run(stopped.prestart())
        started = descendants() - before
    assert (True, set()) == (len(started) >= 4, descendants() & started)


def test_stopping_answers_who_waits(make_pool: MakePool, loop: EventLoopThread) -> None:
    async def stop_in_the_middle(pool: Pool) -> Invocation:
        running = asyncio.create_task(pool.invoke("echo", {"sleep": 1}))
        await asyncio.sleep(0.2)
        await pool.stop()
        return await running

    with make_pool() as stopped:
        assert loop.run(stop_in_the_middle(stopped)).function_error == "Unhandled"

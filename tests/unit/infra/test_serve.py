"""The image's entry point, without a port: what it is asked to do."""

import importlib
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp

import find_slots.handler
import notify_created.handler
import relay_outbox.handler
import sign_in.handler
from infra.docker.front import CONCURRENCY
from infra.docker.serve import (
    GRACE_SECONDS,
    LONG_GRACE_SECONDS,
    Misused,
    event_of,
    function_of,
    grace_of,
    make_ready,
    most_body_of,
    port_of,
    read_secrets,
    told,
)
from localstack.keys import key_set, signing_key
from localstack.template import Function, load
from medbook.http.guard import MAX_BODY_BYTES
from medbook.http.operation import operated_app
from medbook.kafka.producer import MAX_REQUEST_BYTES
from medbook.postgres import engine
from tests.support.real_process import real_process
from tests.support.repository import ROOT


def test_a_function_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(Misused, match="FUNCTION is 'book-a-visit'; there are: administer, book_appointment, "):
        function_of({"FUNCTION": "book-a-visit"})


@pytest.mark.parametrize("asked", ["book_appointment", "book-appointment"])
def test_a_function_is_named_by_its_folder_or_as_it_is_deployed(asked: str) -> None:
    assert "book_appointment" == function_of({"FUNCTION": asked})


def test_a_secret_that_is_not_there_is_told_by_variable_and_file() -> None:
    with pytest.raises(
        Misused, match=r"^TOKEN_JWKS_FILE names /nowhere/jwks, which cannot be read: No such file or directory\.$"
    ):
        read_secrets({"TOKEN_JWKS_FILE": "/nowhere/jwks"})


def test_a_failure_is_told_in_one_line_without_the_statement_below_it() -> None:
    assert "the function failed: OSError: It is gone." == told(OSError("It is gone.\n[SQL: SELECT 1]"))


@pytest.mark.parametrize("port", ["", "0", "65536", "http", "-1", "٣"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(Misused, match="no port"):
        port_of({"PORT": port})


@pytest.mark.parametrize("environment", [{}, {"EVENT": ""}, {"EVENT": "{}"}])
def test_without_an_event_a_function_runs_with_an_empty_one(environment: dict[str, str]) -> None:
    assert {} == event_of(environment)


def test_an_event_is_read_from_the_environment() -> None:
    assert {"replay": "all"} == event_of({"EVENT": '{"replay": "all"}'})


def test_an_event_that_is_no_json_is_refused_without_saying_what_it_holds() -> None:
    with pytest.raises(Misused, match=r"^EVENT is no JSON: Expecting ',' delimiter: line 1 column 31 \(char 30\)\.$"):
        event_of({"EVENT": '{"email": "ada@clinic.example"'})


def test_a_container_works_on_as_many_requests_as_it_may_have_connections() -> None:
    pool: Any = engine.open_engine("postgresql://medbook@localhost/medbook").pool
    assert CONCURRENCY == pool.size() + pool._max_overflow


def test_a_container_told_to_end_waits_for_as_long_as_the_database_may_keep_a_request() -> None:
    assert GRACE_SECONDS > engine._SOCKET_TIMEOUT_SECONDS


def test_an_app_of_ours_takes_a_request_and_an_event_s_a_record() -> None:
    assert (MAX_BODY_BYTES, MAX_REQUEST_BYTES) == (most_body_of(FastAPI()), most_body_of(operated_app()))


def test_a_container_whose_key_cannot_sign_does_not_start() -> None:
    with real_process({"TOKEN_SIGNING_KEY": "nonsense", "TOKEN_JWKS": '{"keys": []}'}), pytest.raises(ValueError, match="PEM"):
        make_ready(sign_in.handler.app)


def test_a_container_whose_tokens_nobody_would_believe_does_not_start(tmp_path: Path) -> None:
    own, other = (signing_key(tmp_path / name) for name in ("own", "other"))
    with (
        real_process({"TOKEN_SIGNING_KEY": own, "TOKEN_JWKS": key_set(other)}),
        pytest.raises(ValueError, match="the public half of TOKEN_SIGNING_KEY is not in TOKEN_JWKS"),
    ):
        make_ready(sign_in.handler.app)


def test_a_container_with_good_keys_starts(tmp_path: Path) -> None:
    key = signing_key(tmp_path / "key")
    with real_process({"TOKEN_SIGNING_KEY": key, "TOKEN_JWKS": key_set(key)}):
        make_ready(sign_in.handler.app)


@pytest.mark.parametrize("app", [find_slots.handler.app, relay_outbox.handler.app, notify_created.handler.app])
def test_another_container_needs_no_keys(app: ASGIApp) -> None:
    with real_process({"TOKEN_SIGNING_KEY": "nonsense"}):
        make_ready(app)


@pytest.mark.parametrize(
    "function",
    [one for one in load(ROOT / "template.yaml").values() if one.kafka_sources or one.schedules],
    ids=lambda one: one.name,
)
def test_an_event_or_a_schedule_is_given_the_time_that_lambda_gives_it(function: Function) -> None:
    app = importlib.import_module(f"{function.folder}.handler").app
    assert (LONG_GRACE_SECONDS, True) == (grace_of(app), function.timeout_seconds < LONG_GRACE_SECONDS)


def test_a_request_is_given_less() -> None:
    assert GRACE_SECONDS == grace_of(FastAPI())

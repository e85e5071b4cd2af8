"""What an operator is told of what they asked for, and what the log keeps of it."""

import asyncio
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import OperationalError

from medbook.administration import Invited
from medbook.domain.errors import EmailTaken
from medbook.http.operation import Done, NotDone, operated_app, operated_handler

ADA = {"email": "ada@clinic.example", "full_name": "Ada Admin"}


def add(invited: Invited) -> Done:
    return Done(answer={"hello": invited.full_name}, noted={"admin_id": "1"})


def refusing(fault: Exception) -> Any:
    def refuse(_invited: Invited) -> Done:
        raise fault

    return operated_handler(Invited, refuse)


def test_the_operator_gets_the_answer() -> None:
    assert {"hello": "Ada Admin"} == operated_handler(Invited, add)(ADA, None)


def test_the_log_keeps_the_request_and_ids_alone(caplog: pytest.LogCaptureFixture) -> None:
    operated_handler(Invited, add)(ADA, SimpleNamespace(aws_request_id="r-1"))
    (line,) = (vars(record) for record in caplog.records)
    told = {name: line[name] for name in ("message", "operation", "request", "admin_id")}
    assert {"message": "operator run", "operation": "add", "request": "r-1", "admin_id": "1"} == told
    assert "Ada" not in str(line)


def test_bad_input_is_one_line_that_names_each_field() -> None:
    with pytest.raises(NotDone) as refused:
        operated_handler(Invited, add)({"email": "ada", "time_zone": "Mars/Olympus", "password": "secret"}, None)
    fields = [fault.partition(":")[0] for fault in str(refused.value).split("; ")]
    assert ["email", "full_name", "time_zone", "password"] == fields


@pytest.mark.parametrize("event", ["ada", [], None])
def test_an_event_that_is_no_object_is_told(event: Any) -> None:
    with pytest.raises(NotDone, match=r"^event: "):
        operated_handler(Invited, add)(event, None)


def test_what_the_clinic_forbids_is_told() -> None:
    with pytest.raises(NotDone, match=r"^taken$"):
        refusing(EmailTaken("taken"))(ADA, None)


def test_what_the_database_says_is_told_without_what_was_typed() -> None:
    fault = OperationalError("INSERT", {"email": ADA["email"]}, OSError("gone"))
    fault.__cause__ = OSError("gone")
    with pytest.raises(NotDone, match=r"^The database refused, or was never migrated: gone$"):
        refusing(fault)(ADA, None)


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/health", 200), ("POST", "/", 404), ("POST", "/health", 405)])
def test_the_app_is_healthy_and_takes_no_request(method: str, path: str, status: int) -> None:
    async def exchange() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(operated_app()), base_url="http://testserver") as client:
            return await client.request(method, path, json=ADA)

    assert status == asyncio.run(exchange()).status_code

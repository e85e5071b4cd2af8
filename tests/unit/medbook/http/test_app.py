"""An app as it is called over ASGI and by Lambda, without a database."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import APIRouter
from pydantic import BaseModel

from medbook.http.app import create_app, lambda_handler
from medbook.http.guard import MAX_BODY_BYTES
from medbook.http.source import Proxies, SourceAddress

router = APIRouter()


class Note(BaseModel):
    text: str


@router.post("/notes")
def write_note(note: Note) -> dict[str, int]:
    return {"length": len(note.text)}


@router.get("/notes")
def read_notes() -> list[str]:
    return []


@router.get("/source")
def tell_source(source: SourceAddress) -> str:
    return source


def no_process() -> Any:
    raise AssertionError("nobody may ask for a process")


APP = create_app(router, no_process)


def post(size: int) -> httpx.Response:
    body = b'{"text": "' + b"x" * (size - 12) + b'"}'

    async def exchange() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(APP), base_url="http://testserver") as client:
            return await client.post("/notes", content=body, headers={"content-type": "application/json"})

    return asyncio.run(exchange())


@pytest.fixture
def thread_of_lambda() -> Iterator[None]:
    """Give this thread an event loop, as Mangum would, but close it."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    asyncio.set_event_loop(None)
    loop.close()


def get_event(headers: dict[str, str]) -> dict[str, Any]:
    http = {"method": "GET", "path": "/notes", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.7", "userAgent": ""}
    return {
        "version": "2.0",
        "rawPath": "/notes",
        "rawQueryString": "",
        "headers": headers,
        "requestContext": {"http": http},
        "isBase64Encoded": False,
    }


def test_a_body_at_the_limit_is_read() -> None:
    assert post(MAX_BODY_BYTES).status_code == 200


def test_a_body_over_the_limit_is_too_large() -> None:
    answer = post(300_000)
    assert (413, "https://medbook.dev/problems/payload-too-large") == (answer.status_code, answer.json()["type"])


def test_a_refused_body_is_answered_with_the_headers_of_every_answer() -> None:
    assert post(300_000).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "host", ["api.example", "api.example:443", "api.example:", "[::1]:80", "[2001:db8::1]", "", "127.0.0.1:1"]
)
@pytest.mark.usefixtures("thread_of_lambda")
def test_lambda_answers_whatever_host_is_legal(host: str) -> None:
    assert lambda_handler(APP)(get_event({"host": host}), None)["statusCode"] == 200


@pytest.mark.usefixtures("thread_of_lambda")
def test_lambda_answers_a_request_without_a_host() -> None:
    assert lambda_handler(APP)(get_event({}), None)["statusCode"] == 200


@pytest.mark.parametrize("host", ["a:b", "a:é", "a:b:c", "::1", "[::1", "[::1]x:1", "a b", "a/b", "a:123456"])
def test_lambda_refuses_a_malformed_host(host: str) -> None:
    answer = lambda_handler(APP)(get_event({"Host": host}), None)
    assert (400, "application/problem+json") == (answer["statusCode"], answer["headers"]["content-type"])


def source_told_by(source_ip: str, headers: dict[str, str]) -> str:
    event = get_event(headers)
    event["requestContext"]["http"] |= {"path": "/source", "sourceIp": source_ip}
    told: str = lambda_handler(APP, lambda: Proxies("130.176.0.0/16"))(event, None)["body"]
    return told


@pytest.mark.parametrize("name", ["x-forwarded-for", "X-Forwarded-For"])
@pytest.mark.usefixtures("thread_of_lambda")
def test_lambda_takes_a_clients_address_from_the_cdn(name: str) -> None:
    assert '"203.0.113.9"' == source_told_by("130.176.1.1", {name: "198.51.100.66,203.0.113.9,130.176.1.1"})


@pytest.mark.usefixtures("thread_of_lambda")
def test_lambda_takes_the_gateways_word_on_who_comes_past_the_cdn() -> None:
    assert '"203.0.113.7"' == source_told_by("203.0.113.7", {"x-forwarded-for": "198.51.100.66,130.176.1.1"})


@pytest.mark.usefixtures("thread_of_lambda")
def test_without_a_setting_lambda_takes_the_gateways_word() -> None:
    event = get_event({"x-forwarded-for": "198.51.100.66,130.176.1.1"})
    event["requestContext"]["http"]["path"] = "/source"
    assert '"192.0.2.7"' == lambda_handler(APP)(event, None)["body"]


@pytest.mark.usefixtures("thread_of_lambda")
def test_the_cdn_may_tell_nothing() -> None:
    assert '"130.176.1.1"' == source_told_by("130.176.1.1", {})

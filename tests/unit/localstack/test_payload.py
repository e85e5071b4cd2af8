from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from localstack.gateway.payload import HttpRequest, event_of
from localstack.gateway.routes import Match
from localstack.template import Function, Route

MATCH = Match(Function("read", "read", "read.handler", Path(), 3, 128), Route("GET", "/v1/doctors/{id}"), {"id": "42"})
REQUEST = HttpRequest(
    method="GET",
    path="/v1/doctors/42",
    query="specialty=eye&specialty=skin&q=",
    headers=(("host", "api.example:8080"), ("user-agent", "curl/8"), ("accept", "a"), ("accept", "b"), ("cookie", "x=1; y=2")),
    body=b"",
    source_ip="192.0.2.7",
    protocol="HTTP/1.1",
    received_at=datetime(2026, 3, 9, 8, 5, 1, 250_000, UTC),
    request_id="r-1",
)


def event(**changes: Any) -> dict[str, Any]:
    return event_of(replace(REQUEST, **changes), MATCH)


def test_the_whole_event_of_a_get() -> None:
    expected = {
        "version": "2.0",
        "routeKey": "GET /v1/doctors/{id}",
        "rawPath": "/v1/doctors/42",
        "rawQueryString": "specialty=eye&specialty=skin&q=",
        "cookies": ["x=1", "y=2"],
        "headers": {"host": "api.example:8080", "user-agent": "curl/8", "accept": "a,b"},
        "queryStringParameters": {"specialty": "eye,skin", "q": ""},
        "pathParameters": {"id": "42"},
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "medbook",
            "domainName": "api.example",
            "domainPrefix": "api",
            "http": {
                "method": "GET",
                "path": "/v1/doctors/42",
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.7",
                "userAgent": "curl/8",
            },
            "requestId": "r-1",
            "routeKey": "GET /v1/doctors/{id}",
            "stage": "$default",
            "time": "09/Mar/2026:08:05:01 +0000",
            "timeEpoch": 1773043501250,
        },
        "isBase64Encoded": False,
    }
    assert expected == event()


def test_what_is_empty_is_left_out() -> None:
    bare = event_of(replace(REQUEST, query="", headers=()), replace(MATCH, parameters={}))
    assert set() == {"cookies", "queryStringParameters", "pathParameters", "body"} & bare.keys()


def test_query_parameters_are_decoded() -> None:
    assert event(query="q=M%C3%BCller%20%26%20S%C3%B6hne&plus=a+b")["queryStringParameters"] == {
        "q": "Müller & Söhne",
        "plus": "a b",
    }


@pytest.mark.parametrize(
    "media_type", ["application/json", "application/problem+json", "text/plain; charset=utf-8", "image/svg+xml"]
)
def test_a_text_body_is_text(media_type: str) -> None:
    made = event(body='{"a": "ü"}'.encode(), headers=(("content-type", media_type),))
    assert (made["body"], made["isBase64Encoded"]) == ('{"a": "ü"}', False)


@pytest.mark.parametrize("media_type", ["application/octet-stream", "application/x-www-form-urlencoded", ""])
def test_any_other_body_is_base64(media_type: str) -> None:
    made = event(body=b"a=1", headers=(("content-type", media_type),))
    assert (made["body"], made["isBase64Encoded"]) == ("YT0x", True)


def test_a_text_body_that_is_not_utf_8_is_base64() -> None:
    made = event(body=b"\xff", headers=(("content-type", "text/plain"),))
    assert (made["body"], made["isBase64Encoded"]) == ("/w==", True)

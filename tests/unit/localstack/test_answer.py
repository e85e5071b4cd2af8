from typing import Any

import pytest

from localstack.gateway.answer import Answer, Malformed, answer_of


def test_a_response_of_format_2_is_read_whole() -> None:
    result = {
        "statusCode": 201,
        "headers": {"Content-Type": "application/json", "X-Count": 3, "X-On": True},
        "cookies": ["a=1; HttpOnly", "b=2"],
        "body": "{}",
    }
    expected = (
        ("content-type", "application/json"),
        ("x-count", "3"),
        ("x-on", "true"),
        ("set-cookie", "a=1; HttpOnly"),
        ("set-cookie", "b=2"),
    )
    assert Answer(201, expected, b"{}") == answer_of(result)


def test_headers_with_several_values_come_several_times() -> None:
    result = {"statusCode": 200, "headers": {"vary": "a"}, "multiValueHeaders": {"vary": ["a", "b"]}}
    assert answer_of(result).headers == (("vary", "a"), ("vary", "b"))


def test_a_base64_body_is_decoded() -> None:
    assert answer_of({"statusCode": 200, "body": "AP8=", "isBase64Encoded": True}).body == b"\x00\xff"


def test_a_body_without_a_type_is_plain_text() -> None:
    assert answer_of({"statusCode": 200, "body": "hi"}).headers == (("content-type", "text/plain;charset=UTF-8"),)


def test_a_status_as_text_is_taken() -> None:
    assert answer_of({"statusCode": "404"}).status == 404


@pytest.mark.parametrize(("result", "body"), [("hi", b"hi"), ({"a": "ü"}, '{"a": "ü"}'.encode()), ([1], b"[1]"), (None, b"null")])
def test_without_a_status_the_result_is_the_body(result: Any, body: bytes) -> None:
    assert Answer(200, (("content-type", "application/json"),), body) == answer_of(result)


@pytest.mark.parametrize(
    "result",
    [
        {"statusCode": "ok"},
        {"statusCode": 99},
        {"statusCode": None},
        {"statusCode": 200, "body": {"a": 1}},
        {"statusCode": 200, "body": "%%%", "isBase64Encoded": True},
        {"statusCode": 200, "headers": ["a"]},
        {"statusCode": 200, "headers": {"a": "b\r\nset-cookie: c"}},
    ],
)
def test_what_is_no_response_is_refused(result: Any) -> None:
    with pytest.raises(Malformed):
        answer_of(result)

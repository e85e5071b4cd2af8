"""Reads a function's result as an HTTP response, as an HTTP API does: format 2.0, or inferred when there is no status code."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any


class Malformed(Exception):
    """The function returned something that is no response."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response ready to send; a header may come more than once."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def answer_of(result: Any) -> Answer:
    """Read a function's result. Raises: Malformed."""
    if not isinstance(result, dict) or "statusCode" not in result:
        return _inferred(result)
    headers = _headers(result)
    if not any(name == "content-type" for name, _ in headers) and result.get("body"):
        headers = (*headers, ("content-type", "text/plain;charset=UTF-8"))
    return Answer(_status(result["statusCode"]), headers, _body(result))


def _inferred(result: Any) -> Answer:
    """Without a status code the whole result is the body of a 200."""
    text = result if isinstance(result, str) else json.dumps(result, ensure_ascii=False)
    return Answer(200, (("content-type", "application/json"),), text.encode())


def _status(value: Any) -> int:
    try:
        status = int(value)
    except (TypeError, ValueError) as wrong:
        raise Malformed(f"statusCode is {value!r}") from wrong
    if not 100 <= status <= 599:
        raise Malformed(f"statusCode is {status}")
    return status


def _headers(result: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    single, several, cookies = (result.get(name) or empty for name, empty in _PARTS)
    try:
        pairs = [(name, value) for name, values in several.items() for value in values]
        pairs += [(name, value) for name, value in single.items() if name not in several]
        pairs += [("set-cookie", cookie) for cookie in cookies]
        return tuple((name.lower(), _header_text(value)) for name, value in pairs)
    except (AttributeError, TypeError) as wrong:
        raise Malformed("headers are not names and texts") from wrong


_PARTS: tuple[tuple[str, Any], ...] = (("headers", {}), ("multiValueHeaders", {}), ("cookies", []))


def _header_text(value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if "\r" in text or "\n" in text:
        raise Malformed("a header holds a line break")
    return text


def _body(result: dict[str, Any]) -> bytes:
    body = result.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise Malformed("body is not a text")
    if not result.get("isBase64Encoded"):
        return body.encode()
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise Malformed("body is not base64") from wrong

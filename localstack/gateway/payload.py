"""The event an HTTP API hands to Lambda: payload format version 2.0.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
What the page leaves open follows what real HTTP APIs were seen to send: the path is decoded, cookies leave the headers, a body
is text for text, JSON, JavaScript and XML and base64 for everything else, forms included.
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from localstack.gateway.routes import Match
from localstack.runtime.environment import ACCOUNT

API_ID = "medbook"
# RFC 3986 3.2.2 and 3.2.3: a name or an IP literal, and a port that may be empty.
HOST = re.compile(r"(?P<name>[\w.~!$&'()*+,;=%-]*|(?P<literal>\[[0-9A-Fa-fv:.]+\]))(:(?P<port>[0-9]{0,5}))?", re.ASCII)
TEXT_TYPES = ("application/json", "application/javascript", "application/xml")


def own_host(host: str) -> str | None:
    """Return the Host a function is given, None for one that is malformed.

    An HTTP API sends its own domain name. Here there is none, so the client's stands in; an IPv6 address, which no function on AWS
    ever sees, becomes `localhost`.
    """
    found = HOST.fullmatch(host)
    if found is None:
        return None
    name = "localhost" if found["literal"] else found["name"]
    return f"{name}:{found['port']}" if found["port"] else name


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request as the gateway received it. `path` is decoded, `query` is not; header names are in lower case."""

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    source_ip: str
    protocol: str
    received_at: datetime
    request_id: str

    def header(self, name: str, default: str = "") -> str:
        """All values of a header, joined."""
        return ",".join(value for key, value in self.headers if key == name) or default


def event_of(request: HttpRequest, match: Match) -> dict[str, Any]:
    """Build the event for a request and its route."""
    route_key = f"{match.route.method} {match.route.path}"
    body, is_base64 = _body(request)
    optional = {
        "cookies": _cookies(request),
        "queryStringParameters": _joined(parse_qsl(request.query, keep_blank_values=True)),
        "pathParameters": dict(match.parameters),
        "body": body,
    }
    return {
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": request.path,
        "rawQueryString": request.query,
        "headers": _joined(header for header in request.headers if header[0] != "cookie"),
        "requestContext": _context(request, route_key),
        "isBase64Encoded": is_base64,
    } | {name: value for name, value in optional.items() if value}


def _context(request: HttpRequest, route_key: str) -> dict[str, Any]:
    host = request.header("host", "localhost")
    return {
        "accountId": ACCOUNT,
        "apiId": API_ID,
        "domainName": host.partition(":")[0],
        "domainPrefix": host.partition(":")[0].partition(".")[0],
        "http": {
            "method": request.method,
            "path": request.path,
            "protocol": request.protocol,
            "sourceIp": request.source_ip,
            "userAgent": request.header("user-agent"),
        },
        "requestId": request.request_id,
        "routeKey": route_key,
        "stage": "$default",
        "time": request.received_at.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(request.received_at.timestamp() * 1000),
    }


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in pairs:
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _cookies(request: HttpRequest) -> list[str]:
    values = (value for name, value in request.headers if name == "cookie")
    return [cookie.strip() for value in values for cookie in value.split(";") if cookie.strip()]


def _body(request: HttpRequest) -> tuple[str, bool]:
    if not request.body:
        return "", False
    if is_text(request.header("content-type")):
        try:
            return request.body.decode(), False
        except UnicodeDecodeError:
            pass
    return base64.b64encode(request.body).decode(), True


def is_text(content_type: str) -> bool:
    """Tell whether an HTTP API carries a body of this type as text; it carries anything else as base64."""
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type.startswith("text/") or media_type in TEXT_TYPES or media_type.endswith(("+json", "+xml"))

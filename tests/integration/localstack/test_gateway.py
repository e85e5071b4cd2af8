"""HTTP in, functions behind, over a real socket. The functions are those of the fixture."""

import asyncio
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route as StarletteRoute

from localstack.background import BackgroundStack, EventLoopThread
from localstack.gateway.app import Gateway
from localstack.gateway.server import HttpServer, PortTaken
from localstack.invocation import HostUnreachable, Invocation, TooManyRequests
from localstack.logs import Logs
from localstack.options import Options
from localstack.runtime.pool import Pool
from localstack.template import load

TEMPLATE = Path(__file__).parents[2] / "support" / "functions_fixture" / "template.yaml"
FUNCTIONS = load(TEMPLATE)
BESIDE = Starlette(routes=[StarletteRoute("/{path:path}", lambda _: PlainTextResponse("beside"))])


@pytest.fixture(scope="module")
def server(loop: EventLoopThread) -> Iterator[HttpServer]:
    pool = Pool(FUNCTIONS, {}, Logs())
    running = HttpServer(Gateway(FUNCTIONS.values(), pool, BESIDE))
    loop.run(pool.start())
    loop.run(running.start())
    yield running
    loop.run(running.stop())
    loop.run(pool.stop())


@pytest.fixture(scope="module")
def client(server: HttpServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=20) as made:
        yield made


@pytest.fixture(scope="module")
def behind_a_proxy(loop: EventLoopThread) -> Iterator[httpx.Client]:
    """A client that is the proxy the gateway was told to trust."""
    pool = Pool(FUNCTIONS, {}, Logs())
    running = HttpServer(Gateway(FUNCTIONS.values(), pool, BESIDE), trusted="127.0.0.1,10.0.0.0/8")
    loop.run(pool.start())
    loop.run(running.start())
    with httpx.Client(base_url=running.url, timeout=20) as made:
        yield made
    loop.run(running.stop())
    loop.run(pool.stop())


def wish(client: httpx.Client, **wishes: Any) -> httpx.Response:
    return client.post("/v1/echo", json=wishes)


def test_a_request_reaches_its_function(client: httpx.Client) -> None:
    assert client.get("/v1/echo/ann").json()["event"]["pathParameters"] == {"name": "ann"}


def test_the_function_sees_a_decoded_path(client: httpx.Client) -> None:
    assert client.get("/v1/echo/a%20b%C3%BC").json()["event"]["rawPath"] == "/v1/echo/a bü"


def test_the_function_sees_the_query_as_sent(client: httpx.Client) -> None:
    assert client.get("/v1/echo?a=1&a=%20").json()["event"]["rawQueryString"] == "a=1&a=%20"


def test_the_function_sees_the_address_of_the_client(client: httpx.Client) -> None:
    assert client.get("/v1/echo").json()["event"]["requestContext"]["http"]["sourceIp"] == "127.0.0.1"


def test_a_claimed_proxy_address_does_not_replace_the_real_one(client: httpx.Client) -> None:
    event = client.get("/v1/echo", headers={"x-forwarded-for": "203.0.113.9"}).json()["event"]
    assert (
        event["requestContext"]["http"]["sourceIp"],
        event["headers"]["x-forwarded-for"],
    ) == ("127.0.0.1", "203.0.113.9,127.0.0.1")


@pytest.mark.parametrize(
    ("told", "client"),
    [("203.0.113.9", "203.0.113.9"), ("198.51.100.66, 203.0.113.9, 10.1.2.3", "203.0.113.9"), ("2001:db8::7", "2001:db8::7")],
)
def test_a_proxy_that_is_trusted_tells_the_clients_address(behind_a_proxy: httpx.Client, told: str, client: str) -> None:
    event = behind_a_proxy.get("/v1/echo", headers={"x-forwarded-for": told, "x-forwarded-proto": "https"}).json()["event"]
    assert (client, "https") == (event["requestContext"]["http"]["sourceIp"], event["headers"]["x-forwarded-proto"])


@pytest.mark.parametrize(("trusted", "client"), [("127.0.0.1", "203.0.113.9"), ("", "127.0.0.1")])
def test_a_stack_trusts_the_proxies_that_its_environment_names(
    loop: EventLoopThread, state_dir: Path, trusted: str, client: str
) -> None:
    async def tell(request: Request) -> PlainTextResponse:
        return PlainTextResponse(request.headers["x-forwarded-for"])

    function = HttpServer(Starlette(routes=[StarletteRoute("/{path:path}", tell)]))
    loop.run(function.start())
    options = Options(
        state_dir=state_dir,
        template=TEMPLATE,
        functions_at=lambda _: function.url,
        environment={"FORWARDED_ALLOW_IPS": trusted},
        schedules=False,
    )
    with BackgroundStack(options) as front:
        told = httpx.get(f"{front.stack.url}/v1/echo", headers={"x-forwarded-for": "203.0.113.9"}, timeout=20).text
    loop.run(function.stop())
    assert client == told


def test_status_headers_cookies_and_body_come_back(client: httpx.Client) -> None:
    answer = {"statusCode": 201, "headers": {"etag": '"1"'}, "cookies": ["a=1", "b=2"], "body": "made"}
    response = wish(client, **{"return": answer})
    assert (
        response.status_code,
        response.headers["etag"],
        response.headers.get_list("set-cookie"),
        response.text,
    ) == (201, '"1"', ["a=1", "b=2"], "made")


def test_a_204_has_no_length(client: httpx.Client) -> None:
    assert "content-length" not in wish(client, **{"return": {"statusCode": 204}}).headers


def test_a_path_no_route_claims_goes_beside(client: httpx.Client) -> None:
    assert client.get("/anything").text == "beside"


def test_an_unknown_path_of_the_api_is_not_found(client: httpx.Client) -> None:
    response = client.get("/v1/nothing")
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")


def test_another_method_is_not_allowed_and_says_which_are(client: httpx.Client) -> None:
    response = client.delete("/v1/echo/ann")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("wishes", "status", "slug"),
    [
        ({"raise": "x"}, 502, "function-failed"),
        ({"exit": 1}, 502, "function-failed"),
        ({"sleep": 30}, 504, "timed-out"),
        ({"return": {"statusCode": "x"}}, 502, "function-failed"),
        ({"big": 7_000_000}, 502, "function-failed"),
    ],
)
def test_a_function_that_fails_is_a_problem(client: httpx.Client, wishes: dict[str, Any], status: int, slug: str) -> None:
    response = wish(client, **wishes)
    assert (status, f"https://medbook.dev/problems/{slug}") == (response.status_code, response.json()["type"])


def test_a_failure_says_nothing_of_its_inside(client: httpx.Client) -> None:
    assert "secret" not in wish(client, **{"raise": "secret"}).text


@pytest.mark.parametrize("size", [7_000_000, 11_000_000])
def test_a_body_that_is_too_large_is_refused(client: httpx.Client, size: int) -> None:
    assert client.post("/v1/echo", content=b"x" * size).status_code == 413


def test_two_hundred_clients_at_once_are_all_answered(server: HttpServer, loop: EventLoopThread) -> None:
    async def rush() -> list[int]:
        limits = httpx.Limits(max_connections=200)
        async with httpx.AsyncClient(base_url=server.url, limits=limits, timeout=60) as crowd:
            return [response.status_code for response in await asyncio.gather(*(crowd.get("/v1/echo") for _ in range(200)))]

    assert loop.run(rush()) == [200] * 200


def test_a_client_that_hangs_up_disturbs_nobody(server: HttpServer, client: httpx.Client) -> None:
    body = json.dumps({"sleep": 0.5})
    with socket.create_connection(("127.0.0.1", server.port)) as impatient:
        impatient.sendall(f"POST /v1/echo HTTP/1.1\r\nhost: a\r\ncontent-length: {len(body)}\r\n\r\n{body}".encode())
    assert client.get("/v1/echo").status_code == 200


def test_a_client_that_hangs_up_in_its_body_disturbs_nobody(server: HttpServer, client: httpx.Client) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as impatient:
        impatient.sendall(b"POST /v1/echo HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nhalf")
    assert client.get("/v1/echo").status_code == 200


def exchange(port: int, request: bytes) -> bytes:
    """Send bytes as they are; return all that comes until the other side closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as raw:
        raw.sendall(request)
        return b"".join(iter(lambda: raw.recv(65536), b""))


def get(port: int, *headers: bytes) -> bytes:
    return exchange(port, b"\r\n".join((b"GET /v1/echo HTTP/1.1", b"connection: close", *headers, b"", b"")))


@pytest.mark.parametrize("host", [b"[::1]:8282", b"[::1]", b"a:", b"a:80", b"127.0.0.1:8080", b""])
def test_a_legal_host_is_served(server: HttpServer, host: bytes) -> None:
    assert get(server.port, b"host: " + host).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("host", [b"a:b", b"a:\xc3\xa9", b"a:b:c", b"::1", b"[::1", b"a:123456"])
def test_a_malformed_host_is_a_bad_request(server: HttpServer, host: bytes) -> None:
    answer = get(server.port, b"host: " + host)
    assert (True, True) == (answer.startswith(b"HTTP/1.1 400 "), b"/problems/bad-request" in answer)


@pytest.mark.parametrize("name", [b"x-amzn-trace-id", b"user-agent", b"if-match", b"traceparent", b"cookie", b"x-forwarded-for"])
def test_a_header_that_is_not_ascii_reaches_the_function(server: HttpServer, name: bytes) -> None:
    assert get(server.port, b"host: a", name + b": \xff").startswith(b"HTTP/1.1 200 ")


def test_the_trace_of_a_client_is_kept(client: httpx.Client) -> None:
    trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"
    event = client.get("/v1/echo", headers={"x-amzn-trace-id": trace}).json()["event"]
    assert trace == event["headers"]["x-amzn-trace-id"]


def test_head_is_answered_as_get_without_the_body(client: httpx.Client) -> None:
    head = client.head("/v1/echo")
    assert (200, "application/json", b"") == (head.status_code, head.headers["content-type"], head.content)


def test_a_body_that_comes_too_slowly_is_given_up(loop: EventLoopThread) -> None:
    running = HttpServer(Gateway(FUNCTIONS.values(), Silent(), BESIDE, body_seconds=0.05))
    loop.run(running.start())
    answer = exchange(running.port, b"POST /v1/echo HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nhalf")
    loop.run(running.stop())
    assert (True, True) == (answer.startswith(b"HTTP/1.1 408 "), b"/problems/request-timeout" in answer)


@pytest.mark.parametrize("begun", [b"", b"GET /v1/echo HTTP/1.1\r\nhost:"])
def test_a_client_that_never_ends_its_headers_is_closed(loop: EventLoopThread, begun: bytes) -> None:
    running = HttpServer(BESIDE, head_seconds=0.05)
    loop.run(running.start())
    answer = exchange(running.port, begun)
    loop.run(running.stop())
    assert answer == b""


def test_a_client_that_stops_in_its_second_request_is_closed(loop: EventLoopThread) -> None:
    running = HttpServer(BESIDE, head_seconds=0.05)
    loop.run(running.start())
    answer = exchange(running.port, b"GET / HTTP/1.1\r\nhost: a\r\n\r\nGET / HT")
    loop.run(running.stop())
    assert answer.count(b"HTTP/1.1 ") == 1


class Refusing:
    """An invoker whose host never runs a function."""

    def __init__(self, refusal: Exception) -> None:
        self._refusal = refusal

    async def invoke(self, function: str, payload: Any) -> Invocation:
        raise self._refusal


class Silent:
    """An invoker whose host never answers."""

    async def invoke(self, function: str, payload: Any) -> Invocation:
        await asyncio.sleep(3600)
        raise AssertionError


async def status_of(gateway: Gateway) -> int:
    transport = httpx.ASGITransport(gateway)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as direct:
        return (await direct.get("/v1/echo")).status_code


@pytest.mark.parametrize("refusal", [TooManyRequests("full"), HostUnreachable("gone")])
def test_a_function_that_cannot_be_run_now_is_unavailable(refusal: Exception) -> None:
    assert asyncio.run(status_of(Gateway(FUNCTIONS.values(), Refusing(refusal), BESIDE))) == 503


def test_a_host_that_never_answers_is_given_up() -> None:
    gateway = Gateway(FUNCTIONS.values(), Silent(), BESIDE, integration_seconds=0.05)
    assert asyncio.run(status_of(gateway)) == 504


def test_a_taken_port_is_refused_in_one_sentence(server: HttpServer) -> None:
    with pytest.raises(PortTaken, match=f"^Port {server.port} is taken by another program; MEDBOOK_PORT chooses another.$"):
        HttpServer(BESIDE, port=server.port).reserve()

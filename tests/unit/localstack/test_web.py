"""What stands beside the API: pages, files and refusals."""

import asyncio
import gzip
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from starlette.types import ASGIApp

from localstack.gateway.web import HEADERS, ONE_YEAR, PATHS_OF_THE_API, beside_the_api, without_the_api
from tests.support.repository import ROOT


def get(root: Path, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
    return ask(beside_the_api(root, []), "GET", path, headers)


def ask(app: ASGIApp, method: str, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
    async def exchange() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client:
            return await client.request(method, path, headers=headers)

    return asyncio.run(exchange())


def said(answer: httpx.Response) -> dict[str, str]:
    """The headers that every answer of the web app has, and how long it is kept."""
    return {name: value for name, value in answer.headers.items() if name in (*HEADERS, "cache-control")}


def test_without_a_web_app_the_start_page_is_shown(tmp_path: Path) -> None:
    assert "MedBook is running" in get(tmp_path, "/").text


@pytest.mark.parametrize("path", ["/" + "a" * 5000, "/../../etc/passwd", "/%2fetc%2fpasswd"])
def test_a_hostile_path_is_only_a_page(tmp_path: Path, path: str) -> None:
    assert (200, True) == ((answer := get(tmp_path, path)).status_code, "MedBook is running" in answer.text)


def test_a_file_of_the_web_app_is_served(tmp_path: Path) -> None:
    (tmp_path / "web" / "dist" / "assets").mkdir(parents=True)
    (tmp_path / "web" / "dist" / "assets" / "app.js").write_text("true")
    assert "true" == get(tmp_path, "/assets/app.js").text


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    assert 404 == get(tmp_path, "/pyproject.toml").status_code


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A web app of one page and one script, which lies there compressed too."""
    (tmp_path / "web/dist/assets").mkdir(parents=True)
    (tmp_path / "web/dist/index.html").write_text("<title>app</title>")
    (tmp_path / "web/dist/assets/app.js").write_text("true")
    (tmp_path / "web/dist/assets/app.js.br").write_bytes(b"brotli")
    (tmp_path / "web/dist/assets/app.js.gz").write_bytes(gzip.compress(b"true"))
    return tmp_path


@pytest.mark.parametrize("path", ["/", "/doctors", "/doctors/019ab0c4-2c00-7000-8000-0000000000d1"])
def test_a_page_that_is_no_file_is_the_app(built: Path, path: str) -> None:
    assert "<title>app</title>" == get(built, path).text


def test_a_note_of_the_build_to_itself_is_not_served(built: Path) -> None:
    (built / "web/dist/.vite").mkdir()
    (built / "web/dist/.vite/manifest.json").write_text("{}")
    assert 404 == get(built, "/.vite/manifest.json").status_code


def test_a_page_runs_and_wears_nothing_but_our_own_files(built: Path) -> None:
    policy = get(built, "/").headers["content-security-policy"]
    assert ("default-src 'none'; script-src 'self'; style-src 'self';", False) == (policy[:56], "unsafe" in policy)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, br", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=1.0", "br"),
        ("BR ; Q=0.5", "br"),
        ("gzip, br;q=0.5", "gzip"),
        ("gzip, br;q=0", "gzip"),
        ("br;q=0, gzip;q=0.000", None),
        ("*", "br"),
        ("*, br;q=0", "gzip"),
        ("gzip, *;q=0", "gzip"),
        ("identity, br;q=0.5", None),
        ("identity", None),
        ("br;q=2, gzip;q=nan", None),
        (";q=1,, ;", None),
        ("", None),
    ],
)
def test_a_file_is_sent_as_small_as_the_browser_takes_it(built: Path, accepted: str, coding: str | None) -> None:
    headers = get(built, "/assets/app.js", {"accept-encoding": accepted}).headers
    expected = (coding, "text/javascript; charset=utf-8", "Accept-Encoding")
    assert expected == (headers.get("content-encoding"), headers["content-type"], headers["vary"])


def test_what_has_its_content_in_its_name_is_kept_for_a_year_and_pages_are_asked_for_again(built: Path) -> None:
    kept = [get(built, path).headers["cache-control"] for path in ("/assets/app.js", "/")]
    assert ["public, max-age=31536000, immutable", "no-cache"] == kept


@pytest.mark.parametrize("path", ["/assets", "/assets/", "/assets/app", "/assets/%2e%2e/", "/assets/%2e%2e/doctors"])
def test_a_page_is_asked_for_again_where_files_are_kept_for_a_year(built: Path, path: str) -> None:
    answer = get(built, path)
    assert ("<title>app</title>", "no-cache") == (answer.text, answer.headers["cache-control"])


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/openapi.json", {}, 404),
        ("GET", "/assets/gone.js", {}, 404),
        ("POST", "/openapi.json", {}, 405),
        ("POST", "/assets/app.js", {}, 405),
        ("GET", "/assets/app.js", {"range": "bytes=999-"}, 416),
        ("GET", "/assets/app.js", {"range": "lines=1-"}, 400),
    ],
)
@pytest.mark.parametrize("app", [lambda root: beside_the_api(root, []), without_the_api], ids=["beside", "alone"])
def test_a_refusal_says_the_same_headers_and_is_not_kept(
    built: Path, app: Callable[[Path], ASGIApp], method: str, path: str, headers: dict[str, str], status: int
) -> None:
    answer = ask(app(built), method, path, headers)
    assert (status, {**HEADERS, "cache-control": "no-cache"}) == (answer.status_code, said(answer))


def test_a_file_that_has_not_changed_is_kept_for_another_year(built: Path) -> None:
    tag = get(built, "/assets/app.js").headers["etag"]
    answer = get(built, "/assets/app.js", {"if-none-match": tag})
    assert (304, {**HEADERS, "cache-control": ONE_YEAR}) == (answer.status_code, said(answer))


def test_the_document_of_the_api_says_the_same_headers(built: Path) -> None:
    (built / "openapi.json").write_text("{}")
    assert {**HEADERS, "cache-control": "no-cache"} == said(get(built, "/openapi.json"))


# Alone, where another gateway routes the API


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
@pytest.mark.parametrize("path", ["/v1", "/v1/", "/v1/nothing", "/.well-known/nothing.json", "/ready"])
def test_what_another_gateway_did_not_route_is_no_page(built: Path, method: str, path: str) -> None:
    answer = ask(without_the_api(built), method, path)
    assert (404, "application/problem+json") == (answer.status_code, answer.headers["content-type"])


def test_alone_it_serves_the_app_and_says_that_it_is_well(built: Path) -> None:
    answers = [ask(without_the_api(built), "GET", path).text for path in ("/", "/v1st-floor", "/health")]
    assert ["<title>app</title>", "<title>app</title>", '{"status":"ok"}'] == answers


def test_alone_it_has_no_pages_of_the_machine_of_one(built: Path) -> None:
    assert 404 == ask(without_the_api(built), "GET", "/_pages/local.css").status_code


def test_what_is_no_page_is_what_the_cdn_passes_on_to_the_api() -> None:
    (passed,) = re.findall(r"api_paths = .* : \[(.*)\]", (ROOT / "infra/aws/modules/web/main.tf").read_text())
    patterns = {pattern.removesuffix("/*") for pattern in re.findall(r'"([^"]+)"', passed)}
    assert patterns == {*PATHS_OF_THE_API, "/health"}

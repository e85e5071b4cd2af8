"""A path leads to the same file of the web app wherever it is asked for: on our gateway, and through the function at the CDN's edge."""

import asyncio
import json
import subprocess
from pathlib import Path

import httpx
import pytest

from localstack.gateway.web import beside_the_api
from tests.support.node import path_with_node
from tests.support.repository import ROOT

SPA = (ROOT / "infra/aws/modules/web/spa.js").read_text()
PAGES = [
    "/",
    "/doctors",
    "/doctors/",
    "/v1.5/doctors",
    "/doctors/019ab0c4-2c00-7000-8000-0000000000d1",
    "/verify-email",
    "/appointments/1/move",
]
# At the root: a service worker is asked for everything below its own folder.
FILES = [
    "/service-worker.js",
    "/offline.html",
    "/manifest.webmanifest",
    "/favicon.svg",
    "/icons/192.png",
    "/robots.txt",
    "/assets/index-1a2b.js",
]
MISSING = ["/assets/gone-1a2b.js", "/wp-login.php", "/.env"]


def at_the_edge(paths: list[str]) -> dict[str, str]:
    """What the bucket is asked for; the function runs in Node, whose JavaScript has all of CloudFront's."""
    script = f"{SPA}\nconsole.log(JSON.stringify({json.dumps(paths)}.map(uri => handler({{request: {{uri}}}}).uri)))"
    told = subprocess.run(
        ["node", "--eval", script], env={"PATH": path_with_node()}, capture_output=True, text=True, check=True
    ).stdout
    return dict(zip(paths, json.loads(told), strict=True))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built web app, each file of which says where it lies."""
    root = tmp_path_factory.mktemp("built")
    for name in ("/index.html", *FILES):
        file = root / "web/dist" / name[1:]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    return root


def on_the_gateway(root: Path, path: str) -> tuple[int, str]:
    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(beside_the_api(root, [])), base_url="http://gateway"
        ) as client:
            return await client.get(path)

    answer = asyncio.run(ask())
    return answer.status_code, answer.text if answer.is_success else ""


@pytest.fixture(scope="module")
def edge() -> dict[str, str]:
    return at_the_edge([*PAGES, *FILES, *MISSING])


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_app_on_both(root: Path, edge: dict[str, str], path: str) -> None:
    assert ((200, "/index.html"), "/index.html") == (on_the_gateway(root, path), edge[path])


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_itself_on_both(root: Path, edge: dict[str, str], path: str) -> None:
    assert ((200, path), path) == (on_the_gateway(root, path), edge[path])


@pytest.mark.parametrize("path", MISSING)
def test_a_file_that_is_not_there_is_no_page_on_either(root: Path, edge: dict[str, str], path: str) -> None:
    """The bucket is asked for it, and has none: CloudFront may list the bucket, so S3 says 404."""
    assert ((404, ""), path) == (on_the_gateway(root, path), edge[path])

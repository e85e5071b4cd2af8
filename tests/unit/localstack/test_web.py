"""What stands beside the API: pages, files and refusals."""

import asyncio
from pathlib import Path

import httpx
import pytest

from localstack.gateway.web import beside_the_api


def get(root: Path, path: str) -> httpx.Response:
    async def exchange() -> httpx.Response:
        transport = httpx.ASGITransport(beside_the_api(root, []))
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return await client.get(path)

    return asyncio.run(exchange())


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

"""The proxy of a clinic, Caddy itself, with the command of compose.clinic.yaml: the web app comes through it as the gateway sends it."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml

from tests.support.broker import free_port
from tests.support.repository import ROOT
from tests.support.visitors import eventually

CADDY = ROOT / ".local/tools/containers/bin/caddy"
PROXY = yaml.safe_load((ROOT / "compose.clinic.yaml").read_text())["services"]["proxy"]
# Whatever it is called in this build.
SCRIPT = "the script"
# The connection's own, and what differs from one answer to the next.
OF_THE_HOP = {"date", "via", "connection", "server", "strict-transport-security"}


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/openapi.json").status_code == 200
    except httpx.TransportError:
        return False


def serving(command: list[str | Path], url: str, environment: dict[str, str]) -> Iterator[str]:
    process = subprocess.Popen(
        command, env=os.environ | environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        eventually(lambda: answers(url), lambda well: well, 60)
        yield url
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def gateway() -> Iterator[str]:
    port = free_port()
    yield from serving([ROOT / ".venv/bin/medbook", "web"], f"http://127.0.0.1:{port}", {"MEDBOOK_PORT": str(port)})


@pytest.fixture(scope="module")
def clinic(gateway: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Without TLS, for which it would ask an authority; all else as it is written."""
    url = f"http://127.0.0.1:{free_port()}"
    addresses = {"gateway:8080": gateway.removeprefix("http://")}
    command = [url if "WEB_URL" in word else addresses.get(word, word) for word in PROXY["command"][1:]]
    yield from serving([CADDY, *command], url, {"HOME": str(tmp_path_factory.mktemp("home"))})


def raw(url: str, method: str, path: str, accepted: str) -> tuple[int, dict[str, str], bytes]:
    """An answer as it travels: its body as it is encoded."""
    with httpx.stream(method, f"{url}{path}", headers={"accept-encoding": accepted}) as answer:
        headers = {name: value for name, value in answer.headers.items() if name not in OF_THE_HOP}
        return answer.status_code, headers, b"".join(answer.iter_raw())


def test_the_caddy_that_is_tried_is_the_one_of_the_image() -> None:
    told = subprocess.run([CADDY, "version"], capture_output=True, text=True, check=True).stdout
    assert PROXY["image"].removeprefix("caddy:").removesuffix("-alpine") == told.split()[0].removeprefix("v")


@pytest.mark.parametrize("accepted", ["gzip, deflate, br", "gzip", "identity"])
@pytest.mark.parametrize("path", ["/", SCRIPT, "/doctors", "/service-worker.js", "/manifest.webmanifest", "/assets/gone.js"])
def test_a_file_comes_through_the_proxy_as_the_gateway_sends_it(gateway: str, clinic: str, path: str, accepted: str) -> None:
    asked = script() if path == SCRIPT else path
    assert raw(gateway, "GET", asked, accepted) == raw(clinic, "GET", asked, accepted)


def script() -> str:
    (named,) = re.findall(r'src="(/assets/index-[^"]+)"', (ROOT / "web/dist/index.html").read_text())
    return str(named)


def test_a_page_that_is_there_already_is_not_sent_again(clinic: str) -> None:
    tag = httpx.get(clinic).headers["etag"]
    assert 304 == httpx.get(clinic, headers={"if-none-match": tag}).status_code


def test_a_browser_is_told_to_come_by_tls_alone(clinic: str) -> None:
    assert "max-age=31536000" == httpx.get(clinic).headers["strict-transport-security"]

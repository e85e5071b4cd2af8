"""What docs/deploy has people type after a deploy, typed against a running stack: the smoke test, and the first booking."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Self
from uuid import uuid4

import pytest

from localstack.background import BackgroundStack
from tests.support.repository import ROOT
from tests.support.visitors import Visitor

PAGE = (ROOT / "docs/deploy/first-booking.md").read_text()
BLOCKS = re.findall(r"```bash\n(.*?)```", PAGE, re.DOTALL)
(INVITE,) = re.findall(r"^\| `make run` \| `(.+)` \|$", PAGE, re.MULTILINE)


def smoke_test(address: str, *which: str, patience: str = "0") -> subprocess.CompletedProcess[str]:
    return subprocess.run([ROOT / "infra/smoke_test.sh", *which, address, patience], capture_output=True, text=True, timeout=60)


class Typist:
    """One bash that is given block after block, as a reader pastes them; what a block asks for is typed too."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        script = folder / "script"
        os.mkfifo(script)
        # The script comes through a pipe of its own, so that `read` reads what is typed.
        self._shell = subprocess.Popen(
            ["bash", "-euo", "pipefail", script],
            env=os.environ | environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._script = script.open("w")

    def paste(self, block: str) -> str:
        """Give it a block; return what was said until it was done."""
        self._script.write(f"{block}\necho; echo DONE\n")
        self._script.flush()
        assert self._shell.stdout
        said = ""
        for line in self._shell.stdout:
            if line == "DONE\n":
                return said
            said += line
        raise AssertionError(f"It stopped: {said}")

    def type(self, line: str) -> None:
        assert self._shell.stdin
        self._shell.stdin.write(f"{line}\n")
        self._shell.stdin.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._script.close()
        self._shell.communicate(timeout=10)


def link_token(visitor: Visitor, address: str) -> str:
    (mail,) = visitor.mails(address, 1)
    return str(mail["text"].split("#token=")[1].split()[0])


@pytest.mark.timeout(180)
def test_the_first_booking_goes_as_printed(running: BackgroundStack, visitor: Visitor, tmp_path: Path) -> None:
    people = {role: f"{role.lower()}-{uuid4().hex[:12]}@clinic.example" for role in ("ADMIN", "DOCTOR", "PATIENT")}
    myself, choose_password, doctor, patient, told = BLOCKS
    where = {"API": running.stack.url, "MEDBOOK_STATE_DIR": str(running.stack.options.state_dir)}
    with Typist(where | people, tmp_path) as typist:
        typist.paste(myself)
        invited = typist.paste(INVITE)
        # What the page leaves a minute for.
        typist.paste(".venv/bin/medbook invoke send-account-mail")
        typist.type(link_token(visitor, people["ADMIN"]))
        typist.paste(choose_password)
        typist.paste(doctor)
        typist.type(link_token(visitor, people["PATIENT"]))
        booked = typist.paste(patient)
        sent = typist.paste(told)
    assert ["admin_id"] == list(json.loads(invited))
    assert ("booked", "Told of it: 2") == (booked.strip().splitlines()[-1].split()[0], sent.strip().splitlines()[-1])


def test_the_smoke_test_is_content_with_a_clinic_that_is_well(running: BackgroundStack) -> None:
    done = smoke_test(running.stack.url)
    assert (0, "") == (done.returncode, done.stderr)


def test_the_smoke_test_takes_an_address_as_browsers_copy_it(running: BackgroundStack) -> None:
    assert 0 == smoke_test(f"{running.stack.url}/").returncode


def test_the_smoke_test_asks_the_api_or_the_web_app_alone_where_told(running: BackgroundStack) -> None:
    asked = [smoke_test(running.stack.url, which).stdout for which in ("--api", "--web")]
    assert [(True, False), (False, True)] == [("GET /ready" in said, "GET /, the web app" in said) for said in asked]


@pytest.fixture
def careless(tmp_path: Path) -> Iterator[str]:
    """Somebody's file server with a page and a script in it: no headers, and no pages but files."""
    (tmp_path / "index.html").write_text('<script type="module" src="/assets/index-1.js"></script>')
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/index-1.js").touch()
    (tmp_path / "openapi.json").write_text("{}")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        serving = Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()


def test_the_smoke_test_finds_what_is_wrong_with_a_web_app(careless: str) -> None:
    done = smoke_test(careless, "--web")
    failed = re.findall(r"^FAILED  (GET \S+)", done.stderr, re.MULTILINE)
    assert (1, ["GET /verify-email,", "GET /"]) == (done.returncode, failed)


@pytest.mark.parametrize(
    "typed",
    [
        [],
        ["book.clinic.example"],
        ["https://book.clinic.example", "soon"],
        ["https://a.example", "1", "2"],
        ["--web"],
        ["--all", "https://a.example"],
    ],
)
def test_the_smoke_test_says_how_it_is_called(typed: list[str]) -> None:
    done = subprocess.run([ROOT / "infra/smoke_test.sh", *typed], capture_output=True, text=True)
    assert (2, True) == (done.returncode, done.stderr.startswith("usage: "))


def test_the_smoke_test_fails_where_nothing_listens() -> None:
    assert 1 == smoke_test("http://127.0.0.1:9").returncode

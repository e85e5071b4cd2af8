"""What docs/deploy has people type after a deploy, typed against a running stack: the smoke test, and the first booking."""

import os
import re
import subprocess
from pathlib import Path
from typing import Self
from uuid import uuid4

import pytest
from sqlalchemy import text

from localstack.background import BackgroundStack
from localstack.stack import read_card
from medbook.postgres.engine import open_engine
from tests.support.repository import ROOT
from tests.support.visitors import Visitor

PAGE = (ROOT / "docs/deploy/first-booking.md").read_text()
BLOCKS = re.findall(r"```bash\n(.*?)```", PAGE, re.DOTALL)
(PROMOTE,) = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)


def smoke_test(address: str, patience: str = "0") -> subprocess.CompletedProcess[str]:
    return subprocess.run([ROOT / "infra/smoke_test.sh", address, patience], capture_output=True, text=True, timeout=60)


class Typist:
    """One bash that is given block after block, as a reader pastes them; what a block asks for is typed too."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        script = folder / "script"
        os.mkfifo(script)
        # The script comes through a pipe of its own, so that `read` reads what is typed.
        self._shell = subprocess.Popen(
            ["bash", "-euo", "pipefail", script],
            env=os.environ | environment,
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


def make_admin(database_url: str, address: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text(PROMOTE.replace("you@clinic.example", address)))
    engine.dispose()


@pytest.mark.timeout(180)
def test_the_first_booking_goes_as_printed(running: BackgroundStack, visitor: Visitor, tmp_path: Path) -> None:
    people = {role: f"{role.lower()}-{uuid4().hex[:12]}@clinic.example" for role in ("ADMIN", "DOCTOR", "PATIENT")}
    card = read_card(running.stack.options.state_dir)
    assert card is not None
    myself, verify, doctor, patient, told = BLOCKS
    with Typist({"API": running.stack.url, **people}, tmp_path) as typist:
        typist.paste(myself)
        typist.type(link_token(visitor, people["ADMIN"]))
        typist.paste(verify)
        make_admin(card["database_url"], people["ADMIN"])
        typist.paste(doctor)
        typist.type(link_token(visitor, people["PATIENT"]))
        booked = typist.paste(patient)
        sent = typist.paste(told)
    assert ("booked", "Told of it: 2") == (booked.strip().splitlines()[-1].split()[0], sent.strip().splitlines()[-1])


def test_the_smoke_test_is_content_with_a_clinic_that_is_well(running: BackgroundStack) -> None:
    done = smoke_test(running.stack.url)
    assert (0, "") == (done.returncode, done.stderr)


def test_the_smoke_test_fails_where_nothing_listens() -> None:
    assert 1 == smoke_test("http://127.0.0.1:9").returncode

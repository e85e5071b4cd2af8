"""What LocalStack is given: zips that need no layers, and a hook that deploys them. No Docker here, so MiniStack stands for it."""

import json
import os
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from localstack.packaging.flat import TEMPLATE, ZIP, flatten
from localstack.runtime.environment import environment_of
from localstack.template import load
from tests.support.built import ARCHITECTURE, BARE_PYTHON, ROOT, Built
from tests.support.ministack import MiniStack, ministack
from tests.support.repository import EVENTS
from tests.support.rie import emulated, lay_out_runtime

FUNCTIONS = load(ROOT / "template.yaml")
HOOK = ROOT / "localstack/init/ready.d/deploy.sh"
HEALTH = json.loads((EVENTS / "samples/check_health/health.json").read_text())
SETTINGS = {
    "DATABASE_URL": "postgresql://medbook@127.0.0.1:1/medbook",
    "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1",
    "MAIL_URL": "smtp://127.0.0.1:1",
    "MAIL_FROM": "appointments@medbook.example",
    "WEB_URL": "http://localhost:8080",
    "TOKEN_JWKS": '{"keys": []}',
    "IDEMPOTENCY_SECRET": "made for a test",
}


@pytest.fixture(scope="module")
def flat(built: Built) -> Path:
    """What `make build-localstack` makes of the build."""
    target = built.folder.parent / "localstack"
    flatten(built.template, target, ARCHITECTURE)
    return target


@pytest.fixture(scope="module")
def unpacked(flat: Path) -> Path:
    folder = flat / "unpacked"
    with zipfile.ZipFile(flat / ZIP) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def import_errors(unpacked: Path) -> dict[str, str]:
    functions = {name: {"code": str(unpacked), "handler": one.handler} for name, one in FUNCTIONS.items()}
    wanted = json.dumps({"import_path": [str(unpacked)], "functions": functions})
    script = ROOT / "tests/support/import_built.py"
    done = subprocess.run([*BARE_PYTHON, script], input=wanted, capture_output=True, text=True, check=True)
    errors: dict[str, str] = json.loads(done.stdout)
    return errors


@pytest.fixture(scope="module")
def emulator(flat: Path) -> Iterator[MiniStack]:
    """An emulator in which the hook has run, told of the settings as LocalStack's container is."""
    key = flat / "TOKEN_SIGNING_KEY"
    key.write_text("a key\n")
    with ministack() as running:
        where = {"AWS_ENDPOINT_URL": running.url, "MEDBOOK_BUILD": str(flat), "TOKEN_SIGNING_KEY_FILE": str(key)}
        path = f"{ROOT / '.venv/bin'}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run([HOOK], env={"PATH": path, **SETTINGS, **where}, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr + running.log.read_text()[-3000:]
        yield running


def resources(flat: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((flat / TEMPLATE).read_text())["Resources"]
    return found


def test_every_function_and_nothing_else_is_deployed(flat: Path) -> None:
    deployed = [(one["Type"], one["Properties"]["FunctionName"]) for one in resources(flat).values()]
    assert sorted(deployed) == sorted(("AWS::Lambda::Function", name) for name in FUNCTIONS)


def test_no_function_needs_a_layer(flat: Path) -> None:
    assert [name for name, one in resources(flat).items() if "Layers" in one["Properties"]] == []


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_a_function_has_the_variables_of_the_template_but_for_signing_in_to_kafka(flat: Path, function: str) -> None:
    (one,) = (one["Properties"] for one in resources(flat).values() if one["Properties"]["FunctionName"] == function)
    wanted = {*FUNCTIONS[function].environment} - {"KAFKA_SASL_MECHANISM", "KAFKA_USERNAME", "KAFKA_PASSWORD"}
    assert {*one["Environment"]["Variables"]} == wanted


def test_the_zip_fits_into_lambda(flat: Path) -> None:
    with zipfile.ZipFile(flat / ZIP) as archive:
        assert sum(entry.file_size for entry in archive.infolist()) < 250 * 1024 * 1024


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_a_function_is_imported_from_the_zip_alone(import_errors: dict[str, str], function: str) -> None:
    assert import_errors[function] == ""


def test_a_function_of_the_zip_runs_under_awss_emulator(unpacked: Path, built: Built, tmp_path: Path) -> None:
    function = built.functions["check-health"]
    path = [str(unpacked), lay_out_runtime(tmp_path / "runtime")]
    with emulated(function, path, environment_of(function, SETTINGS), tmp_path / "log") as running:
        assert running.invoke(HEALTH).result["statusCode"] == 200


def test_the_hook_deploys_every_function(emulator: MiniStack) -> None:
    listed = emulator.client("lambda").get_paginator("list_functions").paginate()
    assert {one["FunctionName"] for page in listed for one in page["Functions"]} == {*FUNCTIONS}


def test_the_hook_hands_over_settings_and_the_contents_of_files(emulator: MiniStack) -> None:
    told = emulator.client("lambda").get_function_configuration(FunctionName="sign-in")["Environment"]["Variables"]
    assert (told["TOKEN_SIGNING_KEY"], told["MAIL_URL"]) == ("a key", SETTINGS["MAIL_URL"])


def test_a_function_that_the_hook_deployed_answers(emulator: MiniStack) -> None:
    answer = emulator.client("lambda").invoke(FunctionName="check-health", Payload=json.dumps(HEALTH))
    assert json.loads(answer["Payload"].read())["statusCode"] == 200

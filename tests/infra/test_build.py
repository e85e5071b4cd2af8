"""`make build`: every function runs from its build folder and the layers alone, on the machine it is built for."""

import json
import re
import struct
import subprocess
from pathlib import Path

import pytest
import yaml

from localstack.template import load
from medbook.mail.catalogue import CATALOGUES
from tests.support.built import ARCHITECTURE, BARE_PYTHON, ROOT, Built, make_layer

FUNCTIONS = sorted(load(ROOT / "template.yaml"))
# Lambda's limit for a function and its layers together, unzipped.
UNZIPPED_LIMIT = 250 * 1024 * 1024
ELF_MACHINES = {62: "x86_64", 183: "arm64"}
UNCHECKED_HASH = 1


@pytest.fixture(scope="module")
def import_errors(built: Built) -> dict[str, str]:
    functions = {name: {"code": str(one.code), "handler": one.handler} for name, one in built.functions.items()}
    wanted = {"import_path": built.import_path, "functions": functions}
    script = ROOT / "tests/support/import_built.py"
    done = subprocess.run([*BARE_PYTHON, script], input=json.dumps(wanted), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    errors: dict[str, str] = json.loads(done.stdout)
    return errors


@pytest.fixture(scope="module")
def arm64_dependencies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_layer("DependenciesLayer", tmp_path_factory.mktemp("arm64"), "arm64")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_built_function_is_imported_from_its_folder_and_the_layers_alone(import_errors: dict[str, str], function: str) -> None:
    assert import_errors[function] == ""


def test_functions_and_layers_fit_into_lambda(built: Built) -> None:
    layers = sum(size_of(layer) for layer in built.layers)
    assert max(size_of(function.code) for function in built.functions.values()) + layers < UNZIPPED_LIMIT


def test_functions_are_built_once_for_all(built: Built) -> None:
    assert len({contents_of(function.code) for function in built.functions.values()}) == 1


def test_every_module_has_bytecode_that_nobody_checks(built: Built) -> None:
    folders = [*built.layers, *(function.code for function in built.functions.values())]
    without = [module for folder in folders for module in folder.rglob("*.py") if not is_compiled(module)]
    assert without == []


def test_a_layer_is_built_the_same_wherever_it_is_built(built: Built, tmp_path: Path) -> None:
    again = make_layer("MedbookLayer", tmp_path / "elsewhere", ARCHITECTURE)
    assert contents_of(built.folder / "MedbookLayer") == contents_of(again)


def test_the_layers_hold_no_tests(built: Built) -> None:
    assert [folder for layer in built.layers for folder in layer.rglob("*") if folder.is_dir() and folder.name == "tests"] == []


def test_compiled_wheels_are_those_of_this_machine(built: Built) -> None:
    assert {machine_of(library) for library in built.folder.rglob("*.so")} == {ARCHITECTURE}


def test_a_build_says_which_machine_it_is_for(built: Built) -> None:
    assert yaml.safe_load(built.template.read_text())["Globals"]["Function"]["Architectures"] == [ARCHITECTURE]


def test_compiled_wheels_are_those_of_arm64_where_that_is_asked_for(arm64_dependencies: Path) -> None:
    assert {machine_of(library) for library in arm64_dependencies.rglob("*.so")} == {"arm64"}


def test_both_machines_get_the_same_packages(built: Built, arm64_dependencies: Path) -> None:
    assert packages_of(built.folder / "DependenciesLayer") == packages_of(arm64_dependencies)


def test_the_layer_knows_every_aws_service_that_is_called(built: Built) -> None:
    sources = [*(ROOT / "layers/medbook").rglob("*.py"), *(ROOT / "functions").rglob("*.py")]
    called = {
        name for source in sources for name in re.findall(r"""(?:client|load_service_model)\(\s*"(\w+)\"""", source.read_text())
    }
    known = {folder.name for folder in (built.folder / "DependenciesLayer/python/botocore/data").iterdir()}
    assert called - known == set()


def test_the_layer_knows_the_languages_of_our_mails(built: Built) -> None:
    data = (built.folder / "DependenciesLayer/python/babel/locale-data").glob("*.dat")
    assert {file.stem.partition("_")[0] for file in data} == {"root", *CATALOGUES}


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def contents_of(folder: Path) -> frozenset[tuple[str, int]]:
    return frozenset((str(file.relative_to(folder)), hash(file.read_bytes())) for file in folder.rglob("*") if file.is_file())


def is_compiled(module: Path) -> bool:
    bytecode = module.parent / "__pycache__" / f"{module.stem}.cpython-313.pyc"
    return bytecode.exists() and struct.unpack("<I", bytecode.read_bytes()[4:8])[0] == UNCHECKED_HASH


def machine_of(library: Path) -> str:
    return ELF_MACHINES[struct.unpack("<H", library.read_bytes()[18:20])[0]]


def packages_of(layer: Path) -> set[str]:
    return {folder.name for folder in (layer / "python").glob("*.dist-info")}

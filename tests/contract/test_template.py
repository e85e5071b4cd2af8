"""template.yaml names every function once: folders, routes and samples say the same."""

import importlib
import re
from pathlib import Path

import pytest

from localstack.template import load

ROOT = Path(__file__).parents[2]
FUNCTIONS = load(ROOT / "template.yaml")
FOLDERS = sorted(folder.parent.name for folder in (ROOT / "functions").glob("*/handler.py"))
ROUTED = sorted(function.folder for function in FUNCTIONS.values() if function.routes)


def test_every_folder_is_a_function_and_every_function_a_folder() -> None:
    assert sorted(function.folder for function in FUNCTIONS.values()) == FOLDERS


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_function_has_an_app_and_a_handler(folder: str) -> None:
    module = importlib.import_module(f"{folder}.handler")
    assert callable(module.app)
    assert callable(module.handler)


@pytest.mark.parametrize("folder", ROUTED)
def test_the_routes_of_the_template_are_those_of_the_app(folder: str) -> None:
    paths = importlib.import_module(f"{folder}.handler").app.openapi()["paths"]
    function = next(function for function in FUNCTIONS.values() if function.folder == folder)
    declared = {(route.method, route.path) for route in function.routes}
    served = {(method.upper(), path) for path, operations in paths.items() for method in operations}
    assert declared == served


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_function_is_deployed_under_its_folder_name_in_kebab_case(folder: str) -> None:
    function = next(function for function in FUNCTIONS.values() if function.folder == folder)
    assert (folder.replace("_", "-"), f"{folder}.handler.handler") == (function.name, function.handler)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_function_is_tested_by_name(folder: str) -> None:
    tests = [path.read_text() for path in (ROOT / "tests").rglob("test_*.py")]
    assert any(re.search(rf"{folder}\.(handler|use_case)|from {folder} import|import {folder}\b", text) for text in tests)


def test_a_route_belongs_to_one_function() -> None:
    routes = [(route.method, route.path) for function in FUNCTIONS.values() for route in function.routes]
    assert len(routes) == len(set(routes))

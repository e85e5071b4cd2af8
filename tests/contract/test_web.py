"""The built web app: how much of it the first page loads, that its words are complete, that it was typed by the API of today."""

import json
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.repository import ROOT

WEB = ROOT / "web"
DIST = WEB / "dist"
KILOBYTE = 1000
FIRST_LOAD, MORE, LATER = 200 * KILOBYTE, 80 * KILOBYTE, 40 * KILOBYTE
MANIFEST: dict[str, dict[str, Any]] = json.loads((DIST / ".vite/manifest.json").read_text())
PAGES = sorted(name for name in MANIFEST if name.startswith("src/routes/"))


def loaded_with(*names: str) -> set[str]:
    """The scripts that come with some modules: each with all that it imports."""
    found: set[str] = set()
    ahead = list(names)
    while ahead:
        chunk = MANIFEST[ahead.pop()]
        if chunk["file"] not in found:
            found.add(chunk["file"])
            ahead += chunk.get("imports", [])
    return found


@cache
def weight(script: str) -> int:
    """Bytes on the way, with gzip, which everybody takes; brotli is a tenth less. The smallest go as they are."""
    packed = DIST / f"{script}.gz"
    return (packed if packed.exists() else DIST / script).stat().st_size


def test_the_first_load_is_light() -> None:
    words = max((f"src/i18n/{language}/public.ts" for language in ("en", "de")), key=lambda name: weight(MANIFEST[name]["file"]))
    assert FIRST_LOAD >= sum(map(weight, loaded_with("index.html", "src/routes/index.tsx?tsr-split=component", words)))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_adds_little(page: str) -> None:
    assert MORE >= sum(map(weight, loaded_with(page) - loaded_with("index.html")))


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_asks_for_later_adds_less(page: str) -> None:
    before = loaded_with("index.html") | loaded_with(page)
    assert [] == [name for name in lazily_loaded(page) if sum(map(weight, loaded_with(name) - before)) > LATER]


def lazily_loaded(page: str) -> list[str]:
    """What a page loads when it is asked for, its own dialogs and calendars, and not the pages it leads to."""
    chunks = [chunk for chunk in MANIFEST.values() if chunk["file"] in loaded_with(page) - loaded_with("index.html")]
    return [name for chunk in chunks for name in chunk.get("dynamicImports", []) if not name.startswith("src/routes/")]


def test_there_is_no_inline_script_or_style() -> None:
    html = (DIST / "index.html").read_text() + (DIST / "offline.html").read_text()
    assert [] == re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html)


def test_nothing_of_it_is_somebody_elses() -> None:
    styles = "".join(file.read_text() for file in DIST.rglob("*.css"))
    html = "".join(file.read_text() for file in DIST.rglob("*.html"))
    assert [] == re.findall(r"(?:url\(|src=|href=)[\"']?(https?:)?//[^\"')]+", styles + html)


@pytest.mark.parametrize("area", sorted(path.name for path in (WEB / "src/i18n/en").glob("*.ts")))
def test_an_area_has_its_words_in_both_languages(area: str) -> None:
    assert (WEB / "src/i18n/de" / area).exists()


def test_the_client_is_typed_by_the_api_of_today(tmp_path: Path) -> None:
    command = json.loads((WEB / "package.json").read_text())["scripts"]["api"]
    fresh = tmp_path / "schema.gen.ts"
    subprocess.run(
        ["npx", *command.replace("src/api/schema.gen.ts", str(fresh)).split()], cwd=WEB, check=True, capture_output=True
    )
    assert fresh.read_text() == (WEB / "src/api/schema.gen.ts").read_text(), "run `make openapi`"


# What a folder may import of the others; its own files always. `api` and `session` need each other: a request carries a token, and a
# token is got by a request.
ARROWS = {
    "routes": {"areas", "components", "api", "session", "time", "i18n", "layout"},
    "areas": {"components", "api", "session", "time", "i18n"},
    "layout": {"components", "api", "session", "time", "i18n"},
    "components": {"api", "session", "time", "i18n"},
    "api": {"session", "time", "i18n"},
    "session": {"api", "time", "i18n"},
    "time": set(),
    "i18n": set(),
    "theme": set(),
}


@pytest.mark.parametrize("folder", ARROWS)
def test_a_folder_imports_what_lies_below_it(folder: str) -> None:
    wrong = [
        f"{file.relative_to(WEB)}: {imported}"
        for file in (WEB / "src" / folder).rglob("*.ts*")
        for imported in re.findall(r'from "@/([\w/.-]+)"', file.read_text())
        if imported.split("/")[0] not in ARROWS[folder] | {folder}
    ]
    assert [] == wrong


def test_an_area_does_not_import_another() -> None:
    wrong = [
        f"{file.relative_to(WEB)}: {imported}"
        for file in (WEB / "src/areas").rglob("*.ts*")
        for imported in re.findall(r'from "@/areas/(\w+)', file.read_text())
        if imported != file.relative_to(WEB / "src/areas").parts[0]
    ]
    assert [] == wrong

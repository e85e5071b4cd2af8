"""The Dockerfile without an engine: what it says, and its steps acted out in folders of this machine."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from tests.support.node import path_with_node
from tests.support.repository import ROOT

NPM_CI = "npm ci --silent"


def instructions() -> list[tuple[str, str, str]]:
    """The Dockerfile's stages, instructions and arguments; continued lines are joined, comments left out."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "infra/docker/Dockerfile").read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    stage, found = "", []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        word, _, rest = line.partition(" ")
        # Whose processor a stage is built on: here there is one.
        rest = re.sub(r"^--platform=\S+ ", "", rest) if word == "FROM" else rest
        stage = rest.rpartition(" AS ")[2] if word == "FROM" else stage
        found.append((stage, word, rest.strip()))
    return found


def copied() -> list[tuple[str, str]]:
    """Every file or folder that a stage takes from the repository."""
    arguments = [(stage, rest.split()) for stage, word, rest in instructions() if word == "COPY" and "--from=" not in rest]
    return [(stage, source) for stage, words in arguments for source in words[:-1]]


def goes_along(path: str) -> bool:
    """Whether .dockerignore lets a path into the build; the last line that fits decides."""
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    kept = True
    for line in lines:
        pattern = line.removeprefix("!")
        if pattern.startswith("**/"):
            fits = any(fnmatch(part, pattern.removeprefix("**/")) for part in PurePosixPath(path).parts)
        else:
            fits = any(fnmatch(str(place), pattern) for place in (PurePosixPath(path), *PurePosixPath(path).parents[:-1]))
        kept = line.startswith("!") if fits else kept
    return kept


@dataclass(frozen=True)
class Image:
    """A target whose /app lies in a folder: what it runs, and what it finds in its environment."""

    app: Path
    entry_point: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)

    def lock(self) -> None:
        """Let nobody write below /app, as on a read-only root file system."""
        for place in self.app.rglob("*"):
            if place.is_dir() and not place.is_symlink():
                place.chmod(0o555)
        self.app.chmod(0o555)

    def unlock(self) -> None:
        """Let it be removed."""
        for place in (self.app, *self.app.rglob("*")):
            if place.is_dir() and not place.is_symlink():
                place.chmod(0o755)


def act_out(target: str, app: Path) -> Image:
    """Do what the build does for a target, with `app` in place of /app.

    The base images, uv and Node are this machine's. What a stage takes from another is made in a folder of its own, which is removed.
    """
    _act(f"{target}-files", app)
    return _image(target, app)


def _act(wanted: str, app: Path) -> None:
    stages = _lineage(wanted)
    environment, place = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}, app
    for stage, word, rest in instructions():
        if stage not in stages:
            continue
        if word == "ENV":
            environment |= _variables(rest, app)
        elif word == "WORKDIR":
            place = Path(rest.replace("/app", str(app)))
            place.mkdir(parents=True, exist_ok=True)
        elif word == "COPY" and "--from=" not in rest:
            _copy(rest.split(), place)
        elif word == "COPY":
            _copy_from(rest.split(), place)
        elif word == "RUN":
            _run(re.sub(r"--mount=\S+\s+", "", rest).replace("/app", str(app)), place, environment)


def _run(command: str, place: Path, environment: dict[str, str]) -> None:
    if command == NPM_CI:
        # The Makefile has done the same, with the same lock file. Linked: the files are the same, and there are thousands.
        shutil.copytree(ROOT / "web/node_modules", place / "node_modules", symlinks=True, copy_function=os.link)
        return
    # Wheels are linked from the cache instead of copied, likewise.
    own = {"UV_PYTHON": str(Path(sys.executable).resolve()), "UV_LINK_MODE": "hardlink", "PATH": _path_with_tools()}
    subprocess.run(["bash", "-euo", "pipefail", "-c", command], cwd=place, env=environment | own, check=True, capture_output=True)


def _copy_from(words: list[str], place: Path) -> None:
    """Take a folder from another stage, and act that one out for it; of a stage that is an image and no more, this machine has its own."""
    option, source, destination = words
    other = option.removeprefix("--from=")
    if not any(stage == other and word == "RUN" for stage, word, _ in instructions()):
        return
    with tempfile.TemporaryDirectory(prefix=f"medbook-{other}-") as folder:
        _act(other, Path(folder))
        shutil.copytree(source.replace("/app", folder), place / destination)


def _image(target: str, app: Path) -> Image:
    """Read what the finished image says of itself."""
    found, entry_point = {}, []
    for stage, word, rest in instructions():
        if stage in ("base", target) and word == "ENV":
            found.update(_variables(rest, app))
        if stage == target and word == "ENTRYPOINT":
            entry_point = re.findall(r'"([^"]*)"', rest.replace("/app", str(app)))
    found["PATH"] = found["PATH"].replace("$PATH", "/usr/bin:/bin")
    python = str(app / ".venv/bin/python")
    return Image(app, [python if word == "python" else word for word in entry_point], found)


def _lineage(stage: str) -> set[str]:
    bases = {stage: rest.split()[0] for stage, word, rest in instructions() if word == "FROM"}
    found = set()
    while stage in bases:
        found.add(stage)
        stage = bases[stage]
    return found


def _variables(rest: str, app: Path) -> dict[str, str]:
    return dict(word.replace("/app", str(app)).split("=", 1) for word in rest.split())


def _copy(words: list[str], place: Path) -> None:
    *sources, destination = words
    for source in sources:
        wanted = place / destination if not destination.endswith("/") else place / destination / Path(source).name
        wanted.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, wanted, ignore=_ignored)
        else:
            shutil.copy(ROOT / source, wanted)


def _ignored(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if not goes_along(str((Path(folder) / name).relative_to(ROOT)))}


def _path_with_tools() -> str:
    return os.pathsep.join((str(ROOT / ".local/uv/bin"), path_with_node()))

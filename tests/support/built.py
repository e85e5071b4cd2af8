"""What `make build` made, and a Python that sees nothing else."""

import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from localstack.template import Function, load

ROOT = Path(__file__).parents[2]
# As Lambda calls them.
ARCHITECTURE = {"x86_64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}[platform.machine()]
# Isolated, and without site-packages: the interpreter and its standard library alone.
BARE_PYTHON = [sys.executable, "-I", "-S"]


@dataclass(frozen=True, slots=True)
class Built:
    """A build folder of SAM's."""

    folder: Path

    @property
    def template(self) -> Path:
        return self.folder / "template.yaml"

    @property
    def functions(self) -> dict[str, Function]:
        return load(self.template)

    @property
    def layers(self) -> list[Path]:
        return [self.folder / layer for layer in ("MedbookLayer", "DependenciesLayer")]

    @property
    def import_path(self) -> list[str]:
        """What the layers put on the import path of every function."""
        return [str(layer / "python") for layer in self.layers]


def make_build(folder: Path, architecture: str = ARCHITECTURE) -> Built:
    """Run `make build` into a folder."""
    make("build", f"BUILD_DIR={folder}", f"ARCHITECTURE={architecture}")
    return Built(folder)


def make_layer(name: str, folder: Path, architecture: str) -> Path:
    """Build one layer as SAM does."""
    make("--makefile", "layers/Makefile", f"build-{name}", f"ARTIFACTS_DIR={folder}", f"LAMBDA_ARCHITECTURE={architecture}")
    return folder


def make(*arguments: str) -> None:
    """Run make in the repository; what it says is shown when it fails."""
    done = subprocess.run(["make", *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout[-4000:]

"""Compiles the built functions: `sam build` leaves bytecode out, and Lambda's read-only file system keeps none.

Without it every cold start compiles anew. The layers are compiled by layers/Makefile.
"""

import compileall
import sys
from pathlib import Path
from py_compile import PycInvalidationMode

from localstack.template import load

TASK_ROOT = "/var/task"


def compile_functions(template: Path) -> None:
    """Compile each code folder of a built template. Equal folders stay equal, so that `sam deploy` uploads them once."""
    for folder in sorted({function.code for function in load(template).values()}):
        # Unchecked: a zip rounds times, so bytecode that is checked by them would be thrown away.
        compiled = compileall.compile_dir(
            folder,
            quiet=1,
            force=True,
            stripdir=folder,
            prependdir=TASK_ROOT,
            invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
        )
        if not compiled:
            raise SystemExit(f"{folder} does not compile.")


if __name__ == "__main__":
    compile_functions(Path(sys.argv[1]))

"""Run as a program: imports what it is told to and prints, as JSON, what our own code did on the way that copies must not share."""

import importlib
import json
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from awslambdaric.lambda_runtime_hooks_runner import run_before_snapshot

ROOT = Path(__file__).parents[2]
_OURS = (f"{ROOT}/layers/", f"{ROOT}/functions/")
_UNIQUE = {"random", "secrets", "uuid", "uuid_utils", "uuid_utils.compat", "tempfile", "time", "socket"}
_NOW = {"now", "utcnow", "today"}
# Whoever does it, a library or we. Binding is left out: urllib3 binds a port for a moment, to see whether there is IPv6.
_AUDITED = {"socket.connect", "socket.getaddrinfo", "_thread.start_new_thread"}


class Watch:
    """Collects what was seen, as `who: what`."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def profile(self, frame: FrameType, event: str, callee: Any) -> None:
        """See calls from our files: into Python, or into C."""
        if event == "call" and frame.f_back is not None:
            self._note(frame.f_back.f_code.co_filename, frame.f_globals.get("__name__", ""), frame.f_code.co_name)
        elif event == "c_call":
            module = callee.__module__ or getattr(type(callee.__self__), "__module__", "")
            self._note(frame.f_code.co_filename, "time" if callee.__name__ in _NOW else module, callee.__name__)

    def audit(self, event: str, _arguments: tuple[Any, ...]) -> None:
        """See what reaches out, from wherever it is called."""
        if event in _AUDITED:
            self.seen.add(f"somebody: {event}")

    def _note(self, caller: str, module: str, name: str) -> None:
        if caller.startswith(_OURS) and (module in _UNIQUE or name == "urandom"):
            self.seen.add(f"{Path(caller).relative_to(ROOT)}: {module}.{name}")


def main(modules: list[str]) -> None:
    """Import twice, watch, tell. The second time only what is ours: to profile the imports of all libraries takes ten seconds."""
    watch = Watch()
    sys.addaudithook(watch.audit)
    _import(modules)
    for name in [name for name, module in sys.modules.items() if (getattr(module, "__file__", "") or "").startswith(_OURS)]:
        del sys.modules[name]
    sys.setprofile(watch.profile)
    _import(modules)
    sys.setprofile(None)
    sys.stdout.write(json.dumps(sorted(watch.seen)))


def _import(modules: list[str]) -> None:
    for module in modules:
        importlib.import_module(module)
    # What Lambda's runtime does before it takes a snapshot.
    run_before_snapshot()


if __name__ == "__main__":
    main(sys.argv[1:])

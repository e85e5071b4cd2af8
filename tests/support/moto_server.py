"""AWS as moto plays it, at an address of its own. For clients that are other programs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server


@dataclass(frozen=True, slots=True)
class _OneAtATime:
    """Moto keeps what it plays in plain lists, which it copies, changes and puts back: of two requests at once, one can be undone."""

    app: Any
    turn: Lock = field(default_factory=Lock)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with self.turn:
            answer: Iterable[bytes] = self.app(environ, start_response)
            return answer


@contextmanager
def moto_server() -> Iterator[str]:
    """Play AWS, and give its address. Connections are threads, requests take turns."""
    app = _OneAtATime(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=MotoRequestHandler)
    serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    serving.join()

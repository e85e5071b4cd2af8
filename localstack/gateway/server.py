"""Serves an ASGI app with uvicorn inside an event loop that is not its own."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 30.0


class PortTaken(Exception):
    """Another program listens there."""


class _Server(uvicorn.Server):
    """Leaves signals to the stack."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _HurriedProtocol(H11Protocol):
    """Closes a connection whose request line and headers do not come to an end; uvicorn would wait for ever.

    Nothing is answered: who sends half a request is not listening for a response.
    """

    head_seconds = HEAD_SECONDS
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._deadline = self.loop.call_later(self.head_seconds, transport.close)

    def handle_events(self) -> None:
        super().handle_events()
        if self.conn.their_state is not h11.IDLE:
            self._lift()
        elif self._deadline is None and self.conn.trailing_data[0]:
            # The next request on a connection that was kept open has begun.
            self._deadline = self.loop.call_later(self.head_seconds, self.transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        self._lift()
        super().connection_lost(exc)

    def _lift(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class HttpServer:
    """One HTTP server. Port 0 takes a free one and keeps it. `trusted` names the proxies that may tell a client's address, with commas."""

    def __init__(
        self, app: ASGIApp, host: str = "127.0.0.1", port: int = 0, head_seconds: float = HEAD_SECONDS, trusted: str = ""
    ) -> None:
        self._app = app
        self._protocol = type("_Protocol", (_HurriedProtocol,), {"head_seconds": head_seconds})
        self._host = host
        self._wanted_port = port
        self._trusted = trusted
        self._socket: socket.socket | None = None
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """The port, once reserved."""
        assert self._socket is not None
        port: int = self._socket.getsockname()[1]
        return port

    @property
    def url(self) -> str:
        """Its base address."""
        return f"http://{self._host}:{self.port}"

    def reserve(self) -> None:
        """Take the port before anything else is started. Raises: PortTaken."""
        if self._socket is not None:
            return
        # The protocol is named because asyncio turns off Nagle's delay (40 ms a request) only where it reads IPPROTO_TCP.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        # A port that was in use a moment ago may be taken again; one that somebody listens on may not.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((self._host, self._wanted_port))
            # Listening at once keeps a second stack out; who connects early is answered when the stack is ready.
            listener.listen(1024)
        except OSError as taken:
            listener.close()
            raise PortTaken(f"Port {self._wanted_port} is taken by another program; MEDBOOK_PORT chooses another.") from taken
        self._socket = listener

    async def start(self) -> None:
        """Serve."""
        self.reserve()
        assert self._socket is not None
        config = uvicorn.Config(
            self._app,
            http=self._protocol,
            log_level="error",
            access_log=False,
            lifespan="off",
            server_header=False,
            # Where no proxy stands in front, nobody may claim another address.
            proxy_headers=bool(self._trusted),
            forwarded_allow_ips=self._trusted,
            timeout_graceful_shutdown=2,
        )
        self._server = _Server(config)
        self._task = asyncio.create_task(self._server.serve([self._socket]))
        while not self._server.started:
            if self._task.done():
                self._task.result()
            await asyncio.sleep(0.005)

    async def stop(self) -> None:
        """Finish what is under way, for at most two seconds, and close."""
        if self._server is not None and self._task is not None:
            self._server.should_exit = True
            await asyncio.gather(self._task, return_exceptions=True)
        if self._socket is not None:
            self._socket.close()
        self._socket = self._server = self._task = None

"""Speaks just enough PostgreSQL to be told a password over TLS, as RDS Proxy asks for it, and then refuses.

https://www.postgresql.org/docs/current/protocol-message-formats.html
"""

import ssl
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import BaseRequestHandler, TCPServer
from threading import Thread

from tests.support.certificates import Certificates

_CLEARTEXT_PASSWORD = struct.pack("!cii", b"R", 8, 3)
_REFUSAL = b"SFATAL\0C28000\0Mno\0\0"


class PasswordServer(TCPServer):
    """Remembers the password of each connection."""

    def __init__(self, certificates: Certificates) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(certificates.server, certificates.key)
        self.passwords: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Session(BaseRequestHandler):
    server: PasswordServer

    def handle(self) -> None:
        self.request.recv(8)  # SSLRequest
        self.request.sendall(b"S")
        with self.server.context.wrap_socket(self.request, server_side=True) as secured:
            secured.recv(4096)  # StartupMessage
            secured.sendall(_CLEARTEXT_PASSWORD)
            told = secured.recv(65_536)
            self.server.passwords.append(told[5:-1].decode())
            secured.sendall(b"E" + struct.pack("!i", 4 + len(_REFUSAL)) + _REFUSAL)


@contextmanager
def password_server(certificates: Certificates) -> Iterator[PasswordServer]:
    with PasswordServer(certificates) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
